"""Strangers' files are opened in a process of their own, within bounds; what is painted over is gone."""

import io
from pathlib import Path

import pypdfium2
import pytest
from flask import Flask
from PIL import Image, ImageChops

from app.fileaccess import painting
from app.fileaccess.painting import PageMark
from app.files import storage
from app.policy import NotComplete
from tests.fileaccess.papers import SECRET, jpeg, locked, pdf, pictures_of, png, text_of, unpacked

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
LABEL = "offl. §\N{NO-BREAK SPACE}13"


def kept(data: bytes) -> str:
    return storage.write(data)


def mark(page: int, box: tuple[float, float, float, float] | None) -> PageMark:
    return PageMark(page, box, "personal", LABEL)


def hits(sha256: str, word: str) -> list[PageMark]:
    return [
        mark(int(found[0]), (found[1], found[2], found[3], found[4])) for found in painting.find(sha256, [word])[word]
    ]


def test_the_word_is_nowhere_in_the_new_file(app: Flask) -> None:
    data = pdf(f"Ring {SECRET} i dag", "Side to", title=f"Om {SECRET}")
    assert SECRET.encode() in unpacked(data)
    sha256 = kept(data)
    made, pages = painting.paint(sha256, PDF, hits(sha256, "ola hemmelig"))
    assert pages == 2
    assert text_of(made).strip() == ""
    assert SECRET.encode() not in unpacked(made)
    assert b"Hemmelig" not in unpacked(made)
    opened = pypdfium2.PdfDocument(made)
    assert opened.get_metadata_dict(skip_empty=True) == {}
    assert opened.count_attachments() == 0
    opened.close()


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_the_box_covers_all_the_ink_of_the_word_however_the_page_is_turned(app: Flask, rotate: int) -> None:
    data = pdf(f"Ring {SECRET}", rotate=rotate)
    with_word, without = (pictures_of(each)[0] for each in (data, pdf("Ring ", rotate=rotate)))
    ink = ImageChops.difference(with_word, without).convert("L").point(lambda value: 255 * (value > 30)).getbbox()
    assert ink is not None
    sha256 = kept(data)
    marks = hits(sha256, SECRET)
    left, top, right, bottom = marks[0].box or (0, 0, 0, 0)
    width, height = with_word.size
    assert left * width <= ink[0]
    assert top * height <= ink[1]
    assert right * width >= ink[2]
    assert bottom * height >= ink[3]
    after = pictures_of(painting.paint(sha256, PDF, [PageMark(1, marks[0].box, "personal", "")])[0])[0]
    darkest = [after.getpixel((x, y)) for x in range(ink[0], ink[2]) for y in range(ink[1], ink[3])]
    assert max(max(pixel) for pixel in darkest) < 40  # type: ignore[type-var]


def test_a_page_that_is_left_out_is_there_and_empty(app: Flask) -> None:
    sha256 = kept(pdf("Side en", SECRET, "Side tre"))
    made, pages = painting.paint(sha256, PDF, [mark(2, None)])
    shown = pictures_of(made)
    assert (pages, len(shown)) == (3, 3)
    assert shown[1].size == shown[0].size
    assert shown[1].getpixel((80, 140)) == (255, 255, 255)  # where the text began


def test_a_box_is_opaque_to_its_edges(app: Flask) -> None:
    made, _pages = painting.paint(kept(pdf("Synlig")), PDF, [PageMark(1, (0.5, 0.5, 0.9, 0.9), "personal", "")])
    page = pictures_of(made)[0]
    box = page.crop((int(0.5 * 595) + 1, int(0.5 * 842) + 1, int(0.9 * 595) - 1, int(0.9 * 842) - 1))
    assert max(max(pixel) for pixel in box.get_flattened_data()) < 12


@pytest.mark.parametrize(("data", "media_type"), [(jpeg(comment=SECRET), JPEG), (png(text=SECRET), PNG)])
def test_a_picture_loses_its_metadata_and_what_is_under_the_box(app: Flask, data: bytes, media_type: str) -> None:
    assert SECRET.encode() in data
    made, pages = painting.paint(kept(data), media_type, [PageMark(1, (0, 0, 0.5, 1), "personal", "")])
    assert pages == 1
    assert SECRET.encode() not in made
    image = Image.open(io.BytesIO(made))
    assert dict(image.getexif()) == {}
    assert not {"comment", "Author", "exif"} & image.info.keys()
    shown = image.convert("RGB")
    assert shown.size == (200, 100)
    assert max(shown.getpixel((50, 50))) < 12  # type: ignore[arg-type]
    assert max(shown.getpixel((190, 50))) > 150  # type: ignore[arg-type]


def test_what_hides_under_a_transparent_layer_is_not_carried_over(app: Flask) -> None:
    image, out = Image.new("RGBA", (40, 40), (255, 0, 0, 0)), io.BytesIO()
    image.save(out, "PNG")
    made, _pages = painting.paint(kept(out.getvalue()), PNG, [PageMark(1, (0, 0, 0.1, 0.1), "personal", "")])
    assert Image.open(io.BytesIO(made)).convert("RGB").getpixel((30, 30)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("data", "media_type", "sentence"),
    [
        (
            locked(pdf("x")),
            PDF,
            "Filen er låst med passord og kan ikke skjermes. Be avsenderen om en åpen fil, eller avslå.",
        ),
        (b"%PDF-1.7\nikke en pdf", PDF, "Filen er ødelagt og kan ikke åpnes. Gi hele filen, eller avslå."),
        (pdf("x")[:300], PDF, "Filen er ødelagt og kan ikke åpnes. Gi hele filen, eller avslå."),
        (png()[:60], PNG, "Filen er ødelagt og kan ikke åpnes. Gi hele filen, eller avslå."),
        (
            pdf(*["Side"] * 1001),
            PDF,
            "Filen har for mange sider. Utelat sidene ingen spør etter, så høyst 120 er igjen.",
        ),
    ],
)
def test_a_file_that_cannot_be_opened_is_refused_in_words(
    app: Flask, data: bytes, media_type: str, sentence: str
) -> None:
    with pytest.raises(NotComplete) as refusal:
        painting.look(kept(data), media_type)
    assert refusal.value.reason == sentence


def test_a_picture_that_unpacks_to_a_billion_pixels_is_refused(app: Flask) -> None:
    import struct
    import zlib

    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    bomb = b"\x89PNG\r\n\x1a\n" + chunk + png()[33:]
    with pytest.raises(NotComplete) as refusal:
        painting.look(kept(bomb), PNG)
    assert refusal.value.reason == "Bildet er for stort til å skjermes her."


def test_a_page_as_big_as_a_house_is_painted_small(app: Flask) -> None:
    made, _pages = painting.paint(kept(pdf("Stor", size=(14400, 14400))), PDF, [mark(1, (0, 0, 0.5, 0.5))])
    assert b"/Width 2400 /Height 2400" in made


def test_five_hundred_pages_are_masked_when_most_are_left_out(app: Flask) -> None:
    sha256 = kept(pdf(*[f"Side {number}" for number in range(1, 501)]))
    assert painting.look(sha256, PDF) == painting.Looked(500, has_text=True)
    with pytest.raises(NotComplete):
        painting.paint(sha256, PDF, [mark(1, None)])
    made, pages = painting.paint(sha256, PDF, [mark(number, None) for number in range(11, 501)])
    assert pages == 500
    assert len(made) < 12_000_000


def test_a_page_that_is_not_there_is_refused(app: Flask) -> None:
    sha256 = kept(pdf("En side"))
    for order in (lambda: painting.paint(sha256, PDF, [mark(2, None)]), lambda: painting.preview(sha256, PDF, 2)):
        with pytest.raises(NotComplete) as refusal:
            order()
        assert refusal.value.reason == "Siden finnes ikke i dokumentet."


def test_a_preview_is_a_picture_of_the_page(app: Flask) -> None:
    shown = Image.open(io.BytesIO(painting.preview(kept(pdf("Side")), PDF, 1)))
    assert (shown.format, max(shown.size)) == ("PNG", 900)


@pytest.mark.parametrize("breaks", ["import os; os.abort()", "import sys; sys.exit(1)", "import time; time.sleep(9)"])
def test_a_file_that_takes_its_reader_down_takes_nothing_else(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, breaks: str
) -> None:
    """A reader that dies or never ends: the page says so, and lives on."""
    reader = tmp_path / "reader.py"
    reader.write_text(breaks)
    monkeypatch.setattr(painting, "PAINTER", reader)
    monkeypatch.setattr(painting, "TIMEOUT", 1)
    with pytest.raises(NotComplete) as refusal:
        painting.look(kept(pdf("x")), PDF)
    assert refusal.value.reason == "Filen er for tung å åpne her. Gi hele filen, eller avslå."
