"""Where the papers lie: sealed files outside the web root, each under a name that says nothing.

The key follows from the installation's secret, so that a stolen disk or copy alone shows nothing. A file is there
before its row is kept; when the row is not kept after all, the file goes with it.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from portal.people.keyed import keyed

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
NONCE = 12
UNFINISHED = ".unfinished"


class Gone(Exception):
    """There is no such file, or it is not the one that was put there."""


class Files:
    """The folder with the papers of one installation."""

    def __init__(self, folder: Path, secret_key: str) -> None:
        self.folder, self._secret_key = folder, secret_key

    def put(self, db: Session, identity: UUID, content: bytes) -> None:
        """Keep a paper, for as long as the row that is written in the same transaction is kept."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        nonce = os.urandom(NONCE)
        sealed = self._seal().encrypt(nonce, content, identity.bytes)
        _after(db, kept=(), undone=(self._path(identity),))
        self._write(identity, VERSION + nonce + sealed)

    def _write(self, identity: UUID, content: bytes) -> None:
        """Whole or not at all, also when the machine stops in the middle."""
        unfinished = self.folder / f"{secrets.token_hex(16)}{UNFINISHED}"
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self._path(identity))
        finally:
            unfinished.unlink(missing_ok=True)
        self._sync_folder()

    def _sync_folder(self) -> None:
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def get(self, identity: UUID) -> bytes:
        """A paper as it was put there. Raises `Gone`."""
        from cryptography.exceptions import InvalidTag

        try:
            content = self._path(identity).read_bytes()
        except FileNotFoundError as fault:
            raise Gone from fault
        if content[:1] != VERSION:
            raise Gone
        nonce, sealed = content[1 : 1 + NONCE], content[1 + NONCE :]
        try:
            return self._seal().decrypt(nonce, sealed, identity.bytes)
        except InvalidTag as fault:
            raise Gone from fault

    def remove(self, db: Session, *identities: UUID) -> None:
        """Throw papers away when this transaction is kept, and not before."""
        _after(db, kept=tuple(self._path(one) for one in identities), undone=())

    def there(self, *, before: datetime) -> Iterator[UUID]:
        """The papers that were put there before that moment; what was left half written is cleared away."""
        if not self.folder.is_dir():
            return
        with os.scandir(self.folder) as found:
            for one in found:
                if datetime.fromtimestamp(one.stat().st_mtime, UTC) >= before:
                    continue
                if one.name.endswith(UNFINISHED):
                    Path(one.path).unlink(missing_ok=True)
                with suppress(ValueError):
                    yield UUID(hex=one.name)

    def _path(self, identity: UUID) -> Path:
        return self.folder / identity.hex

    def _seal(self) -> AESGCM:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # for few pages only

        return AESGCM(bytes.fromhex(keyed(self._secret_key, "papers")))


def _after(db: Session, *, kept: tuple[Path, ...], undone: tuple[Path, ...]) -> None:
    """Files to remove when the transaction that is under way has been kept, and when it has been undone."""
    if "papers" not in db.info:
        db.info["papers"] = _Waiting()
        event.listen(db, "after_commit", _committed)
        event.listen(db, "after_transaction_end", _ended)
    waiting: _Waiting = db.info["papers"]
    waiting.kept += kept
    waiting.undone += undone


@dataclass
class _Waiting:
    """What waits for the end of a session's transaction."""

    kept: list[Path] = field(default_factory=list)
    undone: list[Path] = field(default_factory=list)
    is_kept: bool = False


def _committed(db: Session) -> None:
    db.info["papers"].is_kept = True


def _ended(db: Session, transaction: SessionTransaction) -> None:
    """Kept, undone, or given up without a word, as a refused request's is."""
    if transaction.parent is not None:
        return
    waiting: _Waiting = db.info["papers"]
    db.info["papers"] = _Waiting()
    for path in waiting.kept if waiting.is_kept else waiting.undone:
        path.unlink(missing_ok=True)
