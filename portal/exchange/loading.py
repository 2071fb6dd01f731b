"""Loading the municipality's, caseload and questionnaire files: all of them, or none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.db import transaction
from portal.exchange import checks, holding, municipality_rows, questionnaires
from portal.exchange.contact_rows import write_contacts
from portal.exchange.faults import FileWrong
from portal.exchange.keeping import Keeping
from portal.exchange.known import check_references, known
from portal.exchange.people_rows import write_enrolments, write_participant, write_staff
from portal.exchange.plan_rows import write_plans
from portal.exchange.reading import Read, Written, entries, read, written
from portal.exchange.report import Change, Report
from portal.exchange.shapes import Record
from portal.exchange.words import SWEDISH
from portal.municipality.models import Municipality
from portal.translators.wanting import want_for_all

AT_A_TIME = 200
"""So many participants are held in memory with all of their plans."""


def load(engine: sa.Engine, paths: Iterable[str | Path], *, today: date, now: datetime) -> Report:
    """Load files in one transaction; raises `FileWrong` with every fault, and then changes nothing.

    Loading the same files twice changes nothing. `today` is the day that relative dates count from.
    """
    files = written(paths)  # before the transaction, in which nobody else can write
    with transaction(engine) as db:
        return _load(db, files, today, now)


def load_in(db: Session, paths: Iterable[str | Path], *, today: date, now: datetime) -> Report:
    """Load files in the caller's transaction, which the caller is to undo on `FileWrong`."""
    return _load(db, written(paths), today, now)


def _load(db: Session, files: Written, today: date, now: datetime) -> Report:
    found = read(files, files.language or _language(db), today)
    checks.check_municipality(found, db)
    if not files.faults:  # what a file that could not be read defines is not known
        check_references(found.findings, known(db))
        checks.check_demands(found, db)
    if found.findings.faults:
        raise FileWrong(found.findings.faults)
    keeping = Keeping(db, today, now)
    with db.no_autoflush:
        _write(found, keeping)
    left_over = checks.demands_left_over(found, db)
    if left_over:
        raise FileWrong(left_over)
    return keeping.report


def _language(db: Session) -> str:
    languages = db.scalar(sa.select(Municipality.languages))
    return languages[0] if languages else SWEDISH


def _write(found: Read, keeping: Keeping) -> None:
    for record in found.municipalities:
        municipality_rows.write(record, keeping)
    keeping.known = known(keeping.db)
    write_staff(entries(found.caseloads, "staff"), keeping)
    keeping.known = known(keeping.db)
    at_first = {"language": _language(keeping.db), "created_at": keeping.now}
    for record in found.caseloads:
        participants = entries([record], "participants")
        for first in range(0, len(participants), AT_A_TIME):
            _write_group(participants[first : first + AT_A_TIME], at_first, keeping)
    for record in found.questionnaires:
        questionnaires.write(record, keeping)


def _write_group(group: list[Record], at_first: dict[str, Any], keeping: Keeping) -> None:
    rows = holding.participants(keeping.db, [entry["key"] for entry in group])
    for entry in group:
        row = rows.get(entry["key"])
        rows[entry["key"]] = write_participant(entry, row, keeping, at_first)
    keeping.db.flush()
    held = holding.Holding(keeping.db, [row.id for row in rows.values()])
    for entry in group:
        _write_around(entry, rows[entry["key"]].id, held, keeping)
    keeping.db.flush()
    want_for_all(keeping.db, [rows[entry["key"]] for entry in group], now=keeping.now)


def _write_around(
    entry: Record, participant: UUID, held: holding.Holding, keeping: Keeping
) -> None:
    """Write what the file says of her contacts, plans and measures; the rest stays."""
    if participant in held.handed_over:
        keeping.report.note("contacts", Change.OURS, len(held.contacts.get(participant, [])))
    elif "contacts" in entry or "earlier_contacts" in entry:
        write_contacts(participant, entry, held.contacts.get(participant, []), keeping)
    if "plan" in entry or "plans" in entry:
        write_plans(participant, checks.plans(entry), held.plans.get(participant, []), keeping)
    if "measures" in entry:
        enrolments = held.enrolments.get(participant, [])
        write_enrolments(participant, entry["measures"], enrolments, keeping)
