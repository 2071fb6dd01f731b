"""A photo made anew: its points, upright and of a useful size, and nothing else that was in the file."""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image, ImageOps

EDGE = 2000
"""Points of the longest edge: small print on an A4 page can still be read."""
QUALITY = 80
MOST_POINTS = 64_000_000
"""What a phone's camera may have; a JPEG is made small while it is read."""
MOST_POINTS_AT_ONCE = 25_000_000
"""The others are read whole before they are made small."""
WHITE = (255, 255, 255)


class Unreadable(Exception):
    """It is no picture, a broken one, or far too big."""


def anew(content: bytes) -> bytes:
    """The picture as a JPEG without any metadata. Of a moving picture the first one. Raises `Unreadable`."""
    Image.MAX_IMAGE_PIXELS = MOST_POINTS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _jpeg(_upright(content))
    except (OSError, ValueError, SyntaxError, MemoryError, EOFError, ArithmeticError) as fault:
        raise Unreadable from fault
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise Unreadable from fault


def _upright(content: bytes) -> Image.Image:
    """Turned as the camera was held, and made small while it is read where that is possible."""
    picture = Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
    if picture.format in {"PNG", "WEBP"} and picture.width * picture.height > MOST_POINTS_AT_ONCE:
        raise Unreadable
    picture.draft("RGB", (EDGE, EDGE))
    picture.seek(0)
    picture.load()
    plain = _without_depth(picture)
    plain.thumbnail((EDGE, EDGE), Image.Resampling.LANCZOS)
    plain.info = {}
    turned: Image.Image = ImageOps.exif_transpose(_with_turn(plain, picture))
    return turned


def _with_turn(plain: Image.Image, picture: Image.Image) -> Image.Image:
    """The plain picture, which still says how the camera was held and nothing more."""
    plain.getexif()[_ORIENTATION] = picture.getexif().get(_ORIENTATION, 1)
    return plain


_ORIENTATION = 0x0112


def _without_depth(picture: Image.Image) -> Image.Image:
    """In red, green and blue: what shines through lies on white paper, and sixteen bits become eight."""
    if picture.mode.startswith(("I", "F")):
        return picture.convert("I").point(lambda point: point * (1 / 256)).convert("RGB")
    if picture.has_transparency_data:
        above = picture.convert("RGBA")
        paper = Image.new("RGB", above.size, WHITE)
        paper.paste(above, mask=above.getchannel("A"))
        return paper
    return picture.convert("RGB")


def _jpeg(picture: Image.Image) -> bytes:
    """Written from the points alone: a picture that was opened brings its comments along."""
    bare = Image.frombytes("RGB", picture.size, picture.tobytes())
    written = BytesIO()
    bare.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()
