"""`metadata.json`: what Datasette shows beside the tables of alliance.db: titles, meanings of columns, units, facets.

`datasette OUT` finds the database and this file by itself. Made from outputs/tables.py and outputs/views.py.
"""

from __future__ import annotations

from typing import Any

from outputs.data_package import TITLE
from outputs.tables import DATABASE_TABLES, Column, Table
from outputs.views import VIEWS, View

FILE = "metadata.json"
# Facets that are shown at once; any column can be chosen as one more.
_FACETS = 5
# What the program itself needs.
_TECHNICAL = ("statements", "subjects", "signatures", "bands")
# Columns by which a row is called where another table points at it.
_LABELS = {"articles": "title", "entities": "name", "places": "name", "organisations": "name", "people": "name"}

# Works on any database: the index of `lianmeng search` is made only when it is first used.
_SEARCH = """
SELECT article_id, published, source, title, substr(text, max(1, instr(text, :words) - 30), 80) AS passage
FROM articles
WHERE :words <> '' AND (instr(text, :words) > 0 OR instr(title, :words) > 0)
ORDER BY instr(coalesce(title, ''), :words) = 0, published DESC, article_id
LIMIT 100
""".strip()
_AS_OF = """
SELECT alliance, member, role, joined_by, left_by, confidence, facts, undated_exits
FROM members
WHERE joined_by <= :day AND (left_by IS NULL OR left_by > :day)
ORDER BY alliance, member, role
""".strip()


def datasette_metadata(database: str) -> dict[str, Any]:
    """Datasette's metadata for a database of that name."""
    return {
        "title": TITLE,
        "databases": {
            database: {
                "tables": {
                    **{table.name: _about(table) for table in DATABASE_TABLES},
                    **{view.name: _about(view) for view in VIEWS},
                    **{name: {"hidden": True} for name in ("alembic_version", "search_parts")},
                },
                "queries": {
                    "articles_with_words": {
                        "title": "Articles with words",
                        "description": "Articles whose title or text has these words, those with the words in the title first, then the newest",
                        "sql": _SEARCH,
                    },
                    "members_as_of_a_day": {
                        "title": "Members as of a day",
                        "description": "Who was a member of which alliance on a day such as 2020-12-31",
                        "sql": _AS_OF,
                    },
                },
            }
        },
    }


def _about(one: Table | View) -> dict[str, Any]:
    found: dict[str, Any] = {
        "title": one.title,
        "description": one.description,
        "columns": {column.name: _meaning(column) for column in one.columns},
    }
    if units := {column.name: column.unit for column in one.columns if column.unit}:
        found["units"] = units
    if one.name in _TECHNICAL:
        found["hidden"] = True
    elif facets := [column.name for column in one.columns if column.words or column.facet]:
        found["facets"] = facets[:_FACETS]
    if label := _LABELS.get(one.name):
        found["label_column"] = label
    return found


def _meaning(column: Column) -> str:
    return f"{column.title}: {column.description}" if column.title != column.description else column.title
