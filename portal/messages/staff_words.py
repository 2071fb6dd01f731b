"""What the staff's pages about messages say: Swedish only."""

from __future__ import annotations

from portal.messages import subjects

SUBJECTS = {
    subjects.MONEY: "Pengar",
    subjects.WORK: "Arbete",
    subjects.HEALTH_CARE: "Vård",
    subjects.MEETING: "Möte",
    subjects.OTHER: "Annat",
    subjects.CORRECTION: "Något är fel",
}


def subject(key: str) -> str:
    """What a thread is about; a subject that only this municipality has, as its file calls it."""
    return SUBJECTS.get(key, key)
