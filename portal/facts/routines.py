"""The municipality itself and its routines, as the administrator fills them in."""

from __future__ import annotations

from portal.facts.fields import Phone, Span, Time, Whole
from portal.facts.hours import TimeSpan
from portal.facts.kind import NAME, Kind
from portal.facts.several import LanguageCodes
from portal.municipality.models import Municipality

ROUTINES = ("routines",)
ON_DUTY = ("routines", "duty_officer")

MUNICIPALITY = Kind(
    "municipality",
    Municipality,
    "Kommunen och rutinerna",
    "kommunen",
    (
        NAME,
        Phone("phone", "Telefon"),
        LanguageCodes(
            "languages",
            "Språk som kommunen skriver sina texter på",
            hint="Som koder, till exempel sv. Nya texter skrivs på det första. Översättningar räknas inte.",
            is_required=True,
        ),
        Whole(
            "answer_within_working_days",
            "Svar inom så många arbetsdagar",
            hint="Löftet står vid varje kontaktperson. Tomt betyder 2.",
            inside=ROUTINES,
            least=1,
            most=100,
        ),
        Whole(
            "first_contact_within_working_days",
            "Första kontakten inom så många arbetsdagar",
            hint="Tomt betyder 10.",
            inside=ROUTINES,
            least=1,
            most=100,
        ),
        Whole(
            "delete_minor_messages_after_months",
            "Meddelanden av ringa betydelse tas bort efter så många månader",
            hint="Kommunens eget beslut om gallring. Tomt betyder att inget tas bort.",
            inside=ROUTINES,
            least=1,
            most=1200,
        ),
        Span(
            "follow_up_weeks",
            "Planen följs upp efter så många veckor",
            hint="Tomt betyder 6 till 8.",
            inside=ROUTINES,
            least=1,
            most=520,
        ),
        Whole(
            "case_review_per_year", "Genomgångar av varje ärende per år", inside=ROUTINES, most=52
        ),
        Whole(
            "progress_rating_months",
            "Månader mellan frågorna om hur det går",
            inside=ROUTINES,
            least=1,
            most=60,
        ),
        Whole(
            "feedback_every_meetings",
            "Fråga hur det går efter vart så många möten",
            hint="Tomt betyder 5. Frågan går ut av sig själv, och handläggaren ser inte svaret.",
            inside=ROUTINES,
            least=1,
            most=100,
        ),
        Whole(
            "feedback_quality_month",
            "Fråga om SKR:s kvalitetsområden i månad",
            hint="1 till 12. Frågar en gång om året den som har haft ett ärende i tre månader. Tomt betyder aldrig.",
            inside=ROUTINES,
            least=1,
            most=12,
        ),
        Span("cases_per_caseworker", "Deltagare per handläggare", inside=ROUTINES, most=10_000),
        TimeSpan("staff_hours", "Personalens arbetstid", inside=ROUTINES),
        Time("office_closes", "Kontoret stänger klockan", inside=ROUTINES),
        Time(
            "until",
            "Ansvarsdag: till klockan",
            hint="Den som har ansvarsdag tar hand om det som rör kollegor som är borta.",
            inside=ON_DUTY,
        ),
        TimeSpan("keeps_free", "Ansvarsdag: tid som hålls fri", inside=ON_DUTY),
    ),
)
