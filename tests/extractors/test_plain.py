"""The plain text: the same length, Simplified and half-width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.build_variants import TARGET, variants
from extractors.lexicon import parse_rows
from extractors.plain import plain


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("２０２０年１０月", "2020年10月"),
        ("廣東佛山與德國亞琛簽約", "广东佛山与德国亚琛签约"),
        ("⻄安⻢鞍山", "西安马鞍山"),  # radicals that PDF files leave behind
        ("８２，２２５．００元", "82，225.00元"),  # a full-width comma stays: it separates figures
        ("乾县", "乾县"),
        ("约（８％）", "约(8%)"),
        ("许昌\u3000加入", "许昌 加入"),
    ],
)
def test_variants_are_matched_as_their_plain_form(written: str, expected: str) -> None:
    assert plain(written) == expected


@given(st.text())
def test_no_text_changes_its_length(text: str) -> None:
    assert len(plain(text)) == len(text)


def test_the_built_table_is_fresh() -> None:
    assert {row["variant"]: row["plain"] for row in parse_rows(TARGET.read_text(encoding="utf-8"))} == variants()
