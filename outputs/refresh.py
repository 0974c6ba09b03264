"""An output folder and its database written anew from what is there: after a decision or a forgotten article, without reading any source."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from outputs.batch import DATABASE_FILE, FORMATS, STATE_FOLDER, BatchWriter, Summary


def database_url_of(out_dir: Path, given: str | None) -> str:
    """The database's URL: as given, else the folder's own SQLite file."""
    from outputs.database import sqlite_url

    return given or sqlite_url(out_dir / DATABASE_FILE)


def refresh(out_dir: Path, *, database_url: str | None, decisions: Path, before: Callable[[BatchWriter], None] | None = None) -> Summary | None:
    """Write all outputs of the folder anew; None where no batch was ever written there. Raises OutputError.

    `before` may change what is there first.
    """
    state = out_dir / STATE_FOLDER / "state.db"
    version = _version_in(state)
    if version is None:
        return None
    sources = json.loads((out_dir / STATE_FOLDER / "sources.json").read_text(encoding="utf-8"))
    info = _run_info(out_dir)
    given = info.get("options", {})
    formats = given.get("formats", FORMATS) if isinstance(given, dict) else FORMATS
    with BatchWriter.open(out_dir, sources=sources, version=version, formats=formats, database_url=database_url, decisions=decisions) as writer:
        if before is not None:
            before(writer)
        writer.meet_all()
        return writer.finish(info)


def _version_in(state: Path) -> str | None:
    if not state.is_file():
        return None
    with suppress(sqlite3.Error), closing(sqlite3.connect(state)) as connection:
        row = connection.execute("SELECT value FROM meta WHERE name = 'version'").fetchone()
        return None if row is None else str(row[0])
    return None


def _run_info(out_dir: Path) -> dict[str, object]:
    with suppress(OSError, ValueError):
        found = json.loads((out_dir / "run.json").read_text(encoding="utf-8"))
        return {name: value for name, value in found.items() if name not in ("schema_version", "counts")}
    return {}
