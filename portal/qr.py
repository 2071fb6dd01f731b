"""A QR code as a picture inside the page: the way from one screen, or from paper, to the portal."""

from __future__ import annotations

import segno
from markupsafe import Markup


def picture(address: str) -> Markup:
    """An SVG of the address, dark on light in every colour scheme, and without style attributes (CSP)."""
    drawn = segno.make(address, error="m", micro=False)
    picture = drawn.svg_inline(
        scale=5, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    width, height = drawn.symbol_size(scale=5, border=4)
    picture = picture.replace(
        "<svg ", f'<svg viewBox="0 0 {width} {height}" ', 1
    )  # made smaller, it stays whole
    return Markup(picture)  # noqa: S704 (segno draws squares and nothing else)
