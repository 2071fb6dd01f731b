"""What the fields of ready-made texts are called: on staff's pages in Swedish, on hers in her language."""

from __future__ import annotations

from portal.i18n import gettext as _
from portal.messages.phrase_fields import Words

LABELS = {
    "day": "Dag",
    "first": "Från och med",
    "last": "Till och med",
    "time": "Klockan",
    "starts": "Från klockan",
    "ends": "Till klockan",
    "weekday": "Veckodag",
    "phone": "Telefonnummer",
    "place": "Plats",
    "colleague": "Kollega",
    "papers": "Papper",
}
FAULTS = {
    "missing": "Fyll i det här.",
    "no-day": "Välj en dag i kalendern.",
    "past": "Dagen har redan varit. Välj i dag eller en senare dag.",
    "too-far": "Dagen är mer än två år bort. Välj en närmare dag.",
    "no-time": "Skriv ett klockslag, till exempel 09:30.",
    "no-number": "Skriv ett telefonnummer med siffror, till exempel 070-000 00 00.",
    "too-long": "Det blev för långt. Skriv högst 80 tecken.",
    "before": "Det är före det första. Välj något senare.",
}


def _hers(name: str) -> str:
    words = {
        # NOTE: Over a field in a form: which day it is about.
        "day": _("Vilken dag?"),
        # NOTE: Over a field in a form: which day of the week.
        "weekday": _("Vilken veckodag?"),
        # NOTE: Over a field in a form: from which time of the clock.
        "starts": _("Från klockan"),
        # NOTE: Over a field in a form: until which time of the clock.
        "ends": _("Till klockan"),
        "phone": _("Ditt nya telefonnummer"),
        # NOTE: Over a list of kinds of papers: which ones.
        "papers": _("Vilka papper?"),
    }
    return words[name]


def _her_fault(what: str) -> str:
    words = {
        "missing": _("Fyll i det här."),
        "no-day": _("Välj en dag."),
        "past": _("Dagen har varit. Välj i dag eller en senare dag."),
        "too-far": _("Dagen är för långt bort. Välj en annan dag."),
        "no-time": _("Skriv en tid så här: 09:30."),
        "no-number": _("Skriv numret med siffror."),
        "too-long": _("Det blev för långt. Skriv kortare."),
        "before": _("Välj en senare tid."),
    }
    return words[what]


OF_STAFF = Words(LABELS.__getitem__, FAULTS.__getitem__)
OF_HERS = Words(_hers, _her_fault)
