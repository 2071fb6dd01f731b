"""One-time addresses to a round of the user panel: made in numbers for paper or one at a time for a tablet, used once.

A token is a person of its own: nothing says to whom it was given, and only a keyed hash of it is kept. Knows no web.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal import clock
from portal.feedback import answering, asking
from portal.feedback.models import PanelDraft, PanelRound, PanelToken, QuestionnaireVersion
from portal.feedback.questionnaires import questions
from portal.people.codes import ALPHABET, GROUP, normalised
from portal.people.keyed import keyed

SIGNS = 12
"""60 random bits, in three groups of four: short enough to type from a paper."""
MOST_AT_ONCE = 100


class TokenRefused(Exception):
    """The address leads to no questions (any more)."""


class TokenUnknown(TokenRefused):
    """Nobody was given it, or it was mistyped."""


class TokenUsed(TokenRefused):
    """Somebody has sent answers with it."""


class RoundClosed(TokenRefused):
    """The round's last day has gone."""


class RoundAhead(TokenRefused):
    """The round's first day has not come; `from_on` says which it is."""

    def __init__(self, from_on: date) -> None:
        super().__init__()
        self.from_on = from_on


def make(db: Session, secret_key: str, wanted: PanelRound, number: int, *, form: str) -> list[str]:
    """So many new tokens, as they are to be printed: ABCD-EFGH-JKMN. They cannot be read again.

    The same form sent twice gives the same tokens, and no others. Raises `ValueError` for none and for too many.
    """
    if not 0 < number <= MOST_AT_ONCE:
        raise ValueError(number)
    drawn = [
        _drawn(int(keyed(secret_key, "panel form", form, str(wanted.id), str(one)), 16))
        for one in range(number)
    ]
    hashes = {_hash(secret_key, one): one for one in drawn}
    known = set(
        db.scalars(sa.select(PanelToken.token_hash).where(PanelToken.token_hash.in_(hashes)))
    )
    db.add_all(PanelToken(round_id=wanted.id, token_hash=one) for one in hashes if one not in known)
    db.flush()
    return [_grouped(one) for one in drawn]


def make_one(db: Session, secret_key: str, wanted: PanelRound) -> str:
    """A token for whoever stands at the tablet now."""
    drawn = _drawn(secrets.randbits(5 * SIGNS))
    db.add(PanelToken(round_id=wanted.id, token_hash=_hash(secret_key, drawn)))
    db.flush()
    return _grouped(drawn)


def find(
    db: Session, secret_key: str, typed: str, today: date, *, to_write: bool = False
) -> tuple[PanelToken, PanelRound]:
    """The token and its round, while it may be answered; locked when it is to be written.

    Raises `TokenUnknown`, `TokenUsed`, `RoundAhead` or `RoundClosed`.
    """
    wanted = sa.select(PanelToken).where(
        PanelToken.token_hash == _hash(secret_key, normalised(typed))
    )
    token = db.scalar(wanted.with_for_update() if to_write else wanted)
    if token is None:
        raise TokenUnknown
    found = _round(db, token.round_id)
    if token.used_on is not None:
        raise TokenUsed
    if found.until_on < today:
        raise RoundClosed
    if found.from_on > today:
        raise RoundAhead(found.from_on)
    return token, found


def is_used(db: Session, secret_key: str, typed: str) -> bool:
    """Whether answers were sent with this token."""
    wanted = sa.select(PanelToken.id).where(
        PanelToken.token_hash == _hash(secret_key, normalised(typed)),
        PanelToken.used_on.is_not(None),
    )
    return db.scalar(wanted) is not None


def keep(
    db: Session,
    secret_key: str,
    token: PanelToken,
    of: PanelRound,
    typed: Mapping[str, Sequence[str]],
    opened_with: Mapping[str, str] = answering.NOTHING,
) -> dict[str, str]:
    """Keep answers until they are sent; gives what cannot be kept, by question."""
    asked = questions(of.version)
    return answering.keep_answers(db, secret_key, token.id, asked, typed, opened_with)


def send(db: Session, secret_key: str, token: PanelToken, of: PanelRound, *, now: datetime) -> None:
    """Send the answers: the address opens nothing any more, and what else was begun with it goes.

    Raises `NothingAnswered`.
    """
    answering.send_answers(db, secret_key, token.id, questions(of.version))
    token.used_on = clock.local(now).date()
    of_it = PanelDraft.token_id == token.id
    asking.throw_away(db, db.scalars(sa.select(PanelDraft.id).where(of_it)))
    db.execute(sa.delete(PanelDraft).where(of_it))
    db.flush()


def throw_away(db: Session, token: PanelToken) -> None:
    """What was answered and not sent is thrown away; the address may be used anew."""
    asking.throw_away(db, [token.id])


def forget(db: Session, secret_key: str, typed: str) -> None:
    """Whoever stood at the tablet is gone: her token and what she had not sent go. One that was used stays used."""
    token = db.scalar(
        sa.select(PanelToken)
        .where(
            PanelToken.token_hash == _hash(secret_key, normalised(typed)),
            PanelToken.used_on.is_(None),
        )
        .with_for_update()
    )
    if token is not None:
        throw_away(db, token)
        db.delete(token)
        db.flush()


def _round(db: Session, round_id: UUID) -> PanelRound:
    whole = joinedload(PanelRound.version).joinedload(QuestionnaireVersion.questionnaire)
    return db.scalars(sa.select(PanelRound).where(PanelRound.id == round_id).options(whole)).one()


def _drawn(bits: int) -> str:
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in range(SIGNS))


def _grouped(drawn: str) -> str:
    return "-".join(drawn[start : start + GROUP] for start in range(0, SIGNS, GROUP))


def _hash(secret_key: str, meant: str) -> str:
    return keyed(secret_key, "panel token", meant)
