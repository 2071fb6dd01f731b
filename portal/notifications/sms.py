"""SMS through the municipality's gateway, by HTTP: as JSON, or as a form with 46elks' names.

What is asked and how it may answer stands in docs/operating.md.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlencode, urlsplit, urlunsplit

from portal.notifications.carrying import Letter, Permanent, Retry, Silent, Unanswered
from portal.notifications.push import seconds

if TYPE_CHECKING:
    from requests import Session

SECONDS = 10.0
FORM, JSON = "form", "json"
NOT_THIS_NUMBER = frozenset({400, 404, 410, 422})
"""Answers that mean: this number, or this text, will never do. Others may be our own settings, which are mended."""
TYPES = {FORM: "application/x-www-form-urlencoded", JSON: "application/json"}


class _Said(BytesIO):
    """What the gateway is told. It is read when a connection stands, and not before."""

    was_read = False

    def read(self, size: int | None = -1, /) -> bytes:
        self.was_read = True
        return super().read(size)


@dataclass
class Sms:
    """One gateway. `url` may carry a name and a password, which are sent as HTTP asks for them (Basic)."""

    url: str
    sender: str
    shape: str = JSON
    _session: Session | None = None

    def send(self, number: str, letter: Letter) -> None:
        """Hand an SMS to the gateway. Raises `Permanent`, `Retry`, `Silent` and `Unanswered`."""
        import requests

        parts = urlsplit(self.url)
        name, password = unquote(parts.username or ""), unquote(parts.password or "")
        if self._session is None:
            self._session = requests.Session()
            self._session.trust_env = False
        body = self._body(number, letter.words.sms)
        try:
            response = self._session.post(
                urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])),
                data=body,
                auth=(name, password) if name else None,
                headers={
                    "Content-Type": TYPES[self.shape],
                    "Idempotency-Key": letter.key,
                    "Connection": "close",  # one that was kept open may be gone, and nobody could say what was taken
                },
                timeout=SECONDS,
                allow_redirects=False,
            )
        except requests.RequestException:
            raise (Unanswered if body.was_read else Silent) from None
        if response.status_code in NOT_THIS_NUMBER:
            raise Permanent
        if not 200 <= response.status_code < 300:
            raise Retry(seconds(response.headers.get("Retry-After")))

    def _body(self, number: str, text: str) -> _Said:
        said = {"from": self.sender, "to": number}
        if self.shape == FORM:
            return _Said(urlencode({**said, "message": text}).encode())
        return _Said(json.dumps({**said, "text": text}).encode())
