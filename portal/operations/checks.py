"""Whether the portal can run here: one finding for each thing that it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal import settings
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
    """Settings, database and schema, and the machine translator where there is one.

    A silent database is not asked for its schema.
    """
    found = [_finding("settings", _settings), _finding("database", _database)]
    if found[-1].is_well:
        found.append(_finding("schema", _schema))
    if found[0].is_well and settings.from_environment().translate_url:
        found.append(_finding("translate", _translate))
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
