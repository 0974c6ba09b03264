"""`lianmeng review`: what needs a reviewer's eyes goes out, decisions come in, and stay."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from pipeline.commands import options
from pipeline.config import Settings

if TYPE_CHECKING:
    from outputs.database import Database
    from outputs.decisions import Decision, DecisionBook

FILES = ("csv", "xlsx")


def _common(command: Any) -> Any:
    for option in (options.log_level, options.config, options.decisions, options.database, options.out):
        command = option(command)
    return command


_by = click.option("--by", metavar="NAME", help="Who decides (default: the user's name on this machine).")


@click.group()
def command() -> None:
    """Show doubtful records to a reviewer, apply decisions, keep them for good."""


@command.command()
@click.option("--to", "folder", type=click.Path(path_type=Path), metavar="FOLDER", help="Where to write (default: the output folder).")
@click.option("--below", type=click.FloatRange(0, 1), default=None, help="Show records of less confidence than this (default: 0.8).")
@click.option("--all", "everything", is_flag=True, help="Show every record that nobody decided on.")
@click.option("--limit", type=click.IntRange(1), help="At most so many rows, the most doubtful ones.")
@click.option("--force", is_flag=True, help="Write over a file that holds decisions which were not applied.")
@_common
def export(folder: Path | None, below: float | None, everything: bool, limit: int | None, force: bool, config: Path | None, **flags: Any) -> None:
    """Write review.csv and review.xlsx: one row per record that needs eyes, the most doubtful first."""
    chosen = options.settings_of(flags, config)
    from outputs.review_files import write_csv, write_workbook
    from outputs.review_rows import BELOW, rows_to_review

    folder = folder or chosen.out
    paths = [folder / f"review.{ending}" for ending in FILES]
    with opened(chosen) as (database, book):
        for path in () if force else paths:
            _refuse_unapplied(path, chosen, database, book)
        rows = rows_to_review(database, book, below=BELOW if below is None else below, everything=everything, limit=limit)
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(paths[0], rows)
    write_workbook(paths[1], rows)
    click.echo(f"{len(rows)} records to review in {paths[0]} and {paths[1].name}")


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@_by
@click.option("--dry-run", is_flag=True, help="Check and tell, write nothing.")
@_common
def apply(file: Path, by: str | None, dry_run: bool, config: Path | None, **flags: Any) -> None:
    """Apply the decisions in FILE (CSV or xlsx): all of them, or none where a row is wrong."""
    chosen = options.settings_of(flags, config)
    from outputs.review import write_decisions

    with opened(chosen) as (database, book):
        result = _checked(file, chosen, database, book, by)
        for row in result.rows:
            if row.what in ("error", "applied"):
                click.echo(f"{file.name} row {row.number}: {'' if row.what == 'applied' else f'{row.record_id} refused: '}{row.words}")
        if result.errors:
            stop(f"{len(result.errors)} rows cannot be applied; nothing was changed")
        if not dry_run:
            write_decisions(result.decisions, database, chosen.decisions_file)
    counts = result.counts
    told = [f"{counts[word]} {word}" for word in ("accepted", "corrected", "rejected")]
    done = "would be applied" if dry_run else "applied"
    click.echo(f"{len(result.decisions)} {done} ({', '.join(told)}), {counts['already']} already in force, {counts['undecided']} without a decision")
    if result.decisions and not dry_run:
        _refresh(chosen, result.decisions)


@command.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@_common
def history(ids: tuple[str, ...], config: Path | None, **flags: Any) -> None:
    """Print every decision, the oldest first; only those on the records, articles or decisions ID where any is given."""
    chosen = options.settings_of(flags, config)
    with opened(chosen) as (_, book):
        for decision_id, decision in book.decisions.items():
            if not ids or {decision_id, decision.record_id, decision.article_id, decision.undoes} & set(ids):
                click.echo("\n".join(_told(decision_id, decision, is_in_force=decision_id in book.in_force)))


@command.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@_by
@click.option("--note", help="Why.")
@_common
def undo(ids: tuple[str, ...], by: str | None, note: str | None, config: Path | None, **flags: Any) -> None:
    """Take back the decisions ID (as `history` shows them); taking back an undone one restores it."""
    chosen = options.settings_of(flags, config)
    from outputs.review import undo as taken_back
    from outputs.review import write_decisions

    with opened(chosen) as (database, book):
        try:
            decisions = taken_back(book, ids, by=by or user_name(), at=now(), note=note)
        except ValueError as error:
            stop(f"{error}; nothing was changed")
        write_decisions(decisions, database, chosen.decisions_file)
    click.echo(f"{len(decisions)} taken back")
    _refresh(chosen, decisions)


@command.command(name="import")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@_common
def import_(files: tuple[Path, ...], config: Path | None, **flags: Any) -> None:
    """Bring the decisions of FILEs (decisions.jsonl) into the database and the outputs; without any, those of --decisions."""
    chosen = options.settings_of(flags, config)
    from outputs.decisions import read_log
    from outputs.review import write_decisions

    for file in files or (chosen.decisions_file,):
        if not file.is_file():
            stop(f"there is no file {file}")
    with opened(chosen, sync=False) as (database, book):
        logs = [read_log(file) for file in files or (chosen.decisions_file,)]
        for line in (line for log in logs for line in log.unreadable):
            click.echo(f"lianmeng: {line}", err=True)
        decisions = [decision for log in logs for decision in log.decisions]
        new = {decision.decision_id: decision for decision in decisions if decision.decision_id not in book.decisions}
        write_decisions(decisions, database, chosen.decisions_file)
    click.echo(f"{len(new)} decisions brought in, {len({one.decision_id for one in decisions}) - len(new)} were there already")
    _refresh(chosen, list(new.values()))
    if any(log.unreadable for log in logs):
        sys.exit(options.SOME_FAILED)


@command.command()
@_common
def learn(config: Path | None, **flags: Any) -> None:
    """Show what corrections taught the team's lexicon, and how many later records each row changed."""
    chosen = options.settings_of(flags, config)
    from pipeline.learn import what_was_learned
    from pipeline.team import lexicon_file, write_lexicon

    with opened(chosen) as (database, book):
        learned = what_was_learned(chosen, database, book)
        write_lexicon(chosen, book)
        for one in learned:
            lesson = one.lesson
            click.echo(f"{lesson.kind} {lesson.name} → {lesson.full_name} {lesson.entity_id}, by decision {lesson.decision_id}")
            click.echo(f"    {one.mentions} mentions and {one.facts} facts read otherwise in {one.articles} other articles")
    if learned:
        click.echo(f"{len(learned)} rows in {lexicon_file(chosen)}, used from the next run on; undo a decision to take its row away")
    else:
        click.echo("nothing was taught yet: correct a mention's place, organisation or person")


_ENTITY_KEYS = (("places", "place_id"), ("organisations", "organisation_id"), ("people", "person_id"))


def _told(decision_id: str, decision: Decision, *, is_in_force: bool) -> Iterator[str]:
    """A decision in words, on one line or a few."""
    from outputs.review_words import in_words

    names = {one[key]: one["name"] for listed, key in _ENTITY_KEYS for one in decision.entities.get(listed, ())}

    def words(record: Any) -> str:
        return in_words(decision.kind, record, lambda entity_id: names.get(entity_id, entity_id))

    state = "" if is_in_force else " (taken back)"
    yield f"{decision.at} {decision_id} {decision.by} {decision.decision}{state}: {decision.kind} {decision.record_id} of {decision.article_id}"
    if decision.found or decision.undoes:
        yield f"    {words(decision.found)}" if decision.found else f"    takes back {decision.undoes}"
    if decision.decision == "corrected":
        yield f"    → {words(decision.decided)}"
    for name, value in (("from", decision.file), ("note", decision.note)):
        if value:
            yield f"    {name}: {value}"


def _checked(file: Path, chosen: Settings, database: Database, book: DecisionBook, by: str | None) -> Any:
    from extractors.places.gazetteer import load_gazetteer
    from outputs.review import check_file
    from outputs.review_read import UnreadableFile, read_review_file

    try:
        rows = read_review_file(file)
    except UnreadableFile as error:
        stop(f"{error}; nothing was changed")
    return check_file(rows, database, book, load_gazetteer(extra=chosen.places), by=by or user_name(), at=now(), file=file.name)


def _refuse_unapplied(path: Path, chosen: Settings, database: Database, book: DecisionBook) -> None:
    """A reviewer's work in a file that was not applied is never written over."""
    from outputs.review_files import WRITTEN
    from outputs.review_read import UnreadableFile, read_review_file

    try:
        filled = [row.number for row in read_review_file(path) if any(name in row.cells for name in WRITTEN)]
    except UnreadableFile:
        return
    if filled:
        result = _checked(path, chosen, database, book, None)
        waiting = [row for row in result.rows if row.number in filled and row.what != "already"]
        if waiting:
            stop(f"{path} holds decisions that were not applied (row {waiting[0].number}); apply it, or write over it with --force")


@contextmanager
def opened(chosen: Settings, *, sync: bool = True) -> Iterator[tuple[Database, DecisionBook]]:
    """The database of the output folder with all decisions."""
    from outputs.database import Database
    from outputs.decisions import DecisionBook
    from outputs.errors import OutputError
    from outputs.refresh import database_url_of
    from outputs.review_database import decisions_in, load_book

    try:
        chosen.out.mkdir(parents=True, exist_ok=True)
        database = Database.open(database_url_of(chosen.out, chosen.database))
        try:
            yield database, load_book(database, chosen.decisions_file) if sync else DecisionBook(decisions_in(database))
        finally:
            database.close()
    except OutputError as error:
        stop(str(error), status=error.status)


def _refresh(chosen: Settings, decisions: list[Decision]) -> None:
    """The outputs say at once what was decided, as far as the articles are there."""
    from outputs.errors import OutputError
    from outputs.refresh import refresh

    if not decisions:
        return
    from pipeline.team import known_decisions, lexicon_file, write_lexicon

    taught = write_lexicon(chosen, known_decisions(chosen)) == lexicon_file(chosen)
    try:
        summary = refresh(chosen.out, database_url=chosen.database, decisions=chosen.decisions_file)
    except OutputError as error:
        stop(f"the decisions are kept in {chosen.decisions_file}, but the outputs do not show them yet: {error}", status=error.status)
    if summary is None:
        click.echo(f"kept in {chosen.decisions_file}; no batch stands in {chosen.out}: the next run into it shows them")
    else:
        click.echo(f"kept in {chosen.decisions_file}; files and database show them")
    if taught:
        click.echo(f"what corrections teach stands in {lexicon_file(chosen)}, used from the next run on")


def user_name() -> str:
    """The user's name on this machine."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def now() -> str:
    """The time, in UTC, as decisions have it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def stop(message: str, *, status: int = options.USAGE) -> NoReturn:
    """Tell why and end."""
    click.echo(f"lianmeng: {message}", err=True)
    sys.exit(status)
