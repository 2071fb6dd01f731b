"""Of a paper that is sent only what it shows is kept, whatever else was in the file."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, EncodedStreamObject, NameObject

from portal.messages import remaking
from portal.messages.anew import jpegs, making, pdfs, pictures
from portal.messages.anew.making import Became
from portal.messages.remaking import remade
from tests.messages import pictures_of_papers as sent


def kept(content: bytes) -> Image.Image:
    became, new = remade(content)
    assert became is Became.JPEG
    return sent.opened(new)


def test_where_and_with_which_phone_it_was_taken_is_gone() -> None:
    _, new = remade(sent.photo())
    picture = sent.opened(new)
    assert not dict(picture.getexif())
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for told in (sent.MAKER, b"hemlig", b"Exif"):
        assert told not in new


@pytest.mark.parametrize(
    ("held", "red_at"), [(1, (0.1, 0.5)), (3, (0.9, 0.5)), (6, (0.5, 0.1)), (8, (0.5, 0.9))]
)
def test_it_is_upright_however_she_held_the_phone(held: int, red_at: tuple[float, float]) -> None:
    picture = kept(sent.photo(held=held))
    red, _, blue = _point(picture, *red_at)
    assert red > blue + 100
    assert (picture.width > picture.height) == (held < 5)


def test_it_is_made_small_and_its_small_print_can_still_be_read() -> None:
    assert max(kept(sent.encoded(sent.paper(4000, 3000))).size) == pictures.EDGE
    assert kept(sent.encoded(sent.paper(40, 30))).size == (40, 30)


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_scanners_colours_become_a_screens(mode: str) -> None:
    assert kept(sent.encoded(sent.paper(60, 40).convert(mode))).mode == "RGB"


@pytest.mark.parametrize("mode", ["1", "P", "I;16"])
def test_pictures_with_few_or_many_colours_can_be_seen(mode: str) -> None:
    white = Image.new(mode, (40, 30), 60_000 if mode == "I;16" else 1)
    if mode == "P":
        white.putpalette([0, 0, 0, 255, 255, 255])
    assert min(_point(kept(sent.encoded(white, "PNG")), 0.5, 0.5)) > 200


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_shines_through_lies_on_white_paper(kind: str) -> None:
    clear = Image.new("RGBA", (40, 30), (0, 0, 0, 0))
    assert min(_point(kept(sent.encoded(clear, kind)), 0.5, 0.5)) > 250


def test_of_a_moving_picture_the_first_is_kept() -> None:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue")]
    moving = sent.encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:])
    red, _, blue = _point(kept(moving), 0.5, 0.5)
    assert red > blue


def test_a_photo_that_is_a_page_too_is_only_a_photo_afterwards() -> None:
    page = b"<html><script>alert(1)</script>"
    _, new = remade(sent.photo() + page)
    assert page not in new


@pytest.mark.parametrize(
    "content",
    [
        sent.encoded(sent.paper(40, 30), "GIF"),  # whatever its name says
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"PK\x03\x04" + bytes(100),
        b"<html>" + sent.photo(),
        b"MZ" + bytes(100),
        b"",
    ],
    ids=["gif", "svg", "zip", "html before jpeg", "program", "empty"],
)
def test_what_is_neither_photo_nor_pdf_is_not_read_at_all(content: bytes) -> None:
    assert remade(content) == (Became.UNKNOWN, b"")


@pytest.mark.parametrize(
    "content",
    [
        sent.photo()[:4000],
        b"\xff\xd8\xff" + os.urandom(500),
        b"\x89PNG\r\n\x1a\n" + os.urandom(500),
        b"RIFF\x00\x00\x00\x00WEBP" + os.urandom(500),
        b"%PDF-1.7\n" + os.urandom(500),
        b"%PDF-1.7\n%%EOF",
        sent.pdf()[:3000],
    ],
    ids=["half", "jpeg", "png", "webp", "pdf", "empty pdf", "half pdf"],
)
def test_what_is_broken_is_refused(content: bytes) -> None:
    assert remade(content) == (Became.BROKEN, b"")


@pytest.mark.parametrize(
    "bomb",
    [
        sent.encoded(Image.new("1", (20_000, 20_000)), "PNG"),
        sent.encoded(Image.new("1", (6_000, 5_000)), "PNG"),
    ],
    ids=["400 million points", "30 million points that cannot be read in parts"],
)
def test_a_small_file_that_unfolds_to_a_huge_picture_is_refused(bomb: bytes) -> None:
    assert len(bomb) < 100_000
    assert remade(bomb) == (Became.BROKEN, b"")


def test_a_decoder_that_hangs_eats_or_falls_takes_nobody_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for harm in ("while True: pass", "import os; os.abort()", "print('jpeg'); raise SystemExit(3)"):
        monkeypatch.setattr(remaking, "BEGIN", harm)
        monkeypatch.setattr(remaking, "LONGEST", 1)
        assert remade(b"x") == (Became.BROKEN, b"")


def test_the_process_has_little_memory_and_writes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited = remaking.BEGIN.replace("main()", "making._limit(); {}").replace(
        "from portal.messages.anew.making import main", "from portal.messages.anew import making"
    )
    for harm in ("bytearray(700_000_000)", f"open('{tmp_path}/x', 'wb', 0).write(b'x')"):
        monkeypatch.setattr(remaking, "BEGIN", limited.format(harm) + "; print('jpeg')")
        assert remade(b"x") == (Became.BROKEN, b"")
    monkeypatch.setattr(remaking, "BEGIN", limited.format("pass") + "; print('jpeg')")
    assert remade(b"x") == (Became.JPEG, b"")


def test_one_is_made_at_a_time_and_who_waits_too_long_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(remaking, "WAITS", 0.01)
    with remaking.AT_A_TIME, pytest.raises(remaking.Busy):
        remade(sent.photo())
    assert remade(sent.photo())[0] is Became.JPEG


def test_a_pdf_keeps_what_is_drawn_and_loses_what_acts() -> None:
    became, new = remade(sent.pdf(pages=2))
    assert became is Became.PDF
    for harm in (b"/JS", b"/JavaScript", b"/OpenAction", b"/AA", b"/URI", b"/Annots", b"/AcroForm",
                 b"/EmbeddedFile", b"/Names", b"/Metadata", b"/Info", b"virus", b"Amina", b"alert",
                 b"i f", sent.MAKER, b"Exif", b"hemlig"):  # fmt: skip
        assert harm not in new, harm
    reader = PdfReader(io.BytesIO(new))
    assert len(reader.pages) == 2
    [shown] = [one for one in reader.pages[0].images if one.name.startswith("A")]
    assert shown.image and shown.image.size == (1600, 1200)


def test_what_was_filled_in_is_drawn_where_it_stood() -> None:
    _, new = remade(sent.pdf())
    page = PdfReader(io.BytesIO(new)).pages[0]
    words = page.get_contents().get_data().decode()  # type: ignore[union-attr]
    assert "q 6.00000 0.00000 0.00000 6.00000 100.00000 200.00000 cm /Note1 Do Q" in words


def test_a_pdf_with_a_password_is_refused_and_named() -> None:
    assert remade(sent.pdf(password="hemligt")) == (Became.LOCKED, b"")
    assert remade(sent.pdf(password="")) == (Became.LOCKED, b"")


def test_a_pdf_with_too_many_pages_is_refused() -> None:
    assert remade(sent.pdf(pages=pdfs.MOST_PAGES + 1)) == (Became.BROKEN, b"")


def test_a_photo_inside_a_pdf_loses_only_its_notes() -> None:
    photo = sent.photo()
    bare = jpegs.without_notes(photo)
    assert len(bare) < len(photo)
    assert sent.opened(bare).tobytes() == sent.opened(photo).tobytes()
    assert not dict(sent.opened(bare).getexif())
    assert b"efter slutet" not in jpegs.without_notes(photo + b"efter slutet")
    for wrong in (b"", b"\xff\xd8", b"\xff\xd8\xff\xe1\xff\xff", photo[:30]):
        with pytest.raises((ValueError, IndexError)):
            jpegs.without_notes(wrong)


def test_a_jpeg_2000_loses_its_notes_too() -> None:
    picture = sent.encoded(sent.paper(40, 30), "JPEG2000")
    noted = picture + (8 + 6).to_bytes(4) + b"uuid" + b"hemlig"
    assert jpegs.without_boxes(noted) == picture
    with pytest.raises(ValueError, match="box"):
        jpegs.without_boxes(picture + (3).to_bytes(4) + b"uuid")


def test_a_picture_that_is_packed_twice_is_unpacked_once() -> None:
    packed = zlib.compress(sent.photo())
    stream = EncodedStreamObject()
    stream._data = packed
    both = ArrayObject([NameObject("/FlateDecode"), NameObject("/DCTDecode")])
    stream[NameObject("/Filter")] = both
    made = EncodedStreamObject()
    assert sent.MAKER not in pdfs._pixels(stream, made)
    assert str(made["/Filter"]) == "/DCTDecode"


def test_nothing_of_it_is_loaded_by_the_portal_itself() -> None:
    code = "import portal, sys; print([m for m in ('PIL', 'pypdf') if m in sys.modules])"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert making.made(b"?") == (Became.UNKNOWN, b"")


def _point(picture: Image.Image, x: float, y: float) -> tuple[int, int, int]:
    at = (int(x * picture.width), int(y * picture.height))
    found = picture.convert("RGB").getpixel(at)
    assert isinstance(found, tuple)
    red, green, blue = found
    return int(red), int(green), int(blue)
