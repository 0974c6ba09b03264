"""Limits by name, and the time limit."""

import time

import pytest

import corpus.read
from corpus.article import Article, Failure
from corpus.limits import DEFAULT_LIMITS, Limits, TimeIsUpError, limits_from, time_limit
from corpus.read import read_sources

BODY = "8月12日，许昌加入中德工业城市联盟。"


def test_limits_are_given_as_numbers_or_as_text_with_a_unit():
    assert limits_from({"max_bytes": "5M", "max_depth": 3, "max_ratio": "20k"}) == Limits(max_bytes=5_000_000, max_depth=3, max_ratio=20_000)
    assert limits_from({}) == DEFAULT_LIMITS


def test_no_time_limit_can_be_asked_for_but_no_other_limit_can_be_nothing():
    assert limits_from({"max_seconds": 0}).max_seconds == 0
    with pytest.raises(ValueError, match="max_bytes must be a whole number above 0"):
        limits_from({"max_bytes": 0})


@pytest.mark.parametrize("value", ["", "x", "-1", "1.5", "5MB", True, None, "9" * 20])
def test_what_is_no_number_is_refused_by_name(value):
    with pytest.raises(ValueError, match="max_pages must be a whole number"):
        limits_from({"max_pages": value})


def test_an_unknown_name_is_refused_with_those_that_are_known():
    with pytest.raises(ValueError, match=r"no limit is called max_size \(known: max_archive_depth, max_bytes"):
        limits_from({"max_size": 1})


def work_forever():
    while True:
        pass


def test_a_time_limit_ends_what_takes_longer_and_leaves_no_alarm():
    began = time.monotonic()
    with pytest.raises(TimeIsUpError), time_limit(1):
        work_forever()
    assert time.monotonic() - began < 3
    with time_limit(1):
        pass
    time.sleep(1.1)  # an alarm left behind would end the test run


def test_a_time_limit_within_another_leaves_the_outer_one_alone():
    with pytest.raises(TimeIsUpError), time_limit(1), time_limit(60):
        time.sleep(3)


def test_an_article_that_takes_too_long_is_a_failure_and_takes_no_other_down(tmp_path, monkeypatch):
    (tmp_path / "a.html").write_text(f"<p>{BODY}</p>", encoding="utf-8")
    (tmp_path / "b.html").write_text("<p>slow</p>", encoding="utf-8")
    (tmp_path / "c.html").write_text(f"<p>{BODY}</p>", encoding="utf-8")
    quick = corpus.read.read_pages

    def slow(markup):
        while "slow" in markup:
            try:
                sum(range(1000))
            except Exception:  # what swallows every Exception does not swallow the end of the time
                pytest.fail("caught")
        return quick(markup)

    monkeypatch.setattr(corpus.read, "read_pages", slow)
    found = list(read_sources([tmp_path], limits=Limits(max_seconds=1)))
    assert [type(one) for one in found] == [Article, Failure, Article]
    assert found[1] == Failure(f"{tmp_path.as_posix()}/b.html", None, "parse", "took longer than max_seconds (1)")


@pytest.mark.parametrize(
    ("name", "content", "limits", "reason"),
    [
        ("a.txt", BODY, {"max_bytes": 10}, "larger than max_bytes (10)"),
        ("a.html", f"<p>{BODY}", {"max_bytes": 10}, "larger than max_bytes (10)"),
        ("a.jsonl", f'{{"text": "{BODY}"}}', {"max_bytes": 10}, "larger than max_bytes (10)"),
        ("a.csv", f"text\n{BODY}\n{BODY}\n", {"max_records": 1}, "more records than max_records (1)"),
        ("in/in/a.txt", BODY, {"max_depth": 2}, "more nested folders than max_depth (2)"),
    ],
)
def test_a_failure_names_the_limit_that_was_broken(tmp_path, name, content, limits, reason):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    assert [one.reason for one in read_sources([tmp_path], limits=limits_from(limits)) if isinstance(one, Failure)][:1] == [reason]
