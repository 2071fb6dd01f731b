"""What notices say: always the same few sentences, so that whoever holds the phone learns nothing.

No name, no unit, no subject, no place. An SMS fits in one part in every language; a test counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from babel import Locale
from babel.dates import format_date, format_time

from portal import clock
from portal.i18n import SOURCE, Language, languages, message_catalogue
from portal.notifications.groups import REMINDERS
from portal.notifications.models import NoticeKind

DAY = "d MMM"


@dataclass(frozen=True)
class Words:
    """One notice in her language, by each channel."""

    language: Language
    title: str
    news: str
    """The sentence of a push notice and of a mail's subject."""
    sms: str
    mail: str


def _(text: str) -> str:
    """Marks a text for translators; it is translated for the person that it goes to."""
    return text


# NOTE: The portal's name.
TITLE = _("Min väg")
# NOTE: A notice on a locked phone. It must not say about what, from whom or where.
NEWS = _("Du har något nytt i portalen")
# NOTE: A notice on a locked phone, about something that is to come. It must not say what.
SOON = _("Kom ihåg: titta i portalen")
# NOTE: An SMS. With the web address (26 signs) it must have at most 70 signs in all. Not from whom, not about what.
SMS_NEWS = _("Du har något nytt. Logga in: %(host)s")
# NOTE: An SMS. With the web address (26 signs) it must have at most 70 signs in all. Not from whom, not about what.
SMS_SOON = _("Kom ihåg att titta här: %(host)s")
# NOTE: An SMS. With the date and time (16 signs) and the web address (26) it must have at most 70 signs in all.
SMS_TIME = _("Kom ihåg: %(when)s. Mer på %(host)s")
# NOTE: A notice on a locked phone, when she has asked for the time of day. It must not say what happens then.
TIME = _("Kom ihåg: %(when)s")
# NOTE: An SMS with a code that shows that the number is hers. With the code (6 signs) at most 70 signs in all.
SMS_CODE = _("%(code)s är din kod. Visa den inte för någon.")
# NOTE: The subject of a mail with a code.
CODE = _("Din kod")
MAIL_CODE = _("%(code)s är din kod. Den gäller i tio minuter. Visa den inte för någon.")
MAIL = _("Logga in för att se det: %(address)s")
# NOTE: In a mail, with a file for her calendar.
MAIL_CALENDAR = _("Filen är till din kalender. Du bad om den i portalen.")
# NOTE: The last line of each mail.
MAIL_STOP = _("Vill du inte ha mejl? Logga in och välj Mer.")


def language_of(*codes: str | None) -> Language:
    """The first of these languages that the portal has, else Swedish."""
    known = languages()
    return next((known[code] for code in codes if code in known), known[SOURCE])


def when(moment: datetime, language: Language) -> str:
    """A day and a time of day, short: «12 dec. 14:30»."""
    local = clock.local(moment)
    day = format_date(local.date(), DAY, locale=Locale.parse(language.babel))
    return f"{day} {format_time(local, 'HH:mm', locale='sv')}"


def words(
    kind: NoticeKind,
    language: Language,
    *,
    base_url: str,
    happens_at: datetime | None = None,
    code: str = "",
) -> Words:
    """What a notice of this kind says. `happens_at` only when she asked for the time of day."""
    say = message_catalogue(language.babel).gettext
    host = base_url.partition("://")[2]
    if code:
        mail = say(MAIL_CODE) % {"code": code}
        return Words(language, say(TITLE), say(CODE), say(SMS_CODE) % {"code": code}, mail)
    news, sms = (SOON, SMS_SOON) if kind in REMINDERS else (NEWS, SMS_NEWS)
    said = {"host": host, "when": when(happens_at, language) if happens_at else ""}
    if happens_at:
        news, sms = TIME, SMS_TIME
    lines = [say(MAIL) % {"address": base_url}]
    if kind is NoticeKind.CALENDAR:
        lines.append(say(MAIL_CALENDAR))
    return Words(
        language,
        say(TITLE),
        say(news) % said,
        say(sms) % said,
        "\n\n".join([*lines, say(MAIL_STOP)]),
    )
