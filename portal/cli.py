"""The command line: `portal …`. Each command is one call into the room that knows the thing."""

from __future__ import annotations

import click

from portal.exchange.command import command as load
from portal.operations import commands as operations


@click.group()
@click.version_option(package_name="portal")
def portal() -> None:
    """The participant portal: my plan, my next step, whose turn it is, and my contact person."""
    operations.keep_private()


operations.register(portal)
portal.add_command(load)
