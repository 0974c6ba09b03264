"""`lianmeng forget`: an article goes, with everything that hangs on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline.commands import options


@click.command()
@click.argument("article_id", metavar="ID")
@options.out
@options.database
@options.decisions
@options.config
@options.log_level
def command(article_id: str, config: Path | None, **flags: Any) -> None:
    """Remove the article ID from the outputs, the database and the decisions, with all that only it told."""
    raise click.UsageError("not there yet")
