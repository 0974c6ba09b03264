"""The reviewer's file: its columns, and how it is written as CSV and as a workbook.

Both hold the same cells: text guarded against formulas as in every CSV of ours (outputs/csv_files.py), so that a workbook that is
saved as CSV stays harmless. In the workbook the header stays in view, what can only be one of a few words has a list to
choose from, cells that say nothing for their kind of record are grey, and the colour shows the confidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from extractors.records import BOUNDS, EVENT_KINDS, LABELS, MEMBERSHIP_ROLES, MEMBERSHIP_STATUSES, MODALITIES
from outputs.csv_files import CELL_LIMIT, FORMULA_STARTS, GUARD, number_cell, text_cell
from outputs.json_lines import dumps
from outputs.review_rows import ReviewRow
from outputs.tables import CHANGES, POSITION_STATUSES
from outputs.whole_files import make_timeless, whole_file

# What a reviewer writes; `undone` is a command of its own.
DECISION_WORDS = ("accepted", "corrected", "rejected")
SCOPES = ("everywhere", "here")
# Empties a value that we should not have given.
NOTHING = "none"
CORRECTED = "corrected_"

# Per kind of record: which corrections there are, and which field of the record each one sets.
CORRECTABLE: dict[str, dict[str, str]] = {
    "mention": {"entity": "entity_id", "kind": "label", "value": "value", "unit": "unit", "bound": "bound", "date": "edtf", "scope": ""},
    "membership": {
        "entity": "member_id",
        "organisation": "organisation_id",
        "kind": "role",
        "status": "status",
        "date": "since",
        "modality": "modality",
        "scope": "",
    },
    "position": {
        "entity": "person_id",
        "organisation": "organisation_id",
        "place": "place_id",
        "name": "title",
        "status": "status",
        "modality": "modality",
        "scope": "",
    },
    "indicator": {
        "entity": "subject_ids",
        "name": "metric",
        "value": "value",
        "unit": "unit",
        "bound": "bound",
        "date": "period",
        "status": "change",
        "modality": "modality",
        "scope": "",
    },
    "event": {
        "place": "place_id",
        "kind": "kind",
        "name": "name",
        "value": "amount",
        "unit": "amount",
        "bound": "amount",
        "date": "date",
        "modality": "modality",
        "scope": "",
    },
}
CORRECTIONS = ("entity", "organisation", "place", "name", "value", "unit", "bound", "date", "kind", "status", "modality", "scope")
WORDS: dict[tuple[str, str], Sequence[str]] = {
    ("mention", "kind"): LABELS,
    ("membership", "kind"): MEMBERSHIP_ROLES,
    ("event", "kind"): EVENT_KINDS,
    ("membership", "status"): MEMBERSHIP_STATUSES,
    ("position", "status"): POSITION_STATUSES,
    ("indicator", "status"): CHANGES,
}
for _kind, _names in CORRECTABLE.items():
    WORDS |= {(_kind, name): words for name, words in (("bound", BOUNDS), ("modality", MODALITIES), ("scope", SCOPES)) if name in _names}

SHOWN = ("kind", "article_title", "published", "evidence", "our_value", "confidence", "reason")
KEYS = ("article_id", "record_id", "start", "end", "data")
COLUMNS = (*SHOWN, "decision", *(f"{CORRECTED}{name}" for name in CORRECTIONS), "note", *KEYS)
# What a reviewer fills.
WRITTEN = ("decision", *(f"{CORRECTED}{name}" for name in CORRECTIONS), "note")
# What a file must have to be a reviewer's file.
NEEDED = ("record_id", "decision")

# Control characters that no workbook takes.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Widths in characters; what is not named gets the last.
_WIDTHS = {"article_title": 24, "evidence": 64, "our_value": 44, "reason": 36, "note": 24, "kind": 11, "published": 11, "confidence": 10, "": 15}
_LOWEST, _MIDDLE, _HIGHEST = "F8A5A5", "FFE699", "B7E1B0"
_GREY = "E7E6E6"


def cells_of(row: ReviewRow) -> dict[str, Any]:
    """The cells of one row by column; decision, corrections and note are empty. Data that no cell could hold is left out."""
    data = dumps(row.data)
    return {
        "kind": row.kind,
        "article_title": row.title,
        "published": row.published,
        "evidence": row.evidence,
        "our_value": row.our_value,
        "confidence": round(row.confidence, 3),
        "reason": "; ".join(row.reasons),
        "article_id": row.article_id,
        "record_id": row.record_id,
        "start": row.start,
        "end": row.end,
        "data": data if len(data) < CELL_LIMIT // 2 else None,
    }


def write_csv(path: Path, rows: Iterable[ReviewRow]) -> None:
    """Write review.csv: UTF-8 with its mark, CRLF, every text in quotes."""
    lines = [",".join(map(text_cell, COLUMNS))]
    for row in rows:
        cells = cells_of(row)
        lines.append(",".join(_csv_cell(cells.get(name)) for name in COLUMNS))
    with whole_file(path) as new:
        new.write_bytes("".join(f"{line}\r\n" for line in lines).encode("utf-8-sig"))


def _csv_cell(cell: Any) -> str:
    return number_cell(cell) if isinstance(cell, int | float) else text_cell(cell)


def write_workbook(path: Path, rows: Sequence[ReviewRow]) -> None:
    """Write review.xlsx."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.formatting.rule import ColorScaleRule
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook(write_only=True)
    sheet = book.create_sheet("review")
    letters = {name: get_column_letter(number) for number, name in enumerate(COLUMNS, 1)}
    sheet.freeze_panes = "A2"
    for name in COLUMNS:
        sheet.column_dimensions[letters[name]].width = _WIDTHS.get(name, _WIDTHS[""])
        sheet.column_dimensions[letters[name]].hidden = name == "data"
    wrapped = Alignment(wrap_text=True, vertical="top")
    grey = PatternFill("solid", fgColor=_GREY)
    bold = Font(bold=True)
    last = len(rows) + 1

    def cell(value: Any, *, name: str, kind: str | None) -> Any:
        made = WriteOnlyCell(sheet, value=value)
        made.alignment = wrapped
        if not isinstance(value, int | float):
            # Text stays text: what a reviewer writes (2020-12, 411000) must not become a date or a number.
            made.number_format = "@"
            made.data_type = "s" if value is not None else "n"
        if kind is None:
            made.font = bold
        elif name.startswith(CORRECTED) and name.removeprefix(CORRECTED) not in CORRECTABLE[kind]:
            made.fill = grey
        return made

    lists: dict[tuple[str, ...], Any] = {}

    def choose(words: Sequence[str], where: str) -> None:
        key = tuple(words)
        if key not in lists:
            lists[key] = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=True)
        lists[key].add(where)

    sheet.append([cell(name, name=name, kind=None) for name in COLUMNS])
    for number, row in enumerate(rows, 2):
        cells = cells_of(row)
        sheet.append([cell(_workbook_text(cells.get(name)), name=name, kind=row.kind) for name in COLUMNS])
        for correction in CORRECTABLE[row.kind]:
            if (row.kind, correction) in WORDS:
                choose(WORDS[row.kind, correction], f"{letters[CORRECTED + correction]}{number}")
    if rows:
        choose(DECISION_WORDS, f"{letters['decision']}2:{letters['decision']}{last}")
    for validation in lists.values():
        sheet.data_validations.append(validation)
    scale = ColorScaleRule(
        start_type="num", start_value=0, start_color=_LOWEST, mid_type="num", mid_value=0.7, mid_color=_MIDDLE,
        end_type="num", end_value=1, end_color=_HIGHEST,
    )  # fmt: skip
    sheet.conditional_formatting.add(f"{letters['confidence']}2:{letters['confidence']}{max(last, 2)}", scale)
    sheet.auto_filter.ref = f"A1:{letters[COLUMNS[-1]]}{last}"
    with whole_file(path) as new:
        book.save(new)
        make_timeless(new)


def _workbook_text(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = _UNWRITABLE.sub("\ufffd", value)
    text = GUARD + text if text[:1] in FORMULA_STARTS and text else text
    return text if len(text) <= CELL_LIMIT // 2 else text[: CELL_LIMIT // 2]
