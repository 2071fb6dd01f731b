"""What kind of file some bytes are, by their content: neither a name nor what the sender says counts."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What may be sent."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"


def kind_of(content: bytes) -> Kind | None:
    """The kind that a file begins as, or None. That it also is one is found out by reading all of it."""
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return Kind.WEBP
    if content.startswith(b"%PDF-"):
        return Kind.PDF
    return None
