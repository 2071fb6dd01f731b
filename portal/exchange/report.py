"""What a load did: how much was new, changed, unchanged or gone, kind by kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class Change(StrEnum):
    """What became of one thing that a file names."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    GONE = "removed"
    ENDED = "ended"
    KEPT = "no longer in the file, kept"
    OURS = "written here since, kept"
    """What staff have published or handed over in the portal is no longer the file's to change."""


@dataclass
class Report:
    """The counts of one load."""

    counts: dict[str, Counter[Change]] = field(default_factory=dict)

    def note(self, kind: str, change: Change, times: int = 1) -> None:
        """Count something; nothing is noted for zero times."""
        if times:
            self.counts.setdefault(kind, Counter())[change] += times

    @property
    def has_changes(self) -> bool:
        """Whether anything in the database is other than before."""
        still = {Change.UNCHANGED, Change.KEPT, Change.OURS}
        return any(count.keys() - still for count in self.counts.values())

    def lines(self) -> list[str]:
        """One line a kind, and a last one that says whether anything changed."""
        width = max(map(len, self.counts), default=0) + 2
        said = [
            f"{kind + ':':{width}}"
            + ", ".join(f"{count[key]} {key}" for key in Change if count[key])
            for kind, count in self.counts.items()
        ]
        return [*said, "Loaded." if self.has_changes else "Nothing changed."]
