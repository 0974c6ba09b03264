"""Options that several commands share, and what they make of them."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.config import LOG_LEVELS, Settings, SettingsError, read_settings_file, settings
from pipeline.config import SOME_FAILED as SOME_FAILED
from pipeline.config import USAGE as USAGE

if TYPE_CHECKING:
    from outputs.database import Database

published = click.option("--published", metavar="YYYY-MM-DD", help="Day of publication, for articles that do not state it.")
home = click.option("--home", metavar="PLACE", help="The place that 我市 means: a name or an id (许昌, CN-411000).")
decisions = click.option(
    "--decisions", type=click.Path(path_type=Path), metavar="FILE", help="Reviewers' decisions (default: OUT.decisions.jsonl beside the folder OUT)."
)
out = click.option("--out", type=click.Path(path_type=Path), help="Output folder (default: out).")
database = click.option("--database", metavar="URL", help="Database URL (default: the SQLite file alliance.db in the folder).")
config = click.option("--config", type=click.Path(path_type=Path), help="Settings file (TOML) instead of the one in your configuration folder.")
log_level = click.option("--log-level", type=click.Choice(LOG_LEVELS), help="How much is told on standard error.")

limits = click.option(
    "--limit",
    "limits",
    multiple=True,
    metavar="NAME=VALUE",
    help="What one input may ask for: max_bytes=5M, max_seconds=30 … (docs/input.md lists all).",
)


def settings_of(flags: dict[str, Any], config_file: Path | None) -> Settings:
    """Flags > environment > settings file > defaults, with the user's places checked; logging is set up on the way."""
    file = read_settings_file(config_file, user_folder=Path(click.get_app_dir("lianmeng")))
    chosen = settings(flags, environment=os.environ, file=file)
    logging.basicConfig(level=chosen.log_level.upper(), format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    if chosen.log_json:
        from pipeline.progress import JsonLines

        logging.getLogger().handlers[0].setFormatter(JsonLines())
    _check_places(chosen)
    if chosen.model is not None and not chosen.model.is_file():
        raise SettingsError(f"model: no file {chosen.model}")
    return chosen


def database_of(chosen: Settings, *, to_write: bool = False) -> Database:
    """The database that is there, for reading alone unless `to_write`; the output folder's own unless another is named. Raises NotWritable."""
    from outputs.batch import DATABASE_FILE
    from outputs.database import Database, sqlite_url

    url = chosen.database or sqlite_url(chosen.out / DATABASE_FILE)
    return Database.open(url) if to_write else Database.open_to_read(url)


def _check_places(chosen: Settings) -> None:
    """Raises SettingsError where the user's places cannot be read, or `home` names no place or several."""
    if chosen.home is None and chosen.places is None:
        return
    from extractors.places.gazetteer import load_gazetteer

    try:
        gazetteer = load_gazetteer(extra=chosen.places)
    except (OSError, ValueError) as error:
        raise SettingsError(f"places: {chosen.places}: {error}") from error
    if chosen.home is None or gazetteer.place(chosen.home) is not None:
        return
    ids = gazetteer.find_name(chosen.home)
    if len(ids) != 1:
        raise SettingsError(f"home: {chosen.home} names {'no place that is known' if not ids else 'several places: ' + ', '.join(ids)}")
