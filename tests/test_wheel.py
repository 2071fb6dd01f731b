"""What is sent to a municipality is one file: built from the tree, it shows the same portal with no tree near it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import commands
from tests.visiting import Visitor

IN_THE_WHEEL = ("portal", "templates", "static", "translations")
FILES = ("hatch_build.py", "pyproject.toml", "README.md", "LICENSE")
NEW_EACH_TIME = re.compile(
    r'(?<=name="csrf_token" value=")[^"]*|(?<=name="key" value=")[^"]*|(?<=/plan/steps/)[^/"]*'
    r'|(?<=/meetings/)[0-9a-f-]{36}|(?<=id="news-)[0-9a-f-]{36}|(?<=const KEY = ")[^"]*'
)
PUBLIC = ("/", "/offline", "/manifest.webmanifest", "/sw.js", "/words", "/help")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The portal installed by itself: a folder with nothing but what the wheel brings."""
    tree, built, installed = (tmp_path_factory.mktemp(name) for name in ("tree", "built", "wheel"))
    leave_out = shutil.ignore_patterns("*.mo", "__pycache__")
    for name in IN_THE_WHEEL:
        shutil.copytree(commands.ROOT / name, tree / name, ignore=leave_out)
    for name in FILES:
        shutil.copy(commands.ROOT / name, tree / name)
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built), cwd=tree)
    [file] = built.glob("*.whl")
    _run(*_installer(), "--no-deps", "--target", str(installed), str(file), cwd=built)
    return installed


def _installer() -> list[str]:
    """Whichever made the environment: uv, or Python's own pip."""
    uv = shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--quiet", "--offline", "--python", sys.executable]
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    return [*pip, "--no-index", "--no-compile"]


def _run(*command: str, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _seen(folder: Path, source: Path) -> dict[str, str]:
    """What the portal from there shows: signed out in Arabic, signed in, and its looks."""
    with commands.serving("demo", folder=folder, PYTHONPATH=str(source)) as portal:
        links = re.findall(r"http://\S+(/sign-in/code\?code=\S+)", portal.out)
        arabic = Visitor(portal, "ar")
        pages = {f"ar {address}": arabic.ask(address) for address in PUBLIC}
        css = re.search(r'href="(/static/portal\.[^"]+)"', pages["ar /"])
        assert css
        pages |= {"address of the CSS": css[1], "CSS": arabic.ask(css[1])}
        pages["home"] = Visitor(portal, "sv").sign_in(links[0])
    return {name: NEW_EACH_TIME.sub("", page) for name, page in pages.items()}


def test_it_is_the_wheels_own_portal_that_runs(wheel: Path, tmp_path: Path) -> None:
    say = "import portal, portal.places as p; print(portal.__file__, p.TEMPLATES, p.STATIC, p.TRANSLATIONS)"
    found = subprocess.run(
        [sys.executable, "-c", say], cwd=tmp_path, env=commands.environment(PYTHONPATH=str(wheel)),
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    inside = ("__init__.py", "templates", "static", "translations")
    assert found == [str(wheel / "portal" / name) for name in inside]


def test_the_translations_in_it_are_compiled(wheel: Path) -> None:
    sources = commands.ROOT / "translations"
    wanted = {path.relative_to(sources).with_suffix(".mo") for path in sources.rglob("*.po")}
    inside = wheel / "portal" / "translations"
    assert {path.relative_to(inside) for path in inside.rglob("*.mo")} == wanted


def test_installed_alone_it_shows_what_the_checkout_shows(
    wheel: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    alone, beside = (tmp_path_factory.mktemp(name) for name in ("alone", "beside"))
    found = _seen(alone, wheel)
    assert found == _seen(beside, commands.ROOT)
    assert 'lang="ar" dir="rtl"' in found["ar /offline"]
    assert "Ring Lars och säg vilka dagar du kan praktisera" in found["home"]
    assert sorted(path.name for path in alone.iterdir()) == ["instance", "log.txt", "out.txt"]
