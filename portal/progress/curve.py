"""The picture of one question over time: points and the line between them, for SVG. Pure.

Time runs from the side on which the reader begins to read: to the right in Swedish, to the left in Arabic. The
times she rated stand equally far apart, one step along for each; the words beside the picture say the days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.progress.models import Level

WIDTH, HEIGHT = 72, 40
MARGIN = 6
A_STEP = 8


@dataclass(frozen=True)
class Curve:
    """A line through the points, broken where she passed the question over."""

    path: str
    """What `d` of a path says."""
    last: tuple[int, int] | None
    """The point of the last time she rated; None when she passed it over then."""


def curve(said: Sequence[Level | None], *, from_the_right: bool = False) -> Curve:
    """The curve of what she said, the first time first. Higher is easier, or more."""
    points = [
        (_across(number, len(said), from_the_right), HEIGHT + A_STEP // 2 - A_STEP * level)
        if level is not None
        else None
        for number, level in enumerate(said)
    ]
    path, before = "", None
    for point in points:
        if point:
            path += f"{'L' if before else 'M'}{point[0]} {point[1]}"
            path += "" if before else "h0"  # a point alone is drawn as a dot
        before = point
    return Curve(path, points[-1] if points else None)


def _across(number: int, many: int, from_the_right: bool) -> int:
    """How far from the left the so-manieth time stands."""
    along = round((WIDTH - 2 * MARGIN) * number / (many - 1)) if many > 1 else 0
    return WIDTH - MARGIN - along if from_the_right else MARGIN + along
