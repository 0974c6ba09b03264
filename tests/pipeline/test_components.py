"""Each component works alone in anyone's Language, and words are split where a mention's border falls inside one."""

import pytest
import spacy

import pipeline.segment  # noqa: F401  (registers the factories where the package is not installed)
from extractors.documents import state
from pipeline.segment import COMPONENTS, load

TEXT = "2020年12月14日，2020中德高端制造峰会在浙江绍兴举行，600多家德国企业参加，马卫光致辞。"


@pytest.mark.parametrize(
    ("components", "expected"),
    [
        (["lianmeng_dates"], [("2020年12月14日", "DATE")]),
        (["lianmeng_titles"], [("2020中德高端制造峰会", "EVENT")]),
        (["lianmeng_figures"], [("600多家", "CARDINAL")]),
        (["lianmeng_places"], [("浙江", "GPE"), ("绍兴", "GPE"), ("德国", "GPE")]),
        (["lianmeng_tagger", "lianmeng_people"], [("马卫光", "PERSON")]),
    ],
)
def test_a_component_alone_sets_the_entities_of_its_kind(components: list[str], expected: list[tuple[str, str]]) -> None:
    nlp = spacy.blank("zh")
    for name in components:
        nlp.add_pipe(name)
    found = [(ent.text, ent.label_) for ent in nlp(TEXT).ents]
    assert [one for one in found if one[1] in {label for _, label in expected}] == expected


def test_the_projects_language_runs_its_components_in_order() -> None:
    assert load().pipe_names == list(COMPONENTS)


def test_a_word_that_crosses_a_mentions_border_is_split() -> None:
    doc = load()("中德合作")
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("中", "GPE"), ("德", "GPE")]
    assert "".join(token.text for token in doc) == "中德合作"


def test_sentence_starts_are_set() -> None:
    doc = load()("许昌加入联盟。佛山也是成员。\n标题")
    assert [sentence.text.strip() for sentence in doc.sents] == ["许昌加入联盟。", "佛山也是成员。", "标题"]


def test_docs_in_a_stream_are_read_as_each_alone() -> None:
    nlp = load()
    texts = ["许昌加入中德工业城市联盟。", "", "8月12日，佛山。", TEXT]
    together = [[(ent.text, ent.label_) for ent in doc.ents] for doc in nlp.pipe(texts)]
    assert together == [[(ent.text, ent.label_) for ent in nlp(text).ents] for text in texts]


def test_a_doc_survives_spacys_own_tools() -> None:
    doc = load()(TEXT)
    again = spacy.tokens.Doc(doc.vocab).from_bytes(doc.to_bytes(exclude=["user_data"]))
    assert [(ent.text, ent.label_) for ent in again.ents] == [(ent.text, ent.label_) for ent in doc.ents]
    assert "绍兴" in spacy.displacy.render(doc, style="ent")


def test_a_post_whose_holder_no_word_names_brings_its_organisation_along() -> None:
    found = state(load()("国务委员谌贻琴到会。"))
    [position] = found.positions
    assert found.organisations[position.organisation_id or ""].name == "中华人民共和国国务院"
