"""What each visitor is answered at an address."""

from __future__ import annotations

from dataclasses import dataclass, field

from portal import clock

TODAY = clock.today().isoformat()


@dataclass(frozen=True)
class Row:
    """What each visitor is answered: nobody, Amina, Bashir (a stranger), Karin (hers), Lars (not hers)."""

    nobody: int
    amina: int
    bashir: int
    karin: int
    lars: int
    form: dict[str, str] = field(default_factory=dict)


def everybody(status: int, **form: str) -> Row:
    return Row(status, status, status, status, status, form)


def participants(status: int = 200, **form: str) -> Row:
    """Any participant, about herself; nobody is shown the way in, staff are refused."""
    return Row(303, status, status, 403, 403, form)


def hers(status: int = 200, **form: str) -> Row:
    """Amina's own thing: for Bashir it does not exist."""
    return Row(303, status, 404, 403, 403, form)


def administrators() -> Row:
    """Neither Karin nor Lars is one: to them it does not exist."""
    return Row(303, 403, 403, 404, 404)


Matrix = dict[tuple[str, str], Row]
"""By method and endpoint."""
