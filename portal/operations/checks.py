"""Whether the portal can run here: one finding for each thing that it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal import settings
from portal.notifications.mail import Mail
from portal.notifications.push import public_key
from portal.operations import database
from portal.operations.database import State
from portal.operations.refusal import Refused, refusals
from portal.translators.machine import Machine


@dataclass(frozen=True)
class Finding:
    """One line of `portal check`."""

    what: str
    is_well: bool
    words: str

    @property
    def line(self) -> str:
        return f"{self.what:<9} {'ok   ' if self.is_well else 'WRONG'}  {self.words}"


def findings() -> list[Finding]:
    """Settings, database and schema, the machine translator where there is one, and the ways to tell people.

    A silent database is not asked for its schema.
    """
    found = [_finding("settings", _settings), _finding("database", _database)]
    if found[-1].is_well:
        found.append(_finding("schema", _schema))
    if found[0].is_well:
        if settings.from_environment().translate_url:
            found.append(_finding("translate", _translate))
        found += [_finding("push", _push), _finding("mail", _mail), _finding("sms", _sms)]
    return found


def _finding(what: str, look: Callable[[], str]) -> Finding:
    try:
        with refusals():
            return Finding(what, is_well=True, words=look())
    except Refused as fault:
        return Finding(what, is_well=False, words="; ".join(fault.message.splitlines()))


def _settings() -> str:
    return settings.from_environment().base_url


def _translate() -> str:
    machine = Machine.of(settings.from_environment())
    known = machine.known_languages() if machine else set()
    if not known:
        raise Refused("PORTAL_TRANSLATE_URL: the machine translator does not answer")
    return f"suggests in {len(known)} languages"


def _push() -> str:
    key = settings.from_environment().notices.vapid_key
    if not key:
        return "none: phones get no notices (PORTAL_VAPID_KEY)"
    try:
        return f"public key {public_key(key)[:12]}…"
    except ValueError:
        raise Refused("PORTAL_VAPID_KEY: is no key; make one with: portal push-key") from None


def _mail() -> str:
    named = settings.from_environment().notices
    if not named.mail_url:
        return "none: nobody gets mail (PORTAL_MAIL_URL)"
    fault = Mail(named.mail_url, named.mail_from).fault()
    if fault:
        raise Refused(f"PORTAL_MAIL_URL: {fault}")
    return f"from {named.mail_from}"


def _sms() -> str:
    """The gateway is not asked: to ask is to send."""
    named = settings.from_environment().notices
    return f"from {named.sms_sender}" if named.sms_url else "none: nobody gets SMS (PORTAL_SMS_URL)"


def _database() -> str:
    url = settings.database_url()
    state = database.state(url)
    if state is State.MISSING:
        raise Refused("there is none yet; run: portal migrate")
    name = "SQLite" if database.sqlite_file(url) else "PostgreSQL"
    return f"{name}, a demo" if state is State.DEMO else name


def _schema() -> str:
    fault = database.fault(settings.database_url())
    if fault:
        raise Refused(fault)
    return "newest"
