"""Versions change with what results depend on, and with nothing else."""

from pathlib import Path

import pytest

from pipeline import versions


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of one module, one lexicon and one cache file, in place of the project's own."""
    folder = tmp_path / "some"
    (folder / "lexicon").mkdir(parents=True)
    (folder / "__pycache__").mkdir()
    (folder / "find.py").write_bytes(b"pass\n")
    (folder / "lexicon" / "words.tsv").write_bytes(b"word\n")
    monkeypatch.setattr(versions, "files", lambda _: folder)
    return folder


def test_code_and_data_have_versions_of_their_own(package: Path) -> None:
    code, data = versions.code_version(), versions.data_version()
    (package / "find.py").write_bytes(b"return\n")
    assert versions.code_version() != code
    assert versions.data_version() == data
    (package / "lexicon" / "words.tsv").write_bytes(b"word\nother\n")
    assert versions.data_version() != data


def test_the_model_has_a_version_of_its_own(package: Path) -> None:
    (package / "tagger.onnx").write_bytes(b"1")
    code, model = versions.code_version(), versions.model_version()
    (package / "tagger.onnx").write_bytes(b"2")
    assert versions.model_version() != model
    assert versions.code_version() == code


def test_another_model_makes_another_version(tmp_path: Path) -> None:
    (tmp_path / "own.onnx").write_bytes(b"1")
    assert versions.version_with(None, tmp_path / "own.onnx") != versions.version_with(None)


def test_line_ends_and_caches_change_no_version(package: Path) -> None:
    before = (versions.code_version(), versions.data_version())
    (package / "find.py").write_bytes(b"pass\r\n")
    (package / "lexicon" / "words.tsv").write_bytes(b"word\r\n")
    (package / "__pycache__" / "find.pyc").write_bytes(b"\x00")
    assert (versions.code_version(), versions.data_version()) == before


def test_all_versions_are_told() -> None:
    assert set(versions.versions()) == {"lianmeng", "code", "schema", "data", "model", "spacy", "jieba", "onnxruntime"}
