"""jieba's words as a tokenizer for spaCy.

>>> [token.text for token in JiebaTokenizer(Vocab())("许昌加入中德工业城市联盟。")]
['许昌', '加入', '中德工业城市联盟', '。']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.tokens import Doc
from spacy.vocab import Vocab

from extractors.segmenter import segmenter

# jieba's dynamic programming holds a whole block in memory; longer lines are cut into pieces of this length.
_LONGEST_BLOCK = 5_000
_BLOCK = re.compile(rf"[^\n]{{1,{_LONGEST_BLOCK}}}|\n")


class JiebaTokenizer:
    """Text → Doc of jieba's words; the Doc's text is the text given, to the character."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words = [word for block in _BLOCK.findall(text) for word in _words(block)]
        return Doc(self.vocab, words=words, spaces=[False] * len(words))

    def pipe(self, texts: Iterable[str]) -> Iterator[Doc]:
        """One Doc per text, in order."""
        return map(self, texts)

    # spaCy saves and loads a tokenizer with its Language; all that this one knows comes with the package.
    def to_bytes(self, **kwargs: Any) -> bytes:
        return b""

    def from_bytes(self, data: bytes, **kwargs: Any) -> JiebaTokenizer:
        return self

    def to_disk(self, path: Path, **kwargs: Any) -> None:
        return None

    def from_disk(self, path: Path, **kwargs: Any) -> JiebaTokenizer:
        return self


def make_tokenizer() -> Any:
    """What spaCy's registry calls: gives the function that makes the tokenizer of a Language."""
    return lambda nlp: JiebaTokenizer(nlp.vocab)


def _words(block: str) -> list[str]:
    words = segmenter().lcut(block)
    # jieba drops nothing that was ever seen; should a character be lost, the block is taken by characters.
    return words if "".join(words) == block else list(block)
