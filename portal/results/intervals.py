"""How sure a share is. Measures have few answers: without its uncertainty, a share says more than is known.

Wilson's interval for one share, and Newcombe's for the difference between two (R. Newcombe, Statistics in Medicine
17, 1998, pages 857 to 890, methods 3 and 10): both hold for few answers and for shares near none and all. Where very
many differences are looked at, they do not hold far enough out: whether one is more than chance is Fisher's exact test.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, sqrt
from statistics import NormalDist

CONFIDENCE = 0.95
"""Of a hundred intervals made so, ninety-five hold the true share."""
NOTHING = 1e-15
"""So small a part of a sum is no part of it."""


@dataclass(frozen=True)
class Share:
    """So many of so many, and between what the true share lies."""

    of_them: int
    number: int
    low: float
    high: float

    @property
    def value(self) -> float:
        return self.of_them / self.number


@dataclass(frozen=True)
class Difference:
    """How much larger one share is than another, and between what the true difference lies."""

    value: float
    low: float
    high: float
    is_sure: bool
    """Whether it is more than chance."""


def share(of_them: int, number: int, confidence: float = CONFIDENCE) -> Share:
    """So many of so many, with Wilson's interval. Raises `ValueError` for nobody, and for more than all."""
    if not 0 <= of_them <= number or number == 0:
        raise ValueError(f"{of_them} of {number} is no share")
    z = _z(confidence)
    rate, weight = of_them / number, z * z / number
    middle = (rate + weight / 2) / (1 + weight)
    width = z / (1 + weight) * sqrt(rate * (1 - rate) / number + weight / (4 * number))
    # At the ends the formula gives 0 and 1 but for the last digits.
    low = 0.0 if of_them == 0 else max(0.0, middle - width)
    high = 1.0 if of_them == number else min(1.0, middle + width)
    return Share(of_them, number, low, high)


def difference(one: Share, other: Share, confidence: float = CONFIDENCE) -> Difference:
    """How much larger the first share is; both are to have been made with this confidence."""
    apart = one.value - other.value
    down = sqrt((one.value - one.low) ** 2 + (other.high - other.value) ** 2)
    up = sqrt((one.high - one.value) ** 2 + (other.value - other.low) ** 2)
    return Difference(apart, apart - down, apart + up, by_chance(one, other) <= 1 - confidence)


def by_chance(one: Share, other: Share) -> float:
    """How often two shares lie so far apart when nothing differs but who happens to be in which group.

    Fisher's exact test, both ways: twice the smaller tail.
    """
    drawn, good, of_all = one.number, one.of_them + other.of_them, one.number + other.number
    tails = (_tail(one.of_them, drawn, good, of_all, step) for step in (-1, 1))
    return min(1.0, 2 * min(tails))


def _tail(found: int, drawn: int, good: int, of_all: int, step: int) -> float:
    """How often so many good ones, or still fewer (step -1) or more (step 1), are among those that are drawn."""
    part = exp(_ways(good, found) + _ways(of_all - good, drawn - found) - _ways(of_all, drawn))
    whole, least = part, of_all - good - drawn
    while part > whole * NOTHING:
        if step > 0:
            part *= (good - found) * (drawn - found) / ((found + 1) * (least + found + 1))
        else:
            part *= found * (least + found) / ((good - found + 1) * (drawn - found + 1))
        found += step
        whole += part
    return whole


def _ways(of_all: int, some: int) -> float:
    """The logarithm of in how many ways so many can be chosen."""
    return lgamma(of_all + 1) - lgamma(some + 1) - lgamma(of_all - some + 1)


def against_the_rest(
    groups: Sequence[tuple[int, int]], comparisons: int = 0
) -> list[Difference | None]:
    """For each group (so many of so many) how it differs from all others together; None where there are no others.

    Of twenty measures one would differ by chance alone: the more are compared, the surer each must be (Bonferroni).
    `comparisons` are all that stand on the same page, these and others: who reads it looks for one that differs.
    """
    confidence = 1 - (1 - CONFIDENCE) / max(1, len(groups), comparisons)
    all_of_them, all_number = sum(one for one, _ in groups), sum(number for _, number in groups)
    found: list[Difference | None] = []
    for of_them, number in groups:
        rest = all_number - number
        if number == 0 or rest == 0:
            found.append(None)
            continue
        other = share(all_of_them - of_them, rest, confidence)
        found.append(difference(share(of_them, number, confidence), other, confidence))
    return found


def _z(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)
