"""Notices in plain words, for the pages: what she is told of, by which way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import Flask, current_app

from portal.i18n import gettext as _
from portal.notifications import reaching
from portal.notifications.channels import offered
from portal.notifications.groups import Group
from portal.notifications.models import Channel
from portal.notifications.reaching import Reach
from portal.people.models import Participant
from portal.settings import Settings
from portal.transactions import session

WAYS = {Channel.PUSH: "notis på telefonen", Channel.SMS: "sms till", Channel.EMAIL: "mejl till"}
"""For staff."""


def group_words(group: Group) -> str:
    """What a group of notices is about, as she reads it."""
    return {
        # NOTE: A choice: what she wants to be told of.
        Group.MESSAGES: _("Någon har skrivit till mig"),
        # NOTE: A choice: what she wants to be told of.
        Group.MEETINGS: _("Ett möte bokas, flyttas eller ställs in"),
        # NOTE: A choice: what she wants to be told of.
        Group.REMINDER_DAY: _("Jag har ett möte i morgon"),
        # NOTE: A choice: what she wants to be told of.
        Group.REMINDER_HOURS: _("Jag har ett möte om två timmar"),
        # NOTE: A choice: what she wants to be told of.
        Group.STEPS: _("Jag ska göra ett steg snart"),
        # NOTE: A choice: what she wants to be told of.
        Group.FOLLOW_UP: _("Det är dags att följa upp planen"),
        # NOTE: A choice: what she wants to be told of.
        Group.FEEDBACK: _("Ni vill veta vad jag tycker"),
    }[group]


def reach(participant: Participant, group: str) -> Reach:
    """By which ways a participant is reached for such notices, for `components/reach.html`."""
    return reaching.reach(session(), participant, Group(group), _offered())


def unreached_of(meetings: Iterable[Any]) -> frozenset[UUID]:
    """The participants of these meetings whom nothing reaches outside the portal when one is moved or called off."""
    people = [one.participant for one in meetings]
    return reaching.unreached(session(), people, Group.MEETINGS, _offered())


def unreached_by_message(people: Iterable[Participant]) -> frozenset[UUID]:
    """Those of these who are told of no message outside the portal."""
    return reaching.unreached(session(), people, Group.MESSAGES, _offered())


def _offered() -> frozenset[Channel]:
    settings: Settings = current_app.config["PORTAL"]
    return offered(settings)


def sms_sender() -> str:
    """The name that SMS come from, as letters say it; empty where none are sent."""
    settings: Settings = current_app.config["PORTAL"]
    named = settings.notices
    return named.sms_sender if named.sms_url or named.outbox_file else ""


def init_app(app: Flask) -> None:
    app.jinja_env.filters["notice_group"] = group_words
    app.jinja_env.globals.update(
        reach=reach, unreached_of=unreached_of, reach_words=WAYS, sms_sender=sms_sender
    )
