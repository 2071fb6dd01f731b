"""Where somebody is taken after signing in or choosing a language: only to a page of the portal itself."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

HOME = "/"


def safe(address: str | None) -> str:
    """The address when it is a path of ours, else home: nobody is led to another site (ASVS 5.0, 3.7.2)."""
    if not address or not address.startswith("/") or address.startswith("//"):
        return HOME
    if "\\" in address or any(not sign.isprintable() or sign.isspace() for sign in address):
        return HOME
    return address


def without_code(address: str) -> str:
    """The same address less a one-time code in it: a code never travels in a redirect."""
    parts = urlsplit(address)
    left = [(name, value) for name, value in parse_qsl(parts.query) if name != "code"]
    return parts._replace(query=urlencode(left)).geturl()
