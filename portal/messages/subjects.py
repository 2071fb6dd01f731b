"""What a message is about, which decides who gets it: the subjects of her contacts, a meeting, or anything else."""

from __future__ import annotations

from collections.abc import Iterable

from portal.people.models import Assignment

MONEY, WORK, HEALTH_CARE, MEETING, OTHER = "money", "work", "health-care", "meeting", "other"
CORRECTION = "correction"
"""She thinks that something is wrong here: not chosen in the list, but where the thing stands."""
NEW_CONTACT = "new-contact"
"""She wants another contact person: it does not stand with the one she has (`new_contact`), nor in the list."""
OF_THEIR_OWN = frozenset({CORRECTION, NEW_CONTACT})
"""What she writes about from a place of its own, where there is nothing else to choose."""
USUAL = (MONEY, WORK, HEALTH_CARE)
ALWAYS = (MEETING, OTHER)


def offered(contacts: Iterable[Assignment]) -> list[str]:
    """The subjects that she may choose among: the usual ones, those of her own contacts, and the two that are always
    there. «Other» is the last."""
    of_hers = [key for one in contacts for key in one.about]
    return list(dict.fromkeys((*USUAL, *of_hers, *ALWAYS)))


def chosen(typed: str, contacts: Iterable[Assignment]) -> str:
    """The subject that was chosen, or `OTHER`: nothing that she writes is refused for want of a subject."""
    return typed if typed in {*offered(contacts), *OF_THEIR_OWN} else OTHER
