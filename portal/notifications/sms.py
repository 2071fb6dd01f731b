"""SMS through the municipality's gateway, by HTTP: as JSON, or as a form with 46elks' names.

What is asked and how it may answer stands in docs/operating.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit, urlunsplit

from portal.notifications.carrying import Letter, Permanent, Retry, Silent
from portal.notifications.push import seconds

if TYPE_CHECKING:
    from requests import Session

SECONDS = 10.0
FORM, JSON = "form", "json"
NOT_THIS_NUMBER = frozenset({400, 404, 410, 422})
"""Answers that mean: this number, or this text, will never do. Others may be our own settings, which are mended."""


@dataclass
class Sms:
    """One gateway. `url` may carry a name and a password, which are sent as HTTP asks for them (Basic)."""

    url: str
    sender: str
    shape: str = JSON
    _session: Session | None = None

    def send(self, number: str, letter: Letter) -> None:
        """Hand an SMS to the gateway. Raises `Permanent`, `Retry` and `Silent`."""
        import requests

        parts = urlsplit(self.url)
        name, password = unquote(parts.username or ""), unquote(parts.password or "")
        if self._session is None:
            self._session = requests.Session()
            self._session.trust_env = False
        said = {"from": self.sender, "to": number}
        said["message" if self.shape == FORM else "text"] = letter.words.sms
        try:
            response = self._session.post(
                urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])),
                json=said if self.shape == JSON else None,
                data=said if self.shape == FORM else None,
                auth=(name, password) if name else None,
                headers={"Idempotency-Key": letter.key},
                timeout=SECONDS,
                allow_redirects=False,
            )
        except requests.RequestException:
            raise Silent from None
        if response.status_code in NOT_THIS_NUMBER:
            raise Permanent
        if not 200 <= response.status_code < 300:
            raise Retry(seconds(response.headers.get("Retry-After")))
