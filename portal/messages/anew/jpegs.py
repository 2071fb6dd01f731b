"""A JPEG or JPEG 2000 stream without what it says of the camera, the place and the hour: its points stay as they are.

Scanners and phones put a photo into a PDF with everything that the camera wrote into it.
"""

from __future__ import annotations

from collections.abc import Iterator

TELLING = frozenset({0xE1, 0xED, 0xFE})
"""Segments with EXIF and XMP, Photoshop's notes, comments. Others hold how the colours are to be read."""
START_OF_SCAN, END = 0xDA, b"\xff\xd9"
TELLING_BOXES = frozenset({b"uuid", b"xml ", b"uinf", b"jp2i"})
JPEG_2000 = b"\x00\x00\x00\x0cjP  "


def without_notes(content: bytes) -> bytes:
    """The JPEG without its notes, and without what follows its end. Raises `ValueError` when it is none."""
    if not content.startswith(b"\xff\xd8"):
        raise ValueError("no JPEG")
    kept, at = [b"\xff\xd8"], 2
    while content[at + 1] != START_OF_SCAN:
        if content[at] != 0xFF:
            raise ValueError("no segment of a JPEG")
        ends = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if ends >= len(content) - 1:
            raise ValueError("a JPEG without points")
        if content[at + 1] not in TELLING:
            kept.append(content[at:ends])
        at = ends
    stops = content.rfind(END)
    kept.append(content[at:stops] + END if stops > at else content[at:])
    return b"".join(kept)


def without_boxes(content: bytes) -> bytes:
    """The JPEG 2000 picture without its notes; a bare code stream has none. Raises `ValueError`."""
    if not content.startswith(JPEG_2000):
        return content
    return b"".join(box for kind, box in _boxes(content) if kind not in TELLING_BOXES)


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(content):
        size = int.from_bytes(content[at : at + 4])
        if size == 1:
            size = int.from_bytes(content[at + 8 : at + 16])
        ends = at + size if size else len(content)
        if not at + 8 <= ends <= len(content):
            raise ValueError("no box of a JPEG 2000")
        yield content[at + 4 : at + 8], content[at:ends]
        at = ends
