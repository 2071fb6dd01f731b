"""The table that a benchmark prints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    where: str
    measured: str
    must: str = ""


def show(rows: Iterable[Row]) -> None:
    """Print the rows, each column as wide as it has to be."""
    rows = list(rows)
    widths = [
        max(len(getattr(row, name)) for row in rows) for name in ("what", "where", "measured")
    ]
    for row in rows:
        print(
            f"{row.what:{widths[0]}}  {row.where:{widths[1]}}  {row.measured:>{widths[2]}}  {row.must}"
        )
