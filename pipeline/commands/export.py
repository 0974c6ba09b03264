"""`lianmeng export`: any table or view of the database, filtered, as a file or on standard output."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands import options
from pipeline.config import SettingsError

if TYPE_CHECKING:
    from outputs.database import Database

# As in outputs/export_files.py, which is imported only when it is needed.
FORMATS = ("csv", "jsonl", "xlsx", "parquet", "ftm")


@click.command()
@click.argument("table", required=False, metavar="[TABLE]")
@click.option(
    "--where", multiple=True, metavar="CONDITION", help="column=value, also != >= <= > < and ~ (contains); all must hold. column= is an empty cell."
)
@click.option("--from", "since", metavar="DAY", help="Rows that touch this day or a later one.")
@click.option("--until", metavar="DAY", help="Rows that touch this day or an earlier one.")
@click.option("--as-of", metavar="DAY", help="Members as of this day (of the view members).")
@click.option("--rows", type=click.IntRange(min=1), metavar="N", help="At most so many rows.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: by the file's suffix, else csv. ftm is FollowTheMoney, without TABLE.")
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Default: standard output (csv, jsonl, ftm).")
@click.option("--list", "is_list", is_flag=True, help="List the tables and views, or the columns of TABLE.")
@click.option("--out", type=click.Path(path_type=Path), help="Output folder whose database is read (default: out).")
@click.option("--database", metavar="URL", help="Database URL instead.")
@options.config
@options.log_level
def command(table: str | None, config: Path | None, **flags: Any) -> None:
    """Write any TABLE or view of the database, filtered: with names beside ids, as in the CSV files.

    \b
    lianmeng export members --as-of 2020-12-31
    lianmeng export city_figures --where place=许昌市 --where metric=出口额 --to exports.xlsx
    lianmeng export events --where participants~绍兴 --from 2020-01-01 --format jsonl
    lianmeng export --format ftm --to ftm.jsonl
    """
    own = {name: flags.pop(name) for name in ("where", "since", "until", "as_of", "rows", "form", "to", "is_list")}
    chosen = options.settings_of(flags, config)
    from outputs.errors import OutputError
    from outputs.export import ExportError

    if own["is_list"]:
        click.echo(_listed(table))
        return
    form = _form(own["form"], own["to"])
    _check(table, form, own)
    try:
        database = options.database_of(chosen)
        try:
            count = _write(database, table, form, own)
        finally:
            database.close()
    except ExportError as error:
        raise SettingsError(str(error)) from error
    except OutputError as error:
        click.echo(f"lianmeng: {error}", err=True)
        sys.exit(error.status)
    if own["to"] is not None:
        click.echo(f"{count:,} {'entities' if form == 'ftm' else 'rows'}: {own['to']}", err=True)


def _form(form: str | None, to: Path | None) -> str:
    suffix = to.suffix.lower().lstrip(".") if to is not None else ""
    return form or (suffix if suffix in FORMATS else "csv")


def _check(table: str | None, form: str, own: dict[str, Any]) -> None:
    if form == "ftm":
        if table is not None or any(own[name] for name in ("where", "since", "until", "as_of", "rows")):
            raise SettingsError("ftm takes the whole database: no TABLE and no filter")
    elif table is None:
        raise SettingsError("name a table or view; --list tells which there are")
    if form in ("xlsx", "parquet") and own["to"] is None:
        raise SettingsError(f"{form} goes to a file: --to FILE.{form}")
    if form == "parquet":
        from outputs.parquet_files import MISSING, parquet_is_there

        if not parquet_is_there():
            raise SettingsError(MISSING)


def _write(database: Database, table: str | None, form: str, own: dict[str, Any]) -> int:
    with database.engine.connect() as connection:
        if form == "ftm":
            from outputs.follow_the_money import ftm_entities, write_entities

            return write_entities(own["to"], sys.stdout.buffer, ftm_entities(connection))
        from outputs.export import export_columns, export_rows, parse_condition
        from outputs.export_files import write_file, write_lines

        name = table or ""
        rows = export_rows(
            connection,
            name,
            conditions=[parse_condition(one) for one in own["where"]],
            since=own["since"],
            until=own["until"],
            as_of=own["as_of"],
            limit=own["rows"],
        )
        if own["to"] is None:
            count = write_lines(sys.stdout.buffer, export_columns(name), rows, form=form)
            sys.stdout.flush()
            return count
        return write_file(own["to"], name, export_columns(name), rows, form=form)


def _listed(table: str | None) -> str:
    from outputs.export import ExportError, export_columns
    from outputs.tables import DATABASE_TABLES
    from outputs.views import VIEWS

    if table is None:
        described = [(one.name, one.description) for one in DATABASE_TABLES] + [(one.name, one.description) for one in VIEWS]
        return "\n".join(f"{name:18} {description}" for name, description in described)
    try:
        return "\n".join(f"{column.name:18} {column.description}" for column in export_columns(table))
    except ExportError as error:
        raise SettingsError(str(error)) from error
