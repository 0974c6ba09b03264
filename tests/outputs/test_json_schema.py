from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from extractors.records import Record
from outputs.batch import BatchWriter
from outputs.json_lines import dumps, record_to_object
from outputs.json_schema import article_schema


@pytest.fixture
def line(tmp_path: Path, make_record: Callable[..., Record]) -> dict[str, Any]:
    """A line of a batch, with every kind of value."""
    with BatchWriter.open(tmp_path, sources=["news"], version="1") as writer:
        writer.add(make_record(input="a.txt", title="许昌加入联盟", published="2020-12-15", reporters=("张三",), captions=("签约现场。",)))
        writer.finish({})
    (found,) = (tmp_path / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return dict(json.loads(found))


def errors(found: dict[str, Any]) -> list[str]:
    return [
        f"{'.'.join(map(str, error.absolute_path))}: {error.message}" for error in Draft202012Validator(strict(article_schema())).iter_errors(found)
    ]


def strict(schema: Any) -> Any:
    """The schema that takes no field but those that it describes."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: strict(one) for name, one in schema.items()}
    # Only where an object is described: not in the conditions on labels.
    if "object" in (schema.get("type") if isinstance(schema.get("type"), list) else [schema.get("type")]):
        found["additionalProperties"] = False
    return found


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(article_schema())


def test_a_line_of_a_batch_and_the_object_of_one_article_are_described_to_the_last_field(line: dict[str, Any], record: Record) -> None:
    assert errors(line) == []
    assert "appearances" in line
    assert errors(json.loads(dumps(record_to_object(record)))) == []


def places(found: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every field of every object, the first of each list."""
    if isinstance(found, dict):
        for name, one in found.items():
            yield (*path, name)
            yield from places(one, (*path, name))
    elif isinstance(found, list) and found:
        yield from places(found[0], (*path, 0))


def test_a_field_that_is_missing_is_missed_and_one_more_is_seen(line: dict[str, Any]) -> None:
    optional = {("appearances",)}
    # Measure words of an indicator stand where it has them.
    optional |= {("indicators", 0, "classifier"), ("indicators", 0, "counted")}
    for path in places(line):
        shorter, longer = deepcopy(line), deepcopy(line)
        holder, extended = shorter, longer
        for step in path[:-1]:
            holder, extended = holder[step], extended[step]  # type: ignore[index]
        del holder[path[-1]]  # type: ignore[arg-type]
        extended["nothing_of_ours"] = 1
        assert bool(errors(shorter)) == (path not in optional), path
        assert errors(longer), path


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema_version",), 2), (("text",), None), (("reporters",), None), (("published",), 20201215), (("mentions", 0, "label"), "PLACE"),
        (("mentions", 0, "start"), 0.5), (("memberships", 0, "role"), "friend"), (("memberships", 0, "review_status"), None),
        (("indicators", 0, "bound"), "roughly"), (("indicators", 0, "sources"), [1]), (("events", 0, "amount"), 1),
        (("events", 0, "participants", 0, "role"), "guest"), (("places", 0, "level"), "town"), (("organisations", 0, "aliases"), "联盟"),
    ],
)  # fmt: skip
def test_a_value_that_the_contract_does_not_know_is_refused(line: dict[str, Any], path: tuple[str | int, ...], value: Any) -> None:
    holder: Any = line
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    assert errors(line)
