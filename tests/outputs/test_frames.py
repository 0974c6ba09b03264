from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from extractors.records import Record
from outputs.batch import BatchWriter
from outputs.frames import read_table
from outputs.tables import CSV_TABLES


@pytest.fixture
def out(tmp_path: Path, make_record: Callable[..., Record]) -> Path:
    with BatchWriter.open(tmp_path, sources=["news"], version="1", row_limit=3) as writer:
        writer.add(make_record(input="a.txt", title="=NA()", source="NA", published="2020-12-15", reporters=("张三", "李四")))
        writer.finish({})
    return tmp_path


def test_every_table_is_read_with_its_columns(out: Path) -> None:
    for table in CSV_TABLES:
        assert list(read_table(out, table.name).columns) == [column.name for column in table.csv_columns]


def test_all_parts_are_one_frame_with_typed_columns(out: Path) -> None:
    mentions = read_table(out, "mentions")
    assert len(mentions) == 10
    assert {name: str(mentions[name].dtype) for name in ("text", "start", "value", "candidates")} == {
        "text": "string", "start": "Int64", "value": "Float64", "candidates": "object",
    }  # fmt: skip
    assert mentions.loc[mentions["unit"] == "USD", "value"].tolist() == [16530000000.0]
    assert mentions.loc[mentions["text"] == "朝阳", "candidates"].tolist() == [
        [{"place_id": "CN-211300", "score": 0.5}, {"place_id": "CN-110105", "score": 0.3}]
    ]


def test_the_guard_is_off_words_stay_words_and_nothing_is_missing(out: Path) -> None:
    (article,) = read_table(out, "articles").to_dict("records")
    assert (article["title"], article["source"], article["reporters"]) == ("=NA()", "NA", ["张三", "李四"])
    assert pd.isna(article["url"])


def test_what_is_no_table_of_a_folder_is_an_error(out: Path) -> None:
    with pytest.raises(KeyError):
        read_table(out, "statements")
    (out / "events.csv").unlink()
    with pytest.raises(FileNotFoundError):
        read_table(out, "events")
