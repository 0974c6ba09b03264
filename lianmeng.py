"""What a Python user imports: load, extract, __version__.

>>> import lianmeng
>>> nlp = lianmeng.load()
>>> lianmeng.extract("许昌加入中德工业城市联盟。", nlp)["mentions"][0]["entity_id"]
'CN-411000'
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language

__all__ = ["__version__", "extract", "load"]

try:
    __version__ = version("lianmeng")
except PackageNotFoundError:
    __version__ = "0+unknown"


def load(*, threads: int = 1, places: Path | None = None, model: Path | None = None) -> Language:
    """The spaCy Language that finds everything; loading takes a second or two, so keep it."""
    from pipeline.segment import load as load_language

    return load_language(threads=threads, places=places, model=model)


def extract(text: str, nlp: Language, **fields: Any) -> dict[str, Any]:
    """One contract object for the body `text`; fields: title, source, url, published, home."""
    from corpus.article import make_article
    from outputs.json_lines import record_to_object
    from pipeline.extract import extract_record

    return record_to_object(extract_record(make_article(text, **fields), nlp))
