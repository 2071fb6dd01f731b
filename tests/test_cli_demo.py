"""The demo, from an empty folder to a page: everyone in it is invented."""

from __future__ import annotations

import re
from pathlib import Path

from tests import commands

LINK = re.compile(r"^(\S+)  (http://127\.0\.0\.1:\d+(/sign-in/code\?code=([0-9A-Z-]{14})))$")


def _links(out: str) -> list[tuple[str, str, str]]:
    """Who, the address within the portal, and the code."""
    found = [LINK.match(line) for line in out.splitlines()]
    return [(match[1], match[3], match[4]) for match in found if match]


def test_the_demo_comes_up_from_nothing_and_again_with_fresh_links(tmp_path: Path) -> None:
    given = []
    for _ in range(2):
        with commands.serving("demo", folder=tmp_path) as demo:
            assert "Everyone in it is invented" in demo.out
            links = _links(demo.out)
            assert [key for key, _, _ in links] == ["P-1001", "P-1002", "karin"]
            for _, address, code in links:
                answer, page = demo.get(address)
                assert answer.status == 200
                assert f'value="{code}"' in page
                assert code not in demo.log
            given += [code for _, _, code in links]
    assert len(set(given)) == 6


def test_it_keeps_its_secret_to_itself(tmp_path: Path) -> None:
    with commands.serving("demo", folder=tmp_path):
        pass
    secret = tmp_path / "instance" / "demo-secret"
    assert secret.stat().st_mode & 0o777 == 0o600
    assert len(secret.read_text()) == 64
    assert (tmp_path / "instance" / "portal.db").stat().st_mode & 0o077 == 0


def test_it_never_touches_a_database_that_is_not_a_demo(tmp_path: Path) -> None:
    assert commands.run("migrate", folder=tmp_path).returncode == 0
    file = tmp_path / "instance" / "portal.db"
    before = file.read_bytes()
    ended = commands.run("demo", "--port", str(commands.free_port()), folder=tmp_path)
    assert ended.returncode == 1
    assert ended.stdout == ""
    [line] = ended.stderr.splitlines()
    assert "not a demo" in line
    assert file.read_bytes() == before
    assert not (tmp_path / "instance" / "demo-secret").exists()
