"""Staff book for a participant: what they typed, what it means, and the meeting or the two sittings it gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.meetings import booking, quarters
from portal.meetings.booking import Details, Interpreter
from portal.meetings.models import InterpreterNeed, Meeting, MeetingMode, MeetingState
from portal.meetings.purposes import Purpose
from portal.meetings.refusals import HasOne, NotBookable, Outside, TimeTaken
from portal.meetings.seats import Outsider
from portal.meetings.supply_models import BookableHours, MeetingPlace
from portal.meetings.typed_time import TypedTime, Unclear
from portal.municipality.models import Organisation
from portal.people.models import Participant, Staff
from portal.plan.models import Plan

LONGEST_NAME, LONGEST_LINK = 100, 500
LONGEST_MINUTES = 480
SECURE = "https://"
SWEDISH = "sv"
SECOND = "-2"
"""Added to the form's key for the second sitting."""


class Unfit(Exception):
    """A form that cannot book anything as it is: by field, what is to be put right."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(faults)
        self.faults = faults


class Refused(Exception):
    """The first (0) or the second (1) sitting could not be booked, and why; neither is."""

    def __init__(self, number: int, why: NotBookable | HasOne | Outside | TimeTaken) -> None:
        super().__init__(number, why)
        self.number, self.why = number, why


@dataclass(frozen=True)
class Typed:
    """The form as it was typed."""

    purpose: str = ""
    staff: Sequence[str] = ()
    outsiders: Sequence[tuple[str, str]] = ()
    """Name, and the identity of an organisation or nothing."""
    mode: str = ""
    place: str = ""
    video_link: str = ""
    minutes: str = ""
    """Nothing for the purpose's own length, shared between two sittings."""
    from_on: str = ""
    is_in_two: bool = False
    wants_interpreter: bool = True


@dataclass(frozen=True)
class Desk:
    """What there is to choose among when somebody books for her."""

    purposes: Sequence[Purpose]
    people: Sequence[Staff]
    places: Sequence[MeetingPlace]
    organisations: Sequence[Organisation]
    interpreter: Interpreter | None
    """What is known of her need for one."""


@dataclass(frozen=True)
class Wish:
    """A form that could be read, its time apart."""

    purpose: Purpose
    staff: list[UUID]
    minutes: int
    details: Details
    sittings: int


def interpreter_for(db: Session, participant: Participant) -> Interpreter | None:
    """The interpreter she needs: what she said when she booked, else what her case says."""
    said = db.scalar(
        sa.select(InterpreterNeed).where(InterpreterNeed.participant_id == participant.id)
    )
    if said:
        return Interpreter(said.language, said.dialect, said.wish) if said.language else None
    language = participant.interpreter_language
    return Interpreter(language) if language else None


def usual_purpose(
    db: Session, participant: Participant, every: Sequence[Purpose]
) -> Purpose | None:
    """What a meeting with her is most likely for: the follow-up while a plan runs, else the first she has not had."""
    runs = sa.select(Plan.id).where(
        Plan.participant_id == participant.id, Plan.finished_on.is_(None)
    )
    if db.scalars(runs.limit(1)).first():
        again = next((one for one in every if one.every_weeks), None)
        if again:
            return again
    asked = sa.select(Meeting.type_id).where(
        Meeting.participant_id == participant.id, Meeting.state != MeetingState.CANCELLED
    )
    had = set(db.scalars(asked))
    return next((one for one in every if one.type.id not in had), next(iter(every), None))


def says_no_interpreter(db: Session, participant: Participant) -> bool:
    """Whether she needs none for all we know: she said so when she booked, or her language is Swedish."""
    languages = {participant.language, participant.chosen_language or participant.language}
    if languages == {SWEDISH}:
        return True
    asked = sa.select(InterpreterNeed.id).where(
        InterpreterNeed.participant_id == participant.id, InterpreterNeed.language.is_(None)
    )
    return db.scalar(asked) is not None


def read(typed: Typed, desk: Desk) -> Wish:
    """What the form means. Raises `Unfit`."""
    purpose = next((one for one in desk.purposes if one.key == typed.purpose), None)
    if purpose is None:
        raise Unfit({"purpose": "unknown"})
    sittings = 2 if typed.is_in_two and purpose.sittings > 1 else 1
    staff = [one.id for one in desk.people if str(one.id) in typed.staff]
    mode = next((one for one in purpose.modes if one == typed.mode), None)
    link = typed.video_link.strip() if mode is MeetingMode.VIDEO else None
    minutes = _minutes(typed.minutes, purpose, sittings)
    faults = {
        "staff": "nobody"
        if not typed.staff
        else "unknown"
        if len(staff) < len(set(typed.staff))
        else "",
        "mode": "" if mode else "unknown",
        "video_link": "" if link is None or is_link(link) else "no-link",
        "minutes": "" if minutes else "unknown",
    }
    outsiders = _outsiders(typed, desk, faults)
    if mode is None or minutes is None or any(faults.values()):
        raise Unfit({field: what for field, what in faults.items() if what})
    place = next((one.id for one in desk.places if str(one.id) == typed.place), None)
    details = Details(
        mode=mode,
        interpreter=desk.interpreter if typed.wants_interpreter else None,
        video_link=link,
        place_id=place if mode is MeetingMode.VISIT else None,
        outsiders=outsiders,
        minutes=minutes,
    )
    return Wish(purpose, staff, minutes, details, sittings)


def moments(wish: Wish, first: TypedTime, second: TypedTime) -> list[datetime]:
    """The times of the sittings. Raises `Unfit`."""
    asked: list[Callable[[], datetime]] = [first.moment, lambda: second.moment("2")]
    found, faults = [], {}
    for ask in asked[: wish.sittings]:
        try:
            found.append(ask())
        except Unclear as unclear:
            faults[unclear.field] = unclear.what
    if faults:
        raise Unfit(faults)
    return found


def book(
    db: Session,
    by: Staff,
    participant: Participant,
    wish: Wish,
    times: Sequence[datetime],
    *,
    key: str,
    now: datetime,
    is_offer: bool = False,
    anyway: bool = False,
) -> Meeting:
    """Book or offer it: one meeting, or two sittings of which either both are booked or neither. Gives the first.

    The same `key` again gives what it gave before. Raises `Refused`.
    """
    made: list[Meeting] = []
    with db.begin_nested():
        for number, starts_at in enumerate(times):
            details = replace(wish.details, sitting_of=made[0] if made else None)
            if details.mode is MeetingMode.VISIT and details.place_id is None:
                details = replace(details, place_id=place_for(db, wish.staff[0], starts_at))
            try:
                one = booking.book_for(
                    db, by, participant, wish.purpose, starts_at, wish.staff, details,
                    key=key + SECOND * number, now=now, is_offer=is_offer, anyway=anyway,
                )  # fmt: skip
            except (NotBookable, HasOne, Outside, TimeTaken) as refused:
                raise Refused(number, refused) from None
            made.append(one)
    return made[0]


def place_for(db: Session, staff_id: UUID, starts_at: datetime) -> UUID | None:
    """Where she who leads it receives people then: the place of those hours, else of any hours of hers."""
    day, quarter = quarters.place_of(starts_at)
    minute = quarter * quarters.MINUTES
    hours = db.scalars(
        sa.select(BookableHours)
        .where(BookableHours.staff_id == staff_id, BookableHours.place_id.is_not(None))
        .order_by(BookableHours.weekday, BookableHours.starts)
    ).all()
    then = [one for one in hours if one.holds_on(day) and one.starts <= minute < one.ends]
    return next((one.place_id for one in [*then, *hours]), None)


def _minutes(typed: str, purpose: Purpose, sittings: int) -> int | None:
    if not typed:
        return quarters.count(-(-purpose.type.minutes // sittings)) * quarters.MINUTES
    found = int(typed) if typed.isdecimal() and len(typed) < 5 else 0
    is_whole = found % quarters.MINUTES == 0 and 0 < found <= LONGEST_MINUTES
    return found if is_whole else None


def _outsiders(typed: Typed, desk: Desk, faults: dict[str, str]) -> list[Outsider]:
    known = {str(one.id): one.id for one in desk.organisations}
    found = []
    for number, (name, organisation) in enumerate(typed.outsiders):
        if len(name.strip()) > LONGEST_NAME:
            faults[f"outsider-{number}"] = "too-long"
        elif organisation and not name.strip():
            faults[f"outsider-{number}"] = "no-name"
        elif name.strip():
            found.append(Outsider(name.strip(), known.get(organisation)))
    return found


def is_link(typed: str) -> bool:
    """Whether it is the address of a video meeting that a phone opens safely."""
    return (
        typed.startswith(SECURE) and len(SECURE) < len(typed) <= LONGEST_LINK and " " not in typed
    )
