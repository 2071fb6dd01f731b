"""`portal load`: what it prints, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal import schema
from portal.cli import portal
from portal.db import engine_for
from portal.exchange.command import MOST_LINES
from tests.databases import BACKENDS, Databases
from tests.exchange.files import CASELOAD, EXAMPLES, changed


def run(url: str, monkeypatch: pytest.MonkeyPatch, *words: str | Path) -> Result:
    """Run the command on that database."""
    monkeypatch.setenv("PORTAL_DATABASE_URL", url)
    return CliRunner().invoke(portal, ["load", *map(str, words)], catch_exceptions=False)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_new_database_is_given_its_tables_and_filled(
    databases: Databases, monkeypatch: pytest.MonkeyPatch, backend: str
) -> None:
    url = databases.fresh(backend, empty=True)
    first = run(url, monkeypatch, *EXAMPLES)
    assert first.exit_code == 0
    assert "participants:           8 new" in first.output
    second = run(url, monkeypatch, *EXAMPLES)
    assert second.exit_code == 0
    assert second.output.endswith("Nothing changed.\n")
    databases.drop(url)


def test_a_wrong_file_ends_with_one_and_one_line_a_fault(
    database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "caseload.yaml"
    file.write_text(changed(CASELOAD, "doer: {staff: karin}", "doer: {staff: karim}"), "utf-8")
    ended = run(database_url, monkeypatch, EXAMPLES[0], file)
    assert ended.exit_code == 1
    assert ended.stdout == ""
    line = next(
        n for n, text in enumerate(file.read_text("utf-8").split("\n"), 1) if "karim" in text
    )
    step = "participants[0].plans[1].goals[1].sub_goals[0].steps[0].doer.staff"
    told = f'{file}:{line}: {step}: no staff member "karim"; did you mean "karin"?\n'
    assert ended.stderr == told


def test_a_file_with_very_many_faults_is_cut_short(
    database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "caseload.yaml"
    people = "".join(f"- {{key: {number}, nam: X}}\n" for number in range(100))
    file.write_text(f"format: caseload/1\nmunicipality: timra\nparticipants:\n{people}", "utf-8")
    ended = run(database_url, monkeypatch, EXAMPLES[0], file)
    assert ended.exit_code == 1
    assert len(ended.stderr.splitlines()) == MOST_LINES + 1
    assert ended.stderr.endswith("and 150 more\n")


def test_wrong_usage_ends_with_two(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("sqlite://", monkeypatch).exit_code == 2
    assert run("sqlite://", monkeypatch, "--twice").exit_code == 2


def test_an_older_schema_is_not_changed_unasked(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engine_for(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    ended = run(database_url, monkeypatch, *EXAMPLES)
    assert (ended.exit_code, ended.stderr) == (
        1,
        "the database has an older schema; run: portal migrate\n",
    )
    assert not schema.is_newest(engine)
    engine.dispose()


@pytest.mark.parametrize(
    "url", ["sqlite:////proc/nowhere/portal.db", "postgresql://x:secret@127.0.0.1:1/x", "portal.db"]
)
def test_a_database_that_cannot_be_used_is_one_line_without_its_password(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    ended = run(url, monkeypatch, *EXAMPLES)
    assert ended.exit_code == 1
    assert ended.stderr.startswith("PORTAL_DATABASE_URL: ")
    assert ended.stderr.count("\n") == 1
    assert "secret" not in ended.stderr
