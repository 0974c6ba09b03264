"""`lianmeng evaluate`: what the extractors find beside the gold articles."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--gold", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of gold files (default: the bundled ones).")
@click.option("--samples", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of the articles they annotate.")
@click.option("--only", type=click.Choice(["all", "open", "blind"]), default="all", help="Which half of the gold.")
@click.option("--errors", is_flag=True, help="List what was missed and what was wrong.")
def command(gold: Path | None, samples: Path | None, only: str, errors: bool) -> None:
    """Print precision, recall and F1 per label and kind of fact on gold articles."""
    from pipeline.evaluate import evaluate_folder, report

    click.echo(report(evaluate_folder(gold, samples, only=only), errors=errors), nl=False)
