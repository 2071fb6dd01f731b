"""Whom to ask instead, when an organisation does not do a thing."""

from __future__ import annotations

from collections.abc import Iterable

from portal.municipality.models import Organisation
from portal.writing import Writing

NAMES = {
    "economic-support": ("försörjningsstöd", "ekonomiskt bistånd"),
    "employment-subsidy": ("anställningsstöd", "lönebidrag"),
    "labour-market-programme": ("arbetsmarknadsprogram",),
    "sickness-benefit": ("sjukpenning",),
    "disability-benefit": ("sjukersättning", "aktivitetsersättning"),
}
"""What people in Sweden call the things that are decided about; national terms, the same in every municipality."""


def instead(text: Writing, organisations: Iterable[Organisation]) -> Organisation | None:
    """The organisation that decides about what this text names, if the municipality's file has one."""
    words = text.original.casefold()
    about = {key for key, names in NAMES.items() if any(name in words for name in names)}
    return next((one for one in organisations if about & set(one.decides_about)), None)
