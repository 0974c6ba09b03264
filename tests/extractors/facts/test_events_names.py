"""Names of events: their kind, their edition, and which of them may be one."""

import pytest

from extractors.facts.events_names import edition_of, is_same_name, kind_of


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("第三届中国国际进口博览会", "exhibition"),
        ("广交会", "exhibition"),
        ("第70届法兰克福书展", "exhibition"),
        ("杭州第19届亚运会", "other"),
        ("第十四届三国文化周", "other"),
        ("2020中德高端制造峰会", "conference"),
        ("世界互联网大会", "conference"),
    ],
)
def test_the_last_word_tells_the_kind(name: str, kind: str) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    ("name", "edition"),
    [
        ("第三届进博会", 3),
        ("首届中德市长峰会", 1),
        ("第132届廣交會", 132),
        ("十四届全国人大二次会议", None),
        ("2020中德高端制造峰会", None),
        (None, None),
    ],
)
def test_the_edition_is_that_of_the_event_not_of_a_committee(name: str | None, edition: int | None) -> None:
    assert edition_of(name) == edition


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2020中德高端制造峰会", "中德高端制造业峰会", True),
        ("进博会", "第三届进博会", True),
        ("第二届进博会", "第三届进博会", False),
        ("2019中德高端制造峰会", "2020中德高端制造峰会", False),
        ("中德市长峰会", "中德高端制造峰会", False),
    ],
)
def test_names_are_of_one_happening_but_for_a_missing_year_or_edition(one: str, other: str, same: bool) -> None:
    assert is_same_name(one, other) is is_same_name(other, one) is same
