"""The project's spaCy Language: tokenizer, then one component per kind, in order.

>>> nlp = load()
>>> [(ent.text, ent.label_) for ent in nlp("许昌加入中德工业城市联盟。").ents]
[('许昌', 'GPE'), ('中德工业城市联盟', 'ORG')]
"""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.language import Language

import pipeline.components
import pipeline.tokenizer
from extractors.places.gazetteer import load_gazetteer
from extractors.tagger.model import Tagger
from extractors.team import read_team

TOKENIZER = "lianmeng.jieba.v1"

# The order of steps. Titles and dates come before figures, which stay out of them.
COMPONENTS = (
    "lianmeng_sentences",
    "lianmeng_tagger",
    "lianmeng_titles",
    "lianmeng_dates",
    "lianmeng_figures",
    "lianmeng_places",
    "lianmeng_organisations",
    "lianmeng_people",
    "lianmeng_team",
    "lianmeng_mentions",
    "lianmeng_entities",
    "lianmeng_facts",
)
_SETS_ENTS = frozenset(COMPONENTS[2:9])

# spaCy's own limit (1,000,000) is for parsers; here the reader's limits hold.
_LONGEST_TEXT = 1 << 31

spacy.registry.tokenizers(TOKENIZER, func=pipeline.tokenizer.make_tokenizer)


def load(*, threads: int = 1, places: Path | None = None, model: Path | None = None) -> Language:
    """The Language with every component; `places` is a TSV of the user's own places, organisations and people, `model` another one for the tagger."""
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    nlp.max_length = _LONGEST_TEXT
    for name in COMPONENTS:
        nlp.add_pipe(name, config=_config(name, threads))
    if model is not None:
        nlp.get_pipe("lianmeng_tagger").tagger = Tagger(threads=threads, model=model.read_bytes())
    if places is not None:
        nlp.get_pipe("lianmeng_places").gazetteer = load_gazetteer(extra=places)
        nlp.get_pipe("lianmeng_team").lexicon = read_team(places)
    return nlp


def _config(name: str, threads: int) -> dict[str, object]:
    if name == "lianmeng_tagger":
        return {"threads": threads}
    return {"set_ents": False} if name in _SETS_ENTS else {}
