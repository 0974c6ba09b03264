"""Characters per second of the places component alone against jionlp.recognize_location, and what loading the gazetteer takes.

The words that the component uses are made beforehand, as they are in the pipeline. The peer's row
is left out where jionlp is not installed: it is no dependency of this project.
"""

from __future__ import annotations

import importlib
import importlib.util
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from corpus.article import Article
from corpus.read import read_sources
from extractors.places.find import find_places
from extractors.places.gazetteer import load_gazetteer
from extractors.records import Word
from extractors.tagger.model import Tagger

_SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "samples"


def articles() -> list[Article]:
    """The bundled sample articles."""
    return [article for article in read_sources([_SAMPLES]) if isinstance(article, Article)]


def rows() -> list[tuple[str, float, str]]:
    """Name, value, unit of each measure."""
    some = articles()
    tagger = Tagger()
    words = [_words(tagger, article.text) for article in some]
    characters = sum(len(article.text) for article in some)
    load_gazetteer()
    find_places(some[0], words=words[0])
    few = some[::3]
    few_characters = sum(len(article.text) for article in few)
    jionlp = importlib.import_module("jionlp") if importlib.util.find_spec("jionlp") is not None else None
    our_seconds, their_seconds = [], []
    for _ in range(4):  # in turns, so that a busy machine slows both
        our_seconds.append(_seconds(lambda: [find_places(article, words=of) for article, of in zip(some, words, strict=True)]))
        if jionlp is not None:
            their_seconds.append(_seconds(lambda: [jionlp.recognize_location(article.text) for article in few]))
    ours = characters / min(our_seconds)
    measured = [("places component", round(ours), "characters/s")]
    if jionlp is not None:
        theirs = few_characters / min(their_seconds)
        measured += [("jionlp.recognize_location", round(theirs), "characters/s"), ("places / jionlp", round(ours / theirs, 1), "×")]
    return [*measured, *_loading()]


def _words(tagger: Tagger, text: str) -> tuple[Word, ...]:
    """The tagger's words of the text, paragraph by paragraph."""
    found, start = [], 0
    paragraphs = text.split("\n")
    for paragraph, of_paragraph in zip(paragraphs, tagger.tag(paragraphs), strict=True):
        found.extend(word.moved(start) for word in of_paragraph)
        start += len(paragraph) + 1
    return tuple(found)


def _loading() -> list[tuple[str, float, str]]:
    """Seconds and megabytes that a fresh process needs for the gazetteer."""
    program = (
        "import time, tracemalloc\n"
        "from extractors.places.gazetteer import Gazetteer, _built_lines, load_gazetteer\n"
        "start = time.process_time()\n"
        "list(load_gazetteer().matches('许昌'))\n"
        "seconds = time.process_time() - start\n"
        "tracemalloc.start()\n"
        "list(Gazetteer(_built_lines()).matches('许昌'))\n"
        "print(seconds, tracemalloc.get_traced_memory()[1])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    seconds, peak_bytes = done.stdout.split()
    return [("gazetteer loads in", round(float(seconds), 3), "s"), ("gazetteer takes", round(int(peak_bytes) / 2**20, 1), "MB")]


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    for name, value, unit in rows():
        print(f"{name}\t{value}\t{unit}")
