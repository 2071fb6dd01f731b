"""Web push (RFC 8030, 8291, 8292): notices to the phone itself, through the push service of its browser.

What travels is sealed for the phone alone, and has the same length whatever it says and in whichever language.
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from portal.notifications.carrying import Gone, Letter, Permanent, Retry, Silent

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from requests import Response, Session

HOSTS = (
    r"fcm\.googleapis\.com",
    r"[a-z0-9-]+(\.[a-z0-9-]+)*\.push\.services\.mozilla\.com",
    r"[a-z0-9-]+(\.[a-z0-9-]+)*\.push\.apple\.com",
    r"[a-z0-9-]+(\.[a-z0-9-]+)*\.notify\.windows\.com",
)
"""The push services of the browsers there are. The phone says the address: nothing else is ever asked from here."""
LONGEST_ENDPOINT = 1000
LENGTH = 480
"""Bytes of every notice before it is sealed; the longest text of any language has room."""
SECONDS = 10.0
TOPIC = 32
"""The most signs that a topic may have (RFC 8030, 5.4)."""
P256DH_BYTES, AUTH_BYTES = 65, 16


@dataclass(frozen=True)
class Phone:
    """What a browser says when it subscribes."""

    endpoint: str
    p256dh: str
    auth: str

    def fault(self, further_hosts: Iterable[str] = ()) -> str | None:
        """Why we do not send there: `address` or `keys`; None when we may."""
        if not is_push_service(self.endpoint, further_hosts):
            return "address"
        point = _bytes(self.p256dh)
        is_point = len(point) == P256DH_BYTES and point[0] == 4
        return None if is_point and len(_bytes(self.auth)) == AUTH_BYTES else "keys"


def is_push_service(endpoint: str, further_hosts: Iterable[str] = ()) -> bool:
    """Whether an address belongs to a browser's push service. `further_hosts`: `host:port` of tests, without HTTPS."""
    if len(endpoint) > LONGEST_ENDPOINT or not endpoint.isascii() or not endpoint.isprintable():
        return False
    try:
        parts = urlsplit(endpoint)
        is_plain = parts.port in {None, 443} and not parts.username and parts.password is None
    except ValueError:
        return False
    if parts.scheme == "http" and parts.netloc in further_hosts:
        return True
    host = parts.hostname or ""
    is_known = any(re.fullmatch(pattern, host) for pattern in HOSTS)
    return parts.scheme == "https" and is_plain and is_known and "\\" not in endpoint


def payload(letter: Letter) -> bytes:
    """What the phone's worker shows, always of the same length. `id` tells it what it has shown already."""
    words = letter.words
    said = {
        "title": words.title,
        "body": words.news,
        "lang": words.language.code,
        "dir": words.language.dir,
        "id": letter.key[:16],
    }
    text = json.dumps(said, ensure_ascii=False).encode()
    return text.ljust(LENGTH)


class Push:
    """Sends to phones, with this installation's key."""

    def __init__(self, private_key: str, contact: str, further_hosts: Iterable[str] = ()) -> None:
        self._private_key, self._contact = private_key, contact
        self._further_hosts = frozenset(further_hosts)
        self._session: Session | None = None

    def send(self, phone: Phone, letter: Letter) -> None:
        """Hand a notice to the push service. Raises `Gone`, `Permanent`, `Retry` and `Silent`."""
        import requests
        from pywebpush import WebPushException, webpush

        if phone.fault(self._further_hosts):
            raise Gone
        try:
            webpush(
                {
                    "endpoint": phone.endpoint,
                    "keys": {"p256dh": phone.p256dh, "auth": phone.auth},
                },
                payload(letter),
                vapid_private_key=self._private_key,
                vapid_claims={"sub": self._contact},  # new each time: it notes the receiver in it
                ttl=max(60, int(letter.lasts.total_seconds())),
                headers={
                    "Topic": letter.about[:TOPIC],
                    "Urgency": "high" if letter.is_urgent else "normal",
                },
                timeout=SECONDS,
                requests_session=self._without_redirects(),
            )
        except WebPushException as refused:
            raise _answer(refused.response) from None
        except requests.TooManyRedirects:
            raise Permanent from None
        except requests.RequestException:
            raise Silent from None
        except ValueError:
            raise Gone from None  # its keys are no keys

    def _without_redirects(self) -> Session:
        """Follows nobody, and asks no proxy of the environment's: the address came from a phone."""
        import requests

        if self._session is None:
            self._session = requests.Session()
            self._session.max_redirects = 0
            self._session.trust_env = False
        return self._session


def _answer(response: Response | None) -> Exception:
    if response is None:
        return Retry()
    if response.status_code in {404, 410}:
        return Gone()
    if response.status_code == 429 or response.status_code >= 500:
        return Retry(seconds(response.headers.get("Retry-After")))
    return Permanent()


def seconds(retry_after: str | None) -> timedelta | None:
    """What a `Retry-After` in seconds says; a date, or anything else, says nothing to us."""
    text = (retry_after or "").strip()
    return timedelta(seconds=int(text)) if text.isdecimal() and len(text) < 6 else None


def new_key() -> str:
    """A new private key for push notices (VAPID, P-256), as `PORTAL_VAPID_KEY` holds it."""
    from cryptography.hazmat.primitives.asymmetric import ec

    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return _text(number.to_bytes(32, "big"))


@cache
def public_key(private_key: str) -> str:
    """The public half, which browsers are given. Raises `ValueError` when the private one is none."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    point = _private(private_key).public_key()
    return _text(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def _private(text: str) -> EllipticCurvePrivateKey:
    from cryptography.hazmat.primitives.asymmetric import ec

    number = _bytes(text)
    if len(number) != 32:
        raise ValueError("a VAPID key has 32 bytes")
    return ec.derive_private_key(int.from_bytes(number, "big"), ec.SECP256R1())


def _text(number: bytes) -> str:
    return urlsafe_b64encode(number).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    try:
        return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError:
        return b""
