"""Pictures that people send: what is kept of them, and what is refused in which words."""

import io
import struct
import zlib
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from app.files.pictures import LONGEST_SIDE, Picture, receive
from app.policy import NotComplete

GPS, ORIENTATION, SIDEWAYS = 0x8825, 0x0112, 6
HIDDEN = b"59.9139N 10.7522E"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100


@pytest.fixture(autouse=True)
def _words(app: Flask) -> None:
    """Refusals are in the page's language."""


def photo(width: int = 400, height: int = 300, kind: str = "JPEG", mode: str = "RGB", **more: Any) -> bytes:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", (width, height), "red")
    picture.paste("blue", (width // 2, 0, width, height))
    out = io.BytesIO()
    picture.convert(mode).save(out, kind, **more)
    return out.getvalue()


def opened(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.data))


def refusal(name: str, data: bytes) -> tuple[str, dict[str, str]]:
    with pytest.raises(NotComplete) as refused:
        receive(name, data)
    return refused.value.reason, refused.value.missing


def with_place(**more: Any) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = HIDDEN.decode()
    exif[GPS] = {1: "N", 2: (59.0, 54.0, 50.0)}
    exif[ORIENTATION] = SIDEWAYS
    return photo(exif=exif.tobytes(), comment=HIDDEN, **more)


def test_place_camera_and_comments_stay_behind() -> None:
    sent = with_place()
    assert (HIDDEN in sent, Image.open(io.BytesIO(sent)).getexif().get_ifd(GPS) != {}) == (True, True)
    kept = receive("stol.jpg", sent)
    shown = opened(kept)
    assert (HIDDEN in kept.data, dict(shown.getexif()), b"Exif" in kept.data) == (False, {}, False)
    assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}


def test_it_is_turned_the_way_it_was_taken() -> None:
    shown = opened(receive("stol.jpg", with_place()))
    assert shown.size == (300, 400)
    top, bottom = shown.getpixel((150, 50)), shown.getpixel((150, 350))
    assert (top[0] > 200, bottom[2] > 200) == (True, True)  # type: ignore[index]


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_forty_million_dots_are_made_smaller(kind: str) -> None:
    kept = receive("kamera", photo(7300, 5480, kind))
    assert (kept.width, kept.height) == (LONGEST_SIDE, 1201)
    assert opened(kept).format == "JPEG"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA"])
def test_every_kind_of_png_becomes_a_picture_in_colours(mode: str) -> None:
    shown = opened(receive("a.png", photo(kind="PNG", mode=mode)))
    assert (shown.mode, shown.size) == ("RGB", (400, 300))


def test_sixteen_bits_of_grey_keep_their_lightness() -> None:
    out = io.BytesIO()
    Image.new("I;16", (100, 80), 128 * 256).save(out, "PNG")
    assert opened(receive("a.png", out.getvalue())).getpixel((50, 40)) == (128, 128, 128)


def test_what_is_transparent_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (100, 80), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(receive("a.png", out.getvalue())).getpixel((50, 40)) == (255, 255, 255)


def test_a_picture_for_print_is_shown_in_screen_colours() -> None:
    assert opened(receive("trykk.jpg", photo(mode="CMYK"))).mode == "RGB"


def png_that_says(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that unpacks to as many dots as it says."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    dots = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", dots) + chunk(b"IEND", b"")


def test_an_image_bomb_is_refused_before_it_is_unpacked() -> None:
    reason, missing = refusal("bombe.png", png_that_says(60_000, 60_000))
    assert reason == "Bildet «bombe.png» har for mange punkter. Lagre det i en mindre størrelse, og prøv igjen."
    assert missing == {"file": reason}


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("tom.jpg", b"", "Bildet «tom.jpg» er tomt."),
        (
            "stor.jpg",
            photo() + b"\0" * 10 * 1024 * 1024,
            "Bildet «stor.jpg» er for stort. Et bilde kan være på høyst 10 MB.",
        ),
        ("tegning.svg", SVG, "«tegning.svg» er en tegning (SVG). Send et bilde, jpg eller png."),
        ("bilde.jpg", SVG, "«bilde.jpg» er en tegning (SVG). Send et bilde, jpg eller png."),
        (
            "IMG_1.HEIC",
            HEIC,
            "«IMG_1.HEIC» er i et format (HEIC) som vi ikke kan vise. På iPhone: velg Innstillinger, Kamera, "
            "Formater, «Mest kompatibel», eller lagre bildet som jpg.",
        ),
        ("a.jpg", b"%PDF-1.7", "«a.jpg» er ikke et bilde vi kan lese. Send jpg eller png."),
        ("a.gif", photo(kind="GIF"), "«a.gif» er ikke et bilde vi kan lese. Send jpg eller png."),
        (
            "halv.jpg",
            photo(1200, 900)[:2000],
            "Bildet «halv.jpg» er skadet og kan ikke åpnes. Prøv å lagre det på nytt.",
        ),
        ("bare.jpg", b"\xff\xd8\xff", "Bildet «bare.jpg» er skadet og kan ikke åpnes. Prøv å lagre det på nytt."),
        (
            "kort.png",
            png_that_says(3000, 2000),
            "Bildet «kort.png» er skadet og kan ikke åpnes. Prøv å lagre det på nytt.",
        ),
        ("prikk.png", photo(10, 10, "PNG"), "Bildet «prikk.png» er for lite til at det går an å se noe på det."),
    ],
)
def test_what_is_not_received_is_refused_in_words(name: str, data: bytes, reason: str) -> None:
    assert refusal(name, data) == (reason, {"file": reason})


def test_half_a_picture_is_refused_also_where_letters_are_made() -> None:
    import weasyprint.images  # noqa: F401 - it lets Pillow take half for whole

    assert refusal("halv.jpg", photo(1200, 900)[:2000])[0].startswith("Bildet «halv.jpg» er skadet")


def test_the_same_photo_twice_is_the_same_bytes() -> None:
    assert receive("a.jpg", with_place()) == receive("b.jpg", with_place())
