"""The seal on answers: only this installation can open it, and from outside every answer looks the same.

AES-256-GCM with keys from `PORTAL_SECRET_KEY`. Unlike Fernet (`portal.people.kept`) it carries no time, and what is
sealed is filled up to one of two sizes, so that neither a moment nor a length joins two of them.
"""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from portal.people.keyed import keyed

CHOICES = 1024
"""Bytes, filled up with spaces: what was chosen, of which questionnaire and about what."""
WORDS = 6144
"""The same with the longest text, in the script whose letters take the most bytes."""
NONCE = 12


def seal(secret_key: str, said: Any, bound_to: str) -> str:
    """Seal something; it opens only where `bound_to` is the same."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # some megabytes, for few pages

    plain = json.dumps(said, ensure_ascii=False).encode()
    plain = plain.ljust(CHOICES if len(plain) <= CHOICES and not _has_words(said) else WORDS)
    nonce = secrets.token_bytes(NONCE)
    sealed = AESGCM(_key(secret_key)).encrypt(nonce, plain, bound_to.encode())
    return urlsafe_b64encode(nonce + sealed).decode()


def opened(secret_key: str, sealed: str, bound_to: str) -> Any:
    """What was sealed. Raises `ValueError` when it was changed, moved, or sealed with another secret."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    raw = urlsafe_b64decode(sealed)
    try:
        plain = AESGCM(_key(secret_key)).decrypt(raw[:NONCE], raw[NONCE:], bound_to.encode())
    except InvalidTag:
        raise ValueError("this seal is not ours") from None
    return json.loads(plain)


def name(secret_key: str, request: str, question: str) -> str:
    """What a question is called beside its sealed answer: which ones somebody was asked tells what she answered."""
    return keyed(secret_key, "feedback question", request, question)[:32]


def _has_words(said: Any) -> bool:
    return isinstance(said, list) and isinstance(said[-1], str)


def _key(secret_key: str) -> bytes:
    return bytes.fromhex(keyed(secret_key, "feedback answer"))
