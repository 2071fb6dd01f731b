"""How dates, times and amounts of time are written: Gregorian, 24 hours, weekdays in words, in every language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from flask import Flask
from markupsafe import Markup

from portal import clock, i18n
from portal.addresses import url_for
from portal.i18n import gettext as _
from portal.i18n import ngettext

DAY = {"en_GB": "EEEE d MMMM", "uk": "EEEE, d MMMM"}
EVERYWHERE = "EEEE d MMMM"


def day(value: date) -> str:
    """A date as people say it: «tisdag 24 november», with the year when it is not this one."""
    return day_in(value, i18n.locale(), clock.today())


def day_in(value: date, locale: Locale, today: date) -> str:
    """The same in a language that is not the page's."""
    pattern = DAY.get(str(locale), EVERYWHERE)
    if value.year != today.year:
        pattern += " y"
    return format_date(value, pattern, locale=locale)


def iso_day(value: str) -> str:
    """A date that is kept as ISO writes it, as people say it; anything else as it stands."""
    try:
        return day(date.fromisoformat(value[:10]))
    except ValueError:
        return value


def weekday(number: int) -> str:
    """The name of a weekday; 0 is Monday."""
    name: str = i18n.locale().days["format"]["wide"][number]
    return name


def moment(value: datetime) -> Markup:
    """A date and a time on the wall in Sweden, the time kept in one piece in right-to-left text."""
    local = clock.local(value)
    time = format_time(local, "HH:mm", locale="sv")
    return Markup("{} <bdi dir=ltr>{}</bdi>").format(day(local.date()), time)


def hours(minutes: int) -> str:
    """An amount of time in hours, and minutes when they are not whole."""
    whole, rest = divmod(minutes, 60)
    said = [ngettext("%(num)d timme", "%(num)d timmar", whole)] if whole or not rest else []
    if rest:
        said.append(ngettext("%(num)d minut", "%(num)d minuter", rest))
    return format_list(said, style="standard", locale=i18n.locale())


def listed(parts: Iterable[str]) -> Markup:
    """Things in a row with the language's own comma and "and"."""
    shown = list(parts)
    pattern = format_list(["{}"] * len(shown), style="standard", locale=i18n.locale())
    return Markup(pattern).format(*shown)  # noqa: S704 (Babel's own words; the parts are escaped)


def isolated(value: str) -> Markup:
    """A phone number, a time or a reference that must not be turned around in right-to-left text."""
    return Markup("<bdi dir=ltr>{}</bdi>").format(value)


def phone_link(number: str) -> str:
    """The address that makes a phone call the number."""
    return "tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+")


def places() -> list[tuple[str, str, str]]:
    """The five places at the foot of each of her pages: name, address and words."""
    return [
        # NOTE: The portal's first page, in the menu at the foot; not a dwelling. Keep it to one short word.
        ("home", url_for("public.home.show"), _("Hem")),
        # NOTE: Her plan, in the menu at the foot: a noun. Keep it to one short word.
        ("plan", url_for("participant.plan.show"), _("Plan")),
        # NOTE: Her week, in the menu at the foot: a noun. Keep it to one short word.
        ("week", url_for("participant.week.show"), _("Vecka")),
        # NOTE: The people around her, in the menu at the foot. Keep it to one short word.
        ("people", url_for("participant.people.show"), _("Personer")),
        # NOTE: The rest: phones, language, log out. "More" in the menu at the foot. Keep it to one short word.
        ("me", url_for("participant.me.show"), _("Mer")),
    ]


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        day=day,
        iso_day=iso_day,
        listed=listed,
        weekday=weekday,
        moment=moment,
        hours=hours,
        isolated=isolated,
        phone_link=phone_link,
    )
    app.jinja_env.globals.update(today=clock.today, places=places)
