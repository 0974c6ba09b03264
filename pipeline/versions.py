"""What a result depends on: versions of code, data and model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import lianmeng

SCHEMA_VERSION = 1


def versions() -> dict[str, str]:
    """`lianmeng`, `code` and `data` (12 hex digits over every module, every lexicon file), `model` (its file), and the libraries that decide."""
    return {
        "lianmeng": lianmeng.__version__,
        "code": code_version(),
        "schema": str(SCHEMA_VERSION),
        "data": data_version(),
        "model": model_version(),
        "spacy": version("spacy"),
        "jieba": version("jieba"),
        "onnxruntime": version("onnxruntime"),
    }


def version_with(places: Path | None, model: Path | None = None, known: Mapping[str, str] | None = None) -> str:
    """All that a record depends on besides its article and the options that stand in it: code, data, model and the user's places and model.

    `known` is what `versions` gave, where that was asked already: every file is hashed for it.
    """
    own = [hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path else "" for path in (places, model)]
    return " ".join([*(known or versions()).values(), f"places={own[0]}", *([f"model={own[1]}"] if model else [])])


def model_version() -> str:
    """A hash over the shipped model's file."""
    return _digest(("extractors",), lambda path: path.endswith(".onnx"))


def data_version() -> str:
    """A hash over names and bytes of all lexicon files, the same on every machine."""
    return _digest(("corpus", "extractors"), lambda path: "/lexicon/" in path)


def code_version() -> str:
    """A hash over all modules: in a checkout the code changes while the version stands."""
    return _digest(("corpus", "extractors", "outputs", "pipeline"), lambda path: path.endswith(".py"))


def _digest(packages: tuple[str, ...], wanted: Callable[[str], bool]) -> str:
    digest = hashlib.sha256()
    for package in packages:
        for path, file in sorted(_files(files(package), package), key=lambda entry: entry[0]):
            if wanted(path):
                # Git may have checked out text with CRLF.
                digest.update(path.encode("utf-8") + b"\x00" + file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:12]


def _files(folder: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        path = f"{name}/{entry.name}"
        if entry.is_dir():
            if not entry.name.startswith(("__", ".")):
                yield from _files(entry, path)
        else:
            yield path, entry
