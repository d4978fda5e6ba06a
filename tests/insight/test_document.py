"""One content, printed and written: the same words in both, with headings, alternative texts and a language."""

import io
from datetime import date

import docx
from docx.oxml.ns import qn
from PIL import Image

from app.insight.charts import Chart, Point
from app.insight.document import Bullets, Document, Drawn, Photo, Photos, Section
from app.insight.document_docx import write_report
from app.insight.document_pdf import print_report
from app.insight.tables import Table, count, table, words
from tests.prize.papers import failures, pages

CHART = Chart("Arrangementer", "2023: 65; 2024: 120", (Point("2023", 65), Point("2024", 120)))
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="30" height="9" fill="#2a2859"/></svg>'
)
TABLE = table(
    "Bydeler",
    ["Bydel", "Antall"],
    [[words("Sagene"), count(1200)], [words("<Alna>"), count(None)]],
    notes=("En note.",),
)


def _picture(kind: str) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (60, 40), "#8ac").save(written, kind)
    return written.getvalue()


def _report() -> Document:
    photo = Photo("photo-1", _picture("JPEG"), "En symaskin på et bord.", "Ola Foss")
    return Document(
        title="Sluttrapport for Ombruksuka 2026",
        note="Utkast 1",
        on=date(2026, 12, 20),
        municipality="Oslo kommune",
        unit="Klimaetaten",
        colour="#2a2859",
        sections=(
            Section("I korte trekk", ("Mange kom & lærte.", Bullets(("Ett punkt",), "Dette virket"))),
            Section("Tilskudd", (CHART, Photos((photo,)))),
            Section("Vedlegg", (TABLE,), is_annex=True),
        ),
    )


DRAWN = {CHART.key: Drawn(CHART, SVG, _picture("PNG"))}


def test_the_print_is_pdf_a_and_pdf_ua_and_says_it_all() -> None:
    printed = print_report(_report(), DRAWN)
    assert failures(printed) == []
    cover, first, annex = pages(printed)
    assert [heading for heading in ("I korte trekk", "Tilskudd", "Vedlegg") if heading in cover] == [
        "I korte trekk",
        "Tilskudd",
        "Vedlegg",
    ]
    assert "Mange kom & lærte." in first
    assert "Foto: Ola Foss" in first
    assert "Bydel Antall Sagene 1 200 <Alna> – En note." in annex.replace("\u202f", " ")


def test_the_document_has_headings_a_repeated_head_and_alternative_texts() -> None:
    read = docx.Document(io.BytesIO(write_report(_report(), DRAWN)))
    headings = [(each.style.name, each.text) for each in read.paragraphs if each.style and each.text]
    assert [text for style, text in headings if style == "Heading 1"] == ["I korte trekk", "Tilskudd", "Vedlegg"]
    assert [text for style, text in headings if style == "Heading 2"] == ["Dette virket", "Arrangementer", "Bydeler"]
    assert [text for style, text in headings if style == "List Bullet"] == ["Ett punkt"]
    [made] = read.tables
    assert [[cell.text for cell in row.cells] for row in made.rows] == [
        [cell.replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in TABLE.plain
    ]
    assert made.rows[0]._tr.xpath("./w:trPr/w:tblHeader") != []
    pictures = [shape._inline.docPr.get("descr") for shape in read.inline_shapes]
    assert pictures == ["2023: 65; 2024: 120", "En symaskin på et bord."]
    assert read.core_properties.language == "nb-NO"


def test_the_contents_lead_to_the_chapters() -> None:
    body = docx.Document(io.BytesIO(write_report(_report(), DRAWN))).element.body
    lines = {
        link.get(qn("w:anchor")): "".join(part.text for part in link.iter(qn("w:t")))
        for link in body.iter(qn("w:hyperlink"))
    }
    assert lines == {"_Toc1": "I korte trekk", "_Toc2": "Tilskudd", "_Toc3": "Vedlegg"}
    assert [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))] == list(lines)
    assert [text.text for text in body.iter(qn("w:instrText"))] == ['TOC \\o "1-1" \\h']


def test_a_name_that_repeats_is_written_once() -> None:
    """In print as a cell over its rows, in the document as one merged cell; columns are as wide as they need."""
    rows = [[words("Filmer"), words("2020")], [words("Filmer"), words("2021")], [words("Sykler"), words("2023")]]
    once = table("Tall", ["Hva", "År"], rows, names_once=True)
    assert (once.spans, TABLE.spans) == ([2, 0, 1], [1, 1])
    assert once.widths == [56, 44]
    report = Document("T", "U", date(2026, 1, 1), "Oslo", "K", "#2a2859", (Section("S", (once,)),))
    printed = print_report(report, {})
    assert failures(printed) == []
    assert "Hva År Filmer 2020 2021 Sykler 2023" in pages(printed)[1]
    [made] = docx.Document(io.BytesIO(write_report(report, {}))).tables
    assert made.cell(1, 0)._tc is made.cell(2, 0)._tc
    assert [made.cell(place, 0).text for place in (1, 2, 3)] == ["Filmer", "Filmer", "Sykler"]


def test_the_same_content_is_written_the_same() -> None:
    """A zip dates its members by the clock, so what they hold is compared."""
    first, second = (docx.Document(io.BytesIO(write_report(_report(), DRAWN))) for _each in range(2))
    assert first.element.xml == second.element.xml
    assert (first.core_properties.created, first.core_properties.title) == (
        second.core_properties.created,
        "Sluttrapport for Ombruksuka 2026",
    )


def test_an_empty_table_is_printed_too() -> None:
    empty = Table("Ingen", ("Navn", "Antall"), ())
    report = Document("T", "U", date(2026, 1, 1), "Oslo", "K", "#2a2859", (Section("S", (empty,)),))
    assert "Ingen Navn Antall" in pages(print_report(report, {}))[1]
