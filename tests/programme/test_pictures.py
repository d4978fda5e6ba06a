"""The picture of an event: drawn anew, seen by the desk before anybody else, and gone at once when it is taken away."""

import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from app.access import Role
from app.extensions import db
from app.mail.models import Mail
from app.programme.models import ProgrammeEvent
from tests.files.test_pictures import HIDDEN, photo, with_place
from tests.followup_world import FollowupStage
from tests.programme.test_registering import PAGE, TOLD, link
from tests.programme_world import ProgrammeWorld
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
WORDS = {"picture-alt": "Et bord med leker", "picture-credit": "Lise Leke", "picture-consent": "y"}
SHOWN = "/program/2026/byttemarked-for-leker"


def sent(data: bytes, name: str = "leker.jpg", **more: Any) -> dict[str, Any]:
    """The form of the registration with this picture."""
    return {**TOLD, **WORDS, "picture-file": (io.BytesIO(data), name), **more}


def only() -> ProgrammeEvent:
    db.session.rollback()
    return db.session.scalars(select(ProgrammeEvent)).one()


@pytest.fixture
def staff(world: World, programmes: ProgrammeWorld, sign_in: SignIn) -> FlaskClient:
    world.round()
    programmes.week()
    return sign_in(world.user(Role.CASE_HANDLER, name="Hanne Holm"))


def image_of(page: str) -> str:
    found = re.search(r'<img src="[^"]*bilde.jpg"[^>]*>', page)
    return found[0] if found else ""


def dots(data: bytes) -> tuple[int, int, Any]:
    """The size of a picture, and the colour in its middle, about."""
    shown = Image.open(io.BytesIO(data)).convert("RGB")
    colour = shown.getpixel((shown.width // 2, shown.height // 2))
    assert isinstance(colour, tuple)
    return (*shown.size, tuple(round(part / 255) for part in colour))


def test_the_desk_sees_it_first_and_then_everybody(staff: FlaskClient, client: FlaskClient) -> None:
    assert 'id="picture-consent" name="picture-consent" type="checkbox" value="y"' in client.get(PAGE).text
    assert client.post(PAGE, data=sent(with_place())).status_code == 302
    event, own = only(), link()
    address = f"/staff/programme/2026/{event.public_id}"
    seen, mine = staff.get(f"{address}/picture"), client.get(f"{own}/bilde.jpg")
    assert (seen.status_code, seen.data == mine.data, HIDDEN in seen.data) == (200, True, False)
    assert "Et bord med leker" in staff.get(address).text
    assert client.get(f"{SHOWN}/bilde.jpg").status_code == 404
    staff.post(f"{address}/approve")
    page = client.get(SHOWN).text
    width, height, _colour = dots(seen.data)
    assert image_of(page) == (
        f'<img src="{SHOWN}/bilde.jpg" alt="Et bord med leker" width="{width}" height="{height}" loading="lazy">'
    )
    told = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert told
    assert json.loads(told[1])["image"] == {
        "@type": "ImageObject",
        "url": f"http://localhost{SHOWN}/bilde.jpg",
        "caption": "Et bord med leker",
        "creditText": "Lise Leke",
        "width": width,
        "height": height,
    }
    [fed] = json.loads(client.get("/program/2026.json").text)["events"]
    assert fed["image"] == {
        "url": f"http://localhost{SHOWN}/bilde.jpg",
        "alt": "Et bord med leker",
        "credit": "Lise Leke",
    }
    first = client.get(f"{SHOWN}/bilde.jpg")
    assert (first.data == seen.data, first.headers["Cache-Control"]) == (True, "public, max-age=60")
    again = client.get(f"{SHOWN}/bilde.jpg", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"picture-alt": " "}, "Skriv hva bildet viser, for dem som ikke kan se det."),
        ({"picture-credit": ""}, "Skriv hvem som tok bildet."),
        ({"picture-consent": ""}, "Kryss av for at alle på bildet har sagt ja, eller ta bort bildet."),
        ({"title": ""}, "Velg bildet en gang til. Nettleseren tar ikke vare på det når noe må rettes."),
        ({"picture-file": (io.BytesIO(b"%PDF-1.7"), "leker.jpg")}, "«leker.jpg» er ikke et bilde vi kan lese."),
        ({"picture-file": (io.BytesIO(photo()[:400]), "leker.jpg")}, "Bildet «leker.jpg» er skadet"),
    ],
)
def test_a_refused_picture_keeps_all_that_is_typed(
    staff: FlaskClient, client: FlaskClient, more: dict[str, Any], sentence: str
) -> None:
    page = client.post(PAGE, data={**sent(photo()), **more})
    assert (page.status_code, sentence in page.text) == (422, True)
    kept = {"title": TOLD["title"], "picture-alt": WORDS["picture-alt"], "picture-credit": WORDS["picture-credit"]}
    assert [text for name, text in kept.items() if name not in more and f'value="{text}"' not in page.text] == []
    assert db.session.scalars(select(ProgrammeEvent)).all() == []


def test_another_picture_waits_and_taking_it_away_does_not(staff: FlaskClient, client: FlaskClient) -> None:
    client.post(PAGE, data=sent(photo(40, 50)))
    own, address = link(), f"/staff/programme/2026/{only().public_id}"
    staff.post(f"{address}/approve")
    shown = client.get(f"{SHOWN}/bilde.jpg").data
    client.post(own, data=sent(photo(60, 70)))
    assert client.get(f"{SHOWN}/bilde.jpg").data == shown
    assert dots(staff.get(f"{address}/picture?wanted=1").data)[:2] == (60, 70)
    staff.post(f"{address}/accept-change")
    assert dots(client.get(f"{SHOWN}/bilde.jpg").data)[:2] == (60, 70)
    before = only().week.revision
    page = client.post(own, data={**TOLD, **WORDS, "picture-drop": "y"}, follow_redirects=True)
    assert ("Endringen er lagret." in page.text, only().proposal, only().week.revision) == (True, None, before + 1)
    assert (client.get(f"{SHOWN}/bilde.jpg").status_code, image_of(client.get(SHOWN).text)) == (404, "")


def test_the_desk_adds_one_to_its_own(staff: FlaskClient, client: FlaskClient) -> None:
    own = {name: value for name, value in sent(photo()).items() if not name.startswith(("is_", "contact"))}
    broken = staff.post("/staff/programme/2026/new", data={**own, "picture-file": (io.BytesIO(b"GIF89a"), "x.gif")})
    assert (broken.status_code, 'value="Byttemarked for leker"' in broken.text) == (422, True)
    staff.post("/staff/programme/2026/new", data={**own, "picture-file": (io.BytesIO(photo()), "x.jpg")})
    assert image_of(client.get(SHOWN).text) != ""


def test_a_grantee_sends_one_that_the_desk_approves(
    world: World, client: FlaskClient, sign_in: SignIn, programmes: ProgrammeWorld
) -> None:
    stage = FollowupStage(world)
    programmes.week()
    grant = stage.grant()
    page = f"/tilskudd/{grant.application.reference}/1"
    kari = sign_in(stage.kari)
    assert "Legg til et bilde" in kari.get(page).text
    bare = kari.post(f"{page}/programbilde", data={"picture-file": (io.BytesIO(photo()), "fiks.jpg")})
    assert (bare.status_code, "Skriv hva bildet viser" in bare.text) == (422, True)
    kari.post(f"{page}/programbilde", data={**WORDS, "picture-file": (io.BytesIO(photo()), "fiks.jpg")})
    assert "Vi ser på bildet til programmet" in kari.get(page).text
    event = only()
    public = f"/program/2026/{event.slug}"
    assert [kari.get(each).status_code for each in (f"{page}/programbilde.jpg", f"{public}/bilde.jpg")] == [200, 404]
    hanne = sign_in(stage.hanne)
    address = f"/staff/programme/2026/{event.public_id}"
    hanne.post(f"{address}/accept-change")
    assert image_of(client.get(public).text) != ""
    newest = db.session.scalars(select(Mail.subject).order_by(Mail.id.desc()).limit(1)).one()
    assert newest == "Endringen står i programmet: Fiksekveld 1"
