"""Files as phones and those who mean harm send them; all of them made here."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    EncodedStreamObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

MAKER, PLACE = b"Telefonmakaren", 62.4869
RED, BLUE = (200, 0, 0), (0, 0, 200)


def encoded(picture: Image.Image, format_: str = "JPEG", **how: Any) -> bytes:
    written = io.BytesIO()
    picture.save(written, format_, **how)
    return written.getvalue()


def paper(wide: int = 1600, tall: int = 1200, colour: tuple[int, int, int] = RED) -> Image.Image:
    """A sheet whose left half has a colour and whose right half is white."""
    sheet = Image.new("RGB", (wide, tall), "white")
    sheet.paste(colour, (0, 0, wide // 2, tall))
    return sheet


def photo(*, held: int = 1, **how: Any) -> bytes:
    """A JPEG that says which phone took it, where, and how it was held (EXIF orientation)."""
    said = Image.Exif()
    said[0x010F] = MAKER.decode()
    said[0x0112] = held
    said.get_ifd(0x8825).update({1: "N", 2: (PLACE, 0.0, 0.0)})
    return encoded(paper(), exif=said, comment=b"hemlig", **how)


def noisy(wide: int, tall: int, much: int = 60) -> Image.Image:
    """As grainy as a photo in a dim kitchen, or with much noise one that hardly becomes smaller."""
    return Image.effect_noise((wide, tall), much).convert("RGB")


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def pdf(*, pages: int = 1, password: str | None = None) -> bytes:
    """A PDF with everything that should not be in one: actions, scripts, a file, a link, notes on who and where."""
    writer = PdfWriter()
    for _ in range(pages):
        page = writer.add_blank_page(200, 300)
        page[NameObject("/Resources")] = DictionaryObject(
            {
                NameObject("/XObject"): DictionaryObject({NameObject("/A"): _picture(writer)}),
            }
        )
        page[NameObject("/Contents")] = _stream(writer, b"q 100 0 0 100 20 20 cm /A Do Q", {})
        page[NameObject("/AA")] = _script("sidan")
        page[NameObject("/Annots")] = ArrayObject([_link(), _filled_in(writer)])
    writer.root_object[NameObject("/Names")] = DictionaryObject(
        {NameObject("/JavaScript"): _script("namnen")}
    )
    writer.add_attachment("virus.exe", b"MZ skadlig")
    writer.add_metadata({"/Author": "Amina Warsame"})
    writer.root_object[NameObject("/OpenAction")] = _script("katalogen")
    if password is not None:
        writer.encrypt(password, algorithm="AES-256")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _picture(writer: PdfWriter) -> Any:
    facts = {
        "/Type": NameObject("/XObject"),
        "/Subtype": NameObject("/Image"),
        "/Width": NumberObject(1600),
        "/Height": NumberObject(1200),
        "/ColorSpace": NameObject("/DeviceRGB"),
        "/BitsPerComponent": NumberObject(8),
        "/Filter": NameObject("/DCTDecode"),
        "/Metadata": _stream(writer, b"<x:xmpmeta>Telefonmakaren</x:xmpmeta>", {}),
    }
    return _stream(writer, photo(), facts)


def _filled_in(writer: PdfWriter) -> DictionaryObject:
    """A field of a form with a script, and in it what somebody wrote."""
    facts = {
        "/Type": NameObject("/XObject"),
        "/Subtype": NameObject("/Form"),
        "/BBox": _numbers(0, 0, 10, 10),
    }
    look = _stream(writer, b"0 0 1 rg 0 0 10 10 re f", facts)
    return DictionaryObject(
        {
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/V"): TextStringObject("i fältet"),
            NameObject("/Rect"): _numbers(100, 200, 160, 260),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): look}),
            NameObject("/AA"): _script("fältet"),
        }
    )


def _link() -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): _numbers(0, 0, 50, 50),
            NameObject("/A"): DictionaryObject(
                {
                    NameObject("/S"): NameObject("/URI"),
                    NameObject("/URI"): TextStringObject("https://skadlig.example"),
                }
            ),
        }
    )


def _script(where: str) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject(f"app.alert('{where}')"),
        }
    )


def _numbers(*numbers: int) -> ArrayObject:
    return ArrayObject(FloatObject(number) for number in numbers)


def _stream(writer: PdfWriter, content: bytes, facts: dict[str, Any]) -> Any:
    stream = EncodedStreamObject()
    stream._data = content
    stream.update({NameObject(key): value for key, value in facts.items()})
    return writer._add_object(stream)
