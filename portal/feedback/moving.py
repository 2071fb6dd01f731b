"""Moving sent answers away from whoever gave them, and counting them when they are enough.

A «pot» is what answers are counted in: one question of one version of a questionnaire, about one subject.

1. **Untied.** When at least five people have sent, all that they sent is shuffled and written anew under fresh random
   identities, sealed, and what they had given is deleted, in one transaction. What waits tells neither whose it is nor
   when it came, but for the month, inside the seal.
2. **Counted.** A pot with at least five answers becomes one block, and the answers are gone. Free texts: ten, and as
   they are. What has waited for a year is counted with its like about other subjects, and after two years it is thrown
   away.

Five answers are five people: nobody has two in a pot. Her first answer is untied at once; if she answers the same
question about the same subject again, that answer waits sealed among her own until five people have such ones, and
these are counted on their own. (Else one person who answers after every fifth meeting would be a group by herself.)
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.feedback import sealing
from portal.feedback.answer_models import AnswerGiven, AnswerWaiting
from portal.feedback.counting import Pot, Told, count, least
from portal.feedback.senders import Sender, senders

LEAST_SENDERS = 5
POOLED_AFTER = timedelta(days=365)
KEPT_FOR = timedelta(days=730)
BOUND_TO = "waiting"
AT_A_TIME = 500
WAITS = 2000
"""Milliseconds that the write-ahead log may wait for readers; meanwhile nobody writes."""


def move(db: Session, secret_key: str, now: datetime) -> int:
    """Untie and count what has been sent; to be called in a transaction of its own, and `forget` after it.

    Gives how many blocks were made.
    """
    today = clock.local(now).date()
    made = _untie(db, secret_key, today)
    db.flush()
    return made + _count_waiting(db, secret_key, today)


def forget(engine: sa.Engine) -> None:
    """Let the database forget what was moved. Cannot be called within a transaction.

    PostgreSQL keeps deleted rows until it is told to clear up. SQLite overwrites what is deleted in its file
    (`secure_delete`), but what was written before lies in its write-ahead log until that is emptied.
    """
    if engine.dialect.name == "sqlite":
        _empty_log(engine)
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("VACUUM FULL answer_given, answer_waiting"))


def _empty_log(engine: sa.Engine) -> None:
    """Empty SQLite's write-ahead log. While somebody reads an old state it cannot be; nobody waits long for that, and
    it is done the next time."""
    with closing(engine.raw_connection()) as raw:
        at = raw.cursor()
        [usual] = at.execute("PRAGMA busy_timeout").fetchone()
        at.execute(f"PRAGMA busy_timeout={WAITS}")
        try:
            at.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            at.execute(f"PRAGMA busy_timeout={usual}")


def _untie(db: Session, secret_key: str, today: date) -> int:
    """Take the first answers of at least five people away from them; give how many blocks came of later ones."""
    rows = db.scalars(sa.select(AnswerGiven).where(AnswerGiven.is_sent).with_for_update()).all()
    whose = senders(db, {row.request_id for row in rows})
    _delete(db, AnswerGiven, [row.id for row in rows if row.request_id not in whose])
    rows = [row for row in rows if row.request_id in whose]
    known = {row: told for row in rows if (told := _told(secret_key, row, whose))}
    first = [row for row in known if not whose[row.request_id].is_again]
    again = [row for row in known if whose[row.request_id].is_again]
    if len({whose[row.request_id].person for row in first}) >= LEAST_SENDERS:
        _write_waiting(db, secret_key, [known[row] for row in first], today)
        _delete(db, AnswerGiven, [row.id for row in first])
    made = _count_again(db, {row: known[row] for row in again}, whose, today)
    old = [row.id for row in rows if whose[row.request_id].answered_on < today - KEPT_FOR]
    _delete(db, AnswerGiven, old)
    return made


def _told(secret_key: str, row: AnswerGiven, whose: dict[UUID, Sender]) -> Told | None:
    """What she answered; None when it was sealed with a secret that is no longer the installation's."""
    sender = whose[row.request_id]
    try:
        question, value = sealing.opened(secret_key, row.sealed, str(row.request_id))
    except ValueError:
        return None
    pot = Pot(sender.questionnaire, sender.version, question, sender.about)
    return Told(pot, value, may_be_pooled=sender.is_first_of_all)


def _write_waiting(db: Session, secret_key: str, told: list[Told], today: date) -> None:
    shuffled = list(told)
    secrets.SystemRandom().shuffle(shuffled)
    rows = [
        {
            "id": uuid4(),
            "sealed": sealing.seal(
                secret_key, [*one.pot, one.may_be_pooled, f"{today:%Y-%m}", one.value], BOUND_TO
            ),
        }
        for one in shuffled
    ]
    db.execute(sa.insert(AnswerWaiting), rows)


def _count_again(
    db: Session, known: dict[AnswerGiven, Told], whose: dict[UUID, Sender], today: date
) -> int:
    """Count answers of people who have answered the same before: one of each person's, when enough people have one."""
    pots: dict[Pot, dict[UUID, tuple[AnswerGiven, Told]]] = defaultdict(dict)
    for row in sorted(known, key=lambda row: whose[row.request_id].asked_on):
        pots[known[row].pot].setdefault(whose[row.request_id].person, (row, known[row]))
    made = 0
    for pot, by_person in pots.items():
        tellings = [told for _, told in by_person.values()]
        if len(tellings) >= least(tellings):
            made += count(db, pot, tellings, today)
            _delete(db, AnswerGiven, [row.id for row, _ in by_person.values()])
    return made


def _count_waiting(db: Session, secret_key: str, today: date) -> int:
    pots: dict[Pot, list[tuple[UUID, Told, str]]] = defaultdict(list)
    for row in db.scalars(sa.select(AnswerWaiting).with_for_update()):
        if one := _opened(secret_key, row):
            pots[one[0].pot].append((row.id, *one))
    made, gone = 0, []
    for pot in [pot for pot, found in pots.items() if len(found) >= least(_tellings(found))]:
        found = pots.pop(pot)
        made += count(db, pot, _tellings(found), today)
        gone += [row_id for row_id, _, _ in found]
    for pot, found in _pooled(pots, today).items():
        if len(found) >= least(_tellings(found)):
            made += count(db, pot, _tellings(found), today)
            gone += [row_id for row_id, _, _ in found]
    too_old = f"{today - KEPT_FOR:%Y-%m}"
    gone += [one for found in pots.values() for one, _, month in found if month < too_old]
    _delete(db, AnswerWaiting, gone)
    return made


def _pooled(
    pots: dict[Pot, list[tuple[UUID, Told, str]]], today: date
) -> dict[Pot, list[tuple[UUID, Told, str]]]:
    """What has waited for a year, put together about no subject: only the first that somebody ever answered of a
    questionnaire, so that five are five people here too."""
    long_ago = f"{today - POOLED_AFTER:%Y-%m}"
    found = defaultdict(list)
    for pot, waiting in pots.items():
        for one in waiting:
            if one[2] <= long_ago and one[1].may_be_pooled:
                found[pot._replace(about=None)].append(one)
    return found


def _opened(secret_key: str, row: AnswerWaiting) -> tuple[Told, str] | None:
    """What waits, and since which month; None when nobody can read it any more."""
    try:
        *pot, may_be_pooled, month, value = sealing.opened(secret_key, row.sealed, BOUND_TO)
    except ValueError:
        return None
    return Told(Pot(*pot), value, may_be_pooled), month


def _tellings(found: Iterable[tuple[UUID, Told, str]]) -> list[Told]:
    return [told for _, told, _ in found]


def _delete(
    db: Session, model: type[AnswerGiven] | type[AnswerWaiting], ids: Sequence[UUID]
) -> None:
    for first in range(0, len(ids), AT_A_TIME):
        db.execute(sa.delete(model).where(model.id.in_(ids[first : first + AT_A_TIME])))
