"""A PDF made anew: a new file, into which of each page only what is drawn on it is copied.

So there is nothing to strip and nothing to forget: actions, scripts, files inside the file, forms, links and metadata
hang on parts that are not copied. What was written in a form is drawn on the page first (`shown_notes`).
"""

from __future__ import annotations

import logging
import zlib
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    EncodedStreamObject,
    IndirectObject,
    NameObject,
    NullObject,
    PdfObject,
    StreamObject,
)

from portal.messages.anew import jpegs
from portal.messages.anew.pdf_parts import part, several
from portal.messages.anew.pictures import Unreadable
from portal.messages.anew.shown_notes import drawn_notes

MOST_PAGES = 40
MOST_PARTS = 50_000
OF_A_PAGE = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group", "/Resources")
NOT_DRAWN = frozenset(
    {
        "/A", "/AA", "/AF", "/Alternates", "/Annots", "/EF", "/F", "/FDecodeParms", "/FFilter", "/JS",
        "/LastModified", "/Metadata", "/OC", "/OPI", "/Parent", "/PieceInfo", "/Properties", "/Ref",
        "/StructParent", "/StructParents", "/Thumb",
    }
)  # fmt: skip
"""What hangs on things that are drawn without being drawn itself."""
NAMED = frozenset(
    {"/CharProcs", "/ColorSpace", "/Colorants", "/ExtGState", "/Font", "/Pattern", "/XObject"}
)
"""Under these anything may be called anything: a font may be called «/A»."""
LARGEST_PICTURE = 40_000_000
"""Bytes of one picture in it that is packed twice."""


class Locked(Exception):
    """It wants a password."""


def anew(content: bytes) -> bytes:
    """The same pages in a new PDF. Raises `Locked`, or `Unreadable` when it is broken or has too many pages."""
    logging.getLogger("pypdf").disabled = True
    try:
        return _made(PdfReader(BytesIO(content)))
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError) as fault:
        raise Unreadable from fault
    except (RecursionError, MemoryError, ArithmeticError, zlib.error) as fault:
        raise Unreadable from fault


def _made(reader: PdfReader) -> bytes:
    if reader.is_encrypted:
        raise Locked
    if not 1 <= len(reader.pages) <= MOST_PAGES or _draws_itself(reader):
        raise Unreadable
    writer = PdfWriter()
    copier = Copier(writer)
    for page in reader.pages:
        made = writer.add_blank_page(page.mediabox.width, page.mediabox.height)
        for key in OF_A_PAGE:
            if key in page:
                made[NameObject(key)] = copier.copied(page.raw_get(key))
        made[NameObject("/Contents")] = copier.contents(page, made)
    writer.metadata = None
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _draws_itself(reader: PdfReader) -> bool:
    """Whether a program in it draws the pages (XFA): without that they say «please wait»."""
    return str(part(reader.root_object, "/NeedsRendering")).lower() == "true"


class Copier:
    """Copies what is drawn from one PDF into another, each part once."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._known: dict[int, IndirectObject] = {}
        self._count = 0

    def contents(self, page: DictionaryObject, made: DictionaryObject) -> ArrayObject:
        """What draws the page, and after it what stands in its forms and notes."""
        found = page.raw_get("/Contents") if "/Contents" in page else NullObject()
        parts = found.get_object()
        parts = parts if isinstance(parts, ArrayObject) else [found]
        drawn = [self.copied(one) for one in parts if isinstance(one.get_object(), StreamObject)]
        notes = drawn_notes(page, made, self.copied)
        return ArrayObject([self._script(b"q\n"), *drawn, self._script(b"\nQ\n" + notes)])

    def _script(self, content: bytes) -> IndirectObject:
        stream = EncodedStreamObject()
        stream._data = content
        return self._writer._add_object(stream)

    def copied(self, found: PdfObject, *, is_named: bool = False) -> PdfObject:
        """A part as it is to stand in the new file, with what it needs to be drawn."""
        self._count += 1
        if self._count > MOST_PARTS:
            raise Unreadable
        if isinstance(found, IndirectObject):
            return self._once(found.idnum, found.get_object(), is_named)
        if isinstance(found, StreamObject):
            return self._once(id(found), found, is_named)
        if isinstance(found, DictionaryObject):
            return self._filled(DictionaryObject(), found, is_named)
        if isinstance(found, ArrayObject):
            return ArrayObject(self.copied(one) for one in found)
        return found

    def _once(self, number: int, found: PdfObject | None, is_named: bool) -> PdfObject:
        """Parts refer to each other, also in circles: the new part is known before it is filled."""
        if number in self._known:
            return self._known[number]
        if isinstance(found, StreamObject):
            return self._stream(number, found)
        if isinstance(found, DictionaryObject):
            made = DictionaryObject()
            self._known[number] = self._writer._add_object(made)
            self._filled(made, found, is_named)
            return self._known[number]
        return self.copied(found) if found is not None else NullObject()

    def _stream(self, number: int, found: StreamObject) -> PdfObject:
        made = EncodedStreamObject()
        self._known[number] = self._writer._add_object(made)
        if part(found, "/Subtype") == "/PS":
            return self._known[number]
        self._filled(made, found, False)
        made._data = _pixels(found, made)
        return self._known[number]

    def _filled(
        self, made: DictionaryObject, found: DictionaryObject, is_named: bool
    ) -> DictionaryObject:
        for key in found:
            if is_named or key not in NOT_DRAWN:
                value = found.raw_get(key)
                made[NameObject(key)] = self.copied(value, is_named=not is_named and key in NAMED)
        return made


def _pixels(found: StreamObject, made: DictionaryObject) -> bytes:
    """What a stream holds; a photo in it without the notes of its camera."""
    content: bytes = found._data
    filters = several(part(found, "/Filter"))
    if filters == ["/FlateDecode", "/DCTDecode"]:
        content = zlib.decompressobj().decompress(content, LARGEST_PICTURE)
        made[NameObject("/Filter")] = NameObject("/DCTDecode")
        made.pop("/DecodeParms", None)
        filters = filters[1:]
    if filters == ["/DCTDecode"]:
        return jpegs.without_notes(content)
    if filters == ["/JPXDecode"]:
        return jpegs.without_boxes(content)
    return content
