"""One-time codes: making one, reading one as people type it, and using it up. Knows nothing of the web."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.people import code_requests
from portal.people.keyed import keyed
from portal.people.models import Participant, Staff
from portal.people.sessions import hashed
from portal.people.sign_in_models import ActivationCode, CodeKind

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no letter that looks like a digit
GROUP = 4
INVITATION_LIVES = timedelta(days=14)
"""A letter takes days to arrive, and to be opened."""
SECOND_PHONE_LIVES = timedelta(minutes=10)
"""Both phones are at hand (ASVS 5.0, 6.5.5)."""
GROUPS = {CodeKind.INVITATION: 3, CodeKind.SECOND_PHONE: 2}  # 60 and 40 random bits
SAME_BROWSER_MAY_REPEAT = timedelta(minutes=10)
"""How long the browser that used a code may send the form again after a lost answer."""
SWEPT_AFTER = timedelta(days=90)


class CodeRefused(Exception):
    """The code opens nothing; `code` is known when it once did."""

    def __init__(self, code: ActivationCode | None = None) -> None:
        super().__init__(type(self).__name__)
        self.code = code


class CodeUnknown(CodeRefused):
    """Nobody was ever given this code, or it was mistyped."""


class CodeUsed(CodeRefused):
    """Somebody has used the code already."""


class CodeExpired(CodeRefused):
    """The code is too old, or a newer one was made."""


def make(
    db: Session,
    secret_key: str,
    *,
    participant: Participant | None = None,
    staff: Staff | None = None,
    now: datetime,
    lives: timedelta = INVITATION_LIVES,
    kind: CodeKind = CodeKind.INVITATION,
    form: str | None = None,
) -> str:
    """A new code, as it is to be written in the letter: ABCD-EFGH-JKMN. Only a keyed hash is kept.

    Older unused codes of the same person and kind stop working, and her question for a new code counts as answered.
    `form` is the form that asks: sent twice, it gives the same code and makes no other. Raises `CodeUsed` or
    `CodeExpired` when that code opens nothing any more.
    """
    db.flush()  # a person who is new in this transaction gets her identity here
    person, signs = participant or staff, GROUP * GROUPS[kind]
    by = keyed(secret_key, "form", form, str(person.id)) if form and person else None
    drawn = _drawn(signs, by=by)
    made = _by_text(db, secret_key, drawn) if by else None
    if made:
        check(made, browser="", now=now)
        return _grouped(drawn)
    whose = (
        ActivationCode.participant == participant if participant else ActivationCode.staff == staff
    )
    _spoil(db, whose, ActivationCode.kind == kind, now=now)
    code = ActivationCode(
        code_hash=_hash(secret_key, drawn), kind=kind, made_at=now, expires_at=now + lives
    )
    code.participant, code.staff = participant, staff
    db.add(code)
    if participant and kind is CodeKind.INVITATION:
        code_requests.answered(db, participant, now=now)
    db.flush()
    return _grouped(drawn)


def make_for_second_phone(
    db: Session, secret_key: str, participant: Participant, *, now: datetime
) -> str:
    """A short code that she reads from her first phone and types on the second: ABCD-EFGH, for ten minutes."""
    return make(
        db,
        secret_key,
        participant=participant,
        now=now,
        lives=SECOND_PHONE_LIVES,
        kind=CodeKind.SECOND_PHONE,
    )


def spoil(db: Session, staff: Staff, *, now: datetime) -> None:
    """The codes of a member of staff who leaves open nothing any more."""
    _spoil(db, ActivationCode.staff == staff, now=now)


def _spoil(db: Session, *which: sa.ColumnElement[bool], now: datetime) -> None:
    older = sa.update(ActivationCode).where(
        *which, ActivationCode.used_at.is_(None), ActivationCode.expires_at > now
    )
    db.execute(older.values(expires_at=now))


def normalised(typed: str) -> str:
    """What she meant: small letters, spaces, no dashes, O for 0, I or L for 1, digits of other scripts are fine."""
    typed = typed.rpartition("code=")[2]  # the whole link, pasted
    signs = (_sign(sign) for sign in unicodedata.normalize("NFKC", typed).upper())
    return "".join(sign for sign in signs if sign.isalnum()).translate(str.maketrans("OIL", "011"))


def _sign(sign: str) -> str:
    return str(unicodedata.digit(sign)) if sign.isdigit() else sign


def find(
    db: Session, secret_key: str, typed: str, *, browser: str, now: datetime
) -> ActivationCode:
    """The code that she typed, when it still opens something for this browser. Raises `CodeRefused` with the reason."""
    meant = normalised(typed)
    code = _by_text(db, secret_key, meant)
    if code is None:
        raise CodeUnknown
    check(code, browser=browser, now=now)
    return code


def check(code: ActivationCode, *, browser: str, now: datetime) -> None:
    """Raises `CodeUsed` or `CodeExpired` when this browser can no longer use the code."""
    if code.used_at is not None and not _repeats(code, browser=browser, now=now):
        raise CodeUsed(code)
    if code.used_at is None and code.expires_at <= now:
        raise CodeExpired(code)


def use(db: Session, code: ActivationCode, *, browser: str, now: datetime) -> bool:
    """Use the code up: true the first time, false when the same browser asks again.

    Of many who try at the same moment one succeeds; the others get `CodeUsed`. Raises `CodeExpired` too.
    """
    first = db.execute(
        sa.update(ActivationCode)
        .where(
            ActivationCode.id == code.id,
            ActivationCode.used_at.is_(None),
            ActivationCode.expires_at > now,
        )
        .values(used_at=now, used_with=hashed(browser))
        .execution_options(synchronize_session=False)
    )
    db.refresh(code)
    if first.rowcount == 1:  # type: ignore[attr-defined]
        return True
    check(code, browser=browser, now=now)
    return False


def sweep(db: Session, *, now: datetime) -> None:
    """Remove codes that nobody can use any more, when they are 90 days old."""
    db.execute(sa.delete(ActivationCode).where(ActivationCode.expires_at < now - SWEPT_AFTER))


def _repeats(code: ActivationCode, *, browser: str, now: datetime) -> bool:
    return (
        code.used_at is not None
        and code.used_with == hashed(browser)
        and now - code.used_at < SAME_BROWSER_MAY_REPEAT
    )


def _drawn(signs: int, *, by: str | None) -> str:
    """So many signs, five bits each: random, or always the same from a keyed hash that nobody else can compute."""
    bits = int(by, 16) if by else secrets.randbits(5 * signs)
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in range(signs))


def _grouped(drawn: str) -> str:
    return "-".join(drawn[start : start + GROUP] for start in range(0, len(drawn), GROUP))


def _by_text(db: Session, secret_key: str, meant: str) -> ActivationCode | None:
    return db.scalar(
        sa.select(ActivationCode).where(ActivationCode.code_hash == _hash(secret_key, meant))
    )


def _hash(secret_key: str, meant: str) -> str:
    return keyed(secret_key, "activation code", meant)
