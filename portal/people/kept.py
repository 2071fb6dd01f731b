"""What she had typed when her session ended: carried through the sign-in, sealed, so that nothing is lost.

The seal says whose text it is and which page it was for: nobody can forge it, or send it elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from itsdangerous import BadSignature, URLSafeTimedSerializer

LASTS = timedelta(hours=2)
LONGEST = 100_000
"""Longer than any form of ours; what is longer is not carried."""

Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class Kept:
    """The page a form was sent to, and its fields."""

    path: str
    fields: Fields

    @property
    def is_worth_keeping(self) -> bool:
        """Whether she wrote anything: a button alone is pressed again in no time."""
        return any(is_writing(name) and value.strip() for name, value in self.fields)


def is_writing(name: str) -> bool:
    """Whether this field holds words of her own."""
    return name in {"body", "comment", "text"}


def seal(secret_key: str, kept: Kept, participant_id: UUID) -> str | None:
    """The text in a sealed form, or None when it is too long to carry."""
    sealed = _sealer(secret_key).dumps([str(participant_id), kept.path, kept.fields])
    text = sealed if isinstance(sealed, str) else sealed.decode()
    return text if len(text) <= LONGEST else None


def opened(secret_key: str, sealed: str, participant_id: UUID) -> Kept | None:
    """What was sealed, when it is hers, unchanged, and not older than two hours."""
    try:
        whose, path, fields = _sealer(secret_key).loads(sealed, max_age=int(LASTS.total_seconds()))
    except BadSignature:
        return None
    if whose != str(participant_id):
        return None
    return Kept(path, [(str(name), str(value)) for name, value in fields])


def _sealer(secret_key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_key, salt="kept text")
