"""A picture that somebody sent, drawn anew: upright, of a modest size, in the colours of a screen, and nothing more.

Place, camera, comments and anything hidden in the file stay behind, because only the dots are copied. How large the
picture says that it is, is read and judged before any of it is unpacked.
"""

import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from app.files import kinds, names
from app.files.receiving import MOST_BYTES
from app.policy import NotComplete

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

MEDIA_TYPE = "image/jpeg"
ACCEPT = "image/jpeg,image/png"  # an iPhone turns its own kind (HEIC) into a JPEG when this is asked for
LONGEST_SIDE = 1600
SMALLEST_SIDE = 40
MOST_DOTS = 64_000_000
"""A telephone's largest are of 40-50 million; the limit keeps a file of 10 MB from filling the memory."""
QUALITY = 86
HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif")
BROKEN = (OSError, SyntaxError, ValueError, ArithmeticError, IndexError, KeyError, TypeError, EOFError, struct.error)
"""What Pillow raises of a file that is cut off or wrong inside."""


@dataclass(frozen=True)
class Picture:
    """A JPEG without anything but its picture. Width and height in dots."""

    data: bytes
    width: int
    height: int


def receive(filename: str, data: bytes) -> Picture:
    """The picture as we keep it. Raises NotComplete, with a sentence for the field, for what we do not receive."""
    name = names.clean(filename)
    if not data:
        raise _refused(_("Bildet «%(name)s» er tomt.", name=name))
    if len(data) > MOST_BYTES:
        raise _refused(_("Bildet «%(name)s» er for stort. Et bilde kan være på høyst 10 MB.", name=name))
    if kinds.recognise(data) not in (kinds.JPEG_KIND, kinds.PNG_KIND):
        raise _refused(_of_no_kind(name, data))
    return _drawn(name, data)


def _of_no_kind(name: str, data: bytes) -> str:
    start = data[:512].lstrip().lower()
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        return str(
            _(
                "«%(name)s» er i et format (HEIC) som vi ikke kan vise. På iPhone: velg Innstillinger, Kamera, "
                "Formater, «Mest kompatibel», eller lagre bildet som jpg.",
                name=name,
            )
        )
    if b"<svg" in start or start.startswith(b"<?xml"):
        return str(_("«%(name)s» er en tegning (SVG). Send et bilde, jpg eller png.", name=name))
    return str(_("«%(name)s» er ikke et bilde vi kan lese. Send jpg eller png.", name=name))


def _drawn(name: str, data: bytes) -> Picture:
    from PIL import Image, ImageFile, ImageOps  # 30 ms: only who sends a picture pays for it

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # a process that has made a letter reads half a picture as a whole one
    try:
        sent = _head(data)
        _of_fair_size(name, *sent.size)
        sent.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is read at a half, a quarter or an eighth
        sent.load()
        upright = ImageOps.exif_transpose(sent)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=3)
        return _written(_plain(upright))
    except BROKEN as error:
        raise _refused(
            _("Bildet «%(name)s» er skadet og kan ikke åpnes. Prøv å lagre det på nytt.", name=name)
        ) from error


def _head(data: bytes) -> "ImageFile":
    """What the file says of itself. Nothing of the picture is unpacked, and nothing but JPEG and PNG is tried."""
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile

    reader = PngImageFile if kinds.recognise(data) is kinds.PNG_KIND else JpegImageFile
    return reader(io.BytesIO(data))


def _of_fair_size(name: str, width: int, height: int) -> None:
    if width * height > MOST_DOTS:
        raise _refused(
            _("Bildet «%(name)s» har for mange punkter. Lagre det i en mindre størrelse, og prøv igjen.", name=name)
        )
    if min(width, height) < SMALLEST_SIDE:
        raise _refused(_("Bildet «%(name)s» er for lite til at det går an å se noe på det.", name=name))


def _plain(picture: "Image") -> "Image":
    """The dots alone, on white where the picture was transparent."""
    from PIL import Image

    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I"):  # sixteen bits of grey
        picture = picture.convert("F").point(lambda value: value * (1 / 256) + 0).convert("L")
    if picture.has_transparency_data:
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture.convert("RGBA"))
    fresh = Image.new("RGB", picture.size)
    fresh.paste(_in_screen_colours(picture, profile))
    return fresh


def _in_screen_colours(picture: "Image", profile: bytes | None) -> "Image":
    """A telephone's wide colours look faded when their profile is taken away, so they are moved to sRGB first."""
    from PIL import ImageCms

    if profile and picture.mode in ("RGB", "CMYK", "L"):
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            moved = ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
            return moved or picture.convert("RGB")
        except (ImageCms.PyCMSError, *BROKEN):
            pass  # a profile that says nothing sensible changes nothing
    return picture.convert("RGB")


def _written(picture: "Image") -> Picture:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Picture(out.getvalue(), *picture.size)


def _refused(sentence: str) -> NotComplete:
    return NotComplete(sentence, {"file": sentence})
