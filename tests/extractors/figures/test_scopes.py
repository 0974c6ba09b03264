"""Scopes of ranks: what stands right before them, and never what merely stands near."""

from __future__ import annotations

import pytest

from extractors.figures.scopes import scope_before


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("居全省第1位", "全省"),
        ("居河南省第4位", "河南省"),
        ("位居世界第二", "世界"),
        ("全国排名第三", "全国"),
        ("稳居中部第一", "中部"),
        ("是潍坊在欧洲的第二大贸易伙伴", "欧洲"),
        ("总量在全省排名第2", "全省"),
        ("成为德国第一大贸易伙伴", None),  # whose partner, not where it ranks
        ("连续三年排名第一", None),
        ("进行第二轮谈判", None),
        ("全省会议召开，成绩第一", None),
    ],
)
def test_scope_is_the_place_or_field_before_the_rank(text: str, scope: str | None) -> None:
    span = scope_before(text, text.index("第"))
    assert (text[span.start : span.end] if span else None) == scope
