"""Opens a PDF or a picture that a stranger sent, in a process of its own: look at it, find words, paint over.

Run by painting.py with an order as JSON on stdin; answers with JSON on stdout. It knows nothing of the house. A file
made to break its reader takes down this process and no other: memory and time are bounded before the file is opened.
What is painted over is gone, since the new file is made of pixels only: no text, no metadata, no embedded files.
"""

import io
import json
import os
import resource
import sys
from collections.abc import Callable, Iterator
from typing import Any

MEMORY = 1536 * 1024 * 1024
SECONDS = 60
MOST_PAGES = 1000
MOST_PAINTED = 120
"""Pages that are painted anew; pages that are left out whole cost nothing."""
LONGEST_SIDE = 2400
"""Pixels: a page as big as a house is painted smaller."""
LEFT_OUT_SIDE = 700
DPI = 150
MOST_PIXELS = 50_000_000
MOST_HITS = 5000
FINE = 100_000
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"  # comes with fontconfig on Debian
PAD = 0.002
"""Boxes around words are made this much bigger on each side, as a share of the page."""

Order = dict[str, Any]
Box = tuple[float, float, float, float]


class Refused(Exception):
    """Why the file cannot be worked on: a code that painting.py has the sentence for."""


def look(order: Order) -> Order:
    """How many pages there are, and whether words can be found in them."""
    if order["media"] != "application/pdf":
        _picture(order["path"])
        return {"pages": 1, "has_text": False}
    pdf = _pdf(order["path"])
    has_text = any(pdf[number].get_textpage().count_chars() > 0 for number in range(min(len(pdf), 20)))
    return {"pages": len(pdf), "has_text": has_text}


def find(order: Order) -> Order:
    """Where the words stand: {word: [[page, left, top, right, bottom], …]}, pages from 1, shares of the page; and how
    many pages there are."""
    pdf = _pdf(order["path"])
    hits: dict[str, list[list[float]]] = {word: [] for word in order["words"]}
    for number in range(len(pdf)):
        page = pdf[number]
        text = page.get_textpage()
        for word, found in hits.items():
            found.extend([number + 1, *box] for box in _boxes(page, text, word))
            if len(found) > MOST_HITS:
                raise Refused("too_many_hits")
        text.close()
        page.close()
    return {"pages": len(pdf), "hits": hits}


def _boxes(page: Any, text: Any, word: str) -> Iterator[Box]:
    searcher = text.search(word, match_case=False)
    while (hit := searcher.get_next()) is not None:
        index, count = hit
        for rectangle in range(text.count_rects(index, count)):
            yield _shares(page, text.get_rect(rectangle))


def _shares(page: Any, rectangle: Box) -> Box:
    """From the page's own coordinates to shares of the page as it is shown, turned and cut as it may be."""
    import ctypes

    import pypdfium2.raw as pdfium

    corners = []
    for x, y in ((rectangle[0], rectangle[3]), (rectangle[2], rectangle[1])):
        shown_x, shown_y = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, FINE, FINE, 0, x, y, shown_x, shown_y)
        corners.append((shown_x.value / FINE, shown_y.value / FINE))
    (x1, y1), (x2, y2) = corners
    return min(x1, x2) - PAD, min(y1, y2) - PAD, max(x1, x2) + PAD, max(y1, y2) + PAD


def preview(order: Order) -> Order:
    """One page as a picture to look at, `width` pixels wide at most."""
    if order["media"] == "application/pdf":
        pdf = _pdf(order["path"])
        if not 1 <= order["page"] <= len(pdf):
            raise Refused("no_such_page")
        image = _rendered(pdf[order["page"] - 1], order["width"])
    else:
        image = _picture(order["path"])
        image.thumbnail((order["width"], LONGEST_SIDE))
    image.save(order["out"], "PNG")
    return {}


def paint(order: Order) -> Order:
    """The new file without what the marks take out. A mark: {page, box (None: the whole page), label}."""
    if order["media"] != "application/pdf":
        image = _picture(order["path"])
        _black(image, order["marks"])
        image.save(order["out"], "JPEG" if order["media"] == "image/jpeg" else "PNG")
        return {"pages": 1}
    pdf = _pdf(order["path"])
    whole = {mark["page"]: mark["label"] for mark in order["marks"] if mark["box"] is None}
    if len(pdf) - len(whole) > MOST_PAINTED:
        raise Refused("too_many_pages")
    if any(not 1 <= mark["page"] <= len(pdf) for mark in order["marks"]):
        raise Refused("no_such_page")
    with open(order["out"], "wb") as file:
        pages = PicturePages(file)
        for number in range(1, len(pdf) + 1):
            size = _points(pdf, number - 1)
            if number in whole:
                image = _left_out(size, whole[number])
            else:
                image = _painted(pdf, number, [mark for mark in order["marks"] if mark["page"] == number])
            pages.add(image, size)
        pages.close()
    return {"pages": len(pdf)}


def _painted(pdf: Any, number: int, marks: list[Order]) -> Any:
    page = pdf[number - 1]
    image = _rendered(page, LONGEST_SIDE)
    page.close()
    _black(image, marks)
    return image


def _black(image: Any, marks: list[Order]) -> None:
    """Opaque, to the outermost pixel that the box touches, with the ground in white where there is room."""
    from PIL import ImageDraw

    draw = ImageDraw.Draw(image)
    for mark in marks:
        left, top, right, bottom = mark["box"] or (0, 0, 1, 1)
        box = (
            max(0, int(left * image.width)),
            max(0, int(top * image.height)),
            min(image.width, int(right * image.width) + 1),
            min(image.height, int(bottom * image.height) + 1),
        )
        draw.rectangle(box, fill=(0, 0, 0))
        font, label = _lettering(mark["label"], max(10, min(22, (box[3] - box[1]) * 0.6)))
        words = draw.textbbox((0, 0), label, font=font)
        if words[2] + 6 < box[2] - box[0] and words[3] + 2 < box[3] - box[1]:
            middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
            draw.text(middle, label, fill=(255, 255, 255), font=font, anchor="mm")


def _lettering(label: str, size: float) -> tuple[Any, str]:
    """A font, and the label as it can write it: Pillow's own font has no paragraph sign."""
    from PIL import ImageFont

    if os.path.exists(FONT):
        return ImageFont.truetype(FONT, size), label
    return ImageFont.load_default(size), label.replace("§\N{NO-BREAK SPACE}", "paragraf ").replace("§", "paragraf")


def _left_out(size: tuple[float, float], label: str) -> Any:
    """A page that was never rendered: its size, and why it is empty."""
    from PIL import Image, ImageDraw

    scale = _scale(size, LEFT_OUT_SIDE)
    image = Image.new("RGB", (max(1, int(size[0] * scale)), max(1, int(size[1] * scale))), (255, 255, 255))
    font, words = _lettering(label, max(12, image.width // 30))
    ImageDraw.Draw(image).text((image.width / 2, image.height / 2), words, fill=(0, 0, 0), font=font, anchor="mm")
    return image


def _rendered(page: Any, longest: int) -> Any:
    """The page as pixels, and only as pixels."""
    from PIL import Image

    bitmap = page.render(scale=_scale(page.get_size(), longest), may_draw_forms=True)
    shown = bitmap.to_pil().convert("RGB")
    image = Image.new("RGB", shown.size, (255, 255, 255))
    image.paste(shown)
    bitmap.close()
    return image


def _scale(size: tuple[float, float], longest: int) -> float:
    return min(DPI / 72, longest / max(*size, 1.0))


def _points(pdf: Any, index: int) -> tuple[float, float]:
    width, height = pdf.get_page_size(index)
    return max(1.0, float(width)), max(1.0, float(height))


def _pdf(path: str) -> Any:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Refused("encrypted" if "password" in str(error).lower() else "broken") from error
    if len(pdf) == 0:
        raise Refused("broken")
    if len(pdf) > MOST_PAGES:
        raise Refused("too_many_pages")
    pdf.init_forms()
    return pdf


def _picture(path: str) -> Any:
    """The picture the way up it is shown, on white: what hides under a transparent layer or in metadata is left."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(path, formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Refused("too_big")
            shown = ImageOps.exif_transpose(opened).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("too_big") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise Refused("broken") from error
    image = Image.new("RGB", shown.size, (255, 255, 255))
    image.paste(shown, mask=shown.getchannel("A"))
    return image


class PicturePages:
    """A PDF with one picture a page and nothing else, written page by page: never more than one page in memory."""

    def __init__(self, file: io.BufferedWriter) -> None:
        self._file = file
        self._places: dict[int, int] = {}
        self._pages: list[int] = []
        self._next = 3  # 1 is the catalogue, 2 the list of pages
        file.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def add(self, image: Any, points: tuple[float, float]) -> None:
        data = io.BytesIO()
        image.save(data, "JPEG", quality=85)
        picture, content, page = self._next, self._next + 1, self._next + 2
        self._next += 3
        self._pages.append(page)
        width, height = points
        self._write(
            picture,
            f"<< /Type /XObject /Subtype /Image /Width {image.width} /Height {image.height} /ColorSpace /DeviceRGB "
            f"/BitsPerComponent 8 /Filter /DCTDecode /Length {data.tell()} >>",
            data.getvalue(),
        )
        drawing = f"{width:.2f} 0 0 {height:.2f} 0 0 cm /P Do".encode()
        self._write(content, f"<< /Length {len(drawing)} >>", drawing)
        self._write(
            page,
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.2f} {height:.2f}] "
            f"/Resources << /XObject << /P {picture} 0 R >> >> /Contents {content} 0 R >>",
        )

    def close(self) -> None:
        kids = " ".join(f"{page} 0 R" for page in self._pages)
        self._write(1, "<< /Type /Catalog /Pages 2 0 R /Lang (nb) >>")
        self._write(2, f"<< /Type /Pages /Count {len(self._pages)} /Kids [{kids}] >>")
        start = self._file.tell()
        rows = "".join(f"{self._places[number]:010} 00000 n \n" for number in range(1, self._next))
        self._file.write(f"xref\n0 {self._next}\n0000000000 65535 f \n{rows}".encode())
        self._file.write(f"trailer\n<< /Size {self._next} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())

    def _write(self, number: int, dictionary: str, stream: bytes | None = None) -> None:
        self._places[number] = self._file.tell()
        self._file.write(f"{number} 0 obj\n{dictionary}\n".encode())
        if stream is not None:
            self._file.write(b"stream\n" + stream + b"\nendstream\n")
        self._file.write(b"endobj\n")


COMMANDS: dict[str, Callable[[Order], Order]] = {"look": look, "find": find, "preview": preview, "paint": paint}


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    order = json.load(sys.stdin)
    try:
        answer = COMMANDS[order["do"]](order)
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    except MemoryError:
        answer = {"refused": "too_big"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
