"""Annotated sentences for training: cut where nothing is lost, relabelled as the shipped words are."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

from extractors.tagger.corpora import Sentence, name_labels, read_gold, read_news, read_records, read_spans, relabelled, sentences_of

LABELS = ["B-n", "I-n", "B-LOC", "I-LOC", "B-ORG", "I-ORG", "B-PER", "I-PER", "B-v", "I-v"]


def test_a_file_of_spans_gives_sentences_with_their_own_spans(tmp_path: Path):
    path = tmp_path / "cities.train.jsonl.xz"
    row = {"text": "张华到许昌。他说好。", "spans": [[0, 2, "PERSON"], [3, 5, "GPE_LOC"]]}
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")
    assert list(read_spans(path)) == [
        Sentence("cities", "张华到许昌。", ((0, 2, "PERSON"), (3, 5, "GPE_LOC"))),
        Sentence("cities", "他说好。"),
    ]


def test_a_sentence_that_ends_inside_a_span_goes_on():
    assert list(sentences_of("c", "看《好！再来》吧。完。", [(1, 7, "WORK")])) == [
        Sentence("c", "看《好！再来》吧。", ((1, 7, "WORK"),)),
        Sentence("c", "完。"),
    ]


def test_spans_that_are_empty_or_outside_are_left_out():
    assert list(sentences_of("c", "许昌。", [(2, 1, "ORG"), (0, 0, "ORG"), (1, 9, "ORG"), (0, 2, "GPE_LOC")])) == [
        Sentence("c", "许昌。", ((0, 2, "GPE_LOC"),))
    ]


def test_only_the_open_half_of_the_gold_is_read(tmp_path: Path):
    mentions = [{"start": 0, "end": 2, "label": "GPE"}, {"start": 2, "end": 4, "label": "DATE"}]
    for name, blind in (("a", False), ("b", True)):
        (tmp_path / f"{name}.json").write_text(json.dumps({"text": f"许昌今年{name}", "mentions": mentions, "blind": blind}), encoding="utf-8")
    assert list(read_gold(tmp_path)) == [Sentence("gold", "许昌今年a", ((0, 2, "GPE"),))]


def test_reviewed_records_are_sentences_in_the_contracts_labels():
    line = json.dumps({"text": "李明来了。", "mentions": [{"start": 0, "end": 2, "label": "PERSON"}]})
    assert list(read_records([line])) == [Sentence("gold", "李明来了。", ((0, 2, "PERSON"),))]


def test_every_sentence_of_news_comes_once(tmp_path: Path):
    (tmp_path / "a.txt").write_text("许昌加入联盟。\n许昌加入联盟。\n好。\n佛山也加入联盟。", encoding="utf-8")
    assert [sentence.text for sentence in read_news([str(tmp_path)])] == ["许昌加入联盟。", "佛山也加入联盟。"]


def test_the_corpus_names_take_the_place_of_the_teachers():
    # The teacher: 北京(LOC) 大学(n) 访(v) 王府(LOC); the corpus: 北京大学 is an ORG, 王府 no name: the best other tag is n.
    path = [2, 3, 0, 1, 8, 2, 3]
    best = [[2, 4, 0], [3, 5, 1], [0, 4, 8], [1, 5, 9], [8, 0, 2], [2, 0, 4], [3, 1, 5]]
    sentence = Sentence("msra", "北京大学访王府", ((0, 4, "ORG"),))
    assert relabelled(sentence, path, best, LABELS) == [4, 5, 5, 5, 8, 0, 1]


def test_places_stay_where_the_corpus_marks_hardly_any():
    path, best = [2, 3, 8], [[2, 0, 4], [3, 1, 5], [8, 0, 2]]
    assert relabelled(Sentence("cluener", "北京来"), path, best, LABELS) == [2, 3, 8]
    assert relabelled(Sentence("msra", "北京来"), path, best, LABELS) == [0, 1, 8]


def test_a_name_inside_a_word_cuts_it():
    # 新华社电 as one word n; the corpus marks 新华社: what is left begins a word of its own.
    assert relabelled(Sentence("msra", "新华社电", ((0, 3, "ORG"),)), [0, 1, 1, 1], [[0, 4, 2]] * 4, LABELS) == [4, 5, 5, 0]


def test_one_character_and_a_cut_post_are_left_to_the_teacher():
    # 中药 is one n for the teacher, though the corpus marks 中; 国防部长 is one n, though the corpus marks 国防部.
    assert relabelled(Sentence("msra", "中药", ((0, 1, "GPE_LOC"),)), [0, 1], [[0, 2, 4], [1, 3, 5]], LABELS) == [0, 1]
    assert relabelled(Sentence("msra", "访中", ((1, 2, "GPE_LOC"),)), [8, 2], [[8, 0, 2], [2, 0, 4]], LABELS) == [8, 2]
    assert relabelled(Sentence("msra", "国防部长", ((0, 3, "ORG"),)), [0, 1, 1, 1], [[0, 4, 2]] * 4, LABELS) == [0, 1, 1, 1]


def test_the_columns_of_a_corpus_begin_with_none():
    assert name_labels("msra") == ["B-O", "B-PERSON", "B-ORG", "B-GPE_LOC", "I-PERSON", "I-ORG", "I-GPE_LOC"]
