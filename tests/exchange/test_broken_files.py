"""Files that are wrong: each fault is named with its file, line and place, and nothing is half loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import schema
from portal.db import engine_for
from portal.exchange.faults import FileWrong
from portal.exchange.loading import load
from tests.exchange.caseload_faults import CASELOAD_FAULTS
from tests.exchange.files import CASELOAD, NOW, TIMRA, TODAY, Desk, changed
from tests.exchange.form_faults import FORM_FAULTS
from tests.exchange.municipality_faults import MUNICIPALITY_FAULTS
from tests.exchange.plan_faults import PLAN_FAULTS

FAULTS = [
    *((CASELOAD, CASELOAD_FAULTS), (CASELOAD, PLAN_FAULTS), (CASELOAD, FORM_FAULTS)),
    (TIMRA, MUNICIPALITY_FAULTS),
]
TABLE = [
    pytest.param(text, *fault, id=name) for text, faults in FAULTS for name, fault in faults.items()
]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk where both examples are loaded; the tests here never change anything."""
    folder = tmp_path_factory.mktemp("desk")
    engine = engine_for(f"sqlite:///{folder}/portal.db")
    schema.upgrade(engine)
    with Session(engine) as db:
        desk = Desk(engine, folder, db)
        desk.load(TIMRA, CASELOAD)
        yield desk
    engine.dispose()


def refused(desk: Desk, *texts: str | bytes) -> list[str]:
    """The lines with which files are refused; nothing may be changed by that."""
    before = desk.counts()
    with pytest.raises(FileWrong) as wrong:
        desk.load(*texts)
    assert desk.counts() == before
    return [str(fault) for fault in wrong.value.faults]


@pytest.mark.parametrize(("text", "old", "new", "path", "words"), TABLE)
def test_a_fault_is_named_with_its_line(
    full: Desk, text: str, old: str, new: str, path: str, words: str
) -> None:
    broken = changed(text, old, new)
    offset = text.index(old) + (new.index("§") if "§" in new else _first_difference(old, new))
    line = broken[:offset].count("\n") + 1
    lines = refused(full, broken.replace("§", ""))
    said = next((told for told in lines if words in told), None)
    assert said, lines
    name = re.escape(f"{full.folder}/file-0.yaml:{line}: " + (f"{path}: " if path else ""))
    assert re.match(name, said), (said, line)
    assert len(lines) == 1, lines


def _first_difference(old: str, new: str) -> int:
    same = [one == other for one, other in zip(old, new, strict=False)]
    return same.index(False) if False in same else 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ":1: the file is empty"),
        (b"# nothing but a comment\n", ":1: the file is empty"),
        (b"- a list\n", ":1: a mapping"),
        (b"municipality: timra\n", ':1: "format" is missing'),
        (b"format: caseload/1\nmunicipality: timr\xe5\n", ":2: this is not UTF-8"),
        (b"format: caseload/1\nmunicipality: \x01\n", ":2: a control character (U+0001)"),
        (b"format: " + b"[" * 100_000, ":1: this is nested more than"),
        (b"".join(b" " * n + b"a:\n" for n in range(500)), ": this is nested more than"),
        (b"a: &a [x]\nb: [*a, *a]\n", ":2: the alias *a"),
        (b"&a [*a]\n", ":1: the alias *a"),
        (b'format: caseload/1\nmunicipality: "\\ud800"\n', ":2: this is not YAML"),
        (b'format: caseload/1\nmunicipality: "\\Uffffffff"\n', ":2: this is not YAML"),
        (b"%YAML 9.9\n---\nformat: caseload/1\n", ": this is not YAML"),
        (b"? [a]\n: b\nformat: caseload/1\nmunicipality: timra\n", ":1: a key must be a text"),
    ],
)
def test_what_is_no_file_of_ours_is_refused_in_one_line(
    full: Desk, content: bytes, words: str
) -> None:
    lines = refused(full, content)
    assert len(lines) == 1
    assert words in lines[0]


def test_a_byte_order_mark_is_no_fault(full: Desk) -> None:
    assert not full.load(b"\xef\xbb\xbf" + CASELOAD.encode()).has_changes


def test_every_fault_is_named_at_once_in_the_order_of_the_lines(full: Desk) -> None:
    broken = changed(CASELOAD, "stage: assess", "stage: asses")
    broken = changed(broken, "language: uk", "language: uk!")
    broken = changed(broken, "role: unit-manager", "role: manager")
    lines = refused(full, broken)
    assert [line.split(": ")[1] for line in lines] == [
        "staff[5].role",
        "participants[3].language",
        "participants[3].stage",
    ]


def test_a_file_that_cannot_be_read_hides_no_fault_of_another(full: Desk) -> None:
    lines = refused(full, "format: [", changed(CASELOAD, "language: uk", "language: uk!"))
    assert len(lines) == 2


def test_a_caseload_without_its_municipality_is_refused(desk: Desk) -> None:
    assert "no municipality is loaded yet" in refused(desk, CASELOAD)[0]


def test_nothing_is_half_loaded_on_either_database(timra: Desk) -> None:
    assert len(refused(timra, changed(CASELOAD, "language: uk", "language: uk!"))) == 1


@pytest.mark.parametrize("path", ["nowhere.yaml", "/", "a\0b", "/dev/zero"])
def test_what_cannot_be_opened_is_named(full: Desk, path: str) -> None:
    with pytest.raises(FileWrong, match=r"no such file|a folder|not a file's name|larger than"):
        load(full.engine, [Path(path)], today=TODAY, now=NOW)


def test_a_demand_follows_the_track_that_is_stored(full: Desk) -> None:
    broken = changed(CASELOAD, "    track: occupation  ", "    # ")
    broken = changed(
        broken, "social-psychiatry}], kind: agreed", "social-psychiatry}], kind: required"
    )
    assert "carries no demands" in refused(full, broken)[0]


def test_the_engine_of_a_refused_load_is_free_again(full: Desk) -> None:
    refused(full, "format: caseload/2")
    with full.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT 1")).scalar() == 1
