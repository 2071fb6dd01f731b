"""What the benchmark serves: a bare Flask page from one SQLAlchemy query, and the portal beside it."""

from __future__ import annotations

import os
from uuid import uuid4

import sqlalchemy as sa
from flask import Flask, render_template_string
from flask_compress import Compress
from sqlalchemy.orm import Session

from portal import clock, create_app
from portal.db import engine_for, reading, transaction
from portal.meetings.models import CalendarFeed
from portal.places import STATIC
from portal.plan.models import Step
from portal.settings import Settings

URL = os.environ["BENCH_DATABASE_URL"]
LIST = "{% for step in steps %}<li>{{ step.text.original }}</li>{% endfor %}"
PAGE = f"""<!doctype html><html lang="sv"><title>Plan</title><h1>Plan</h1><ul>{LIST}</ul></html>"""
STYLED = f"""<!doctype html><html lang="sv"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Plan</title>
<link rel="stylesheet" href="/static/portal.css"><script src="/static/htmx.min.js" defer></script>
<h1>Plan</h1><ul>{LIST}</ul></html>"""

app = Flask("floor", static_folder=str(STATIC))
app.config.update(COMPRESS_ALGORITHM=["br"], COMPRESS_MIN_SIZE=400)
Compress(app)
writing = engine_for(URL)
engine = reading(writing)


def _steps(template: str) -> str:
    with Session(engine) as db:
        return render_template_string(template, steps=db.scalars(sa.select(Step).limit(3)).all())


@app.get("/")
def show() -> str:
    """Three steps in a list."""
    return _steps(PAGE)


@app.post("/keep")
def keep() -> str:
    """One row written, on the same settings: on the disk before it is answered."""
    with transaction(writing) as db:
        db.add(CalendarFeed(token_hash=uuid4().hex, made_at=clock.now()))
    return "kept"


@app.get("/styled")
def styled() -> str:
    """The same with a style sheet and a deferred htmx, for the thin link."""
    return _steps(STYLED)


portal = create_app(Settings(secret_key=os.environ["BENCH_SECRET"], database_url=URL))
