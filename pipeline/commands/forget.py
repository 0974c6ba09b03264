"""`lianmeng forget`: an article goes, with everything that hangs on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline.commands import options
from pipeline.commands.review import FILES, now, opened, stop, user_name


@click.command()
@click.argument("article_id", metavar="ID")
@click.option("--by", metavar="NAME", help="Who asks for it (default: the user's name on this machine).")
@click.option("--note", help="Why.")
@options.out
@options.database
@options.decisions
@options.config
@options.log_level
def command(article_id: str, by: str | None, note: str | None, config: Path | None, **flags: Any) -> None:
    """Remove the article ID from outputs, database and decisions, with all that only it told.

    Its inputs stand in failures.csv from then on, and no later run takes it in again until `lianmeng review undo` takes this back.
    """
    chosen = options.settings_of(flags, config)
    from outputs.decisions import Decision, rewrite_log
    from outputs.errors import OutputError
    from outputs.refresh import refresh
    from outputs.review import write_decisions
    from pipeline.team import known_decisions, write_lexicon

    asked = Decision(
        at=now(), by=by or user_name(), decision="forgotten", kind="article", article_id=article_id, record_id=article_id, start=0, end=0, note=note
    )
    with opened(chosen) as (database, book):
        is_decided = any(decision.article_id == article_id and decision.kind != "article" for decision in book.decisions.values())
        is_there = database.forget([article_id])
        if not is_there and not is_decided:
            stop(f"no article {article_id}, neither in the database nor among the decisions; nothing was changed")
        removed = rewrite_log(chosen.decisions_file, without_article=article_id)
        write_decisions([asked], database, chosen.decisions_file)
    try:
        write_lexicon(chosen, known_decisions(chosen))
        summary = refresh(chosen.out, database_url=chosen.database, decisions=chosen.decisions_file)
    except OutputError as error:
        stop(f"the database has forgotten {article_id}, but the files have not yet: {error}", status=error.status)
    where = "database and files" if summary is not None else "database"
    click.echo(f"{article_id} is forgotten in {where}; {removed} decisions on it were removed; decision {asked.decision_id} keeps it out")
    for ending in FILES:
        if (path := chosen.out / f"review.{ending}").is_file():
            click.echo(f"{path} may still show it: export it anew")
