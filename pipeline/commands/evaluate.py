"""`lianmeng evaluate`: what the extractors find beside the gold articles."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--gold", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of gold files (default: the bundled ones).")
@click.option("--samples", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of the articles they annotate.")
@click.option("--only", type=click.Choice(["all", "open", "blind"]), default="all", help="Which half of the gold.")
@click.option("--errors", is_flag=True, help="List what was missed and what was wrong.")
@click.option("--save", type=click.Path(dir_okay=False, path_type=Path), help="Keep the result in this file, to compare with later.")
@click.option("--against", metavar="EARLIER", help="List what was gained and lost since EARLIER: a file that --save wrote, or a commit.")
def command(gold: Path | None, samples: Path | None, only: str, errors: bool, save: Path | None, against: str | None) -> None:
    """Print precision, recall and F1 per label and kind of fact on gold articles."""
    from pipeline import gains
    from pipeline.evaluate import evaluate_folder, report

    try:
        before = gains.earlier(against, gold=gold, samples=samples, only=only) if against else None
    except gains.EarlierUnknownError as error:
        raise click.UsageError(f"--against: {error}") from error
    result = evaluate_folder(gold, samples, only=only)
    click.echo(report(result, errors=errors), nl=False)
    if before is not None:
        click.echo("\n" + gains.comparison(before, gains.saved(result)), nl=False)
    if save is not None:
        gains.save(result, save)
