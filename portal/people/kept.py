"""What somebody had typed when her session ended: carried through the sign-in, sealed, so that nothing is lost.

Only the installation can read the seal. It says whose text it is and which page it was for: nobody can forge it, or
send it elsewhere, and whoever signs in next at the same screen is not shown it.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from portal.people.keyed import keyed
from portal.people.models import HandoverReason

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

LASTS = timedelta(hours=2)
LONGEST = 100_000
"""Longer than any form of ours; what is longer is not carried."""

SECRETS = ("password", "pin", "code")
TRANSLATION = "text-"
"""A translation into one language; the rest of the name is the language. Of hers: what she answers to a question."""
IN_A_LANGUAGE = {
    "said": "Ni sa",
    "does": "Vi gör",
    "name": "Namn",
    "hint": "Hjälp under frågan",
    "option": "Svar",
}
"""What is written in several languages on one page: the beginning of each field's name, and what it is called. The name
ends with the language, and a number may stand before that."""
WORDS = {
    "text": "Texten",
    "body": "Texten",
    "comment": "Det du skrev",
    "name": "Namn",
    "why": "Varför",
    "bring": "Ta med",
    "place": "Var",
    "ground": "Grund",
    "reason": "Orsak",
    "pause_reason": "Varför det pausas",
    "drop_reason": "Varför det tas bort",
    "summary": "Sammanfattning",
    "note": "Meddelande",
    "notes": "Anteckningar",
    "answer": "Svar",
    "topic": "Vad det handlar om",
    "formerly": "Hette förut",
    "does": "Det här gör enheten",
    "does_not": "Det här gör enheten inte",
    "hours": "Öppet eller telefontid",
    "about": "Vad man kan få hjälp med",
    "what": "Vad som händer då",
}
"""The fields that hold words of somebody on the staff, and what each is called."""

Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class Kept:
    """The page a form was sent to, and its fields."""

    path: str
    fields: Fields

    def writing(self, *, of_staff: bool) -> Fields:
        """The words of her own in it: what she would have to write again."""
        is_hers = _is_staffs if of_staff else _is_participants
        return [
            (name, value) for name, value in self.fields if value.strip() and is_hers(name, value)
        ]

    def rest(self, *, of_staff: bool) -> Fields:
        """What goes with it: what she chose, and what the form itself holds."""
        words = self.writing(of_staff=of_staff)
        return [pair for pair in self.fields if pair not in words]

    @property
    def has_secret(self) -> bool:
        """Whether there is a password or a code in it: that is never carried."""
        return any(name.startswith(SECRETS) for name, _ in self.fields)


def _is_participants(name: str, _: str) -> bool:
    return name in {"body", "comment", "text", "talk"} or name.startswith(TRANSLATION)


def _is_staffs(name: str, value: str) -> bool:
    """A reason may be written or chosen out of a list."""
    is_word = name in WORDS or name.startswith(TRANSLATION) or in_a_language(name) is not None
    return is_word and value not in set(HandoverReason)


def in_a_language(name: str) -> tuple[str, str] | None:
    """What a field is called that is written in several languages, and in which language this one is."""
    what, dash, rest = name.partition("-")
    number, _, language = rest.rpartition("-")
    if what not in IN_A_LANGUAGE or not dash or not (number.isdecimal() or not number):
        return None
    called = IN_A_LANGUAGE[what]
    return (f"{called} {int(number) + 1}" if number else called), language


def seal(secret_key: str, kept: Kept, person_id: UUID) -> str | None:
    """The text in a sealed form, or None when it is too long to carry."""
    plain = json.dumps([str(person_id), kept.path, kept.fields], ensure_ascii=False)
    text = _sealer(secret_key).encrypt(plain.encode()).decode()
    return text if len(text) <= LONGEST else None


def opened(secret_key: str, sealed: str, person_id: UUID) -> Kept | None:
    """What was sealed, when it is hers, unchanged, and not older than two hours."""
    from cryptography.fernet import InvalidToken

    try:
        plain = _sealer(secret_key).decrypt(sealed.encode(), ttl=int(LASTS.total_seconds()))
    except InvalidToken:
        return None
    whose, path, fields = json.loads(plain)
    if whose != str(person_id):
        return None
    return Kept(path, [(str(name), str(value)) for name, value in fields])


def _sealer(secret_key: str) -> Fernet:
    from cryptography.fernet import (
        Fernet,
    )  # some megabytes, for the few whose session ends while they write

    return Fernet(urlsafe_b64encode(bytes.fromhex(keyed(secret_key, "kept text"))))
