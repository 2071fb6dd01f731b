"""The formats, written down: `municipality/1` and `caseload/1`; `questionnaire/1` has a file of its own.

Required is only what cannot be done without.
"""

from __future__ import annotations

from portal.exchange import rules
from portal.exchange.days import ClockTime, Date, Hours
from portal.exchange.numbers import Boolean, Integer, Number
from portal.exchange.questionnaires import QUESTIONNAIRE
from portal.exchange.shapes import Fields, ListOf, MapOf, Shape
from portal.exchange.words import Choice, Email, Key, Language, Line, Reference, Text, TimeZone
from portal.municipality.models import OrganisationKind
from portal.people.models import HandoverReason
from portal.plan.enrolment_models import Outcome
from portal.plan.models import PlanKind, StepKind

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CONTACT_PERSON = "contact-person"
MINUTES = Integer(least=1, most=24 * 60)
WEEKS = Integer(least=1, most=520)
ORGANISATION = Reference(kind="organisation")
STAFF = Reference(kind="staff member")
MEASURE = Reference(kind="measure")


def span(shape: Shape) -> ListOf:
    """Two ends, the lower one first."""
    return ListOf(shape, exactly=2, rules=(rules.lowest_first,))


_MUNICIPALITY = Fields(
    {"key": Key(), "name": Text()},
    {"languages": ListOf(Language(), at_least=1), "time_zone": TimeZone(), "phone": Line()},
)

_STAGE = Fields({"key": Key(kind="stage"), "name": Text(), "owner": ORGANISATION}, {"what": Text()})

_TRACK = Fields({"key": Key(kind="track"), "name": Text()}, {"demands": Boolean()})

_DROP_IN = Fields(
    {"weekday": Choice.of(WEEKDAYS)},
    {"minutes": MINUTES, "about": Text(), "from": ClockTime()},
    may_be_null=True,
)

_ORGANISATION = Fields(
    {"key": Key(kind="organisation"), "name": Text()},
    {
        "kind": Choice.of(OrganisationKind),
        "formerly": Text(),
        "does": ListOf(Text()),
        "does_not": ListOf(Text()),
        "decides_about": ListOf(Line()),
        "roles": ListOf(Reference(kind="role")),
        "skr_classes": ListOf(Integer(refers_to="SKR class")),
        "drop_in": _DROP_IN,
        "phone": Line(),
        "address": Text(),
        "hours": Text(),
    },
)

_MEASURE = Fields(
    {"key": Key(kind="measure"), "name": Text()},
    {
        "skr": Integer(refers_to="SKR class"),
        "provider": ORGANISATION,
        "participants": Integer(),
        "weeks": WEEKS,
    },
)

MEETING_RULES: dict[str, Shape] = {
    "with": ListOf(Reference(kind="organisation", also=(CONTACT_PERSON,))),
    "every_weeks": span(WEEKS),
    "modes": ListOf(Line()),
    "sittings": Integer(least=1, most=20),
    "notice": Fields(
        {},
        {
            "shortest_hours": Integer(most=2000),
            "longest_days": Integer(most=1000),
            "change_until_hours": Integer(most=2000),
        },
    ),
}

_MEETING_TYPE = Fields(
    {"key": Key(kind="meeting type"), "name": Text(), "minutes": MINUTES},
    {"bookable_by": Choice(words=("staff", "participant")), "bring": Text(), **MEETING_RULES},
)

_PLACE = Fields(
    {"key": Key(kind="meeting place"), "name": Text()}, {"address": Line(), "directions": Text()}
)

_ROUTINES = Fields(
    {},
    {
        "answer_within_working_days": Integer(least=1, most=100),
        "first_contact_within_working_days": Integer(least=1, most=100),
        "delete_minor_messages_after_months": Integer(least=1, most=1200),
        "follow_up_weeks": span(WEEKS),
        "case_review_per_year": Integer(most=52),
        "progress_rating_months": Integer(least=1, most=60),
        "feedback_every_meetings": Integer(least=1, most=100),
        "feedback_quality_month": Integer(least=1, most=12),
        "duty_officer": Fields({}, {"until": ClockTime(), "keeps_free": span(ClockTime())}),
        "staff_hours": span(ClockTime()),
        "office_closes": ClockTime(),
        "cases_per_caseworker": span(Integer(most=10_000)),
    },
)

_INDICATOR = Fields(
    {"key": Key(kind="indicator"), "name": Text()},
    {"rated_by": Choice(words=("participant", "caseworker"))},
)

_READY_STEP = Fields(
    {"key": Key(kind="ready-made step"), "text": Text()},
    {
        "why": Text(),
        "bring": Text(),
        "place": Text(),
        "measure": MEASURE,
        "doer": Choice(words=("participant", "staff")),
        "retired_on": Date(),
    },
)

MUNICIPALITY = Fields(
    {"format": Line(), "municipality": _MUNICIPALITY},
    {
        "process": ListOf(_STAGE),
        "tracks": ListOf(_TRACK),
        "organisations": ListOf(_ORGANISATION),
        "roles": MapOf(Key(kind="role"), Text()),
        "skr_classes": MapOf(Number(least=1, most=99, kind="SKR class"), Text()),
        "measures": ListOf(_MEASURE),
        "meeting_types": ListOf(_MEETING_TYPE),
        "places": ListOf(_PLACE),
        "routines": _ROUTINES,
        "progress_indicators": ListOf(_INDICATOR),
        "ready_steps": ListOf(_READY_STEP),
    },
)

_STAFF = Fields(
    {
        "key": Key(kind="staff member"),
        "name": Line(),
        "role": Reference(kind="role"),
        "organisation": ORGANISATION,
    },
    {"email": Email(), "phone": Line(), "languages": ListOf(Language()), "phone_hours": Hours()},
)

_PARTY = Fields(
    {},
    {"participant": Boolean(), "staff": STAFF, "organisation": ORGANISATION},
    rules=(rules.one_party,),
)

_WEEKLY = Fields(
    {"weekday": Choice.of(WEEKDAYS), "from": ClockTime(), "until": ClockTime()},
    rules=(rules.hours_follow_each_other,),
)

_STEP = Fields(
    {"text": Text(), "doer": _PARTY},
    {
        "why": Text(),
        "bring": Text(),
        "place": Text(),
        "with": ListOf(_PARTY),
        "kind": Choice.of(StepKind),
        "measure": MEASURE,
        "affects_money": Boolean(),
        "decided_by": ORGANISATION,
        "ground": Text(),
        "weekly": ListOf(_WEEKLY),
        "starts_on": Date(),
        "due_on": Date(),
        "done_on": Date(),
    },
)

_SUB_GOAL = Fields({"text": Text()}, {"reached_on": Date(), "steps": ListOf(_STEP)})

_GOAL = Fields({"text": Text()}, {"reached_on": Date(), "sub_goals": ListOf(_SUB_GOAL)})

_PLAN = Fields(
    {},
    {
        "kind": Choice.of(PlanKind),
        "owner": ORGANISATION,
        "own_words": Text(),
        "agreed_on": Date(),
        "follow_up_on": Date(),
        "finished_on": Date(),
        "goals": ListOf(_GOAL),
    },
)

_ABOUT: dict[str, Shape] = {
    "main": Boolean(),
    "about": ListOf(Line()),
    "from": Date(),
    "reason": Choice.of(HandoverReason),
}

_CONTACT = Fields(
    {"staff": STAFF}, {**_ABOUT, "until": Date()}, rules=(rules.ends_after_it_begins,)
)

_EARLIER_CONTACT = Fields(
    {"staff": STAFF, "until": Date()}, _ABOUT, rules=(rules.ends_after_it_begins,)
)

_ENROLMENT = Fields(
    {"measure": MEASURE, "from": Date()},
    {"until": Date(), "outcome": Choice.of(Outcome)},
    rules=(rules.ends_after_it_begins,),
)

_PARTICIPANT = Fields(
    {"key": Key(kind="participant"), "name": Line()},
    {
        "language": Language(),
        "interpreter": Fields({"language": Language()}, may_be_null=True),
        "protected": Boolean(),
        "stage": Reference(kind="stage"),
        "track": Reference(kind="track"),
        "contacts": ListOf(_CONTACT),
        "earlier_contacts": ListOf(_EARLIER_CONTACT),
        "plan": _PLAN,
        "plans": ListOf(_PLAN),
        "measures": ListOf(_ENROLMENT),
    },
    rules=(rules.plan_or_plans, rules.contacts_agree, rules.enrolled_once),
)

CASELOAD = Fields(
    {"format": Line(), "municipality": Reference(kind="municipality")},
    {"staff": ListOf(_STAFF), "participants": ListOf(_PARTICIPANT)},
)

FORMATS: dict[str, Fields] = {
    "municipality/1": MUNICIPALITY,
    "caseload/1": CASELOAD,
    "questionnaire/1": QUESTIONNAIRE,
}
