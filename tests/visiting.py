"""Visiting a portal that runs as a program of its own, by plain HTTP: cookies are kept, forms are sent."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from tests.commands import LONGEST, Served

PIN = "4711"


@dataclass
class Visitor:
    """A phone that asks for pages in a language, and remembers what it was told to remember."""

    portal: Served
    language: str
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, address: str, form: dict[str, str] | None = None) -> str:
        """Open a page; or send a form and open the page that it leads to."""
        connection = HTTPConnection("127.0.0.1", self.portal.port, timeout=LONGEST)
        headers = {
            "Accept-Language": self.language,
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        connection.request(
            "GET" if form is None else "POST", address, urlencode(form or {}), headers
        )
        answer = connection.getresponse()
        page = answer.read().decode()
        connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        if answer.status in {302, 303}:
            return self.ask(
                urlsplit(answer.headers["Location"])._replace(scheme="", netloc="").geturl()
            )
        assert answer.status == 200, f"{address}: {answer.status}"
        return page

    def choose(self, language: str) -> str:
        """Choose a language in the menu."""
        menu = _form(self.ask("/"), "/language")
        return self.ask("/language", {**_hidden(menu), "language": language})

    def sign_in(self, link: str) -> str:
        """From the printed link to home, as `tests.journeys` does it in a browser."""
        page = self.ask(link)
        typed = re.findall(r'<input[^>]* id="code"[^>]* value="([^"]*)"', page)
        page = self.ask("/sign-in/code", {**_hidden(_main(page)), "code": typed[0]})
        [address] = re.findall(r'<form method="post" action="([^"]+)"', _main(page))
        picture = re.findall(r'name="picture" value="([^"]+)"', page)
        chosen = {"pin": PIN, "pin_again": PIN, "picture": picture[0]}
        return self.ask(address, {**_hidden(_main(page)), **chosen})


def _main(page: str) -> str:
    return page.partition("<main")[2]


def _form(page: str, action: str) -> str:
    return page.partition(f'action="{action}"')[2].partition("</form>")[0]


def _hidden(html: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))
