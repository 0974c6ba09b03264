"""`lianmeng run`: articles in, records out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from pipeline.commands import options


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the records (default: out).")
@click.option("--database", metavar="URL", help="Database URL (default: the SQLite file alliance.db in the folder).")
@options.decisions
@options.published
@options.home
@click.option("--format", "formats", metavar="LIST", help="Of csv,jsonl,parquet (default: csv,jsonl); parquet needs pyarrow.")
@click.option("--quiet", is_flag=True, default=None, help="No progress, no summary.")
@options.limits
@click.option("--jobs", metavar="N", help="Processes that share the work (default: one for each core; 1: this one alone).")
@click.option("--time-limit", metavar="SECONDS", help="Seconds for one article, which else becomes a failure (default: 1800; none with --jobs 1).")
@click.option("--dask", metavar="tcp://HOST:PORT", help="Do the work on the dask.distributed cluster of this scheduler.")
@click.option("--log-json", is_flag=True, default=None, help="Progress, messages and summary as one JSON object a line.")
@options.config
@options.log_level
def command(sources: tuple[str, ...], config: Path | None, **flags: Any) -> None:
    """Read articles from files, folders and globs, and write their records."""
    chosen = options.settings_of(flags, config)
    from pipeline.batch import run_batch

    sys.exit(run_batch(sources, chosen))
