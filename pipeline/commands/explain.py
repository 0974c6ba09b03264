"""`lianmeng explain`: what was read in an article, sentence by sentence, and the rule behind each record."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.article import Article, Failure
from pipeline.commands import options

if TYPE_CHECKING:
    from rich.console import Console

_COLOURS = ("auto", "always", "never")


@click.command()
@click.argument("article")
@click.option("--out", type=click.Path(path_type=Path), help="ARTICLE is an id, or how one begins, in this folder that `run` wrote.")
@click.option("--record", metavar="RECORD", help="Of a file with several articles only this one, as `record` numbers them.")
@click.option("--colour", type=click.Choice(_COLOURS), default="auto", help="Colour on a terminal (auto), always, never.")
@options.published
@options.home
@options.config
@options.log_level
def command(article: str, out: Path | None, record: str | None, colour: str, config: Path | None, **flags: Any) -> None:
    """Tell sentence by sentence the mentions, values and facts of ARTICLE and the rule behind each.

    ARTICLE is a file (- for standard input), or with --out the id of an article.
    """
    from pipeline.explain import ArticleUnknownError, article_of, explain, explain_all

    chosen = options.settings_of(flags, config)
    console = _console(colour)
    if out is not None:
        try:
            explain(article_of(out, article), console)
        except ArticleUnknownError as error:
            raise click.UsageError(str(error)) from error
        return
    found = [one for one in _read(article) if record is None or one.record == record]
    if not found:
        raise click.UsageError(f"{article} has no record {record}")
    failures = [one for one in found if isinstance(one, Failure)]
    explain_all(_objects([one for one in found if isinstance(one, Article)], chosen), console)
    for failure in failures:
        click.echo(f"lianmeng: {failure.stage}: {failure.reason}", err=True)
    sys.exit(options.SOME_FAILED if failures else 0)


def _read(article: str) -> list[Article | Failure]:
    from corpus.read import read_article, read_sources

    if article == "-":
        return [read_article(sys.stdin.buffer.read())]
    return list(read_sources([article]))


def _objects(articles: list[Article], chosen: Any) -> Iterator[dict[str, Any]]:
    from outputs.json_lines import record_to_object
    from pipeline.batch import with_settings
    from pipeline.extract import extract_records
    from pipeline.segment import load

    if articles:
        with_them = [with_settings(one, chosen, override=len(articles) == 1) for one in articles]
        yield from map(record_to_object, extract_records(with_them, load(places=chosen.places, model=chosen.model)))


def _console(colour: str) -> Console:
    from rich.console import Console

    return Console(
        force_terminal={"auto": None, "always": True, "never": False}[colour],
        no_color=True if colour == "never" else None,
        soft_wrap=True,
        markup=False,
        emoji=False,
    )
