"""Press passages with their indicators annotated by hand (cases/indicators_*.txt), and how many of them are read right.

An indicator is right where figure, metric, subjects and period are; `details` asks for change, base and share_of too.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.article import make_article
from extractors.plain import plain
from outputs.json_lines import record_to_object
from pipeline.extract import extract_records
from pipeline.segment import load

CASES = Path(__file__).parent / "cases"


@dataclass(slots=True)
class Case:
    """One passage: its name, paragraphs, what is known of its article, and the expected indicators."""

    name: str
    paragraphs: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    expected: list[tuple[str, ...]] = field(default_factory=list)


def read_cases(name: str) -> list[Case]:
    """The passages of cases/NAME.txt."""
    cases: list[Case] = []
    for line in (CASES / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            cases.append(Case(line.strip("[]")))
        elif line.startswith(">"):
            cases[-1].paragraphs.append(line[1:].strip())
        elif key := re.match("(title|published|home) ", line):
            cases[-1].fields[key[1]] = line[key.end() :]
        elif line and not line.startswith("#"):
            cases[-1].expected.append(_row(line))
    return cases


def _row(line: str) -> tuple[str, ...]:
    """Figure, metric, subjects in order of their names, period, and details."""
    figure, metric, subjects, period, *rest = (part.strip() for part in line.split("|"))
    return figure, metric, ";".join(sorted(subjects.split(";"))), period, " ".join(rest)


def read_right(cases: list[Case]) -> tuple[Counter[str], list[str]]:
    """How many are right, wrong, missed (and right with details), and a line for each that is not."""
    counts: Counter[str] = Counter()
    errors: list[str] = []
    articles = [make_article("\n".join(case.paragraphs), **case.fields) for case in cases]
    for case, record in zip(cases, extract_records(articles, load()), strict=True):
        found = Counter(found_rows(record_to_object(record)))
        expected = Counter(case.expected)
        keys = Counter(row[:4] for row in expected.elements())
        found_keys = Counter(row[:4] for row in found.elements())
        counts["right"] += (keys & found_keys).total()
        counts["details"] += (expected & found).total()
        counts["missed"] += (keys - found_keys).total()
        counts["wrong"] += (found_keys - keys).total()
        errors += [f"{case.name}: missed {' | '.join(row)}" for row in (expected - found).elements()]
        errors += [f"{case.name}: wrong  {' | '.join(row)}" for row in (found - expected).elements()]
    return counts, errors


def found_rows(record: dict[str, Any]) -> list[tuple[str, ...]]:
    """The indicators of a contract object as rows of a case."""
    names = {place["place_id"]: place["name"] for place in record["places"]}
    names |= {one["organisation_id"]: one["name"] for one in record["organisations"]}
    texts = {mention["id"]: mention["text"] for mention in record["mentions"]}
    rows = []
    for one in record["indicators"]:
        details = [one["change"], one["base"], "占" + plain(one["share_of"]) if one["share_of"] else None]
        subjects = ";".join(sorted(names[subject] for subject in one["subject_ids"]))
        rows.append((texts[one["mention_id"]], one["metric"], subjects, one["period"] or "-", " ".join(part for part in details if part)))
    return rows
