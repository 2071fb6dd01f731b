"""How a command says no: one line a fault, and exit code 1."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from portal.server import PortTaken
from portal.settings import SettingsWrong


class Refused(click.ClickException):
    """The command does not do it; each argument is one line that says what is wrong, and where."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file, err=True)


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what settings, the database and the port may have against it into plain lines.

    What the database's driver says is left out: it may quote a password or a person.
    """
    try:
        yield
    except (SettingsWrong, PortTaken) as faults:
        raise Refused(*faults.args) from faults
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise Refused(
            "PORTAL_DATABASE_URL: is no address of a database; it begins with"
            " sqlite:/// or postgresql://"
        ) from error
    except DBAPIError as error:
        kind = type(error.orig).__name__
        raise Refused(f"PORTAL_DATABASE_URL: the database does not do as asked ({kind})") from error
