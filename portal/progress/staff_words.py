"""What the staff's page about progress says: Swedish only, in the third person where her own words say «du»."""

from __future__ import annotations

from portal.municipality.models import RatingIndicator
from portal.progress.rating import HERS

ABOUT_HER = {
    "own-belief": "Deltagarens tro på att få jobb eller studera",
    "caseworker-belief": "Tror du att deltagaren kommer i arbete eller studier?",
}


def staff_name(indicator: RatingIndicator) -> str:
    """What staff call a question: by the municipality's name, unless that speaks to her."""
    return ABOUT_HER.get(indicator.key, indicator.name.original)


def is_for_staff_only(indicator: RatingIndicator) -> bool:
    """Whether she is never asked it, and never shown what was answered."""
    return indicator.rated_by != HERS
