"""What every channel has in common: what it is given, and how it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from portal.notifications.texts import Words


class NotCarried(Exception):
    """The channel did not take it."""


class Retry(NotCarried):
    """Not now; perhaps later, `after` so long when the other side says so."""

    def __init__(self, after: timedelta | None = None) -> None:
        super().__init__("retry")
        self.after = after


class Silent(Retry):
    """The other side cannot be reached, and was told nothing: it is left alone for a while."""


class NotAsked(Retry):
    """The other side is being left alone: nothing was tried."""


class Unanswered(Exception):
    """It was handed over whole, and nobody said whether it was taken.

    It counts as carried: a notice is lost now and then rather than told twice, as people who were sent eight like SMS
    trust none of them.
    """


class Permanent(NotCarried):
    """Never: the other side says that this cannot be delivered."""


class Gone(Permanent):
    """The phone does not take notices any more."""


@dataclass(frozen=True)
class Attachment:
    """A file for her calendar, as a mail carries it (iTIP, RFC 5546)."""

    text: bytes
    method: str
    """REQUEST or CANCEL."""


@dataclass(frozen=True)
class Letter:
    """One notice on its way by one channel. The key is the same at each try, so that nobody gets it twice."""

    key: str
    about: str
    """A keyed hash of what it tells of: a newer one takes the older one's place."""
    words: Words
    lasts: timedelta
    is_urgent: bool = False
    attachment: Attachment | None = None
