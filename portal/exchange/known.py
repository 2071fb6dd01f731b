"""What the database knows already, and whether everything that the files refer to exists."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.exchange.faults import nearest, quoted
from portal.exchange.shapes import Findings
from portal.municipality.models import (
    Measure,
    Municipality,
    Organisation,
    Role,
    SkrClass,
    Stage,
    Track,
)
from portal.people.models import Staff

KINDS = {
    "organisation": (Organisation, Organisation.key),
    "role": (Role, Role.key),
    "stage": (Stage, Stage.key),
    "track": (Track, Track.key),
    "measure": (Measure, Measure.key),
    "staff member": (Staff, Staff.key),
    "SKR class": (SkrClass, SkrClass.number),
    "municipality": (Municipality, Municipality.key),
}
NATIONAL_CLASSES = {str(number) for number in range(1, 13)}
"""SKR's classes are the same everywhere: a file that names none may refer to them all the same."""

Known = dict[str, dict[str, UUID]]


def known(db: Session) -> Known:
    """By kind: the keys that the database knows, with the row of each."""
    return {
        kind: {str(key): row for key, row in db.execute(sa.select(column, model.id))}
        for kind, (model, column) in KINDS.items()
    }


def check_references(findings: Findings, stored: Known) -> None:
    """Note every reference to something that neither the files nor the database know."""
    there = {kind: findings.keys(kind) | stored[kind].keys() for kind in KINDS}
    there["SKR class"] = there["SKR class"] or NATIONAL_CLASSES
    for wanted in findings.wanted:
        if wanted.kind != "municipality" and wanted.key not in there[wanted.kind]:
            what = f"no {wanted.kind} {quoted(wanted.key)}"
            findings.fault(wanted.place, f"{what}{nearest(wanted.key, there[wanted.kind])}")
