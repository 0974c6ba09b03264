"""`lianmeng train`: the tagger's model, from annotated corpora, or the shipped one trained on with reviewed records."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--tune", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Annotated file that is scored, never learnt from."
)
@click.option("--news", multiple=True, metavar="SOURCE", help="Articles without annotation, to learn the language from.")
@click.option("--from", "reviewed", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Reviewed records (articles.jsonl).")
@click.option("--rounds", type=click.IntRange(1, 100), help="How often the corpora are gone through (default: 10; 4 with --from).")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=Path("tagger.onnx"), show_default=True)
def command(
    files: tuple[Path, ...], tune: tuple[Path, ...], news: tuple[str, ...], reviewed: Path | None, rounds: int | None, seed: int, out: Path
) -> None:
    """Train the tagger's model on FILES of spans (CORPUS.part.jsonl, also .xz), or train the shipped one on.

    Needs the extra `train` (pip install 'lianmeng[train]'). To use the result, name it in the setting `model`.
    """
    if bool(files) == bool(reviewed):
        raise click.UsageError("give annotated files, or --from with reviewed records")
    try:
        from extractors.tagger import train as trainer
    except ImportError as error:
        raise click.UsageError(f"training needs the extra `train` ({error.name} is missing)") from error
    from importlib.resources import files as resources

    from extractors.tagger import corpora

    if reviewed is not None:
        with reviewed.open(encoding="utf-8") as lines:
            sentences = list(corpora.read_records(lines))
        shipped = resources("extractors.tagger").joinpath("weights/tagger.onnx").read_bytes()
        model = trainer.go_on(shipped, sentences, rounds=rounds or trainer.GO_ON_ROUNDS, seed=seed)
    else:
        learn = [sentence for path in files for sentence in corpora.read_spans(path)]
        learn += corpora.read_gold(Path(str(resources("corpus").joinpath("gold"))))
        learn += corpora.read_news(news) if news else ()
        tuned = [sentence for path in tune for sentence in corpora.read_spans(path)]
        model = trainer.train(learn, tuned, seed=seed, rounds=rounds or trainer.ROUNDS, show=click.echo).model
    out.write_bytes(model)
    click.echo(f"{out}: {len(model):,} bytes")
