"""`lianmeng search`: articles of the database by the words in them."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands import options
from pipeline.config import Settings, SettingsError

if TYPE_CHECKING:
    from outputs.search import Hit, Passage

# So many articles take long enough to be told about.
_MANY = 200


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="词...")
@click.option("--from", "since", metavar="DAY", help="Published on this day or later.")
@click.option("--until", metavar="DAY", help="Published on this day or earlier.")
@click.option("--articles", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help="At most so many.")
@click.option("--json", "is_json", is_flag=True, help="One JSON object a line.")
@click.option("--out", type=click.Path(path_type=Path), help="Output folder whose database is searched (default: out).")
@click.option("--database", metavar="URL", help="Database URL instead.")
@options.config
@options.log_level
def command(words: tuple[str, ...], since: str | None, until: str | None, articles: int, is_json: bool, config: Path | None, **flags: Any) -> None:
    """Find the articles that contain all words: those with them in the title first, then the newest.

    \b
    lianmeng search 许昌 汉堡
    lianmeng search 工业城市联盟 --from 2020-01-01 --json
    """
    chosen = options.settings_of(flags, config)
    from outputs.errors import OutputError
    from outputs.search import SearchError

    try:
        found = _search(chosen, words, (since, until), articles)
    except SearchError as error:
        raise SettingsError(str(error)) from error
    except OutputError as error:
        click.echo(f"lianmeng: {error}", err=True)
        sys.exit(error.status)
    for hit in found:
        click.echo(_as_json(hit) if is_json else _as_text(hit))
    if not found:
        click.echo("lianmeng: no article contains that", err=True)


def _search(chosen: Settings, words: tuple[str, ...], days: tuple[str | None, str | None], articles: int) -> list[Hit]:
    from outputs.search import count_missing, search

    database = options.database_of(chosen)
    try:
        with database.engine.connect() as connection:
            missing = count_missing(connection)
        if missing:
            _update(chosen, missing)
        with database.engine.connect() as connection:
            return list(islice(search(connection, words, since=days[0], until=days[1]), articles))
    finally:
        database.close()


def _update(chosen: Settings, missing: int) -> None:
    """Bring the index up to date; where that cannot be written, say what is not searched."""
    from outputs.errors import OutputError
    from outputs.search import update_index

    if missing >= _MANY:
        click.echo(f"lianmeng: {missing:,} articles are taken into the index first …", err=True)
    try:
        database = options.database_of(chosen, to_write=True)
        try:
            update_index(database)
        finally:
            database.close()
    except OutputError as error:
        click.echo(f"lianmeng: {missing:,} articles are not in the index and not searched: {error}", err=True)


def _as_json(hit: Hit) -> str:
    from dataclasses import asdict

    from outputs.json_lines import dumps

    return dumps(asdict(hit))


def _as_text(hit: Hit) -> str:
    from outputs.visible import visible

    about = "  ".join(visible(one) for one in (hit.published or "----------", hit.source, hit.title) if one)
    repeats = f", repeats {hit.duplicate_of}" if hit.duplicate_of else ""
    lines = [f"{about}  ({hit.article_id}{repeats})", *(f"    {_marked(passage)}" for passage in hit.passages)]
    return "\n".join(line.replace("\t", " ") for line in lines)


def _marked(passage: Passage) -> str:
    """The passage on one line, its words in 【】."""
    from outputs.visible import visible

    found, reached = [], passage.start
    for start, end in passage.marks:
        found += [passage.text[reached - passage.start : start - passage.start], f"【{passage.text[start - passage.start : end - passage.start]}】"]
        reached = end
    found.append(passage.text[reached - passage.start :])
    return "…" + visible("".join(found).replace("\n", " ")) + "…"
