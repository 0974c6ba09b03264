"""`lianmeng extract`: the article or articles of one file, or JSON Lines, to records on standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

import click

from corpus.article import Article, Failure
from pipeline.commands import options
from pipeline.config import Settings


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@options.published
@options.home
@click.option("--jsonl", is_flag=True, help='Read JSON Lines ({"text" or "html", …} a line) and print one object a line.')
@options.limits
@options.config
@options.log_level
def command(file: Path | None, jsonl: bool, config: Path | None, **flags: Any) -> None:
    """Read one article (FILE or standard input) and print its record as one JSON object.

    FILE may have any form that `run` reads; of one that holds several articles each gives a line.
    """
    chosen = options.settings_of(flags, config)
    with _open(file) as stream:
        failed = _extract_lines(stream, chosen) if jsonl else _extract_file(stream, file, chosen)
    sys.stdout.flush()
    sys.exit(options.SOME_FAILED if failed else 0)


def _open(file: Path | None) -> IO[bytes]:
    if file is None or str(file) == "-":
        return sys.stdin.buffer
    try:
        return file.open("rb")
    except OSError as error:
        raise click.UsageError(f"cannot read {file}: {error.strerror}") from error


def _extract_file(stream: IO[bytes], file: Path | None, chosen: Settings) -> bool:
    """One printed line for each article of the file; whether any failed. A failure that is all there is goes to standard error."""
    from corpus.read import read_stream
    from pipeline.batch import with_settings

    found = read_stream(cast(BinaryIO, stream), name="-" if file is None else file.as_posix(), limits=chosen.limits)
    start = list(islice(found, 2))
    alone = len(start) == 1
    if alone and isinstance(start[0], Failure):
        click.echo(f"lianmeng: {start[0].stage}: {start[0].reason}", err=True)
        return True

    def articles() -> Iterator[Article | Failure]:
        for one in chain(start, found):
            article = replace(one, input=None) if isinstance(one, Article) and file is None else one
            yield article if isinstance(article, Failure) else with_settings(article, chosen, override=alone)

    return _print_records(articles(), chosen)


def _extract_lines(stream: IO[bytes], chosen: Settings) -> bool:
    """One printed line for each line read, in order; whether any failed."""
    from corpus.read import read_json_line
    from pipeline.batch import with_settings

    def articles() -> Iterator[Article | Failure]:
        for line in _lines(stream, chosen.limits.max_bytes):
            article = read_json_line(line, chosen.limits)
            yield article if isinstance(article, Failure) else with_settings(article, chosen)

    return _print_records(articles(), chosen)


def _lines(stream: IO[bytes], most: int) -> Iterator[bytes]:
    """The lines; of one that is longer than `most` only its beginning, so that no line fills the memory."""
    while line := stream.readline(most + 2):
        yield line
        while len(line) > most and not line.endswith(b"\n") and (rest := stream.readline(1 << 20)):
            if rest.endswith(b"\n"):
                break


def _print_records(articles: Iterator[Article | Failure], chosen: Settings) -> bool:
    """Whether any failed."""
    from pipeline.extract import extract_each
    from pipeline.segment import load

    failed = [_print_record(result) for result in extract_each(articles, load(places=chosen.places, model=chosen.model))]
    return any(failed)


def _print_record(result: Any) -> bool:
    from outputs.json_lines import dumps, error_object, record_to_object

    found = error_object(result) if isinstance(result, Failure) else record_to_object(result)
    sys.stdout.buffer.write(dumps(found).encode("utf-8") + b"\n")
    return isinstance(result, Failure)
