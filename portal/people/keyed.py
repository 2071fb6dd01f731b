"""Values that only this installation can compute: from its secret, so that a stolen database alone is not enough."""

from __future__ import annotations

import hmac


def keyed(secret_key: str, purpose: str, *parts: str) -> str:
    """A keyed hash of the parts (HMAC-SHA256, hexadecimal); each purpose has its own (ASVS 5.0, 11.4.2)."""
    message = "\x1f".join((purpose, *parts))
    return hmac.new(secret_key.encode(), message.encode(), "sha256").hexdigest()
