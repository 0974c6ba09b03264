"""`lianmeng report`: one HTML page of a batch."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.commands import options


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="The page's file (default: report.html in OUT).")
@click.option("--language", type=click.Choice(["auto", "zh", "en"]), default="auto", help="Language it opens in (auto: the reader's browser).")
@click.option("--limit", type=click.IntRange(min=1), help="At most this many articles, the newest (default: 3000).")
def command(out: Path, to: Path | None, language: str, limit: int | None) -> None:
    """Write one HTML page of OUT, a folder that `run` wrote: counts, timeline, pairs of cities, facts, articles.

    The page holds everything itself and requests nothing; it prints, and reads in Chinese or English.
    """
    from outputs.errors import WriteFailed
    from outputs.report import LIMIT, NothingToReportError, write_report

    to = to or out / "report.html"
    try:
        written = write_report(out, to, language=language, limit=limit or LIMIT)
    except (NothingToReportError, WriteFailed) as error:
        click.echo(f"lianmeng: {error}", err=True)
        raise SystemExit(options.USAGE) from error
    some = "" if written.articles == written.of_articles else f" of {written.of_articles}"
    click.echo(f"{to}: {written.articles}{some} articles, {written.facts} facts, {written.size / 1_000_000:.1f} MB")
