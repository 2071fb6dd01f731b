"""What staff are told of a text that waits. Staff pages are in Swedish only (docs/decisions/0005)."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from portal import clock
from portal.i18n import TABLE
from portal.people.models import Participant
from portal.translators.models import Place
from portal.writing import UNKNOWN_LANGUAGE

PLACES = {
    Place.PLAN_OWN_WORDS: "Deltagarens egna ord i planen",
    Place.PLAN_CLOSING_SUMMARY: "Sammanfattning av en avslutad plan",
    Place.GOAL_TEXT: "Mål",
    Place.SUB_GOAL_TEXT: "Delmål",
    Place.STEP_TEXT: "Steg",
    Place.STEP_WHY: "Varför ett steg behövs",
    Place.STEP_BRING: "Det deltagaren ska ta med",
    Place.STEP_PLACE: "Platsen för ett steg",
    Place.STEP_GROUND: "Grunden för ett krav",
    Place.STEP_STATE_REASON: "Varför ett steg är pausat eller struket",
    Place.STEP_ANSWER_COMMENT: "Deltagarens svar på ett steg",
    Place.PLAN_VERSION_COMMENT: "Deltagarens svar på planen",
    Place.MESSAGE_BODY: "Meddelande",
    Place.MEETING_TOPIC: "Det deltagaren vill prata om på ett möte",
    Place.MEETING_REASON: "Varför ett möte är ändrat eller inställt",
    Place.MEETING_NOTES: "Minnesanteckning från ett möte",
    Place.TODAY_WORD_COMMENT: "Deltagarens ord om att vara sjuk eller sen i dag",
    Place.NO_TIME_COULD: "När deltagaren kan, när ingen tid passar",
    Place.SELF_RATING_TALK: "Det deltagaren vill prata om på uppföljningen",
}

TROUBLE = {
    "missing": "Skriv översättningen först.",
    "too-long": "Det blev för långt. Skriv högst 5 000 tecken.",
    "unknown-language": "Översättningstjänsten kan inte det här språket. Skriv själv.",
    "silent": "Översättningstjänsten svarar inte. Skriv själv, eller försök igen om en stund.",
}


def place_words(place: Place) -> str:
    """Where a text stands."""
    return PLACES[place]


def trouble(reason: str) -> str:
    """What to do about something that did not go through."""
    return TROUBLE[reason]


def waited(moment: datetime) -> str:
    """How long something has waited, in days."""
    days = (clock.today() - clock.local(moment).date()).days
    if days <= 0:
        return "kom i dag"
    return "har väntat 1 dag" if days == 1 else f"har väntat {days} dagar"


def reads(participant: Participant) -> str:
    """What she reads, for staff; and when she has chosen Swedish for now, that too."""
    now = ", har valt svenska nu" if participant.shows_swedish_now else ""
    return language_name(participant.own_language) + now


def language_name(code: str) -> str:
    """What a language is called in Swedish."""
    if code == UNKNOWN_LANGUAGE:
        return "okänt språk"
    return next((one.swedish for one in TABLE if one.code == code), code)


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        place_words=place_words, language_name=language_name, reads=reads, waited=waited
    )
