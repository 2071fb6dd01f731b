"""A ninth language is one folder and one line: they are added to a copy of the tree, and the portal speaks it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

from portal.i18n import TABLE
from portal.translating import DOMAINS
from tests import commands
from tests.visiting import Visitor


@dataclass(frozen=True)
class Added:
    """A language that the portal does not have, and the line that gives it one."""

    code: str
    dir: str
    endonym: str

    @property
    def line(self) -> str:
        return f'    Language("{self.code}", "{self.code}", "{self.endonym}", "ett nytt språk"),\n'


ADDED = [Added("fi", "ltr", "Suomi"), Added("ps", "rtl", "پښتو")]


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree with a folder and a line more for each language."""
    tree = tmp_path_factory.mktemp("grown")
    for name in ("portal", "templates", "static", "translations"):
        leave_out = shutil.ignore_patterns("__pycache__")
        shutil.copytree(commands.ROOT / name, tree / name, ignore=leave_out)
    for name in ("hatch_build.py", "pyproject.toml"):
        shutil.copy(commands.ROOT / name, tree / name)
    for language in ADDED:
        (tree / "translations" / language.code / "LC_MESSAGES").mkdir(parents=True)
    _add_lines(tree / "portal" / "i18n.py")
    _run("-m", "portal.translating", tree=tree)
    for language in ADDED:
        for domain in DOMAINS:
            _translate(tree / "translations" / language.code / "LC_MESSAGES" / f"{domain}.po")
    _run("hatch_build.py", tree=tree)
    return tree


def _add_lines(file: Path) -> None:
    table = file.read_text(encoding="utf-8")
    last = f'    Language("{TABLE[-1].code}", '
    before, after = table.split(last)
    rest = after.partition("\n")
    lines = "".join(language.line for language in ADDED)
    file.write_text(f"{before}{last}{rest[0]}\n{lines}{rest[2]}", encoding="utf-8")


def _run(*command: str, tree: Path) -> None:
    subprocess.run(
        [sys.executable, *command], cwd=tree, env=commands.environment(PYTHONPATH=str(tree)),
        capture_output=True, check=True,
    )  # fmt: skip


def _translate(file: Path) -> None:
    """As a translator does, less the thinking: each text is the Swedish one with the language before it."""
    code = file.parts[-3]
    with file.open("rb") as empty:
        catalogue = read_po(empty, locale=code)
    for message in catalogue:
        if message.id:
            one = message.id if isinstance(message.id, str) else message.id[-1]
            said = f"{code}: {one}"
            is_plural = not isinstance(message.id, str)
            message.string = (said,) * catalogue.num_plurals if is_plural else said
    with file.open("wb") as full:
        write_po(full, catalogue)


@pytest.fixture(scope="module")
def portal(grown: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[commands.Served]:
    folder = tmp_path_factory.mktemp("running")
    with commands.serving("demo", folder=folder, PYTHONPATH=str(grown)) as served:
        yield served


@pytest.mark.parametrize("language", ADDED, ids=lambda one: one.code)
def test_the_phone_that_asks_for_it_gets_it(portal: commands.Served, language: Added) -> None:
    page = Visitor(portal, language.code).ask("/")
    assert f'<html lang="{language.code}" dir="{language.dir}">' in page
    assert f"{language.code}: Välj språk" in page
    assert f"{language.code}: Timrå kommun" in page, "what the municipality says"


@pytest.mark.parametrize("language", ADDED, ids=lambda one: one.code)
def test_it_is_chosen_in_the_menu_and_kept(portal: commands.Served, language: Added) -> None:
    visitor = Visitor(portal, "sv")
    button = re.search(
        rf'<button name="language" value="{language.code}" lang="{language.code}" dir="{language.dir}">(.*?)</button>',
        visitor.ask("/help"),
    )
    assert button
    assert button[1].startswith(language.endonym)
    assert "inte kontrollerad" in button[1]
    visitor.choose(language.code)
    for address in ("/help", "/words", "/offline", "/sign-in/code"):
        page = visitor.ask(address)
        assert f'<html lang="{language.code}" dir="{language.dir}">' in page, address
        assert f"{language.code}: " in page, address
    assert f'"name": "{language.code}: Min väg"' in visitor.ask("/manifest.webmanifest")


def test_her_own_pages_and_dates_are_in_it(portal: commands.Served) -> None:
    [_, link, _] = re.findall(r"http://\S+(/sign-in/code\?code=\S+)", portal.out)
    visitor = Visitor(portal, "fi")
    visitor.choose("fi")
    visitor.sign_in(link)
    home = visitor.choose("fi")  # her case file says Arabic
    assert '<html lang="fi" dir="ltr">' in home
    assert "fi: Din kontaktperson" in home
    assert re.search(r"(maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai|sunnuntai)", home)


def test_until_somebody_has_read_it_its_catalogues_say_so(grown: Path) -> None:
    for language in ADDED:
        for file in (grown / "translations" / language.code).rglob("*.po"):
            assert "NOT CHECKED" in file.read_text(encoding="utf-8")
