"""An explanation tells every mention and fact once, with its value and rule, and nothing in an article can steer the terminal."""

import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from rich.console import Console

from corpus.article import Article, make_article
from corpus.read import read_sources
from extractors.sentences import split_sentences
from outputs.json_lines import dumps, record_to_object
from pipeline.commands.explain import command
from pipeline.explain import FACT_LISTS, ArticleUnknownError, article_of, entity_names, explain, fact_in_words, sentences_of, value_in_words
from pipeline.extract import extract_record
from pipeline.rule_notes import note
from pipeline.segment import load

TEXT = "12月14日，许昌加入中德工业城市联盟。\n浙江省对德国出口130.8亿美元。"
FACT = {"confidence": 0.95, "modality": "asserted", "sources": ["a1"], "review_status": "new", "more_evidence": []}


def mention(label: str, text: str, extractor: str, **value: Any) -> dict[str, Any]:
    start = TEXT.index(text)
    return {"label": label, "start": start, "end": start + len(text), "text": text, "confidence": 0.9, "extractor": extractor} | value


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """A contract object written by hand: what is read from the text may change, how it is told may not."""
    day = {"edtf": "2020-12-14", "start_date": "2020-12-14", "end_date": "2020-12-14", "grain": "day", "anchor": "published"}
    money = {"value": 13080000000, "low": None, "high": None, "bound": "exact", "unit": "USD"}
    place: dict[str, Any] = {"candidates": []}
    first, second = ({"start": span.start, "end": span.end} for span in split_sentences(TEXT))
    membership = {"member_id": "CN-411000", "organisation_id": "o1", "role": "member", "status": "joined", "since": "2020-12-14"}
    event = {"kind": "accession", "name": None, "date": "2020-12-14", "place_id": None, "amount": None}
    event["participants"] = [{"entity_id": "CN-411000", "text": "许昌", "role": "member"}]
    indicator = {"subject_ids": ["CN-330000", "DE"], "subject_text": "浙江省", "metric": "出口额", "period": None, "change": None, "base": None}
    indicator |= {"share_of": None, "checks": ["parts add up to 13, not 14"], "sources": ["a1", "a2"], "modality": "planned"}
    return {
        "article_id": "a1",
        "title": "许昌入盟",
        "source": "许昌日报",
        "published": "2020-12-15",
        "dateline_place_id": "CN-411000",
        "reporters": ["张三", "李四"],
        "input": "one.txt",
        "duplicate_of": None,
        "text": TEXT,
        "mentions": [
            mention("DATE", "12月14日", "dates.day", entity_id=None, **day),
            mention("GPE", "许昌", "places.gazetteer", entity_id="CN-411000", **place),
            mention("ORG", "中德工业城市联盟", "organisations.known_name", entity_id="o1"),
            mention("GPE", "浙江省", "places.gazetteer", entity_id="CN-330000", **place),
            mention("GPE", "德国", "places.gazetteer", entity_id="DE", **place),
            mention("MONEY", "130.8亿美元", "figures.money", entity_id=None, **money),
        ],
        "memberships": [FACT | first | membership | {"extractor": "memberships.joins"}],
        "positions": [],
        "indicators": [FACT | second | money | indicator | {"extractor": "indicators.amount"}],
        "events": [FACT | first | event | {"extractor": "events.joining", "review_status": "accepted"}],
        "places": [{"place_id": "CN-411000", "name": "许昌市"}, {"place_id": "CN-330000", "name": "浙江省"}, {"place_id": "DE", "name": "德国"}],
        "organisations": [{"organisation_id": "o1", "name": "中德工业城市联盟"}],
        "people": [],
    }


def told(found: dict[str, Any], *, colour: bool = False) -> str:
    file = io.StringIO()
    explain(found, Console(file=file, force_terminal=colour, color_system="standard" if colour else None, width=80, markup=False, emoji=False))
    return file.getvalue()


def test_the_whole_of_a_short_article(found: dict[str, Any]) -> None:
    lines = told(found).split("\n\nRules\n")[0].splitlines()
    assert [line.rstrip() for line in lines] == [
        "a1  许昌入盟",
        "published 2020-12-15 · source 许昌日报 · dateline 许昌市 CN-411000 · reporters 张三、李四 · from one.txt",
        "",
        "  1  12月14日，许昌加入中德工业城市联盟。",
        "     12月14日              DATE       2020-12-14, day, by published                       dates.day 0.9",
        "     许昌                  GPE        许昌市 CN-411000                                    places.gazetteer 0.9",
        "     中德工业城市联盟      ORG        中德工业城市联盟 o1                                 organisations.known_name 0.9",
        "   → membership 许昌市 → 中德工业城市联盟: member, joined, since 2020-12-14",
        "                memberships.joins · 0.95 · asserted",
        "   → event      accession, 2020-12-14, place ?; member 许昌市",
        "                events.joining · 0.95 · asserted · review: accepted",
        "",
        "  2  浙江省对德国出口130.8亿美元。",
        "     浙江省                GPE        浙江省 CN-330000                                    places.gazetteer 0.9",
        "     德国                  GPE        德国 DE                                             places.gazetteer 0.9",
        "     130.8亿美元           MONEY      13080000000 USD, exact                              figures.money 0.9",
        "   → indicator  浙江省、德国: 出口额 13080000000 USD, exact, period ?",
        "                indicators.amount · 0.95 · planned · told by 2 articles",
        "                does not add up: parts add up to 13, not 14",
    ]


def test_every_mention_and_fact_stands_in_one_sentence(found: dict[str, Any]) -> None:
    sentences = sentences_of(found)
    assert [mention for sentence in sentences for mention in sentence.mentions] == found["mentions"]
    assert sum(len(sentence.facts) for sentence in sentences) == sum(len(found[name]) for name in FACT_LISTS)


def test_each_rule_is_described_once_with_pattern_and_wordings(found: dict[str, Any]) -> None:
    rules = told(found).split("\n\nRules\n")[1]
    assert rules.count("memberships.joins  Trigger of a membership (joined)") == 1
    assert "dates.day" in rules
    assert "pattern" in rules
    assert len(re.findall("^  [a-z]", rules, re.MULTILINE)) == len({one["extractor"] for one in [*found["mentions"], *facts(found)]})


def facts(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [fact for name in FACT_LISTS for fact in found[name]]


def test_a_terminal_gets_colour_and_a_file_none(found: dict[str, Any]) -> None:
    assert "\x1b[" in told(found, colour=True)
    assert "\x1b" not in told(found)


def test_nothing_in_an_article_steers_the_terminal() -> None:
    text = "许昌\x1b]0;title\x07加入\x1b[2J中德工业城市联盟\u202e。[bold]:smile:"
    hostile = record_to_object(extract_record(make_article(text, title="\x1b[31m红\u202e"), load()))
    shown = told(hostile)
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown
    assert "‹U+202E›" in shown
    assert "[bold]:smile:" in shown


def test_the_words_of_values() -> None:
    names = {"CN-110105": "朝阳区", "CN-211300": "朝阳市"}
    nothing: dict[str, Any] = {"people": []}
    ambiguous = {"label": "GPE", "entity_id": None, "candidates": [{"place_id": "CN-110105", "score": 0.5}, {"place_id": "CN-211300", "score": 0.25}]}
    assert value_in_words(ambiguous, nothing, names) == "no id; or 朝阳区 CN-110105 0.5, 朝阳市 CN-211300 0.25"
    month = {"label": "DATE", "edtf": "2016-04", "start_date": "2016-04-01", "end_date": "2016-04-30", "grain": "month", "anchor": "absolute"}
    assert value_in_words(month, nothing, names) == "2016-04, 2016-04-01 to 2016-04-30, month, by absolute"
    assert value_in_words(month | {"start_date": None, "end_date": None, "anchor": None}, nothing, names) == "2016-04, month, nothing resolves it"
    assert value_in_words(month | {"edtf": None, "grain": "vague"}, nothing, names) == "no day (vague)"
    some = {"label": "CARDINAL", "value": None, "low": 11, "high": 19, "bound": "range", "unit": "1", "classifier": "名", "counted": "代表"}
    assert value_in_words(some, nothing, names) == "11..19 1, range, 名 代表"
    fourth = {"label": "ORDINAL", "value": 4, "low": None, "high": None, "bound": "exact", "unit": "rank", "scope": "河南省"}
    assert value_in_words(fourth, nothing, names) == "4 rank, exact, within 河南省"
    person = {"label": "PERSON", "entity_id": "p1"}
    assert (
        value_in_words(person, {"people": [{"person_id": "p1", "name_latin": "Rudolf Scharping"}]}, {"p1": "沙尔平"})
        == "沙尔平 (Rudolf Scharping) p1"
    )


def test_the_words_of_a_post_and_an_event_with_an_amount() -> None:
    names = {"p1": "马卫光", "CN-330600": "绍兴市", "o1": "美的"}
    post = {"person_id": "p1", "title": "市委书记", "organisation_id": None, "place_id": "CN-330600", "status": "current"}
    assert fact_in_words("position", post, names) == "马卫光: 市委书记, 绍兴市, current"
    amount = {"value": 2, "low": None, "high": None, "bound": "about", "unit": "EUR"}
    event = {"kind": "acquisition", "name": None, "date": None, "place_id": None, "amount": amount}
    event["participants"] = [{"entity_id": "o1", "text": "美的集团", "role": "acquirer"}, {"entity_id": None, "text": "库卡", "role": "target"}]
    assert fact_in_words("event", event, names) == "acquisition, date ?, place ?, 2 EUR, about; acquirer 美的; target 库卡"


def test_a_rule_that_nobody_described_is_told_by_where_it_lives() -> None:
    assert note("positions.new_rule").reads == "Code of extractors/facts"
    assert note("places.new_rule").reads == "Code of extractors/places"


def test_every_fact_on_the_samples_names_a_rule_that_is_described() -> None:
    from pipeline.evaluate import SAMPLES

    article = make_article((SAMPLES / "a01_alliance_joins.txt").read_text(encoding="utf-8"))
    for fact in facts(record_to_object(extract_record(article, load()))):
        assert not note(fact["extractor"]).reads.startswith("Code of")


@pytest.fixture
def folder(found: dict[str, Any], tmp_path: Path) -> Path:
    lines = [dumps(found | {"article_id": article_id}) for article_id in ("a" + "0" * 16, "a1" + "2" * 15)]
    (tmp_path / "articles.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def test_an_article_of_a_folder_is_found_by_its_id_or_how_it_begins(found: dict[str, Any], folder: Path) -> None:
    whole = "a1" + "2" * 15
    assert article_of(folder, whole) == json.loads(dumps(found | {"article_id": whole}))
    assert article_of(folder, "a12")["article_id"] == whole


@pytest.mark.parametrize(("given", "reason"), [("a", "2 articles"), ("zz", "no article")])
def test_an_id_that_names_none_or_several_is_refused(given: str, reason: str, folder: Path) -> None:
    with pytest.raises(ArticleUnknownError, match=reason):
        article_of(folder, given)


def test_a_folder_without_articles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArticleUnknownError, match="cannot read"):
        article_of(tmp_path, "a1")
    (tmp_path / "articles.jsonl").write_text('{"article_id": "a1"\n', encoding="utf-8")
    with pytest.raises(ArticleUnknownError, match="no articles of this program"):
        article_of(tmp_path, "a1")


def test_the_command_explains_a_file_and_an_article_of_a_folder_alike(tmp_path: Path) -> None:
    article = "许昌加入中德工业城市联盟\n\n本报讯 12月14日，许昌加入中德工业城市联盟。今年1—10月，浙江省向德国出口130.8亿美元。\n"
    (tmp_path / "one.txt").write_text(article, encoding="utf-8")
    from_file = CliRunner().invoke(command, [str(tmp_path / "one.txt"), "--published", "2020-12-15"])
    [read] = [one for one in read_sources([tmp_path / "one.txt"]) if isinstance(one, Article)]
    record = record_to_object(extract_record(replace(read, published="2020-12-15"), load()))
    (tmp_path / "articles.jsonl").write_text(dumps(record) + "\n", encoding="utf-8")
    from_folder = CliRunner().invoke(command, [record["article_id"], "--out", str(tmp_path)])
    assert (from_file.exit_code, from_folder.exit_code) == (0, 0)
    assert from_file.output == from_folder.output
    assert "2020-12-14, day, by published" in from_file.output


def test_a_file_that_holds_no_article_is_status_1_and_a_wrong_id_2(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    assert CliRunner().invoke(command, [str(folder / "empty.txt")]).exit_code == 1
    assert CliRunner().invoke(command, ["zz", "--out", str(folder)]).exit_code == 2


def test_names_of_all_kinds_of_entities() -> None:
    found = {
        "places": [{"place_id": "DE", "name": "德国"}],
        "organisations": [{"organisation_id": "o1", "name": "联盟"}],
        "people": [{"person_id": "p1", "name": "张三"}],
    }
    assert entity_names(found) == {"DE": "德国", "o1": "联盟", "p1": "张三"}
