"""A letter's HTML as one file that is both PDF/A-3a and PDF/UA-1, the same bytes for the same letter.

WeasyPrint writes one variant at a time, so the second is added by the finisher below: PDF/UA's mark in the same RDF
as PDF/A's, with the extension schema that makes it allowed there, in an uncompressed stream (PDF/A reads it as text).
"""

import atexit
import base64
import functools
import gc
import hashlib
import re
import threading
import unicodedata
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from app.config import ROOT
from app.formatting import HARD
from app.letters import blocks, page
from app.letters.content import Content

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.css import ColorProfile
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

FONTS = ROOT / "app" / "static" / "built" / "fonts"
STYLESHEET = ROOT / "app" / "static" / "css" / "letter.css"
AMBIGUOUS_END = b"\r\nendstream"
FALLBACK = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")  # comes with fontconfig on Debian
EMPTY_BOX = "□" if FALLBACK.exists() else "?"
INKLESS = frozenset({"Cc", "Cf", "Cs", "Mn"})
AFTER_DASH = re.compile(r"(?<=[-–]) (?=\w)")
"""The font draws a plain space after a dash so narrow that «miljø- og klima» reads as one word; not so a fixed one."""
ONE_AT_A_TIME = threading.Lock()  # Pango and the shared fonts are not made for two threads

PDF_UA = """\
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1" />
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" \
rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""


@dataclass(frozen=True)
class Embedded:
    """A file inside the letter: the application that the decision was built on (forvaltningsloven § 25)."""

    filename: str
    description: str
    data: bytes


@dataclass(frozen=True)
class Press:
    """What one process shares between all its letters. `nothing` fetches nothing: no host, no file, no picture that
    somebody wrote into a text."""

    fonts: "FontConfiguration"
    css: "CSS"
    images: dict[str, Any]
    screen_colours: "ColorProfile"
    nothing: "URLFetcher"


NO_IMAGES: Mapping[str, bytes] = MappingProxyType({})


def render(content: Content, embedded: tuple[Embedded, ...] = (), images: Mapping[str, bytes] = NO_IMAGES) -> bytes:
    """The finished file. Pure: needs no app, so that any process can do it.

    Raises NotComplete when the content or the page lacks something that the law demands.
    """
    blocks.check(content)
    html = page.html(content)
    blocks.check_page(content, html)
    return print_page(html, datetime(content.on.year, content.on.month, content.on.day, tzinfo=UTC), embedded, images)


def print_page(
    html: str, made_at: datetime, embedded: tuple[Embedded, ...] = (), images: Mapping[str, bytes] = NO_IMAGES
) -> bytes:
    """HTML to PDF. `made_at` is what the embedded files are dated; nothing else of the file tells the time. `images`:
    name → bytes of the pictures that the page shows as «image:name»; no other is fetched.

    A stream that happens to end with a carriage return breaks PDF/A, since the line feed after it then looks like
    part of the same line end. Two of the streams are made by the last step and cannot be mended before it, so one
    file in a hundred is written once more with a catalogue entry that changes them.
    """
    html = _printable(_spaced(html))
    for attempt in range(10):
        with ONE_AT_A_TIME:
            written = _write(html, made_at, embedded, images, attempt)
        if AMBIGUOUS_END not in written:
            return written
    raise RuntimeError("no way was found to write this letter as PDF/A")


def _spaced(html: str) -> str:
    """The page with a fixed space after every dash; its title, which is shown elsewhere, as it was."""
    head, mark, body = html.partition("</title>")
    return head + mark + AFTER_DASH.sub(HARD, body)


def _printable(html: str) -> str:
    """What no font of ours can draw as an empty box, since a missing glyph breaks PDF/A. Marks without ink are left
    out. The letter's content, which is kept beside the file, has it all."""
    unknown = {character for character in set(html) - {"\n", "\r", "\t"} if ord(character) not in _drawable()}
    if not unknown:
        return html
    return html.translate({ord(each): "" if unicodedata.category(each) in INKLESS else EMPTY_BOX for each in unknown})


@functools.cache
def _drawable() -> frozenset[int]:
    """The code points of our own fonts and of the one they fall back on."""
    from fontTools.ttLib import TTFont  # the same reason as above

    paths = [*FONTS.glob("*-400.woff2"), *([FALLBACK] if FALLBACK.exists() else [])]
    known: set[int] = set()
    for path in paths:
        with TTFont(path, lazy=True) as opened:
            known.update(opened.getBestCmap())
    return frozenset(known)


def _write(
    html: str, made_at: datetime, embedded: tuple[Embedded, ...], images: Mapping[str, bytes], attempt: int
) -> bytes:
    from weasyprint import HTML, Attachment  # 0.5 s and 50 MB that only the letter worker pays

    shared = press()
    identifier = hashlib.sha256(html.encode())
    for data in (*(each.data for each in embedded), *images.values()):
        identifier.update(hashlib.sha256(data).digest())
    attachments = [
        Attachment(
            string=each.data,
            name=each.filename,
            description=each.description,
            created=made_at,
            modified=made_at,
            relationship="Source",
        )
        for each in embedded
    ]
    written: bytes = HTML(
        string=html, url_fetcher=_pictures(images) if images else shared.nothing
    ).write_pdf(
        stylesheets=[shared.css],
        font_config=shared.fonts,
        cache={} if images else shared.images,
        color_profiles={"sRGB": shared.screen_colours},  # WeasyPrint's own is opened anew, and left open, each time
        output_intent="sRGB",
        attachments=attachments,
        pdf_variant="pdf/a-3a",
        pdf_identifier=identifier.hexdigest()[:32].encode(),
        finisher=functools.partial(_finish, attempt),
    )
    return written


def _pictures(images: Mapping[str, bytes]) -> "URLFetcher":
    """Fetches these pictures by name, and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # the same reason as above

    class OurPictures(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            scheme, _, name = url.partition(":")
            if scheme != "image" or name not in images:
                raise ValueError(f"a document may not fetch {url}")
            return URLFetcherResponse(url, images[name])

    return OurPictures()


@functools.cache
def press() -> Press:
    """Fonts and stylesheet, read once a process."""
    from weasyprint import CSS  # the same reason as above
    from weasyprint.css import ColorProfile
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OurFonts(URLFetcher):  # type: ignore[misc]
        """Reads our own fonts by name, and nothing else."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            return URLFetcherResponse(url, font(url), {"Content-Type": "font/woff2"})

    fonts = FontConfiguration()
    css = CSS(string=STYLESHEET.read_text(encoding="utf-8"), font_config=fonts, url_fetcher=OurFonts())
    icc = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
    colours = ColorProfile(BytesIO(icc), "sRGB2014.icc", "relative-colorimetric", ["r", "g", "b"])
    atexit.register(press.cache_clear)  # the fonts' folder is removed while there still are modules to do it
    return Press(fonts, css, {}, colours, URLFetcher(allowed_protocols=()))


def warm_up() -> None:
    """Before a process makes many letters: load everything, and keep the collector from walking it ever again."""
    print_page('<html lang="nb"><title>–</title><p>–</p></html>', datetime(1970, 1, 1, tzinfo=UTC))
    gc.collect()
    gc.freeze()


def font(url: str) -> bytes:
    """One of our own fonts: «font:public-sans-latin-400». Raises ValueError for any other address."""
    scheme, _, name = url.partition(":")
    known = {path.stem: path for path in FONTS.glob("*.woff2")}
    if scheme != "font" or name not in known:
        raise ValueError(f"a letter may not fetch {url}")
    return known[name].read_bytes()


def _finish(attempt: int, _document: Any, pdf: Any) -> None:
    """The last changes before the file is written."""
    import pydyf

    if attempt:
        pdf.catalog["OMBR_Attempt"] = attempt
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))  # WeasyPrint names each file twice
    for each in pdf.objects:
        if isinstance(each, pydyf.Stream):
            _finish_stream(each)
        elif isinstance(each, dict) and each.get("S") == "/TH":
            each["A"]["Scope"] = "/Row" if _is_in_body(each, pdf) else "/Column"


def _finish_stream(stream: Any) -> None:
    """Add PDF/UA's mark to the metadata; compress the rest, once, so that none ends with a carriage return."""
    if stream.extra.get("Type") == "/Metadata":
        stream.compress = False
        stream.stream = [part.replace(b"</rdf:RDF>", PDF_UA.encode()) for part in stream.stream]
    elif stream.compress:
        stream.compress = False
        raw = stream.data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
        packed, filters = zlib.compress(raw), "/FlateDecode"
        if packed.endswith(b"\r"):
            packed, filters = base64.a85encode(packed) + b"~>", "[/ASCII85Decode /FlateDecode]"
        stream.stream, stream.extra["Filter"] = [packed], filters


def _is_in_body(header: Any, pdf: Any) -> bool:
    """Whether a table header stands in a row of the body: then it is the header of that row."""
    row = pdf.objects[int(header["P"].split()[0])]
    group = pdf.objects[int(row["P"].split()[0])]
    return bool(group["S"] != "/THead")
