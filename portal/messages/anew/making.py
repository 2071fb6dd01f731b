"""What the process does that makes one paper anew: reads it, says what became of it, and ends.

On standard input comes the file; on standard output goes one line that says what it is, and after it the new file.
"""

from __future__ import annotations

import resource
import sys
from contextlib import suppress
from enum import StrEnum

from portal.messages.anew.kinds import Kind, kind_of

MOST_MEMORY = 600_000_000
"""Bytes of address space: a JPEG of 64 million points fits."""
MOST_SECONDS = 10
"""Of the processor's time; a usual photo takes less than one."""


class Became(StrEnum):
    """What a file became."""

    JPEG = "jpeg"
    PDF = "pdf"
    UNKNOWN = "unknown"
    """Neither a picture nor a PDF, by its content."""
    LOCKED = "locked"
    """A PDF that wants a password."""
    BROKEN = "broken"
    """It cannot be read, or would take far too much to read."""


def main() -> None:
    """Make what comes in anew."""
    _limit()
    became, content = made(sys.stdin.buffer.read())
    sys.stdout.buffer.write(became.encode() + b"\n" + content)


def made(content: bytes) -> tuple[Became, bytes]:
    """What the file became, and the new file. Pillow and pypdf are loaded for what they can read only."""
    kind = kind_of(content)
    if kind is None:
        return Became.UNKNOWN, b""
    return _pdf(content) if kind is Kind.PDF else _picture(content)


def _picture(content: bytes) -> tuple[Became, bytes]:
    from portal.messages.anew import pictures

    try:
        return Became.JPEG, pictures.anew(content)
    except pictures.Unreadable:
        return Became.BROKEN, b""


def _pdf(content: bytes) -> tuple[Became, bytes]:
    from portal.messages.anew import pdfs
    from portal.messages.anew.pictures import Unreadable

    try:
        return Became.PDF, pdfs.anew(content)
    except pdfs.Locked:
        return Became.LOCKED, b""
    except Unreadable:
        return Became.BROKEN, b""


def _limit() -> None:
    """Little memory, little time, and no file written: for a file that was made to do harm."""
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # macOS knows no limit of memory
            resource.setrlimit(what, (most, most))
