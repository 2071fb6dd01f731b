"""The example files, ways to change them, and what a database holds after loading them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import schema
from portal.exchange.loading import load
from portal.exchange.report import Report
from portal.places import DEMO

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
TIMRA = (DEMO / "timra.yaml").read_text(encoding="utf-8")
CASELOAD = (DEMO / "caseload.yaml").read_text(encoding="utf-8")
EXAMPLES = [DEMO / "timra.yaml", DEMO / "caseload.yaml"]


def changed(text: str, old: str, new: str) -> str:
    """The text with one passage replaced; the passage must be there."""
    assert old in text, old
    return text.replace(old, new, 1)


class Desk:
    """Somebody at the municipality who loads files, on a given day.

    The test's own session is told to let go first: on SQLite one transaction waits for another.
    """

    def __init__(self, engine: sa.Engine, folder: Path, db: Session) -> None:
        self.engine, self.folder, self._db = engine, folder, db

    def load(
        self, *texts: str | bytes, today: date = TODAY, now: datetime = NOW, name: str = "file"
    ) -> Report:
        """Write the texts to files and load them in one call."""
        self._db.rollback()
        return load(self.engine, self.write(*texts, name=name), today=today, now=now)

    def write(self, *texts: str | bytes, name: str = "file") -> list[Path]:
        """The texts as files."""
        paths = [self.folder / f"{name}-{number}.yaml" for number, _ in enumerate(texts)]
        for path, text in zip(paths, texts, strict=True):
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return paths

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything in the database, table by table."""
        self._db.rollback()
        with self.engine.connect() as connection:
            return {
                table.name: sorted(map(tuple, connection.execute(sa.select(table))), key=str)
                for table in schema.METADATA.sorted_tables
            }

    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        self._db.rollback()
        tables = schema.METADATA.sorted_tables
        counted = [sa.select(sa.func.count()).select_from(it).scalar_subquery() for it in tables]
        with self.engine.connect() as connection:
            numbers = connection.execute(sa.select(*counted)).one()
        return {table.name: number for table, number in zip(tables, numbers, strict=True)}


def participant(key: str, *lines: str) -> str:
    """A caseload file with the example members of staff and one participant."""
    head = CASELOAD[: CASELOAD.index("participants:")]
    body = "".join(f"    {line}\n" for line in lines)
    return f"{head}participants:\n  - key: {key}\n    name: Amina Warsame\n{body}"


def with_steps(*steps: str, key: str = "P-1", first: str = "") -> str:
    """A caseload file with one participant, whose plan has these steps (flow mappings)."""
    written = "\n".join(f"              - {step}" for step in steps)
    return participant(key, *filter(None, [first])) + (
        "    plan:\n      kind: development-plan\n      goals:\n        - text: Ett arbete\n"
        "          sub_goals:\n            - text: Praktik\n              steps:\n" + written + "\n"
    )


def step(text: str, more: str = "kind: agreed", doer: str = "participant: true") -> str:
    """A step as a flow mapping."""
    return f'{{text: "{text}", doer: {{{doer}}}, {more}}}'
