"""The kinds of facts that a municipality edits, and what stands in the form about each.

Keys are nowhere among them: files and plans refer to them. Nor is whether a track has demands, which
what is required in people's plans hangs on.
"""

from __future__ import annotations

from portal.facts.fields import (
    Choice,
    Line,
    Number,
    Phone,
    Refers,
    Time,
    Whole,
    YesNo,
)
from portal.facts.hours import Hours
from portal.facts.kind import NAME, Kind
from portal.facts.purposes import MEETING_TYPES
from portal.facts.routines import MUNICIPALITY
from portal.facts.several import Several, SeveralLanguages, SeveralNumbers
from portal.facts.texts import WordList, Words
from portal.meetings.supply_models import MeetingPlace
from portal.municipality.asking import NAMES
from portal.municipality.models import (
    DropIn,
    Measure,
    Organisation,
    RatingIndicator,
    ReadyStep,
    Role,
    SkrClass,
    Stage,
    Track,
)
from portal.people.models import Staff

KINDS_OF_UNIT = (
    ("municipal-unit", "Kommunens egen enhet"),
    ("authority", "Myndighet"),
    ("health-care", "Vård"),
    ("education", "Utbildning"),
    ("provider", "Utförare"),
)
DAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")

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
        SeveralNumbers(
            "skr_classes", "SKR:s insatsklasser (visas aldrig)", model=SkrClass, by="number"
        ),
        Words("hours", "Öppet eller telefontid", longest=500),
        Phone("phone", "Telefon"),
        Line("address", "Adress"),
    ),
    may_add=True,
    may_move=True,
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
    may_move=True,
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
INDICATORS = Kind(
    "indicators",
    RatingIndicator,
    "Frågor om hur det går (BIP)",
    "frågan",
    (
        NAME,
        Choice(
            "rated_by",
            "Vem som svarar",
            is_required=True,
            words=(("participant", "Deltagaren"), ("caseworker", "Handläggaren")),
        ),
    ),
    may_move=True,
)
SKR_CLASSES = Kind(
    "skr-classes",
    SkrClass,
    "SKR:s insatsklasser",
    "klassen",
    (NAME,),
    about="Används i statistiken. Visas aldrig för deltagare.",
)
STAFF = Kind(
    "staff",
    Staff,
    "Personalens telefontid och språk",
    "personen",
    (
        Phone("phone", "Telefon"),
        Hours("phone_hours", "Telefontid", hint="Till exempel 09:00-10:00."),
        SeveralLanguages("languages", "Språk"),
    ),
    about="Visas för deltagarna. Står det något annat i verksamhetssystemets fil gäller filen när den läses in igen.",
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
        SKR_CLASSES,
        STAFF,
    )
}
