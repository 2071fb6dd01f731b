"""Staff passwords: which ones are refused, and how one is kept. Knows nothing of the web."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from itertools import pairwise

from argon2.exceptions import VerificationError

from portal.people import pins
from portal.people.account_models import StaffAccount
from portal.people.keyed import keyed
from portal.places import PACKAGE

SHORTEST, LONGEST = 12, 200
"""In characters. Long ones are welcome: a sentence is easy to remember (NIST SP 800-63B, 5.1.1.2; ASVS 5.0, 6.2.1)."""
FEWEST_SURPRISES = 6
"""`abcdefghijkl` and `aaaabbbbcccc` surprise nobody after the first characters."""
TELLING = 4
"""Shorter parts of a name stand in too many words to say anything about her."""
LIST = PACKAGE / "people" / "common-passwords.txt"
OURS = frozenset(
    {
        "lösenord", "lösenordet", "hemligt", "hemlig", "välkommen", "sverige", "minväg",
        "sommar", "sommaren", "höst", "hösten", "vinter", "vintern", "vår", "våren",
        "januari", "februari", "mars", "april", "maj", "juni",
        "juli", "augusti", "september", "oktober", "november", "december",
        "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag",
        "kommun", "kommunen", "socialtjänst", "socialtjänsten", "försörjningsstöd", "handläggare",
    }
)  # fmt: skip
"""What the list lacks: words that are near at hand in a Swedish office."""
ROWS = tuple(
    row[::way] * 2
    for row in ("qwertyuiopasdfghjklzxcvbnm", "qwertyuiopåasdfghjklöäzxcvbnm")
    for way in (1, -1)
)
"""The keyboard, forwards and backwards, and round once more."""


class Weakness(StrEnum):
    """Why a password cannot be chosen."""

    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    COMMON = "common"
    TELLS = "tells"
    """It holds her name, her e-mail or the municipality's name."""


def normalised(typed: str) -> str:
    """The same password from every keyboard: composed characters are one character (NFKC). Spaces count."""
    return unicodedata.normalize("NFKC", typed)


def weakness(password: str, about: Iterable[str]) -> Weakness | None:
    """What is wrong with a new password; `about` is what others know of her. Which signs it holds is her own affair."""
    if len(password) < SHORTEST:
        return Weakness.TOO_SHORT
    if len(password) > LONGEST:
        return Weakness.TOO_LONG
    if _is_common(password):
        return Weakness.COMMON
    plain = _letters(password)
    return Weakness.TELLS if any(part in plain for part in _parts(about)) else None


def hashed(secret_key: str, account: StaffAccount, password: str) -> str:
    """What is stored of a password: useless without the installation's secret (argon2id, as for PINs)."""
    return pins.HASHER.hash(_keyed(secret_key, account, password))


def is_right(secret_key: str, account: StaffAccount | None, password: str) -> bool:
    """Whether this is her password; an address that nobody has takes as long to refuse."""
    stored = account.password_hash if account else None
    try:
        return (
            pins.HASHER.verify(stored or pins.nobodys(), _keyed(secret_key, account, password))
            and stored is not None
        )
    except VerificationError:
        return False


def _keyed(secret_key: str, account: StaffAccount | None, password: str) -> str:
    return keyed(secret_key, "password", str(account.id) if account else "", normalised(password))


def _is_common(password: str) -> bool:
    """Whether it, or what is left without digits and signs around it or without repeating itself, is on the list."""
    plain = password.casefold()
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    letters = _letters(plain, accents=True)
    return (
        len(_once(letters)) < min(len(letters), SHORTEST)  # «kaffe kaffe kaffe» is «kaffe»
        or bool(_known() & {plain, core, _once(core)})
        or any(core and _letters(core, accents=True) in row for row in ROWS)
        or _surprises(plain) < FEWEST_SURPRISES
    )


def _once(text: str) -> str:
    """What is said again and again, said once."""
    return text[: (text + text).find(text, 1)] if text else text


def _surprises(text: str) -> int:
    """How many characters are not the one before, or its neighbour in the alphabet or among the digits."""
    steps = [ord(after) - ord(before) for before, after in pairwise(text)]
    return 1 + sum(abs(step) > 1 for step in steps)


def _parts(about: Iterable[str]) -> set[str]:
    words = [*about, *(word for one in about for word in re.split(r"[\W_]+", one))]
    return {plain for plain in map(_letters, words) if len(plain) >= TELLING}


def _letters(text: str, *, accents: bool = False) -> str:
    """Only its letters and digits, small, and without accents unless they are asked for."""
    split = text.casefold() if accents else unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in split if sign.isalnum())


@cache
def _known() -> frozenset[str]:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return OURS | {line for line in lines if line and not line.startswith("#")}
