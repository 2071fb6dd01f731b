"""Backup copies of the papers, in a file beside the copy of the database. They stay sealed as they are."""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

from portal.operations.copies import FOR_ITS_OWNER
from portal.operations.refusal import Refused

PAPER = re.compile(r"[0-9a-f]{32}")


def beside(copy: Path) -> Path:
    """Where the papers of a copy are: «portal-2030-01-31» has «portal-2030-01-31.papers»."""
    return copy.with_name(f"{copy.name}.papers")


def make_sure_free(copy: Path, *, overwrite: bool) -> None:
    """Raise `Refused` when an older copy of papers would be replaced unasked."""
    if beside(copy).exists() and not overwrite:
        raise Refused(f"{beside(copy)}: is there already; --overwrite replaces it")


def back_up(folder: Path, copy: Path) -> int:
    """Copy the papers after the database, so that what its rows name is there; says how many.

    One that is thrown away meanwhile is missing in the copy; its place then says that it is gone.
    """
    target = beside(copy)
    unfinished = target.with_name(f".{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(FOR_ITS_OWNER)
    count = 0
    try:
        with tarfile.open(unfinished, "w") as packed:
            for path in _papers(folder):
                try:
                    packed.add(path, path.name, recursive=False, filter=_bare)
                except FileNotFoundError:
                    continue
                count += 1
        if count:
            unfinished.replace(target)
        else:
            target.unlink(missing_ok=True)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def restore(folder: Path, copy: Path) -> int:
    """Put the papers of a copy back; says how many. Those that are there and not in the copy are swept away later."""
    source, count = beside(copy), 0
    if not source.is_file():
        return 0
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with tarfile.open(source, "r:") as packed:
            for one in packed:
                content = packed.extractfile(one) if one.isreg() else None
                if content and PAPER.fullmatch(one.name):
                    _put(folder / one.name, content.read())
                    count += 1
    except tarfile.TarError as fault:
        raise Refused(f"{source}: is no copy of papers, or is damaged") from fault
    return count


def _papers(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(one for one in folder.iterdir() if PAPER.fullmatch(one.name))


def _bare(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without who owned it: it belongs to whoever puts it back."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = FOR_ITS_OWNER
    return entry


def _put(path: Path, content: bytes) -> None:
    arriving = path.with_name(f"{path.name}.unfinished")
    arriving.unlink(missing_ok=True)
    arriving.touch(FOR_ITS_OWNER)
    arriving.write_bytes(content)
    arriving.replace(path)
