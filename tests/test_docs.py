"""docs/tables.md is made from outputs/tables.py and fresh. `python -m tests.test_docs` writes it anew."""

from pathlib import Path

from outputs.tables import data_dictionary

PAGE = Path(__file__).parent.parent / "docs" / "tables.md"
HEAD = "# Tables and columns\n\nMade from `outputs/tables.py` by `make data`; a test keeps it fresh.\n\n"


def page() -> str:
    return HEAD + data_dictionary().rstrip() + "\n"


def test_the_documented_tables_are_those_that_are_written() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
