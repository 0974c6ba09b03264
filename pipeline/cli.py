"""The command `lianmeng`: parse, call one function, give the exit status of the contract.

0 all processed; 1 some inputs failed; 2 wrong usage or nothing could be started; 3 stopped half-way;
128+n killed by signal n. Heavy modules are imported by the command that needs them.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from corpus.article import Article, Failure
from pipeline.config import LOG_LEVELS, Settings, SettingsError, read_settings_file, settings

if TYPE_CHECKING:
    from spacy.language import Language

USAGE = 2
SOME_FAILED = 1
_SWITCH_SECONDS = 0.0003


class _Commands(click.Group):
    """Turns named errors into one line and an exit status, never a traceback."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except SettingsError as error:
            raise click.UsageError(str(error), context) from error


def _print_versions(context: click.Context, _: click.Parameter, value: bool) -> None:
    if not value or context.resilient_parsing:
        return
    from pipeline.versions import versions

    known = versions()
    click.echo(f"lianmeng {known['lianmeng']} (code {known['code']}, schema {known['schema']}, data {known['data']}, model {known['model']})")
    context.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_print_versions, help="Versions of code, data and model.")
def commands() -> None:
    """Turn Chinese press articles into clean, normalised records."""


_published = click.option("--published", metavar="YYYY-MM-DD", help="Day of publication, for articles that do not state it.")
_home = click.option("--home", metavar="PLACE", help="The place that 我市 means: a name or an id (许昌, CN-411000).")
_config = click.option("--config", type=click.Path(path_type=Path), help="Settings file (TOML) instead of the one in your configuration folder.")
_log_level = click.option("--log-level", type=click.Choice(LOG_LEVELS), help="How much is told on standard error.")


@commands.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@_published
@_home
@click.option("--jsonl", is_flag=True, help='Read JSON Lines ({"text" or "html", …} a line) and print one object a line.')
@_config
@_log_level
def extract(file: Path | None, jsonl: bool, config: Path | None, **flags: Any) -> None:
    """Read one article (FILE or standard input) and print its record as one JSON object."""
    chosen = _settings(flags, config)
    check_places(chosen)
    from pipeline.segment import load

    nlp = load(places=chosen.places)
    if jsonl:
        with _open(file) as lines:
            failed = _extract_lines(lines, chosen, nlp)
    else:
        with _open(file) as stream:
            failed = _extract_one(stream.read(), file, chosen, nlp)
    sys.stdout.flush()
    sys.exit(SOME_FAILED if failed else 0)


@commands.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the records (default: out).")
@click.option("--database", metavar="URL", help="Database URL (default: the SQLite file alliance.db in the folder).")
@_published
@_home
@click.option("--format", "formats", metavar="LIST", help="csv,jsonl (default: both).")
@click.option("--quiet", is_flag=True, default=None, help="No progress, no summary.")
@_config
@_log_level
def run(sources: tuple[str, ...], config: Path | None, **flags: Any) -> None:
    """Read articles from files, folders and globs, and write their records."""
    chosen = _settings(flags, config)
    check_places(chosen)
    from pipeline.batch import run_batch

    sys.exit(run_batch(sources, chosen))


@commands.command()
@click.option("--gold", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of gold files (default: the bundled ones).")
@click.option("--samples", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of the articles they annotate.")
@click.option("--only", type=click.Choice(["all", "open", "blind"]), default="all", help="Which half of the gold.")
@click.option("--errors", is_flag=True, help="List what was missed and what was wrong.")
def evaluate(gold: Path | None, samples: Path | None, only: str, errors: bool) -> None:
    """Print precision, recall and F1 per label and kind of fact on gold articles."""
    from pipeline.evaluate import evaluate_folder, report

    click.echo(report(evaluate_folder(gold, samples, only=only), errors=errors), nl=False)


def _settings(flags: dict[str, Any], config: Path | None) -> Settings:
    file = read_settings_file(config, user_folder=Path(click.get_app_dir("lianmeng")))
    chosen = settings(flags, environment=os.environ, file=file)
    logging.basicConfig(level=chosen.log_level.upper(), format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    return chosen


def check_places(chosen: Settings) -> None:
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


def main() -> None:
    """The entry point: a closed pipe ends quietly, a full disk or a broken one is told in one line."""
    # The tagger works in a thread of its own; at Python's 5 ms it would wait for its turn longer than it works.
    sys.setswitchinterval(_SWITCH_SECONDS)
    try:
        commands(prog_name="lianmeng")
    except BrokenPipeError:
        _silence()
        sys.exit(0)
    except OSError as error:
        _silence()
        print(f"lianmeng: {error.strerror or error}" + (f": {error.filename}" if error.filename else ""), file=sys.stderr)
        sys.exit(USAGE)


def _silence() -> None:
    """Nothing more goes to standard output, whose flush at exit would raise again."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
