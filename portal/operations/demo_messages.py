"""The demo's conversations, all of them invented. Given once; what is written on the pages afterwards stays.

Amina waits for one answer and has another that she has not read; Mikael's question is late; Bashir writes in Arabic,
and Selam, who is asked for something, in Tigrinya.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.messages import read_marks, sending
from portal.messages.models import Message, MessageKind, Thread
from portal.messages.sending import Sent
from portal.operations.demo_meetings import PREFIX, working_day
from portal.people.models import Participant, Staff
from portal.plan.models import Step
from portal.writing import UNKNOWN_LANGUAGE, Writing


@dataclass(frozen=True)
class Line:
    """One message; `days` are working days behind, with the hour on the wall. Hers has no `by`."""

    whose: str
    subject: str
    days: int
    at: time
    text: str
    by: str | None = None
    translations: tuple[tuple[str, str], ...] = ()
    """By language, for what staff write."""
    asks: bool = False
    needs_no_answer: bool = False
    """They have only read hers."""
    is_read: bool = True
    step: str | None = None
    """How the step begins that it is about."""


AMINA, BASHIR, SELAM, OLENA, MIKAEL = "P-1001", "P-1002", "P-1003", "P-1004", "P-1005"
LINES = (
    Line(AMINA, "money", 43, time(10, 5), "Salaan Karin. Goorma ayaan helayaa lacagta?"),
    Line(AMINA, "money", 42, time(9, 20), "Hej Amina. Pengarna kommer på fredag. Säg till om de inte kommer.",
         "karin", (("so", "Salaan Amina. Lacagtu waxay imanaysaa Jimcaha. Ii sheeg haddii aysan iman."),)),
    Line(AMINA, "money", 38, time(14, 40), "Lacagta waan helay. Mahadsanid."),
    Line(AMINA, "money", 37, time(9), "", "karin", needs_no_answer=True),
    Line(AMINA, "work", 20, time(11), "Hej Amina. Vilka dagar kan du praktisera? Välj två dagar.", "lars",
         (("so", "Salaan Amina. Maalmahee ayaad tababar samayn kartaa? Dooro laba maalmood."),), asks=True),
    Line(AMINA, "health-care", 3, time(8, 30), "Dhabarka ayaa i xanuunaya. Ma jirtaa ballan?"),
    Line(AMINA, "work", 1, time(15, 10), "Isniinta iyo Talaadada. Ma wanaagsan tahay?", step="Ring Lars"),
    Line(AMINA, "health-care", 1, time(16, 15),
         "Jag förstår. Jag ringer rehabkoordinatorn i morgon. Sedan skriver jag till dig vilken dag det blir.",
         "karin", is_read=False),
    Line(OLENA, "meeting", 1, time(11, 20), "Доброго дня. Коли буде наша перша зустріч? Чи буде перекладач?"),
    Line(MIKAEL, "other", 9, time(13), "Hej Lars. Kan jag byta tisdag mot torsdag på Kreha?"),
    Line(BASHIR, "other", 6, time(9, 45), "Hej Bashir. Välkommen. Skriv till mig här om du undrar över något.", "sara",
         (("ar", "مرحباً بشير. أهلاً بك. اكتب لي هنا إذا كان لديك أي سؤال."),)),
    Line(BASHIR, "other", 1, time(10, 30), "مرحباً سارة. ماذا أحضر معي إلى اللقاء؟ هل يوجد مترجم؟"),
    Line(SELAM, "other", 7, time(10), "Hej Selam. Har du fått dina betyg från komvux?", "mehdi",
         (("ti", "ሰላም ሰላም። ካብ komvux ውጽኢትኪ ረኺብኪ ዲኺ?"),), asks=True),
    Line(SELAM, "other", 6, time(18, 20), "ሰላም መህዲ። እቲ ወረቐት ገና ኣይመጸን።"),
    Line(SELAM, "other", 5, time(9), "Då väntar vi. Skriv till mig när de har kommit.", "mehdi",
         (("ti", "ሕራይ፣ ክንጽበ ኢና። ምስ መጸ ጽሓፍለይ።"),), asks=True),
)  # fmt: skip


def add(db: Session, now: datetime) -> None:
    """Give the demo its conversations, unless it has them."""
    if db.scalar(sa.select(Message.id).where(Message.form_key.startswith(PREFIX)).limit(1)):
        return
    for number, line in enumerate(LINES):
        _add(db, line, f"{PREFIX}{number}", now)


def _add(db: Session, line: Line, key: str, now: datetime) -> None:
    participant = db.scalar(sa.select(Participant).where(Participant.key == line.whose))
    staff = db.scalar(sa.select(Staff).where(Staff.key == line.by)) if line.by else None
    if participant is None or (line.by and staff is None):
        return
    day = working_day(clock.local(now).date(), -line.days)
    at = datetime.combine(day, line.at, clock.LOCAL)
    if staff:
        _answers(db, staff, participant, line, key, at)
        return
    words = Writing.in_(UNKNOWN_LANGUAGE, line.text)
    sent = Sent(words, key, step_id=_step(db, participant, line.step))
    message = sending.from_her(db, participant, line.subject, sent, now=at)
    read_marks.read_by_her(db, participant, message.number, now=at)


def _answers(
    db: Session, staff: Staff, participant: Participant, line: Line, key: str, at: datetime
) -> None:
    """Whoever answers has read what came before; she has read what is not to be new in the demo."""
    if line.needs_no_answer:
        message = _needs_no_answer(db, staff, participant, line, key, at)
    else:
        words = Writing({"sv": line.text, **dict(line.translations)})
        message = sending.from_staff(
            db, staff, participant, line.subject, Sent(words, key), asks=line.asks, now=at
        )
    read_marks.read_by_staff(db, staff, participant, message.number, now=at)
    if line.is_read:
        read_marks.read_by_her(db, participant, message.number, now=at)


def _needs_no_answer(
    db: Session, staff: Staff, participant: Participant, line: Line, key: str, at: datetime
) -> Message:
    asked = sa.select(Thread).where(
        Thread.participant_id == participant.id, Thread.subject == line.subject
    )
    thread = db.scalars(asked).one()
    return sending.settled_otherwise(
        db, staff, thread, MessageKind.READ_ONLY, Sent(None, key), now=at
    )


def _step(db: Session, participant: Participant, begins: str | None) -> UUID | None:
    if begins is None:
        return None
    steps = db.scalars(sa.select(Step).where(Step.participant_id == participant.id))
    return next((one.id for one in steps if one.text.original.startswith(begins)), None)
