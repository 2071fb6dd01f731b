"""Hours in a form: from one time of day to another, and the hours at which somebody can be reached."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from portal.facts.fields import Around, Line, Time, Typed, Unfit, clock_time


@dataclass(frozen=True)
class TimeSpan(Time):
    """Two times of day, the earlier one first; both or none."""

    shape = "times"

    def as_typed(self, row: Any) -> dict[str, list[str]]:
        return {self.name: [str(end) for end in self.stored(row) or ("", "")]}

    def read(self, typed: Typed, around: Around) -> Any:
        ends = [clock_time(text.strip()) for text in list(typed.get(self.name, ()))[:2]]
        if not any(ends):
            return None
        if len(ends) < 2 or not ends[0] or not ends[1] or ends[0] >= ends[1]:
            raise Unfit("Skriv två klockslag. Det första ska vara tidigare än det andra.")
        return ends


@dataclass(frozen=True)
class Hours(Line):
    """Hours as people say them. Written as two times they must be times in order, as in a file."""

    def read(self, typed: Typed, around: Around) -> str | None:
        said = Line.read(self, typed, around)
        found = re.fullmatch(
            r"([0-9]{1,2}[:.][0-9]{2})\s*[-–]\s*([0-9]{1,2}[:.][0-9]{2})", said or ""
        )
        if not found:
            return said
        begins, ends = (clock_time(text) or "" for text in found.groups())
        if begins >= ends:
            raise Unfit("Den andra tiden ska vara senare än den första.")
        return f"{begins}-{ends}"
