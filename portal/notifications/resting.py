"""Which channels do not answer, and how long each is left alone. Known to one worker, and only while it works.

What is not asked at all is no try of anybody's notice: an outage of hours uses nothing up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from portal.notifications.models import Channel

FIRST_REST, LONGEST_REST = timedelta(seconds=30), timedelta(minutes=5)
"""How long a channel that did not answer is not asked again, so that the other ways do not wait for it."""
IS_DOWN_AFTER = 3
"""After so many silences in a row it is down: whoever has opened another way is told by that one."""


@dataclass
class Rests:
    """The channels of a worker that did not answer."""

    _silences: dict[Channel, int] = field(default_factory=dict)
    _until: dict[Channel, datetime] = field(default_factory=dict)

    def left(self, channel: Channel, now: datetime) -> timedelta | None:
        """For how long it is still left alone; None when it may be asked."""
        until = self._until.get(channel)
        return until - now if until and until > now else None

    def is_down(self, channel: Channel) -> bool:
        """Whether it has been silent so often in a row that nobody should wait for it."""
        return self._silences.get(channel, 0) >= IS_DOWN_AFTER

    def silent(self, channel: Channel, now: datetime) -> None:
        """It did not answer: it rests, each time twice as long."""
        times = self._silences[channel] = self._silences.get(channel, 0) + 1
        rest = min(LONGEST_REST, FIRST_REST * 2 ** min(times - 1, 10))
        self._until[channel] = now + rest

    def answered(self, channel: Channel) -> None:
        """It said something, be it no."""
        self._silences.pop(channel, None)
        self._until.pop(channel, None)
