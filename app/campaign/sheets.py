"""A list as a file that a spreadsheet opens. What somebody typed is never run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

RISKY = ("=", "+", "-", "@", "\t", "\r")
Cell = str | int | date | None


def plain(value: Cell) -> Cell:
    """A text that a spreadsheet would read as a formula gets a mark before it that makes it text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(RISKY) else value


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """With semicolons and a mark of UTF-8, as Norwegian spreadsheets expect."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([plain(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(title: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    from openpyxl import Workbook  # 60 ms: only who asks for the file pays for it
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for index, head in enumerate(heads):
        sheet.column_dimensions[chr(ord("A") + index)].width = max(16, len(head) + 4)
    first = [WriteOnlyCell(sheet, value=head) for head in heads]
    for cell in first:
        cell.font = Font(bold=True)
    sheet.append(first)
    for row in rows:
        sheet.append([plain(value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
