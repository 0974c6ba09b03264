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
        names = (*table.names, *(column.name for column in table.csv_columns if column.name_of))
        assert len(set(names)) == len(names), table.name
        assert all(re.fullmatch(r"[a-z_]+", name) for name in (table.name, *names))


def test_beside_every_id_that_a_reviewer_reads_stands_a_name() -> None:
    shown = {(table.name, column.name_of, column.name) for table in CSV_TABLES for column in table.csv_columns if column.name_of}
    assert shown == {
        ("articles", "dateline_place_id", "dateline_place"),
        ("mentions", "entity_id", "entity"),
        ("places", "parent_id", "parent"),
        ("organisations", "place_id", "place"),
        ("organisations", "parent_id", "parent"),
        ("aliases", "organisation_id", "organisation"),
        ("memberships", "member_id", "member"),
        ("memberships", "organisation_id", "organisation"),
        ("memberships", "article_id", "article_title"),
        ("positions", "person_id", "person"),
        ("positions", "organisation_id", "organisation"),
        ("positions", "place_id", "place"),
        ("positions", "article_id", "article_title"),
        ("indicators", "subject_ids", "subjects"),
        ("indicators", "article_id", "article_title"),
        ("events", "place_id", "place"),
        ("events", "article_id", "article_title"),
        ("participants", "entity_id", "entity"),
    }


def test_a_fact_reads_from_what_it_says_to_its_evidence_to_details() -> None:
    assert [column.name for column in BY_NAME["memberships"].csv_columns] == [
        "id", "member", "organisation", "role", "since", "status", "modality", "evidence", "article_title", "review_status", "confidence",
        "member_id", "organisation_id", "since_start", "since_end", "article_id", "extractor", "start", "end", "sources", "more_evidence",
    ]  # fmt: skip
    for table in CSV_TABLES:
        assert set(table.names) - {"digest", "fact_key"} <= {column.name for column in table.csv_columns}, table.name


def test_the_data_dictionary_tells_every_column() -> None:
    text = data_dictionary()
    for table in TABLES:
        section = text.split(f"## {table.name}\n", 1)[1].split("\n## ", 1)[0]
        told = [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")]
        in_csv = [column.name for column in table.csv_columns]
        assert told == in_csv + [name for name in table.names if name not in in_csv]
    assert "| `member` | text, always there, CSV only | Member. Name of member_id |" in text
    assert "| `subjects` | text, CSV only | Subjects. Names of subject_ids, joined by 、 |" in text
    assert "| `status` | text, always there | Status. Joined, applying or left: `joined`, `applying`, `left` |" in text
