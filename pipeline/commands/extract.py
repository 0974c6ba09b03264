"""`lianmeng extract`: one article, or JSON Lines, to records on standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from corpus.article import Article, Failure
from pipeline.commands import options
from pipeline.config import Settings

if TYPE_CHECKING:
    from spacy.language import Language


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@options.published
@options.home
@click.option("--jsonl", is_flag=True, help='Read JSON Lines ({"text" or "html", …} a line) and print one object a line.')
@options.config
@options.log_level
def command(file: Path | None, jsonl: bool, config: Path | None, **flags: Any) -> None:
    """Read one article (FILE or standard input) and print its record as one JSON object."""
    chosen = options.settings_of(flags, config)
    from pipeline.segment import load

    nlp = load(places=chosen.places)
    if jsonl:
        with _open(file) as lines:
            failed = _extract_lines(lines, chosen, nlp)
    else:
        with _open(file) as stream:
            failed = _extract_one(stream.read(), file, chosen, nlp)
    sys.stdout.flush()
    sys.exit(options.SOME_FAILED if failed else 0)


def _open(file: Path | None) -> IO[bytes]:
    if file is None or str(file) == "-":
        return sys.stdin.buffer
    try:
        return file.open("rb")
    except OSError as error:
        raise click.UsageError(f"cannot read {file}: {error.strerror}") from error


def _extract_one(data: bytes, file: Path | None, chosen: Settings, nlp: Language) -> bool:
    from corpus.read import read_article
    from pipeline.batch import with_settings

    article = read_article(data, input=None if file is None else file.as_posix())
    if isinstance(article, Failure):
        click.echo(f"lianmeng: {article.stage}: {article.reason}", err=True)
        return True
    return any(_print_record(result) for result in _records([with_settings(article, chosen, override=True)], nlp))


def _extract_lines(lines: IO[bytes], chosen: Settings, nlp: Language) -> bool:
    """One printed line for each line read, in order; whether any failed."""
    from corpus.read import read_json_line
    from pipeline.batch import with_settings

    def articles() -> Iterator[Article | Failure]:
        for line in lines:
            article = read_json_line(line)
            yield article if isinstance(article, Failure) else with_settings(article, chosen)

    failed = [_print_record(result) for result in _records(articles(), nlp)]
    return any(failed)


def _records(articles: Any, nlp: Language) -> Iterator[Any]:
    from pipeline.extract import extract_each

    return extract_each(articles, nlp)


def _print_record(result: Any) -> bool:
    from outputs.json_lines import dumps, error_object, record_to_object

    found = error_object(result) if isinstance(result, Failure) else record_to_object(result)
    sys.stdout.buffer.write(dumps(found).encode("utf-8") + b"\n")
    return isinstance(result, Failure)
