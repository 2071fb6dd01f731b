"""A note for translators stands with the text that it is about."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file

from portal.places import TEMPLATES

NOTE = re.compile(
    r"{# NOTE: ((?:(?!#}).)+) #}(?:(?!{# NOTE:).)*?{% trans[^%]*%}\s*(.+?)\s*{% (?:endtrans|pluralize)",
    re.DOTALL,
)
NOTED = sorted(path for path in TEMPLATES.rglob("*.html") if "{# NOTE:" in path.read_text("utf-8"))


@pytest.mark.parametrize("path", NOTED, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_every_note_reaches_the_text_that_follows_it(path: Path) -> None:
    written = {
        (note, re.sub(r"{{ (\w+) }}", r"%(\1)s", text))
        for note, text in NOTE.findall(path.read_text("utf-8"))
    }
    found = extract_from_file(
        "jinja2",
        str(path),
        keywords={"gettext": None, "ngettext": (1, 2)},
        comment_tags=("NOTE:",),
        strip_comment_tags=True,
    )
    reached = {
        (note, text if isinstance(text, str) else text[0])
        for _line, text, notes, _context in found
        for note in notes
    }
    assert reached == written and written
