"""Plain words for what somebody opened."""

from datetime import date, datetime

from flask import Flask
from markupsafe import Markup

from portal import clock
from portal.i18n import gettext as _
from portal.i18n import marked
from portal.privacy.models import Opened


def opened(what: Opened) -> Markup:
    """What a member of staff did with something of hers, as the log tells her."""
    words: dict[object, str] = {
        # NOTE: These stand under a name, in the log of who has read about her: what that person did.
        Opened.OVERVIEW: _("Såg dig i sin lista"),
        Opened.PARTICIPANT: _("Öppnade din sida"),
        # NOTE: Somebody who is not her contact opened her page, and had to write why.
        Opened.NEED: _("Öppnade din sida. Personen är inte din kontakt."),
        Opened.PLAN: _("Öppnade din plan för att skriva i den"),
        Opened.TEXTS: _("Läste en text för att översätta den"),
        Opened.LETTER: _("Gjorde en ny kod till dig"),
        Opened.HANDOVER: _("Läste om dig när du skulle få en ny kontakt"),
        Opened.MEETINGS: _("Läste om dina möten"),
        Opened.MESSAGES: _("Läste era meddelanden"),
    }
    return marked(words[what])


def local_day(moment: datetime) -> date:
    """The day in Sweden."""
    return clock.local(moment).date()


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(opened=opened, local_day=local_day)
