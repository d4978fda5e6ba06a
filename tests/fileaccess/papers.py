"""Files to mask: small PDFs and pictures with something in them that must not get out."""

import io
import re
import zlib

import pypdfium2
from PIL import Image, PngImagePlugin

SECRET = "Ola Hemmelig"


def pdf(*pages: str, rotate: int = 0, size: tuple[int, int] = (595, 842), title: str = "") -> bytes:
    """One line of text a page; `title` goes into the file's metadata."""
    parts = {1: "<< /Type /Catalog /Pages 2 0 R >>", 3: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"}
    kids, number = [], 4
    for text in pages:
        drawing = f"BT /F 18 Tf 72 {size[1] - 142} Td ({text}) Tj ET"
        parts[number] = f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream"
        parts[number + 1] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Rotate {rotate} "
            f"/Resources << /Font << /F 3 0 R >> >> /Contents {number} 0 R >>"
        )
        kids.append(f"{number + 1} 0 R")
        number += 2
    parts[2] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    parts[number] = f"<< /Title ({title}) >>"
    return _file(parts, number)


def _file(parts: dict[int, str], information: int) -> bytes:
    data, places = b"%PDF-1.4\n", {}
    for number in sorted(parts):
        places[number] = len(data)
        data += f"{number} 0 obj\n{parts[number]}\nendobj\n".encode()
    rows = "".join(f"{places[number]:010} 00000 n \n" for number in sorted(parts))
    head = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{rows}"
    tail = f"trailer\n<< /Size {len(parts) + 1} /Root 1 0 R /Info {information} 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + head.encode() + tail.encode()


def locked(data: bytes) -> bytes:
    """The same file behind a password."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="eier", user="hemmelig"))
    return out.getvalue()


def jpeg(width: int = 200, height: int = 100, comment: str = "") -> bytes:
    """Red all over, with a comment and a camera's maker in its metadata."""
    image, out = Image.new("RGB", (width, height), (200, 0, 0)), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = comment or "kamera"
    image.save(out, "JPEG", exif=exif, comment=comment or "kommentar", quality=95)
    return out.getvalue()


def png(width: int = 200, height: int = 100, text: str = "") -> bytes:
    image, out, information = Image.new("RGB", (width, height), (0, 0, 200)), io.BytesIO(), PngImagePlugin.PngInfo()
    information.add_text("Author", text or "forfatter")
    image.save(out, "PNG", pnginfo=information)
    return out.getvalue()


def text_of(data: bytes) -> str:
    """All the text that a reader finds in a PDF."""
    opened = pypdfium2.PdfDocument(data)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in opened)
    finally:
        opened.close()


def pictures_of(data: bytes) -> list[Image.Image]:
    """The pages of a PDF as pictures, 72 pixels an inch."""
    opened = pypdfium2.PdfDocument(data)
    try:
        return [page.render(scale=1).to_pil().convert("RGB") for page in opened]
    finally:
        opened.close()


def unpacked(data: bytes) -> bytes:
    """The file with every compressed stream in it laid open too."""
    found = [data]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(found)
