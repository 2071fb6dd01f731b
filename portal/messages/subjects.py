"""What a message is about, which decides who gets it: the subjects of her contacts, a meeting, or anything else."""

from __future__ import annotations

from collections.abc import Iterable

from portal.people.models import Assignment

MONEY, WORK, HEALTH_CARE, MEETING, OTHER = "money", "work", "health-care", "meeting", "other"
CORRECTION = "correction"
"""She thinks that something is wrong here: not chosen in the list, but where the thing stands."""
USUAL = (MONEY, WORK, HEALTH_CARE)
ALWAYS = (MEETING, OTHER)


def offered(contacts: Iterable[Assignment]) -> list[str]:
    """The subjects that she may choose among: the usual ones, those of her own contacts, and the two that are always
    there. «Other» is the last."""
    of_hers = [key for one in contacts for key in one.about]
    return list(dict.fromkeys((*USUAL, *of_hers, *ALWAYS)))


def chosen(typed: str, contacts: Iterable[Assignment]) -> str:
    """The subject that was chosen, or `OTHER`: nothing that she writes is refused for want of a subject."""
    return typed if typed in {*offered(contacts), CORRECTION} else OTHER
