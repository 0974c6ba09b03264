"""Word lists of the cleaning stage: one tab-separated file each, `#` lines on top for source and licence, header first.

>>> "首页" in words("navigation")
True
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=8)
def words(name: str) -> frozenset[str]:
    """The first column of `name`.tsv."""
    text = files("corpus.lexicon").joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    return frozenset(line.split("\t")[0] for line in lines[1:])
