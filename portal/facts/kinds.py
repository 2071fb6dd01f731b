"""The kinds of facts that a municipality edits, and what stands in the form about each.

Keys are nowhere among them: files and plans refer to them. Nor is whether a track has demands, which
what is required in people's plans hangs on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.db import Base
from portal.facts.fields import (
    Choice,
    Field,
    Line,
    Number,
    Phone,
    Refers,
    Several,
    Span,
    Time,
    Whole,
    YesNo,
)
from portal.facts.texts import WordList, Words
from portal.meetings.supply_models import MeetingPlace
from portal.municipality.asking import NAMES
from portal.municipality.models import (
    DropIn,
    Measure,
    MeetingType,
    Municipality,
    Organisation,
    RatingIndicator,
    ReadyStep,
    Role,
    SkrClass,
    Stage,
    Track,
)
from portal.writing import Writing

NAME = Words("name", "Namn", is_required=True, longest=300)
KINDS_OF_UNIT = (
    ("municipal-unit", "Kommunens egen enhet"),
    ("authority", "Myndighet"),
    ("health-care", "Vård"),
    ("education", "Utbildning"),
    ("provider", "Utförare"),
)
DAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")


@dataclass(frozen=True)
class Kind:
    """One kind of facts; `slug` stands in addresses."""

    slug: str
    model: type[Base]
    title: str
    one: str
    """What one of them is called, as in «Ta bort rollen»."""
    fields: tuple[Field, ...]
    may_add: bool = False
    """Whether one may be added, and one that nothing refers to be removed."""
    may_retire: bool = False
    """Whether one is retired instead of removed: plans keep it, and nobody is offered it."""
    at_first: Mapping[str, Any] = field(default_factory=dict)
    """What a new one is given that its form does not ask for."""
    about: str = ""

    @property
    def texts(self) -> tuple[Words, ...]:
        """The fields whose texts are translated."""
        return tuple(one for one in self.fields if isinstance(one, Words))

    def text(self, name: str) -> Words:
        """The text of that name; raises `LookupError`."""
        return next((one for one in self.texts if one.name == name), None) or _missing(name)

    def name_of(self, row: Any) -> Writing:
        """What one is called in lists."""
        if isinstance(row, DropIn):
            return row.organisation.name
        found: Writing = getattr(row, self.texts[0].name)
        return found


def _missing(name: str) -> Any:
    raise LookupError(name)


UNITS = Kind(
    "units",
    Organisation,
    "Enheter och andra",
    "enheten",
    (
        NAME,
        Words("formerly", "Hette förut", longest=300),
        Choice("kind", "Vad det är", is_required=True, words=KINDS_OF_UNIT),
        WordList("does", "Det här gör enheten", hint="Verbet först, en sak i taget: Hjälper dig …"),
        WordList("does_not", "Det här gör enheten inte"),
        Several(
            "decides_about",
            "Beslutar om",
            words=tuple((key, names[0].capitalize()) for key, names in NAMES.items()),
        ),
        Several("role_keys", "Titlar hos enheten", model=Role),
        Words("hours", "Öppet eller telefontid", longest=500),
        Phone("phone", "Telefon"),
        Line("address", "Adress"),
    ),
    may_add=True,
    at_first={
        name: [] for name in ("does", "does_not", "decides_about", "role_keys", "skr_classes")
    },
    about="Vem som gör vad. Visas på sidan Personer och vid varje steg som enheten ska göra.",
)
DROP_INS = Kind(
    "drop-ins",
    DropIn,
    "Drop-in",
    "drop-in-tiden",
    (
        Refers("organisation_id", "Enhet", is_required=True, only_new=True, model=Organisation),
        Number(
            "weekday",
            "Veckodag",
            is_required=True,
            words=tuple((str(number), day) for number, day in enumerate(DAYS)),
        ),
        Time("starts", "Från klockan"),
        Whole("minutes", "Hur många minuter", least=1, most=24 * 60),
        Words("about", "Vad man kan få hjälp med"),
    ),
    may_add=True,
    about="Tider då vem som helst får komma utan bokad tid. Visas för alla, även utan inloggning.",
)
ROLES = Kind("roles", Role, "Titlar", "titeln", (NAME,), may_add=True)
MEASURES = Kind(
    "measures",
    Measure,
    "Insatser",
    "insatsen",
    (
        NAME,
        Refers("provider_id", "Vem som ordnar den", model=Organisation),
        Refers("skr_class", "SKR:s insatsklass (visas aldrig)", model=SkrClass, by="number"),
        Whole("participants", "Antal deltagare"),
        Whole("weeks", "Antal veckor", least=1, most=520),
    ),
    may_add=True,
)
READY_STEPS = Kind(
    "ready-steps",
    ReadyStep,
    "Färdiga steg",
    "steget",
    (
        Words("text", "Vad som ska göras", is_required=True, longest=500),
        Words("why", "Varför"),
        Words("bring", "Ta med", longest=500),
        Words("place", "Var", longest=500),
        Refers("measure_id", "Hör till insatsen", model=Measure),
        YesNo(
            "is_participants",
            "Brukar deltagaren göra det själv?",
            is_required=True,
            words=(("yes", "Ja"), ("no", "Nej, någon annan gör det")),
        ),
    ),
    may_add=True,
    may_retire=True,
    about="Steg som är skrivna en gång och översatta. Handläggaren väljer dem när planen skrivs.",
)
STAGES = Kind(
    "stages",
    Stage,
    "Processens steg",
    "steget",
    (
        NAME,
        Words("what", "Vad som händer då"),
        Refers("owner_id", "Vem som ansvarar", is_required=True, model=Organisation),
    ),
    about="Visas på första sidan: här är du.",
)
TRACKS = Kind("tracks", Track, "Spår", "spåret", (NAME,))
MEETING_TYPES = Kind(
    "meeting-types", MeetingType, "Möten", "mötet", (NAME, Words("bring", "Ta med", longest=500))
)
PLACES = Kind(
    "places",
    MeetingPlace,
    "Platser för möten",
    "platsen",
    (
        NAME,
        Line("address", "Adress"),
        Words("directions", "Så hittar man dit", hint="Enkla ord, en sak i taget: Gå in …"),
    ),
    may_add=True,
    about="Visas vid bokade besök, utom för den som har skyddade personuppgifter.",
)
INDICATORS = Kind("indicators", RatingIndicator, "Frågor om hur det går (BIP)", "frågan", (NAME,))
MUNICIPALITY = Kind(
    "municipality",
    Municipality,
    "Kommunen och rutinerna",
    "kommunen",
    (
        NAME,
        Phone("phone", "Telefon"),
        Whole(
            "answer_within_working_days",
            "Svar inom så många arbetsdagar",
            hint="Löftet står vid varje kontaktperson. Tomt betyder 2.",
            is_routine=True,
            least=1,
            most=100,
        ),
        Whole(
            "first_contact_within_working_days",
            "Första kontakten inom så många arbetsdagar",
            hint="Tomt betyder 10.",
            is_routine=True,
            least=1,
            most=100,
        ),
        Span(
            "follow_up_weeks",
            "Planen följs upp efter så många veckor",
            hint="Tomt betyder 6 till 8.",
            is_routine=True,
            least=1,
            most=520,
        ),
        Whole(
            "case_review_per_year", "Genomgångar av varje ärende per år", is_routine=True, most=52
        ),
        Whole(
            "progress_rating_months",
            "Månader mellan frågorna om hur det går",
            is_routine=True,
            least=1,
            most=60,
        ),
        Span("cases_per_caseworker", "Deltagare per handläggare", is_routine=True, most=10_000),
        Time("office_closes", "Kontoret stänger klockan", is_routine=True),
    ),
)
KINDS = {
    kind.slug: kind
    for kind in (
        MUNICIPALITY,
        UNITS,
        DROP_INS,
        READY_STEPS,
        MEASURES,
        ROLES,
        STAGES,
        TRACKS,
        MEETING_TYPES,
        PLACES,
        INDICATORS,
    )
}
