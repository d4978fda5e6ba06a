"""A nominator's hands: what they type on each page, and pictures they send."""

import io
import re
from typing import Any

from flask.testing import FlaskClient
from PIL import Image

from app.prize.models import Prize
from app.prize.nominations import actions, drafting, links
from app.prize.nominations.models import Nomination, Side
from tests.prize_world import PrizeWorld

PROJECT = {
    "project": "Spisesalen",
    "unit": "Lønnelia sykehjem",
    "contact_name": "Kim Kontakt",
    "contact_email": "Kim@Lonnelia.example",
    "nominator_name": "Nora Nominator",
    "relation": "owner",
    "period_from": "2026-02-01",
    "period_to": "2026-05-20",
    "is_finished": "yes",
}
WHY = {"why": "Stolene skulle kastes.\r\nDe ble reparert.", "transfer": "Sjekkliste.", "social": ["apprentice"]}
FACTS = {
    "agreement": "repair",
    "order_form": "direct",
    "supplier": "Verksted A",
    "value_nok": "128 000 kr",
    "items-0-kind": "stoler",
    "items-0-count": "64",
}
PAGES: dict[str, dict[str, Any]] = {
    "prosjektet": PROJECT,
    "hvorfor": WHY,
    "bilder": {"image_consent": "public"},
    "fakta": FACTS,
}


def photo(colour: str = "teal", kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(out, kind)
    return out.getvalue()


def upload(colour: str = "teal", name: str = "bilde.jpg") -> tuple[io.BytesIO, str]:
    return io.BytesIO(photo(colour)), name


def draft(prizes: PrizeWorld, prize: Prize, *, whole: bool = True) -> tuple[Nomination, str]:
    """A draft and the local address to it; with everything in it that a nomination must hold."""
    made = actions.begin(prize, "Nora Nominator", "nora@sted.example", at=prizes.at)
    if whole:
        values = {**PROJECT, "why": "Stolene ble reparert.", "transfer": "Sjekkliste.", "agreement": "repair"}
        values |= {"supplier": "Verksted A", "value_nok": 128000, "image_consent": "public"}
        from_day, to_day = prizes.at.date().replace(month=2), prizes.at.date().replace(month=5)
        values |= {"period_from": from_day, "period_to": to_day}
        drafting.save(made, values, at=prizes.at)
        drafting.save_items(made, [("stoler", 64)], at=prizes.at)
        picture = drafting.add_picture(made, Side.AFTER, "etter.jpg", photo(), at=prizes.at)
        drafting.describe(picture, made, "Stoler med nytt trekk", at=prizes.at)
    return made, links.make(made, prizes.at, "")


def write(client: FlaskClient, link: str, page: str, **typed: Any) -> Any:
    return client.post(f"{link}/skjema/{page}", data=typed, content_type="multipart/form-data")


def errors(html: str) -> list[str]:
    """The links of the summary of errors."""
    found = re.search(r'<div class="error-summary".*?</div>', html, re.DOTALL)
    return re.findall(r"<li>(?:<a [^>]*>)?([^<]*)", found.group()) if found else []


def lacking(html: str) -> list[tuple[str, str]]:
    """What the last page says is missing, and where each leads."""
    found = re.search(r'<ul class="lacks__list">.*?</ul>', html, re.DOTALL)
    return re.findall(r'<a href="[^"]*/([^"/]*)">([^<]*)', found.group()) if found else []
