"""The demo's photographed paper: a letter from nobody, drawn here, that says itself that it is invented."""

from __future__ import annotations

from io import BytesIO

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.messages import papers
from portal.messages.models import Message, MessageKind, Thread
from portal.messages.papers import Form, Made
from portal.messages.storage import Files
from portal.operations.demo_meetings import PREFIX
from portal.people.models import Participant

WHOSE, SUBJECT = "P-1001", "health-care"
LETTER = (
    (52, "EXEMPEL, INGET RIKTIGT BREV"),
    (34, "Exempelcentralen"),
    (34, "Exempelgatan 0, Ingenstans"),
    (34, ""),
    (40, "Tid till doktorn om din rygg"),
    (34, "Ta med brevet."),
    (34, ""),
    (34, "Ingenting i brevet finns."),
)
"""Without å, ä and ö: the letters that Pillow brings along have none."""


def add(db: Session, files: Files) -> None:
    """Put the letter with what she wrote about her back, unless it is there."""
    message = db.scalar(
        sa.select(Message)
        .join(Message.thread)
        .join(Thread.participant)
        .where(
            Participant.key == WHOSE,
            Thread.subject == SUBJECT,
            Message.kind == MessageKind.FROM_HER,
            Message.form_key.startswith(PREFIX),
        )
        .order_by(Message.number)
        .limit(1)
    )
    if message is None or message.attachments:
        return
    photo = _photo()
    form = Form(message.thread.participant, None, f"{PREFIX}paper")
    made = Made(papers.digest(photo), "image/jpeg", photo)
    papers.take_in(db, files, form, [made], is_scanned=False, now=message.sent_at)
    for paper in papers.unsent(db, form):
        paper.message_id = message.id


def _photo() -> bytes:
    """The letter on a table, held a little askew."""
    from PIL import Image, ImageDraw, ImageFont

    sheet = Image.new("RGB", (900, 1200), (252, 251, 246))
    pen, y = ImageDraw.Draw(sheet), 110
    for size, words in LETTER:
        pen.text((90, y), words, fill=(40, 40, 46), font=ImageFont.load_default(size))
        y += size + 34
    table = Image.new("RGB", (1200, 1600), (122, 92, 66))
    turned = sheet.convert("RGBA").rotate(3, Image.Resampling.BICUBIC, expand=True)
    table.paste(turned, (120, 160), turned)
    written = BytesIO()
    table.save(written, "JPEG", quality=70)
    return written.getvalue()
