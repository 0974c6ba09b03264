"""Run by the system's Python, which has LibreOffice's bridge `uno`: opens a table, works on it as a person would, saves it.

Reads one JSON object: `pipe`, `open` (path, filter, options), `steps`, `save` (a list of path, filter, options). Steps: ["type",
record_id, column, text], ["sort", column], ["insert", position, header, text], ["move", from header, to position].
"""

import json
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.table import TableSortField

KEY = "record_id"


def main() -> None:
    job = json.load(sys.stdin)
    desktop = connect(job["pipe"])
    path, filter_name, options = job["open"]
    document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, properties(filter_name, options))
    sheet = document.Sheets.getByIndex(0)
    for step in job["steps"]:
        STEPS[step[0]](sheet, *step[1:])
    for path, filter_name, options in job["save"]:
        document.storeToURL(uno.systemPathToFileUrl(path), properties(filter_name, options))
    document.close(True)


def connect(pipe: str) -> object:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:
            time.sleep(0.2)
    sys.exit("LibreOffice does not answer")


def properties(filter_name: str | None, options: str | None) -> tuple:
    found = [PropertyValue("Hidden", 0, True, 0)]
    if filter_name:
        found.append(PropertyValue("FilterName", 0, filter_name, 0))
    if options:
        found.append(PropertyValue("FilterOptions", 0, options, 0))
    return tuple(found)


def used(sheet: object) -> tuple[int, int]:
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    return cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow


def column_of(sheet: object, header: str) -> int:
    for column in range(used(sheet)[0] + 1):
        if sheet.getCellByPosition(column, 0).String == header:
            return column
    sys.exit(f"no column {header}")


def type_in(sheet: object, record_id: str, header: str, text: str) -> None:
    key, column = column_of(sheet, KEY), column_of(sheet, header)
    for row in range(1, used(sheet)[1] + 1):
        if sheet.getCellByPosition(key, row).String == record_id:
            # As typed by hand: what looks like a date or a number becomes one.
            sheet.getCellByPosition(column, row).FormulaLocal = text
            return
    sys.exit(f"no row {record_id}")


def sort(sheet: object, header: str) -> None:
    last_column, last_row = used(sheet)
    field = TableSortField()
    field.Field = column_of(sheet, header)
    field.IsAscending = False
    fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
    table = sheet.getCellRangeByPosition(0, 0, last_column, last_row)
    table.sort((PropertyValue("SortFields", 0, fields, 0), PropertyValue("ContainsHeader", 0, True, 0)))


def insert(sheet: object, position: int, header: str, text: str) -> None:
    sheet.Columns.insertByIndex(position, 1)
    sheet.getCellByPosition(position, 0).String = header
    for row in range(1, used(sheet)[1] + 1):
        sheet.getCellByPosition(position, row).FormulaLocal = text


def move(sheet: object, header: str, position: int) -> None:
    sheet.Columns.insertByIndex(position, 1)
    old = column_of(sheet, header)
    source = sheet.Columns.getByIndex(old).RangeAddress
    sheet.moveRange(sheet.getCellByPosition(position, 0).CellAddress, source)
    sheet.Columns.removeByIndex(old, 1)


STEPS = {"type": type_in, "sort": sort, "insert": insert, "move": move}

if __name__ == "__main__":
    main()
