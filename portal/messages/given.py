"""What she types in the form for a message, as it is shown again, kept as a draft, and sent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Given:
    """The form's fields; everything as typed."""

    body: str = ""
    subject: str = ""
    urgent: str = ""
    step: str = ""
    """The identity of the step that it is about."""
    meeting: str = ""
    about: str = ""
    """What she thinks is wrong (`about.PLACES`, or `message-` and a number)."""

    @property
    def is_urgent(self) -> bool:
        return self.urgent == "yes"
