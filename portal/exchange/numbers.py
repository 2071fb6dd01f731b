"""Single values that are counted: whole numbers, and yes or no."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.exchange.document import Node, Scalar
from portal.exchange.faults import Place
from portal.exchange.shapes import Findings, Shape, Wanted, Wrong


@dataclass(frozen=True)
class Integer(Shape):
    """A whole number, not below `least` and not above `most`."""

    least: int = 0
    most: int = 1_000_000
    refers_to: str = ""
    expected = "a whole number"

    def read(self, node: Node, place: Place, findings: Findings) -> int:
        if not isinstance(node, Scalar) or not node.is_plain:
            raise self.refusal(node)
        if not re.fullmatch(r"[+-]?[0-9]{1,12}", node.text):
            raise self.refusal(node)
        number = int(node.text)
        if not self.least <= number <= self.most:
            raise Wrong(f"{number} is not between {self.least} and {self.most}")
        if self.refers_to:
            findings.wanted.append(Wanted(self.refers_to, str(number), place))
        return number


@dataclass(frozen=True)
class Number(Integer):
    """A whole number that names something, as SKR's classes are named."""

    kind: str = ""

    def read(self, node: Node, place: Place, findings: Findings) -> int:
        number = super().read(node, place, findings)
        findings.define(self.kind, str(number), place)
        return number


class Boolean(Shape):
    """Yes or no; `true` and `false` as well as `yes` and `no`."""

    expected = "true or false"
    WORDS = {"true": True, "yes": True, "false": False, "no": False}  # noqa: RUF012 (never changed)

    def read(self, node: Node, place: Place, findings: Findings) -> bool:
        if not isinstance(node, Scalar) or not node.is_plain or node.text.lower() not in self.WORDS:
            raise self.refusal(node)
        return self.WORDS[node.text.lower()]
