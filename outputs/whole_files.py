"""Files that are whole or not there: written beside their place, synced, then renamed; workbooks without the hour of writing."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MOMENT = (2000, 1, 1, 0, 0, 0)
_HOURS = re.compile(rb"(<dcterms:(?:created|modified)[^>]{0,500}>)[^<]{0,99}")


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Where to write what shall stand at `path`; it goes there when all went well, and nothing is left when not."""
    new = path.with_name(f".{path.name}.new")
    try:
        yield new
        with new.open("rb+") as file:
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def make_timeless(path: Path) -> None:
    """Take the hour of writing out of a workbook, out of its zip entries and its properties: the same rows give the same bytes."""
    other = path.with_name(f"{path.name}.timeless")
    try:
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as new:
            for info in old.infolist():
                entry = zipfile.ZipInfo(info.filename, _MOMENT)
                entry.compress_type = zipfile.ZIP_DEFLATED
                with old.open(info) as source, new.open(entry, "w") as target:
                    if info.filename == "docProps/core.xml":
                        target.write(_HOURS.sub(rb"\g<1>2000-01-01T00:00:00Z", source.read()))
                    else:
                        while piece := source.read(1 << 20):
                            target.write(piece)
        other.replace(path)
    finally:
        other.unlink(missing_ok=True)
