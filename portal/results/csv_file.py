"""Tables as a file that a spreadsheet opens right: in Swedish settings (semicolon, decimal comma, UTF-8 with its mark).

What a spreadsheet would take for a formula is written as text (OWASP, CSV injection).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

Value = str | int | float | None
"""None: not given out, or nothing there."""


def written(rows: Iterable[Sequence[Value]]) -> bytes:
    """The rows as a file."""
    out = StringIO()
    to = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in rows:
        to.writerow([cell(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def cell(value: Value) -> str:
    """One value as the spreadsheet is to read it."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".").replace(".", ",")
    if isinstance(value, int):
        return str(value)
    return f"'{value}" if value.startswith(FORMULA) else value
