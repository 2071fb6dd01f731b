"""Whether the portal can run here: one finding for each thing that it needs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass

from portal import settings
from portal.messages.paper_files import clamd_of
from portal.notifications.mail import Mail
from portal.notifications.push import public_key
from portal.operations import database
from portal.operations.database import State
from portal.operations.refusal import Refused, refusals
from portal.translators.machine import Machine

LEAST_ROOM = 500
"""MB on the disk with the papers."""


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
    """Settings, database, schema and the folder for papers; the ways to tell people; what else is set up.

    A silent database is not asked for its schema.
    """
    found = [_finding("settings", _settings), _finding("database", _database)]
    if found[-1].is_well:
        found += [_finding("schema", _schema), _finding("files", _files)]
    if found[0].is_well:
        if settings.from_environment().translate_url:
            found.append(_finding("translate", _translate))
        found += [_finding("push", _push), _finding("mail", _mail), _finding("sms", _sms)]
        if settings.from_environment().clamd_url:
            found.append(_finding("scanner", _scanner))
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


def _files() -> str:
    """Whether papers can be kept: in the folder, or where it will be made."""
    folder = settings.files_folder().absolute()
    there = next(one for one in (folder, *folder.parents) if one.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        raise Refused("PORTAL_FILES: the portal may not write there")
    if folder.is_dir() and folder.stat().st_mode & 0o077:
        raise Refused("PORTAL_FILES: others can look into it; run: chmod 700 on it")
    left = shutil.disk_usage(there).free // 1_000_000
    if left < LEAST_ROOM:
        raise Refused(f"PORTAL_FILES: the disk has only {left} MB left")
    return f"{left // 1000} GB left on the disk"


def _scanner() -> str:
    clamd = clamd_of(settings.from_environment())
    if not (clamd and clamd.is_there()):
        raise Refused("PORTAL_CLAMD_URL: the scanner does not answer; papers wait until it does")
    return "answers"


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
