"""Every lexicon is a table: source told, columns whole, NFC, no row twice."""

import unicodedata
from pathlib import Path

import pytest

from extractors.lexicon import parse_rows

ROOT = Path(__file__).parent.parent
LEXICONS = sorted(path for package in ("corpus", "extractors") for path in (ROOT / package).rglob("lexicon/*.tsv"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", LEXICONS, ids=name)
def test_a_lexicon_tells_where_it_comes_from(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("path", LEXICONS, ids=name)
def test_a_lexicon_has_whole_rows_and_none_twice(path: Path) -> None:
    rows = [tuple(row.items()) for row in parse_rows(path.read_text(encoding="utf-8"))]
    assert rows
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("path", [path for path in LEXICONS if path.name != "variants.tsv"], ids=name)
def test_a_lexicon_is_in_normal_form(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text
    assert text.endswith("\n")
