"""docs/tables.md and docs/record.schema.json are made from outputs/tables.py and fresh. `python -m tests.test_docs` writes them anew."""

import json
from pathlib import Path

from outputs.json_schema import article_schema
from outputs.tables import data_dictionary

DOCS = Path(__file__).parent.parent / "docs"
PAGE = DOCS / "tables.md"
SCHEMA = DOCS / "record.schema.json"
HEAD = "# Tables and columns\n\nMade from `outputs/tables.py` by `make data`; a test keeps it fresh.\n\n"


def page() -> str:
    return HEAD + data_dictionary().rstrip() + "\n"


def schema() -> str:
    return json.dumps(article_schema(), ensure_ascii=False, indent=2) + "\n"


def test_the_documented_tables_are_those_that_are_written() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_the_documented_schema_is_that_of_the_tables() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    SCHEMA.write_text(schema(), encoding="utf-8", newline="\n")
