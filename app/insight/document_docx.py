"""The same report as a document that people edit: real headings, lists and tables, pictures with alternative text, and
the language told, so that it is read aloud in Norwegian."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any

from flask_babel import gettext as _

from app.formatting import full_day
from app.insight.charts import Chart
from app.insight.document import Block, Bullets, Document, Drawn, Photo, Photos
from app.insight.tables import Cell, Table

LANGUAGE = "nb-NO"
FONT = "Arial"
CHART_CM, PHOTO_CM = 11.0, 9.0


def write_report(report: Document, drawn: Mapping[str, Drawn]) -> bytes:
    """`drawn`: by the chart's key. Dated by the report's day, so that the same content gives the same text."""
    import docx  # 15 MB, in the job that drafts only

    written = docx.Document()
    _dress(written, report)
    written.add_heading(report.title, 0)
    written.add_paragraph(f"{report.municipality}, {report.unit}. {full_day(report.on)}.")
    written.add_paragraph(report.note)
    _list_contents(written, report)
    for place, section in enumerate(report.sections):
        heading = written.add_heading(section.heading, 1)
        heading.paragraph_format.page_break_before = place == 0 or section.is_annex
        _mark(heading, place)
        for block in section.blocks:
            _add(written, block, drawn)
    file = io.BytesIO()
    written.save(file)
    return file.getvalue()


def _dress(written: Any, report: Document) -> None:
    from docx.oxml.ns import qn  # the same reason as above
    from docx.shared import Pt, RGBColor

    about, on = written.core_properties, datetime.combine(report.on, time(), UTC).replace(tzinfo=None)
    about.title, about.author, about.language = report.title, f"{report.unit}, {report.municipality}", LANGUAGE
    about.created = about.modified = on
    about.last_modified_by, about.comments = about.author, ""
    styles = written.styles
    styles["Normal"].font.name, styles["Normal"].font.size = FONT, Pt(10.5)
    language = styles.element.find(f".//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), LANGUAGE)
    for name in ("Title", "Heading 1", "Heading 2", "Caption"):
        style = styles[name]
        style.font.name, style.font.color.rgb = FONT, RGBColor.from_string(report.colour.removeprefix("#").upper())
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:ascii"), FONT)
        fonts.set(qn("w:hAnsi"), FONT)
    _number_pages(written.sections[0].footer.paragraphs[0], report)


def _number_pages(paragraph: Any, report: Document) -> None:
    from docx.oxml import OxmlElement  # the same reason as above
    from docx.oxml.ns import qn

    paragraph.add_run(f"{report.title} · ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _list_contents(written: Any, report: Document) -> None:
    """A table of contents that leads to the chapters. Word fills in the page numbers when its fields are updated."""
    from docx.oxml import OxmlElement  # the same reason as above
    from docx.oxml.ns import qn

    for place, section in enumerate(report.sections):
        line = written.add_paragraph()
        if place == 0:
            _field(line, "begin")
            instruction = OxmlElement("w:instrText")
            instruction.text = r'TOC \o "1-1" \h'
            line.add_run()._r.append(instruction)
            _field(line, "separate")
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), _name_of(place))
        link.append(line.add_run(section.heading)._r)
        line._p.append(link)
        if place == len(report.sections) - 1:
            _field(line, "end")


def _field(paragraph: Any, kind: str) -> None:
    from docx.oxml import OxmlElement  # the same reason as above
    from docx.oxml.ns import qn

    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


def _name_of(place: int) -> str:
    return f"_Toc{place + 1}"


def _mark(heading: Any, place: int) -> None:
    """Where a line of the contents leads."""
    from docx.oxml import OxmlElement  # the same reason as above
    from docx.oxml.ns import qn

    for kind in ("bookmarkStart", "bookmarkEnd"):
        mark = OxmlElement(f"w:{kind}")
        mark.set(qn("w:id"), str(place))
        if kind == "bookmarkStart":
            mark.set(qn("w:name"), _name_of(place))
            heading._p.insert(1, mark)
        else:
            heading._p.append(mark)


def _add(written: Any, block: Block, drawn: Mapping[str, Drawn]) -> None:
    if isinstance(block, str):
        written.add_paragraph(block)
    elif isinstance(block, Bullets):
        if block.heading:
            written.add_heading(block.heading, 2)
        for item in block.items:
            written.add_paragraph(item, style="List Bullet")
    elif isinstance(block, Table):
        _add_table(written, block)
    elif isinstance(block, Chart):
        written.add_heading(block.title, 2)
        _add_picture(written, drawn[block.key].png, block.description, CHART_CM)
    elif isinstance(block, Photos):
        for photo in block.photos:
            _add_photo(written, photo)


def _add_photo(written: Any, photo: Photo) -> None:
    _add_picture(written, photo.data, photo.alt, PHOTO_CM)
    credit = str(_("Foto: %(credit)s", credit=photo.credit)) if photo.credit else ""
    written.add_paragraph(f"{photo.alt} {credit}".strip(), style="Caption")


def _add_picture(written: Any, data: bytes, alt: str, most_cm: float) -> None:
    from docx.shared import Cm  # the same reason as above

    picture = written.add_picture(io.BytesIO(data), width=Cm(most_cm))
    picture._inline.docPr.set("descr", alt)


def _add_table(written: Any, table: Table) -> None:
    """The head is repeated on every page it goes over, and no row is split between two."""
    written.add_heading(table.caption, 2)
    made = written.add_table(rows=1, cols=len(table.head), style="Light Shading")
    made.autofit = True
    _tell_row(made.rows[0], "w:tblHeader")
    for place, name in enumerate(table.head):
        _write(made.rows[0].cells[place], name, is_number=place in table.number_columns)
    for row in [*table.rows, *([table.foot] if table.foot else [])]:
        added = made.add_row()
        _tell_row(added, "w:cantSplit")
        for place, cell in zip(added.cells, row, strict=True):
            _write(place, _lines(cell), is_number=cell.is_number)
    _write_names_once(made, table)
    for note in table.notes:
        written.add_paragraph(note, style="Caption")
    written.add_paragraph()


def _tell_row(row: Any, what: str) -> None:
    from docx.oxml import OxmlElement  # the same reason as above

    row._tr.get_or_add_trPr().append(OxmlElement(what))


def _lines(cell: Cell) -> str:
    return "\n".join(" ".join(part for part in (one.text, one.note) if part) for one in cell.entries) or cell.plain


def _write(place: Any, text: str, *, is_number: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # the same reason as above

    place.text = text
    if is_number:
        place.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _write_names_once(made: Any, table: Table) -> None:
    """One cell for the rows that a name stands for."""
    for place, span in enumerate(table.spans, start=1):
        if span > 1:
            name = table.rows[place - 1][0].plain
            merged = made.cell(place, 0).merge(made.cell(place + span - 1, 0))
            merged.text = name
