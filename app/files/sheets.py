"""Lists as files that a spreadsheet opens: xlsx and CSV. Nothing that somebody typed is ever a formula."""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import IO, Any

from flask_babel import gettext as _

from app.clock import local

Value = str | int | float | bool | date | datetime | None

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML has no room for them
LONGEST = 32_767
"""Letters in a cell, by the format."""
NARROW, MIDDLE, WIDE, TEXT = 10, 16, 32, 60


@dataclass(frozen=True)
class Column:
    """`width` in letters. `format`: how the program shows its numbers or days."""

    label: str
    width: int = MIDDLE
    format: str = "General"


@dataclass(frozen=True)
class Sheet:
    """`about`: lines of a sheet of its own, that say what the list is, when it was made and what is left out."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    about: Sequence[str] = ()


def kroner(label: str) -> Column:
    return Column(label, MIDDLE, "#,##0")


def count(label: str) -> Column:
    return Column(label, NARROW, "#,##0")


def day(label: str) -> Column:
    return Column(label, MIDDLE, "yyyy-mm-dd")


def moment(label: str) -> Column:
    return Column(label, MIDDLE, "yyyy-mm-dd hh:mm")


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[Value]], *, is_data: bool = False) -> bytes:
    """With semicolons and a mark of UTF-8, as Norwegian spreadsheets expect. `is_data`: for programs, with commas and
    without the mark."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="," if is_data else ";", lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([harmless(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8" if is_data else "utf-8-sig")


def harmless(value: Value) -> Value:
    """For a CSV: a text that a spreadsheet would take for a formula begins with an apostrophe instead."""
    return f"'{value}" if isinstance(value, str) and value.startswith(BEGINS_FORMULA) else value


def as_xlsx(sheet: Sheet) -> IO[bytes]:
    """The file, open at its beginning; on disk, so that a long list takes no memory. The caller closes it."""
    from openpyxl import Workbook  # 25 MB that only who asks for a spreadsheet pays

    book = Workbook(write_only=True)
    shown = book.create_sheet(sheet.title[:31])
    shown.freeze_panes = "A2"
    for number, column in enumerate(sheet.columns):
        shown.column_dimensions[_letter(number)].width = column.width
    shown.append([_heading(shown, column.label) for column in sheet.columns])
    rows = 1
    for row in sheet.rows:
        shown.append([_cell(shown, value, column) for value, column in zip(row, sheet.columns, strict=True)])
        rows += 1
    shown.auto_filter.ref = f"A1:{_letter(len(sheet.columns) - 1)}{rows}"
    _write_about(book, sheet, rows - 1)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    book.save(file)
    file.seek(0)
    return file


def _write_about(book: Any, sheet: Sheet, rows: int) -> None:
    about = book.create_sheet(_("Om lista"))
    about.column_dimensions["A"].width = 100
    for line in (*sheet.about, _("Antall rader: %(rows)s", rows=rows)):
        about.append([_cell(about, line, Column("", TEXT))])


def _letter(number: int) -> str:
    from openpyxl.utils import get_column_letter  # the same reason as above

    letter: str = get_column_letter(number + 1)
    return letter


def _heading(sheet: Any, label: str) -> Any:
    from openpyxl.styles import Alignment, Font, PatternFill  # the same reason as above

    cell = _cell(sheet, str(label), Column(""))
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="E9ECF5")
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _cell(sheet: Any, value: Value, column: Column) -> Any:
    """A text is marked as text, and stays one when somebody edits it; a moment is shown by Oslo's clock."""
    from openpyxl.cell import WriteOnlyCell  # the same reason as above
    from openpyxl.styles import Alignment

    if isinstance(value, datetime):
        value = local(value).replace(tzinfo=None)
    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = column.format
        return cell
    cell = WriteOnlyCell(sheet, UNPRINTABLE.sub("", value)[:LONGEST])
    cell.data_type = "s"
    cell.quotePrefix = value.startswith(BEGINS_FORMULA)
    if column.width >= TEXT:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def stamp(at: datetime) -> str:
    """When the list was made, for its sheet about itself and its file's name."""
    return local(at.astimezone(UTC)).strftime("%Y-%m-%d %H.%M")
