"""Sealing what would lead to her: numbers, mail addresses, her phones. A stolen database shows none of them."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

from portal.people.keyed import keyed

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


class Broken(Exception):
    """It was sealed with another secret, or changed since."""


def seal(secret_key: str, **plain: str) -> str:
    """These values in a form that only this installation can read."""
    return _sealer(secret_key).encrypt(json.dumps(plain).encode()).decode()


def opened(secret_key: str, sealed: str) -> dict[str, str]:
    """What was sealed. Raises `Broken`."""
    from cryptography.fernet import InvalidToken

    try:
        plain: dict[str, str] = json.loads(_sealer(secret_key).decrypt(sealed.encode()))
    except InvalidToken:
        raise Broken from None
    return plain


def _sealer(secret_key: str) -> Fernet:
    from cryptography.fernet import Fernet  # some megabytes, for few pages

    return Fernet(urlsafe_b64encode(bytes.fromhex(keyed(secret_key, "notice address"))))
