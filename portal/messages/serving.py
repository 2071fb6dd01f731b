"""Giving a paper to whoever may have it: as a file to keep, never as a part of a page."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask.typing import ResponseReturnValue

from portal.messages import paper_files
from portal.messages.attachment_models import Attachment, AttachmentState
from portal.messages.papers import ENDINGS
from portal.messages.storage import Gone
from portal.pages import page


def name_of(paper: Attachment) -> str:
    """What the file is called on her phone: it says nothing of what is on it, nor from whom."""
    return f"papper-{paper.position}.{ENDINGS[paper.content_type]}"


def served(paper: Attachment, template: str, **context: Any) -> ResponseReturnValue:
    """The file, or the page that says why there is none and what to do."""
    if paper.state is not AttachmentState.READY:
        return page(template, paper=paper, **context)
    try:
        content = paper_files.files().get(paper.id)
    except Gone:  # a copy was put back without it
        return page(template, paper=paper, **context)
    return Response(
        content,
        content_type=paper.content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name_of(paper)}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store, private",
        },
    )
