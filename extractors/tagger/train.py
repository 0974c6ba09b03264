"""Training of the tagger's model, on two cores without a graphics card (needs the extra `train`).

One network learns at once (a head each): LAC's scores on all text, raw news included (distillation); the names of every
annotated corpus in its own scheme; and the words that are shipped, which are LAC's words with the names of the corpora in
the place of LAC's own. Pairs of characters start from skip-gram vectors of the same texts, characters from LAC's.
"""

from __future__ import annotations

import json
import logging
import math
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper
from torch.nn import functional

from extractors.tagger.corpora import GOLD, LABELS, NAME_TAGS, NEWS, Sentence, name_labels, relabelled
from extractors.tagger.export import to_onnx
from extractors.tagger.model import Tagger, Tags, Vocabulary, best_paths
from extractors.tagger.network import DILATIONS, PAIR_WIDTH, Network, loss_of_paths
from extractors.tagger.teacher import Taught, Teacher

Numbers = npt.NDArray[Any]

WORDS, TEACHER = "words", "teacher"
# How often a sentence of a corpus is seen in one round, and how many characters of news.
TIMES = {"msra": 1, "boson": 2, "cluener": 2, "resume": 1, GOLD: 4}
NEWS_CHARACTERS = 1_000_000
ROUNDS, LEARNING_RATE, _WARM_UP, _BATCH_CHARACTERS = 10, 2e-3, 500, 3000
GO_ON_ROUNDS, _GO_ON_RATE = 4, 1e-4
_TEACHER_WEIGHT, _NAMES_WEIGHT, _CLIP = 0.5, 2.0, 5.0
# The shipped weights are a moving mean over the last steps.
_MEAN_EVERY, _MEAN_KEEPS = 25, 0.95
_LEAST_CHARACTERS, _LEAST_PAIRS, _MOST_PAIRS = 3, 6, 100_000
_log = logging.getLogger(__name__)


class Example(NamedTuple):
    """A sentence with the columns of its head of names, of the shipped words, and what the teacher gave."""

    sentence: Sentence
    names: list[int]
    words: list[int]
    taught: Taught


class Trained(NamedTuple):
    """`model` is the file that is shipped; `scores` are each tuning corpus' F1 of people, organisations and places: by its own head, by the words."""

    model: bytes
    scores: dict[str, tuple[float, float]]


def train(
    learn: Sequence[Sentence], tune: Sequence[Sentence], *, seed: int = 1, rounds: int = ROUNDS, show: Callable[[str], None] = _log.info
) -> Trained:
    """The model learnt from the sentences; `tune` is only scored, round by round. The same seed gives nearly the same model."""
    random.seed(seed)
    torch.manual_seed(seed)
    teacher = Teacher()
    labels = teacher.labels
    taught = dict(teacher.teach([sentence.text for sentence in [*learn, *tune]]))
    examples = [_example(sentence, taught[sentence.text], labels) for sentence in learn]
    vocabulary, characters, pairs, vectors = _vocabulary([sentence.text for sentence in learn], seed)
    heads = {name: 1 + 2 * len(kinds) for name, kinds in LABELS.items()} | {WORDS: len(labels), TEACHER: len(labels)}
    network = Network(len(characters) + 2, len(pairs) // 2 + 2, heads)
    with torch.no_grad():
        network.characters.weight[2:] = torch.from_numpy(teacher.embeddings(characters))
        network.pairs.weight[2:] = torch.from_numpy(vectors)
    mean = _learn(network, examples, vocabulary, labels, rounds, show, lambda: scores_of(network, tune, vocabulary, labels))
    network.load_state_dict(mean)
    model = ship(network, vocabulary, characters, pairs, labels, [example.sentence.text for example in examples])
    return Trained(model, scores_of(network, tune, vocabulary, labels))


def go_on(model: bytes, reviewed: Sequence[Sentence], *, rounds: int = GO_ON_ROUNDS, seed: int = 1) -> bytes:
    """The shipped model, trained on with a team's own corrected sentences (labels PERSON, ORG, GPE, LOC, FAC); nothing else is needed.

    Each sentence's words stay as the model has them, but for its names, which are those of the review.
    """
    random.seed(seed)
    torch.manual_seed(seed)
    tagger = Tagger(model=model)
    network, labels = opened(model)
    texts, scores_of_texts = tagger.scores([sentence.text for sentence in reviewed])
    encoded = dict(zip(texts, scores_of_texts, strict=True))
    paths = dict(zip(texts, best_paths(scores_of_texts, Tags.of(labels)), strict=True))
    batches = [[sentence] for sentence in reviewed if sentence.text in paths]
    for name, parameter in network.named_parameters():
        parameter.requires_grad = name not in ("characters.weight", "pairs.weight")
    tags = Tags.of(labels)
    optimiser = torch.optim.AdamW([parameter for parameter in network.parameters() if parameter.requires_grad], lr=_GO_ON_RATE)
    network.train()
    for _ in range(rounds):
        random.shuffle(batches)
        for batch in batches:
            (sentence,) = batch
            best = np.argsort(-encoded[sentence.text], axis=1).tolist()
            columns = torch.tensor([relabelled(sentence, paths[sentence.text].tolist(), best, labels)])
            inputs = _tensors(tagger.vocabulary, [sentence.text])
            is_text = (inputs[0] > 0).float()
            scores = network.heads[WORDS](network(*inputs))
            loss = loss_of_paths(scores, columns, is_text, tags.first.tolist(), tags.more.tolist(), tags.before.tolist()).sum() / is_text.sum()
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
    words = onnx_metadata(model)
    return ship(network, tagger.vocabulary, words["characters"], words["pairs"], labels, [sentence.text for sentence in reviewed])


def opened(model: bytes) -> tuple[Network, list[str]]:
    """The network of a shipped file, its 8-bit numbers as they are, and the labels of its columns."""
    constants = {values.name: numpy_helper.to_array(values) for values in onnx.load_from_string(model).graph.initializer}
    labels: list[str] = json.loads(onnx_metadata(model)["tags"])
    characters, pairs = constants["character_table"].astype(np.float32), constants["pair_table"]
    network = Network(len(characters), len(pairs), {WORDS: len(labels)}, character_width=characters.shape[1])

    def matrix(name: str, step: float) -> Numbers:
        values: Numbers = constants[f"{name}_weights"].T.astype(np.float32) * (constants[f"{name}_scales"] / step)[:, None]
        return values

    state = {
        "characters.weight": characters,
        "pairs.weight": (pairs.astype(np.float32) - 128) / 127,
        "input.weight": np.concatenate([np.eye(characters.shape[1], dtype=np.float32), matrix("pairs", 1 / 127)], axis=1),
        "input.bias": np.zeros(characters.shape[1], np.float32),
        "norm.weight": constants["norm.weight"],
        "norm.bias": constants["norm.bias"],
        f"heads.{WORDS}.weight": matrix("output", constants["normal_scale"]),
        f"heads.{WORDS}.bias": constants["output_bias"],
    }
    for number in range(len(DILATIONS)):
        name = f"block{number}"
        state[f"blocks.{number}.window.weight"] = matrix(name, constants[f"{name}_masked_scale"])
        state[f"blocks.{number}.window.bias"] = constants[f"{name}_bias"]
        state |= {f"blocks.{number}.{part}": constants[f"{name}.{part}"] for part in ("norm.weight", "norm.bias")}
    network.load_state_dict({name: torch.from_numpy(np.ascontiguousarray(values)) for name, values in state.items()})
    return network, labels


def onnx_metadata(model: bytes) -> dict[str, str]:
    """What stands in the file beside the graph: characters, pairs, tags."""
    return {entry.key: entry.value for entry in onnx.load_from_string(model).metadata_props}


def ship(network: Network, vocabulary: Vocabulary, characters: str, pairs: str, labels: Sequence[str], texts: Sequence[str]) -> bytes:
    """The shipped file; the scales of its whole numbers are measured on 400 of the texts."""
    weights = _weights(network)
    metadata = {"characters": characters, "pairs": pairs, "tags": list(labels)}
    return to_onnx(weights, DILATIONS, metadata, samples=[vocabulary.inputs([text]) for text in random.sample(list(texts), min(400, len(texts)))])


def scores_of(network: Network, tune: Sequence[Sentence], vocabulary: Vocabulary, labels: Sequence[str]) -> dict[str, tuple[float, float]]:
    """F1 of people, organisations and places for each corpus: by its own head, and by the shipped words (LAC's tag for each kind)."""
    network.eval()
    scores = {}
    words = Tags.of(labels)
    for corpus in dict.fromkeys(sentence.corpus for sentence in tune):
        own = Counter[str]()
        shipped = Counter[str]()
        kinds = Tags.of(name_labels(corpus))
        for batch in _batches([sentence for sentence in tune if sentence.corpus == corpus]):
            texts = [sentence.text for sentence in batch]
            with torch.no_grad():
                value = network(*_tensors(vocabulary, texts))
                for head, tags, tally in ((corpus, kinds, own), (WORDS, words, shipped)):
                    rows = [row[: len(text)] for row, text in zip(network.heads[head](value).numpy(), texts, strict=True)]
                    for sentence, path in zip(batch, best_paths(rows, tags), strict=True):
                        _count(tally, {span for span in sentence.spans if span[2] in NAME_TAGS}, path, tags, in_words=head == WORDS)
        scores[corpus] = (_f1(own), _f1(shipped))
    network.train()
    return scores


def _example(sentence: Sentence, taught: Taught, labels: Sequence[str]) -> Example:
    kinds = LABELS.get(sentence.corpus, ())
    names = [0] * len(sentence.text)
    for start, end, label in sentence.spans:
        if label in kinds:
            names[start:end] = [1 + kinds.index(label)] + [1 + len(kinds) + kinds.index(label)] * (end - start - 1)
    words = taught.path.tolist() if sentence.corpus == NEWS else relabelled(sentence, taught.path.tolist(), taught.best.tolist(), labels)
    return Example(sentence, names, words, taught)


def _vocabulary(texts: Sequence[str], seed: int) -> tuple[Vocabulary, str, str, Numbers]:
    """Frequent characters, frequent pairs and skip-gram vectors of the pairs, in the vocabulary's order."""
    from gensim.models import Word2Vec

    counted = Counter[str]()
    for text in texts:
        counted.update(text)
    characters = "".join(character for character, count in counted.most_common() if count >= _LEAST_CHARACTERS)
    runs = [list(map("".join, zip(f"^{text}", f"{text}$", strict=True))) for text in texts]
    vectors = Word2Vec(runs, vector_size=PAIR_WIDTH, window=4, min_count=_LEAST_PAIRS, sg=1, negative=5, epochs=2, sample=1e-4, seed=seed).wv
    pairs = sorted(vectors.index_to_key[:_MOST_PAIRS])
    return Vocabulary(characters, "".join(pairs)), characters, "".join(pairs), np.stack([vectors[pair] for pair in pairs])


def _learn(
    network: Network,
    examples: Sequence[Example],
    vocabulary: Vocabulary,
    labels: Sequence[str],
    rounds: int,
    show: Callable[[str], None],
    score: Callable[[], Mapping[str, tuple[float, float]]],
) -> dict[str, Any]:
    """The moving mean of the network's weights after all rounds; `show` is told the scores of that mean after each."""
    of_corpus: dict[str, list[Example]] = {}
    for example in examples:
        of_corpus.setdefault(example.sentence.corpus, []).append(example)
    dense = [parameter for name, parameter in network.named_parameters() if name != "pairs.weight"]
    optimisers = [
        torch.optim.AdamW(dense, lr=LEARNING_RATE, weight_decay=0.01, betas=(0.9, 0.98)),
        torch.optim.SparseAdam([network.pairs.weight], lr=LEARNING_RATE, betas=(0.9, 0.98)),
    ]
    mean: dict[str, Any] = {}
    step = steps = 0
    for number in range(rounds):
        plan = _plan(of_corpus)
        steps = steps or len(plan) * rounds
        network.train()
        for batch in plan:
            rate = min(1.0, (step + 1) / min(_WARM_UP, 1 + steps // 10)) * (0.49 * (1 + math.cos(math.pi * min(1.0, step / steps))) + 0.02)
            for optimiser, factor in zip(optimisers, (1.0, 0.5), strict=True):
                optimiser.param_groups[0]["lr"] = LEARNING_RATE * rate * factor
                optimiser.zero_grad(set_to_none=True)
            _loss(network, batch, vocabulary, labels).backward()
            torch.nn.utils.clip_grad_norm_(dense, _CLIP)
            for optimiser in optimisers:
                optimiser.step()
            step += 1
            if step % _MEAN_EVERY == 0:
                _move(mean, network, min(_MEAN_KEEPS, step / (step + 100)))
        now = {name: value.clone() for name, value in network.state_dict().items()}
        network.load_state_dict(mean or now)
        show(f"round {number + 1} of {rounds}: " + ", ".join(f"{name} {own:.4f} / {shipped:.4f}" for name, (own, shipped) in score().items()))
        network.load_state_dict(now)
    return mean or now


def _move(mean: dict[str, Any], network: Network, keeps: float) -> None:
    for name, value in network.state_dict().items():
        if name in mean:
            mean[name].lerp_(value, 1 - keeps)
        else:
            mean[name] = value.clone()


def _plan(of_corpus: Mapping[str, Sequence[Example]]) -> list[list[Example]]:
    """One round's batches, each of one corpus, in any order."""
    plan: list[list[Example]] = []
    for corpus, examples in of_corpus.items():
        if corpus == NEWS:
            share = NEWS_CHARACTERS / sum(len(example.sentence.text) for example in examples)
            plan += _batches(random.sample(examples, min(len(examples), int(len(examples) * share))))
        else:
            for _ in range(TIMES.get(corpus, 1)):
                plan += _batches(examples)
    random.shuffle(plan)
    return plan


def _batches(items: Sequence[Any]) -> list[list[Any]]:
    """Sentences or examples of about equal length, _BATCH_CHARACTERS together."""
    length = {id(item): len(item.text if isinstance(item, Sentence) else item.sentence.text) for item in items}
    batches: list[list[Any]] = [[]]
    for item in sorted(items, key=lambda item: -(length[id(item)] + random.random() * 6)):  # noqa: S311
        if batches[-1] and (len(batches[-1]) + 1) * length[id(batches[-1][0])] > _BATCH_CHARACTERS:
            batches.append([])
        batches[-1].append(item)
    return [sorted(batch, key=lambda item: -length[id(item)]) for batch in batches if batch]


def _loss(network: Network, batch: Sequence[Example], vocabulary: Vocabulary, labels: Sequence[str]) -> Any:
    """By character: the teacher's probabilities, and for annotated sentences the names and the words."""
    texts = [example.sentence.text for example in batch]
    corpus = batch[0].sentence.corpus
    inputs = _tensors(vocabulary, texts)
    is_text = (inputs[0] > 0).float()
    count = is_text.sum()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        value = network(*inputs)
    value = value.float()
    best = torch.from_numpy(_filled([example.taught.best for example in batch]))
    probabilities = torch.from_numpy(_filled([example.taught.probabilities for example in batch]))
    said = functional.log_softmax(network.heads[TEACHER](value), -1).gather(-1, best)
    loss = -_TEACHER_WEIGHT * ((probabilities * said).sum(-1) * is_text).sum() / count
    if corpus == NEWS:
        return loss
    for head, tags, columns, weight in (
        (corpus, Tags.of(name_labels(corpus)), [example.names for example in batch], _NAMES_WEIGHT),
        (WORDS, Tags.of(labels), [example.words for example in batch], 1.0),
    ):
        given = torch.from_numpy(_filled([np.array(row, dtype=np.int64) for row in columns]))
        ways = loss_of_paths(network.heads[head](value), given, is_text, tags.first.tolist(), tags.more.tolist(), tags.before.tolist())
        loss = loss + weight * ways.sum() / count
    return loss


def _tensors(vocabulary: Vocabulary, texts: Sequence[str]) -> tuple[Any, Any, Any]:
    inputs = vocabulary.inputs(texts)
    return torch.from_numpy(inputs["characters"]), torch.from_numpy(inputs["left"]), torch.from_numpy(inputs["right"])


def _filled(rows: Sequence[Numbers]) -> Numbers:
    """The rows in one array, filled up with 0 to the length of the first."""
    filled = np.zeros((len(rows), len(rows[0]), *rows[0].shape[1:]), dtype=rows[0].dtype)
    for target, row in zip(filled, rows, strict=True):
        target[: len(row)] = row
    return filled


def _weights(network: Network) -> dict[str, Numbers]:
    """By the names of `export.to_onnx`."""
    state = {name: value.detach().float().numpy() for name, value in network.state_dict().items()}
    weights = {name: state[name] for name in ("input.weight", "input.bias", "norm.weight", "norm.bias")}
    weights |= {"characters": state["characters.weight"], "pairs": state["pairs.weight"]}
    weights |= {"output.weight": state[f"heads.{WORDS}.weight"], "output.bias": state[f"heads.{WORDS}.bias"]}
    for number in range(len(DILATIONS)):
        for part in ("norm.weight", "norm.bias", "window.weight", "window.bias"):
            weights[f"block{number}.{part}"] = state[f"blocks.{number}.{part}"]
    return weights


def spans_of(path: Numbers, tags: Tags) -> Iterator[tuple[int, int, str]]:
    """Start, end and tag of every word."""
    starts = np.flatnonzero(tags.begins[path]).tolist()
    for start, end in zip(starts, [*starts[1:], len(path)], strict=True):
        yield start, end, tags.names[path[start]]


def _count(tally: Counter[str], gold: set[tuple[int, int, str]], path: Numbers, tags: Tags, *, in_words: bool) -> None:
    wanted = {(start, end, NAME_TAGS[label] if in_words else label) for start, end, label in gold}
    known = set(NAME_TAGS.values()) if in_words else set(NAME_TAGS)
    found = {span for span in spans_of(path, tags) if span[2] in known}
    tally.update(right=len(wanted & found), missed=len(wanted - found), wrong=len(found - wanted))


def _f1(tally: Counter[str]) -> float:
    both = 2 * tally["right"]
    return both / total if (total := both + tally["missed"] + tally["wrong"]) else 0.0
