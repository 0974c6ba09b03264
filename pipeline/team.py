"""The team's lexicon for one run: the user's own tables of places, organisations and people, and what decisions taught."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.lexicon import parse_rows
from extractors.team import parse_team
from outputs.decisions import DecisionBook, read_log
from outputs.errors import OutputError
from outputs.review_lessons import lessons, lexicon_text
from outputs.whole_files import whole_file
from pipeline.config import Settings, SettingsError

if TYPE_CHECKING:
    from outputs.review_lessons import Lesson


_TABLES = (("place", "places"), ("organisation", "organisations"), ("person", "people"))


def lexicon_file(chosen: Settings) -> Path:
    """Where the team's lexicon is shown: beside the decisions."""
    return chosen.decisions_file.with_suffix(".lexicon.tsv")


def known_decisions(chosen: Settings) -> DecisionBook:
    """The decisions of the file and of the database, as far as either is there."""
    decisions = list(read_log(chosen.decisions_file).decisions)
    from outputs.refresh import database_url_of

    if chosen.database is not None or (chosen.out / "alliance.db").is_file():
        from outputs.database import Database
        from outputs.review_database import decisions_in

        # What is wrong with the database is told when it is opened for writing.
        with suppress(OutputError):
            database = Database.open(database_url_of(chosen.out, chosen.database))
            try:
                decisions += decisions_in(database)
            finally:
                database.close()
    return DecisionBook(decisions)


def write_lexicon(chosen: Settings, book: DecisionBook) -> Path | None:
    """Write the team's lexicon of this run, or give the user's places where there is no more. SettingsError for a table that cannot be read.

    A file that a run of other decisions left behind goes.
    """
    path = lexicon_file(chosen)
    learned = lessons(book)
    text = lexicon_of(chosen, learned)
    if text is None or not (learned or chosen.organisations or chosen.people):
        with suppress(OSError):
            path.unlink()
        return chosen.places
    try:
        parse_team(text)
    except ValueError as error:
        raise SettingsError(f"organisations and people: {error}") from error
    with suppress(OSError, UnicodeDecodeError):
        if path.read_text(encoding="utf-8") == text:
            return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as new:
            new.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise SettingsError(f"cannot write {path}: {error.strerror or error}") from error
    return path


def lexicon_of(chosen: Settings, learned: list[Lesson]) -> str | None:
    """The table's text; None where it would be empty."""
    own = [
        (kind, _rows(getattr(chosen, name), name)) for kind, name in (("place", "places"), ("organisation", "organisations"), ("person", "people"))
    ]
    if not learned and not any(rows for _, rows in own):
        return None
    return lexicon_text(own, learned)


def _rows(path: Path | None, name: str) -> list[dict[str, str]]:
    if path is None:
        return []
    try:
        return parse_rows(path.read_text(encoding="utf-8-sig").replace("\r\n", "\n"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{name}: {path}: {error}") from error
