"""A file is whole under its name or not there."""

from pathlib import Path

import pytest

from outputs.whole_files import whole_file


def test_what_went_well_stands_at_its_place_and_nothing_beside_it(tmp_path: Path) -> None:
    with whole_file(tmp_path / "a.txt") as new:
        new.write_bytes(b"whole")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.txt", b"whole")]


def test_what_failed_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")

    def broken() -> None:
        with whole_file(tmp_path / "a.txt") as new:
            new.write_bytes(b"ha")
            raise ValueError("stopped")

    with pytest.raises(ValueError, match="stopped"):
        broken()
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.txt", b"old")]
