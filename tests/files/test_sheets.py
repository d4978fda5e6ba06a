"""A list opens in a spreadsheet, and nothing that somebody typed is run there."""

from datetime import date

import openpyxl
import pytest

from app.files.sheets import Column, Sheet, as_csv, as_xlsx, harmless


@pytest.mark.parametrize("value", ["=1+1", "+47", "-1", "@SUM", "\tx", "\rx"])
def test_no_cell_of_a_csv_begins_a_formula(value: str) -> None:
    assert harmless(value) == f"'{value}"


def test_what_is_no_formula_stays_as_it_is() -> None:
    values = ["Ærlig & øm", "2026", 5, -5, date(2026, 8, 20), None, ""]
    assert [harmless(value) for value in values] == values


def test_a_csv_is_for_people_or_for_programs() -> None:
    rows = [("Tøyen; =1", None, date(2026, 8, 20)), ("=1", 5, None)]
    heads = ["Sted", "Antall", "Dag"]
    assert as_csv(heads, rows).decode() == '\ufeffSted;Antall;Dag\r\n"Tøyen; =1";;2026-08-20\r\n\'=1;5;\r\n'
    assert as_csv(heads, rows, is_data=True).decode() == "Sted,Antall,Dag\r\nTøyen; =1,,2026-08-20\r\n'=1,5,\r\n"


def test_a_text_is_a_text_whatever_it_begins_with() -> None:
    typed = ["=1+1", "+47 22", "-", "@SUM(A1)", "\x02klokke"]
    with as_xlsx(Sheet("Liste", [Column("Tekst")], [[text] for text in typed])) as file:
        cells = [row[0] for row in openpyxl.load_workbook(file).worksheets[0].iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type) for cell in cells] == [
        ("=1+1", "s"),
        ("+47 22", "s"),
        ("-", "s"),
        ("@SUM(A1)", "s"),
        ("klokke", "s"),
    ]
