"""Single values of the calendar and the clock: days, times of day, hours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from portal.exchange.document import Node, Scalar
from portal.exchange.faults import Place, quoted
from portal.exchange.shapes import Findings, Shape, Wrong
from portal.exchange.words import Line

YEARS = range(1900, 2200)


class Date(Shape):
    """A day: 2026-11-02, or counted from the day of loading in days or weeks: +3d, -6w, 0d."""

    expected = "a date (2026-11-02, or +3d, -6w)"

    def read(self, node: Node, place: Place, findings: Findings) -> date:
        if not isinstance(node, Scalar):
            raise self.refusal(node)
        counted = re.fullmatch(r"([+-]?[0-9]{1,4})([dw])", node.text)
        if counted and (counted[1][0] in "+-" or int(counted[1]) == 0):
            days = int(counted[1]) * (7 if counted[2] == "w" else 1)
            return findings.today + timedelta(days=days)
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", node.text):
            raise self.refusal(node)
        try:
            day = date.fromisoformat(node.text)
        except ValueError:
            raise Wrong(f"there is no day {quoted(node.text)}") from None
        if day.year not in YEARS:
            raise Wrong(f"the year {day.year} is not between {YEARS[0]} and {YEARS[-1]}")
        return day


class ClockTime(Shape):
    """A time of day like 09:00, from 00:00 to 23:59."""

    expected = "a time of day (09:00)"

    def read(self, node: Node, place: Place, findings: Findings) -> str:
        written = node.text if isinstance(node, Scalar) else ""
        found = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", written)
        if not found:
            raise self.refusal(node)
        if int(found[1]) > 23 or int(found[2]) > 59:
            raise Wrong(f"there is no time {quoted(written)}; a day has 00:00 to 23:59")
        return f"{int(found[1]):02}:{found[2]}"


@dataclass(frozen=True)
class Hours(Line):
    """Hours as people say them; written as 09:00-10:00 they must be times in order."""

    expected = "hours, like 09:00-10:00"

    def meant(self, written: str, place: Place, findings: Findings) -> str:
        found = re.fullmatch(
            r"([0-9]{1,2}:[0-9]{2})\s*[-–]\s*([0-9]{1,2}:[0-9]{2})", written.strip()
        )
        if not found:
            return written.strip()
        times = [
            ClockTime().read(Scalar(place.line, said, False), place, findings)
            for said in found.groups()
        ]
        begins, ends = times
        if begins >= ends:
            raise Wrong(f"{ends} is not after {begins}")
        return f"{begins}-{ends}"
