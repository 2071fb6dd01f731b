"""What the tests of papers on pages share: a form with files as a browser sends it, and what was kept."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, stream_encode_multipart

from portal.messages.attachment_models import Attachment
from tests.browsing import Browser, Person
from tests.cast import Cast
from tests.messages import pictures_of_papers as sent

PAPER = sent.encoded(sent.paper(60, 40))
OTHER = sent.encoded(sent.paper(60, 40, sent.BLUE))


def post(
    browser: Browser, url: str, *files: bytes, as_: Person, key: str = "k", **fields: str
) -> TestResponse:
    """Send a form with files; what they are called says something else than what they are."""
    data: dict[str, Any] = {"key": key, **fields}
    data["papers"] = [
        FileStorage(io.BytesIO(one), "bild.exe", content_type="text/html") for one in files
    ] or [FileStorage(io.BytesIO(), "")]  # as a browser sends a field in which nothing was chosen
    content, _, boundary = stream_encode_multipart(data, use_tempfile=False)
    return browser.client(as_).post(
        url, data=content.read(), content_type=f'multipart/form-data; boundary="{boundary}"'
    )


def write(browser: Browser, cast: Cast, *files: bytes, **fields: str) -> TestResponse:
    return post(browser, "/messages", *files, as_=cast.amina, **fields)


def kept(db: Session) -> Sequence[Attachment]:
    asked = sa.select(Attachment).order_by(Attachment.position)
    found = db.scalars(asked.execution_options(populate_existing=True)).all()
    db.commit()
    return found


def address(db: Session, cast: Cast, *, staff: bool = False) -> str:
    return f"{'/staff' if staff else ''}/messages/papers/{kept(db)[0].id}"
