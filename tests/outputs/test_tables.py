from __future__ import annotations

import re

from outputs.tables import BY_NAME, CSV_TABLES, DATABASE_TABLES, TABLES, data_dictionary

CONTRACT_TABLES = (
    "articles", "appearances", "mentions", "places", "organisations", "aliases", "people", "memberships", "positions", "indicators", "events",
    "participants",
)  # fmt: skip


def test_every_table_of_the_contract_is_in_csv_and_in_the_database() -> None:
    assert tuple(table.name for table in CSV_TABLES) == (*CONTRACT_TABLES, "failures")
    assert tuple(table.name for table in DATABASE_TABLES)[: len(CONTRACT_TABLES)] == CONTRACT_TABLES


def test_keys_and_references_name_columns_that_exist() -> None:
    for table in TABLES:
        assert set(table.key) <= set(table.names), table.name
        assert all(column.required for column in table.columns if column.name in table.key), table.name
        for column in table.columns:
            if column.references:
                assert len(BY_NAME[column.references].key) == 1, (table.name, column.name)


def test_names_are_plain_and_stand_once() -> None:
    for table in TABLES:
        assert len(set(table.names)) == len(table.names), table.name
        assert all(re.fullmatch(r"[a-z_]+", name) for name in (table.name, *table.names))


def test_the_data_dictionary_tells_every_column() -> None:
    text = data_dictionary()
    for table in TABLES:
        section = text.split(f"## {table.name}\n", 1)[1].split("\n## ", 1)[0]
        assert [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")] == list(table.names)
    assert "| `status` | text, always there | Status. Joined, applying or left: `joined`, `applying`, `left` |" in text
