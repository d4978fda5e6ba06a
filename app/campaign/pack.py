"""What a grantee is given to show who supports them: a logo, a sentence and the text of a poster."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext as _

from app.access import Actor
from app.campaign import weeks
from app.campaign.models import Week
from app.files import kinds
from app.files.actions import store
from app.files.queries import read
from app.files.receiving import examine
from app.formatting import clock_time, day
from app.policy import NotComplete

ACCEPT = "image/png,image/jpeg"
MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg"}
FIRST = datetime(1980, 1, 1)
"""The moment of every file in a pack, so that the same pack is the same bytes."""


def sentence(week: Week) -> str:
    """What the city has written, or the plain truth."""
    return week.sentence or str(_("%(who)s støtter dette arrangementet.", who=week.municipality))


def change(
    week: Week, said: str, logo: tuple[str, bytes] | None, *, drops_logo: bool, by: Actor, at: datetime
) -> list[str]:
    """`logo`: (filename, bytes) of a new one. Raises NotComplete, with a sentence for the field, for what is no PNG or
    JPEG. Returns the names of what changed."""
    changes: dict[str, Any] = {"sentence": said}
    if drops_logo:
        changes |= {"logo_sha256": None, "logo_filename": None}
    if logo is not None:
        name, data = logo
        name, kind = examine(name, data)
        if kind not in (kinds.PNG_KIND, kinds.JPEG_KIND):
            wrong = str(_("Logoen må være et bilde: png eller jpg."))
            raise NotComplete(wrong, {"file": wrong})
        file = store(data, kind.media_type, at)
        changes |= {"logo_sha256": file.sha256, "logo_filename": name}
    return weeks.change(week, changes, by=by, at=at)


def media_type(week: Week) -> str:
    """Of its logo."""
    return MEDIA_TYPES["png" if (week.logo_filename or "").lower().endswith("png") else "jpg"]


def poster(week: Week, plan: Mapping[str, Any], organiser: str, *, is_for_all: bool) -> str:
    """The words of a poster: what, when, where, by whom, and who supports it. `plan`: an activity's plain values."""
    online = str(_("På nett")) if plan["is_digital"] else ""
    place = ", ".join(part for part in (plan["venue_name"], plan["address"]) if part) or online
    bring = str(_("Ta med: %(things)s", things=plan["bring"])) if plan["bring"] else ""
    blocks = [
        plan["title"] or "",
        plan["public_text"] or "",
        "\n".join(_when(one) for one in plan["sessions"] if one["held_on"]),
        place,
        bring,
        str(_("Gratis og åpent for alle.")) if is_for_all else "",
        str(_("Arrangør: %(name)s", name=organiser)),
        str(_("En del av %(week)s. %(sentence)s", week=week.name, sentence=sentence(week))),
    ]
    return "\n\n".join(block for block in blocks if block)


def _when(session: Mapping[str, Any]) -> str:
    """«Tirsdag 24. november kl. 17.00–20.30»."""
    held = day(date.fromisoformat(session["held_on"]))
    times = [clock_time(time.fromisoformat(session[name])) for name in ("starts", "ends") if session[name]]
    said = f"{held} {_('kl.')} {'–'.join(times)}" if times else held
    return said[:1].upper() + said[1:]


def packed(week: Week, poster_text: str) -> bytes:
    """A ZIP of it all. Text files begin with a mark of UTF-8, so that every editor shows æ, ø and å."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, "setning.txt", sentence(week).encode("utf-8-sig"))
        _put(archive, "plakat.txt", poster_text.replace("\n", "\r\n").encode("utf-8-sig"))
        if week.logo_sha256:
            extension = "png" if media_type(week) == "image/png" else "jpg"
            _put(archive, f"logo.{extension}", read(week.logo_sha256))
    return out.getvalue()


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, FIRST.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)
