"""The report's page holds everything, requests nothing, and shows whatever an article contains as text."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from extractors import records
from extractors.records import Record
from outputs.json_lines import dumps, record_to_object
from outputs.report import NothingToReportError, make_page, write_report
from outputs.report_page.articles import article_of
from outputs.report_page.cities import city_ids, pairs
from outputs.report_page.marks import LONGEST_BODY, figure_text, is_traditional, number_text, safe, safe_url
from outputs.report_page.times import Bar, bars
from outputs.report_page.words import word, words
from pipeline.commands.report import command

PIECES = Path(__file__).parents[2] / "outputs" / "report_page"
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'`{{7*7}}&lt;\x00\x1b[31m\u202e\u2028]]>--><!--"


class Elements(HTMLParser):
    """Every element with its attributes, and the text of scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self.text = ""
        self._inside: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in self.raw:
            self._inside = tag
            self.raw[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = None

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.raw[self._inside][-1] += data
        else:
            self.text += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def found(record: Record) -> dict[str, Any]:
    return json.loads(dumps(record_to_object(record)))


def page_of(*objects: dict[str, Any], **more: Any) -> str:
    return make_page([article_of(one) for one in objects], **more)


def strings_made(value: Any, hostile: str, keep: frozenset[str]) -> Any:
    """The object with every string hostile but those under the kept names."""
    if isinstance(value, dict):
        return {name: one if name in keep else strings_made(one, hostile, keep) for name, one in value.items()}
    if isinstance(value, list):
        return [strings_made(one, hostile, keep) for one in value]
    return hostile if isinstance(value, str) else value


def test_the_page_shows_every_article_fact_and_value(found: dict[str, Any]) -> None:
    page = Elements(page_of(found))
    facts = sum(len(found[name]) for name in ("memberships", "positions", "indicators", "events"))
    assert len(page.named("article")) == 1
    assert len([one for one in page.named("div") if (one.get("class") or "").startswith("fact ")]) == facts
    for mention in found["mentions"]:
        assert mention["text"] in page.text
    values = {one.get("data-v") for one in page.named("mark")}
    assert {"16,530,000,000 USD", "8.8 %", "2020-01/2020-10"} <= values


@pytest.mark.parametrize("keep", [frozenset({"text", "label", "kind", "bound", "modality"}), frozenset({"label"})])
def test_nothing_that_an_article_contains_becomes_markup(found: dict[str, Any], keep: frozenset[str]) -> None:
    # Once with the text as it is, so that marks stand in it; once with every string hostile, words of closed lists too.
    hostile = strings_made(found, HOSTILE, keep)
    page = page_of(hostile, failures=[dict.fromkeys(("input", "record", "stage", "reason"), HOSTILE)], versions={HOSTILE: HOSTILE})
    elements = Elements(page)
    assert len(elements.named("script")) == 3
    assert elements.named("img") == []
    assert [name for _, attributes in elements.elements for name in attributes if name.startswith("on")] == []
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]", page)
    assert "alert(1)" in elements.text
    assert "{{7*7}}" in elements.text
    assert "alert" not in elements.raw["script"][0] + elements.raw["script"][2]
    json.loads(elements.raw["script"][1])


def test_the_data_for_the_script_cannot_end_its_element(found: dict[str, Any]) -> None:
    found["places"][0]["name"] = "</script><!--\u2028&"
    data = Elements(page_of(found)).raw["script"][1]
    assert not set("<>&\u2028") & set(data)
    assert "</script><!--‹U+2028›&" in [entity[1] for entity in json.loads(data)["entities"].values()]


def test_only_the_pages_own_style_and_script_are_allowed_by_their_hashes(found: dict[str, Any]) -> None:
    elements = Elements(page_of(found))
    policy = next(one["content"] for one in elements.named("meta") if one.get("http-equiv") == "Content-Security-Policy")
    early, _, script = elements.raw["script"]
    hashes = [base64.b64encode(hashlib.sha256(content.encode()).digest()).decode() for content in (elements.raw["style"][0], early, script)]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}' 'sha256-{hashes[2]}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert [attributes for _, attributes in elements.elements if "style" in attributes] == []


def test_nothing_is_loaded_from_anywhere(found: dict[str, Any]) -> None:
    found["url"] = "https://example.org/a?b=1&c=2"
    elements = Elements(page_of(found))
    assert [
        attributes for _, attributes in elements.elements if {"src", "srcset", "data", "action", "poster", "background"} & attributes.keys()
    ] == []
    assert elements.named("link") == elements.named("iframe") == elements.named("base") == []
    assert not re.search(
        r"@import|url\(|fetch\(|XMLHttpRequest|sendBeacon|WebSocket|import\(", "".join(elements.raw["style"] + elements.raw["script"])
    )
    links = {one["href"] for one in elements.named("a") if one.get("href") and not str(one["href"]).startswith("#")}
    assert links == {"https://example.org/a?b=1&c=2"}


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " https://a.b/",
        "JAVASCRIPT:x",
        "data:text/html,x",
        "//a.b/",
        "file:///etc/passwd",
        "https://a\u202e.b",
        "https://a b",
        "",
        None,
    ],
)
def test_an_address_that_is_no_plain_web_address_is_no_link(url: str | None) -> None:
    assert safe_url(url) is None


def test_a_plain_web_address_stays_as_it_is() -> None:
    assert safe_url("HTTPS://例.中国/a?b#c") == "HTTPS://例.中国/a?b#c"


def test_text_that_steers_is_shown_as_signs() -> None:
    assert safe("a\x00b\u202ec<b>") == "a␀b‹U+202E›c&lt;b&gt;"


def test_a_fact_of_several_articles_stands_once_with_links_to_all(found: dict[str, Any]) -> None:
    first, second = found["article_id"], "a" + "1" * 16
    for fact in found["memberships"]:
        fact["sources"] = [first, second]
    other = json.loads(json.dumps(found)) | {"article_id": second, "title": "转载", "positions": [], "indicators": [], "events": []}
    page = page_of(found, other)
    assert page.count('class="fact membership"') == 1
    assert re.search(r'data-w="also_in">另见</span> <a href="#a2">转载</a> · 2 ', page)


def test_doubts_stand_first_and_say_why(found: dict[str, Any]) -> None:
    found["memberships"][0] |= {"confidence": 0.5, "modality": "possible"}
    found["indicators"][0]["checks"] = ["parts add up to 13, not 14"]
    found["positions"][0] |= {"confidence": 0.4, "review_status": "accepted"}
    facts = sorted(article_of(found).facts, key=lambda fact: fact.order)
    assert [fact.kind for fact in facts][:2] == ["membership", "indicator"]
    assert facts[-1].kind == "position"
    assert facts[-1].reasons == ()
    assert facts[0].reasons == (word("is_possible"), word("low_confidence"))
    assert facts[1].reasons[0].endswith('<bdi lang="en">parts add up to 13, not 14</bdi>')


def test_what_is_decided_comes_after_what_is_new(found: dict[str, Any]) -> None:
    found["events"][0]["review_status"] = "rejected"
    page = page_of(found)
    assert 'class="fact event rejected"' in page
    assert page.rindex('class="fact ') == page.index('class="fact event rejected"')


def test_values_in_signs_that_need_no_language() -> None:
    assert figure_text({"value": 16530000000, "low": None, "high": None, "bound": "about", "unit": "USD"}) == "≈ 16,530,000,000 USD"
    assert figure_text({"value": 4, "low": None, "high": None, "bound": "exact", "unit": "rank"}) == "№ 4"
    assert figure_text({"value": None, "low": None, "high": None, "bound": None, "unit": None}) == "?"
    assert number_text(12.5) == "12.5"
    assert number_text(None) == "?"


def test_a_traditional_text_is_told_as_such() -> None:
    assert is_traditional("許昌加入中德工業城市聯盟")
    assert not is_traditional("许昌加入中德工业城市联盟")


def test_a_body_without_end_is_cut_and_says_so(found: dict[str, Any]) -> None:
    found["text"] += "\n" + "长" * (2 * LONGEST_BODY)
    page = page_of(found)
    assert page.count("长") < LONGEST_BODY + 10
    assert word("cut") in page


def test_bars_are_days_months_or_years_and_one_old_day_does_not_decide() -> None:
    assert bars([], []) == []
    assert bars(["2020-12-31", "2020-12-31"], ["2021-01-02"], height=10) == [
        Bar("2020-12-31", 2, 0, 10, 0, label="2020-12-31"),
        Bar("2021-01-01", 0, 0, label="2021-01-01"),
        Bar("2021-01-02", 0, 1, 0, 5, label="01-02"),
    ]
    months = [f"2020-{month:02}-01" for month in range(1, 13)]
    assert [bar.key for bar in bars(months, [])] == [month[:7] for month in months]
    many = [f"2020-12-{day:02}" for day in range(1, 31)] * 4
    with_old = bars(many, ["1921-07-23"])
    assert (with_old[0].key, with_old[1].key, with_old[1].gap) == ("1921-07-23", "2020-12-01", True)
    assert [bar.key for bar in bars(["1990-01-01", "2020-01-01"], [])] == ["1990", "2020"]


def test_a_district_and_a_citys_office_count_for_the_city() -> None:
    found = {
        "places": [
            {"place_id": "CN", "level": "country", "parent_id": None},
            {"place_id": "CN-410000", "level": "province", "parent_id": "CN"},
            {"place_id": "CN-411000", "level": "city", "parent_id": "CN-410000"},
            {"place_id": "CN-411002", "level": "county", "parent_id": "CN-411000"},
            {"place_id": "DE-HH", "level": "province", "parent_id": "DE"},
        ],
        "organisations": [{"organisation_id": "o1", "place_id": "CN-411002"}, {"organisation_id": "o2", "place_id": "CN-410000"}],
    }
    assert city_ids(found) == {"CN-411000": "CN-411000", "CN-411002": "CN-411000", "DE-HH": "DE-HH", "o1": "CN-411000"}


def test_pairs_come_from_events_and_across_the_border_from_articles_too(found: dict[str, Any]) -> None:
    event = next(fact for fact in article_of(found).facts if fact.kind == "event")
    happened = replace(event, cities=("CN-411000", "GN-1"), day="2020-12-14", last_day="2020-12-14")
    planned = replace(happened, modality="planned", day="2021-02-01", last_day="2021-02-28")
    denied = replace(happened, modality="denied")
    named = [(1, ["CN-411000", "CN-440600", "GN-1"]), (2, ["CN-440600", "GN-1"])]
    countries = {"CN-411000": "CN", "CN-440600": "CN", "GN-1": "DE"}
    first, second = pairs([(1, happened), (2, planned), (3, denied)], named, countries)
    assert (first.first, first.second, first.facts, first.planned, first.articles) == ("CN-411000", "GN-1", [1], [2], [1])
    assert (first.first_day, first.last_day) == ("2020-12-14", "2021-02-28")
    assert (second.first, second.second, second.facts, second.articles) == ("CN-440600", "GN-1", [], [1, 2])


def test_every_word_of_the_contract_and_of_the_page_has_both_languages() -> None:
    closed = {
        *records.LABELS, *records.BOUNDS, *records.GRAINS, *records.LEVELS, *records.ORGANISATION_KINDS, *records.MODALITIES,
        *records.REVIEW_STATUSES, *records.MEMBERSHIP_ROLES, *records.MEMBERSHIP_STATUSES, *records.EVENT_KINDS, *records.PARTICIPANT_ROLES,
        *(set(records.ANCHORS) - {"dateline"}), "by_dateline",
    }  # fmt: skip
    template = (PIECES / "page.html").read_text(encoding="utf-8")
    script = (PIECES / "page.js").read_text(encoding="utf-8")
    used = set(re.findall(r'(?:w|plain_word)\("(\w+)"\)', template)) | set(re.findall(r'(?:say|row)\("(\w+)"', script))
    assert (closed | used) - words().keys() == set()
    assert all(chinese.strip() and english.strip() for chinese, english in words().values())


def test_the_words_are_sorted_and_stand_once() -> None:
    keys = [line.split("\t")[0] for line in (PIECES / "words.tsv").read_text(encoding="utf-8").splitlines()[2:]]
    assert keys == sorted(set(keys))


def test_the_same_batch_gives_the_same_bytes(found: dict[str, Any]) -> None:
    assert page_of(found) == page_of(json.loads(json.dumps(found)))


def test_an_unknown_language_is_refused(found: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no such language"):
        page_of(found, language="de")


@pytest.fixture
def folder(found: dict[str, Any], tmp_path: Path) -> Path:
    days = ["2020-12-15", None, "2020-12-17"]
    lines = [dumps(found | {"article_id": f"a{number:016}", "title": f"标题{number}", "published": day}) for number, day in enumerate(days)]
    (tmp_path / "articles.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "failures.csv").write_text("\ufeffinput,record,stage,reason\r\n'=x.txt,,read,empty\r\n", encoding="utf-8")
    (tmp_path / "run.json").write_text('{"versions": {"code": "1.0"}}', encoding="utf-8")
    return tmp_path


def test_the_newest_articles_stand_first_and_a_limit_says_what_it_left_out(folder: Path) -> None:
    written = write_report(folder, folder / "some.html", limit=2)
    page = (folder / "some.html").read_text(encoding="utf-8")
    assert (written.articles, written.of_articles) == (2, 3)
    assert page.index("标题2") < page.index("标题0")
    assert "标题1" not in page
    assert 'data-w="left_out"' in page


def test_the_command_writes_the_page_with_failures_and_versions(folder: Path) -> None:
    result = CliRunner().invoke(command, [str(folder), "--language", "en"])
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert result.exit_code == 0
    assert re.fullmatch(r"\S+report\.html: 3 articles, \d+ facts, 0\.\d MB\n", result.output)
    assert "=x.txt" in page
    assert "'=x.txt" not in page
    assert "code 1.0" in page
    assert 'data-language="en"' in page
    assert not (folder / "report.html.new").exists()


@pytest.mark.parametrize("content", [None, "{broken\n", '"a string"\n', '{"article_id": "a1"}\n'])
def test_a_folder_without_articles_of_this_program_is_status_2_in_one_line(content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "articles.jsonl").write_text(content, encoding="utf-8")
    with pytest.raises(NothingToReportError):
        write_report(tmp_path, tmp_path / "report.html")
    result = CliRunner().invoke(command, [str(tmp_path)])
    assert result.exit_code == 2
    assert result.output.count("\n") == 1
    assert not (tmp_path / "report.html").exists()


def test_a_page_that_cannot_be_written_is_said(folder: Path) -> None:
    result = CliRunner().invoke(command, [str(folder), "--to", str(folder / "absent" / "report.html")])
    assert (result.exit_code, result.output.count("\n")) == (2, 1)
