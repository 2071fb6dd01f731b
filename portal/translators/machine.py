"""The municipality's own machine translator, on its own server: off unless the settings name one.

It speaks LibreTranslate's public interface (`/languages`, `/translate`). What it gives is a suggestion that a person
reads; no text about anybody leaves for a server that the municipality has not chosen itself.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from portal.settings import Settings
from portal.writing import UNKNOWN_LANGUAGE

SECONDS = 3
"""How long a member of staff waits for it; then she writes herself."""
MOST_BYTES = 100_000
KNOWS_FOR = 600
"""Seconds for which it is not asked again which languages it has."""
GUESS = "auto"
"""What LibreTranslate calls a language that it is to find out itself."""
BROKEN = (OSError, HTTPException, ValueError, KeyError, TypeError, RecursionError)
"""Everything that a server may do wrong: not be there, be slow, or answer what is no answer."""


class NoSuggestion(Exception):
    """There is nothing to suggest: `reason` is `unknown-language` or `silent`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _NoRedirects(HTTPRedirectHandler):
    """Nobody but the server of the settings is told anything."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


_OPENER = build_opener(ProxyHandler({}), _NoRedirects())
_KNOWN: dict[str, tuple[float, dict[str, set[str]]]] = {}
"""By address: when it was asked, and into which languages it translates each language."""


@dataclass(frozen=True)
class Machine:
    """One machine translator."""

    url: str
    key: str = ""

    @classmethod
    def of(cls, settings: Settings) -> Machine | None:
        """The one that the settings name; None where the municipality has none."""
        return (
            cls(settings.translate_url, settings.translate_key) if settings.translate_url else None
        )

    def known_languages(self) -> set[str]:
        """The languages it says that it has; none when it does not answer."""
        try:
            return set(self._languages())
        except BROKEN:
            return set()

    def suggest(self, text: str, source: str, into: str) -> str:
        """What it makes of a text. Raises `NoSuggestion`, never anything else; takes at most twice `SECONDS`."""
        try:
            if not self._can(source, into):
                raise NoSuggestion("unknown-language")
            asked = {"q": text, "format": "text", "target": into}
            asked |= {"source": GUESS if source == UNKNOWN_LANGUAGE else source}
            if self.key:
                asked["api_key"] = self.key
            suggestion = self._ask("/translate", asked)["translatedText"]
        except BROKEN as error:
            raise NoSuggestion("silent") from error
        if not isinstance(suggestion, str) or not suggestion.strip():
            raise NoSuggestion("silent")
        return suggestion.strip()

    def _can(self, source: str, into: str) -> bool:
        """Whether the server says that it has these languages."""
        known = self._languages()
        if source == UNKNOWN_LANGUAGE:
            return any(into in targets for targets in known.values())
        return into in known.get(source, set())

    def _languages(self) -> dict[str, set[str]]:
        asked_at, known = _KNOWN.get(self.url, (-float(KNOWS_FOR), {}))
        if not known or time.monotonic() - asked_at > KNOWS_FOR:
            listed = self._ask("/languages")
            codes = {one["code"] for one in listed}
            known = {one["code"]: set(one.get("targets") or codes) for one in listed}
            _KNOWN[self.url] = (time.monotonic(), known)
        return known

    def _ask(self, path: str, asked: dict[str, str] | None = None) -> Any:
        body = json.dumps(asked).encode() if asked is not None else None
        request = Request(  # noqa: S310 (the scheme is checked in the settings)
            self.url + path,
            body,
            {"Content-Type": "application/json", "Accept": "application/json"},
        )
        try:
            with _OPENER.open(request, timeout=SECONDS) as answer:
                read = answer.read(MOST_BYTES + 1)
        except HTTPError as refused:
            refused.close()
            raise
        if len(read) > MOST_BYTES:
            raise ValueError("more than a translation can be")
        return json.loads(read)
