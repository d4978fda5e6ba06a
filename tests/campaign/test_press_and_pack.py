"""The press log of a year, and the pack that grantees are given."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.campaign import pack
from app.campaign.models import PressItem, PressKind, Week
from app.extensions import db
from tests.files.test_kinds import PDF, PNG
from tests.followup_world import FollowupStage
from tests.programme_world import ProgrammeWorld
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
ARTICLE = {
    "title": "Hele byen reparerer",
    "outlet": "Vårt Oslo",
    "kind": "web",
    "published_on": "2026-11-24",
    "url": "https://avis.example/sak",
    "note": "",
}
PLAN: dict[str, Any] = {
    "title": "Fiksekveld",
    "public_text": "Ta med noe ødelagt.",
    "venue_name": "Biblioteket",
    "address": "Hagegata 28",
    "is_digital": False,
    "bring": "én ødelagt ting",
    "sessions": [
        {"held_on": "2026-11-24", "starts": "17:00", "ends": "20:30", "place": None},
        {"held_on": "2026-11-25", "starts": None, "ends": None, "place": None},
        {"held_on": None, "starts": None, "ends": None, "place": None},
    ],
}


def test_an_item_is_noted_shown_and_removed(world: World, programmes: ProgrammeWorld, sign_in: SignIn) -> None:
    programmes.week()
    client = sign_in(world.user(Role.CASE_HANDLER, name="Hanne Holm"))
    assert client.post("/staff/weeks/2026/press", data=ARTICLE).status_code == 302
    undated = {**ARTICLE, "title": "Radioinnslag", "kind": "radio", "published_on": "", "url": ""}
    client.post("/staff/weeks/2026/press", data=undated)
    item = db.session.scalars(select(PressItem).order_by(PressItem.id)).first()
    assert item is not None
    assert (item.kind, item.published_on, item.note, item.added_by_name) == (
        PressKind.WEB,
        date(2026, 11, 24),
        None,
        "Hanne Holm",
    )
    page = client.get("/staff/weeks/2026/press").text
    assert page.index("Hele byen reparerer") < page.index("Radioinnslag")
    client.post(f"/staff/weeks/2026/press/{item.public_id}/remove")
    assert db.session.scalars(select(PressItem.title)).all() == ["Radioinnslag"]
    assert client.get("/staff/weeks/2025/press").status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"url": "javascript:alert(1)"}, "Lenken må begynne med https://."),
        ({"kind": ""}, "Velg en type."),
        ({"title": " "}, "Skriv tittelen."),
    ],
)
def test_what_is_wrong_is_said_at_the_field(
    world: World, programmes: ProgrammeWorld, sign_in: SignIn, typed: dict[str, str], sentence: str
) -> None:
    programmes.week()
    answer = sign_in(world.user(Role.CASE_HANDLER)).post("/staff/weeks/2026/press", data={**ARTICLE, **typed})
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert db.session.scalars(select(PressItem)).all() == []


def test_the_poster_says_what_when_where_and_who() -> None:
    week = Week(name="Ombruksuka 2026", municipality="Oslo kommune", sentence="")
    assert pack.poster(week, PLAN, "Fiksekroken", is_for_all=True) == (
        "Fiksekveld\n\nTa med noe ødelagt.\n\nTirsdag 24. november kl. 17.00–20.30\nOnsdag 25. november\n\n"
        "Biblioteket, Hagegata 28\n\nTa med: én ødelagt ting\n\nGratis og åpent for alle.\n\nArrangør: Fiksekroken\n\n"
        "En del av Ombruksuka 2026. Oslo kommune støtter dette arrangementet."
    )


def test_a_poster_claims_nothing_that_is_not_so() -> None:
    week = Week(name="Ombruksuka 2026", municipality="Oslo kommune", sentence="Støttet av byen.")
    online = {**PLAN, "venue_name": None, "address": None, "is_digital": True, "bring": None, "sessions": []}
    assert pack.poster(week, online, "Fiksekroken", is_for_all=False) == (
        "Fiksekveld\n\nTa med noe ødelagt.\n\nPå nett\n\nArrangør: Fiksekroken\n\n"
        "En del av Ombruksuka 2026. Støttet av byen."
    )


def test_the_city_puts_in_a_logo_and_takes_it_out_and_a_pdf_is_refused(
    world: World, programmes: ProgrammeWorld, sign_in: SignIn
) -> None:
    week = programmes.week()
    client, page = sign_in(world.user(Role.ADMINISTRATOR)), "/staff/weeks/2026/pack"
    assert client.get(f"{page}/logo").status_code == 404
    refused = client.post(page, data={"sentence": "Ny", "file": (io.BytesIO(PDF), "logo.pdf")})
    assert (refused.status_code, "Logoen må være et bilde: png eller jpg." in refused.text) == (422, True)
    assert "Ny</textarea>" in refused.text
    assert (week.sentence, week.logo_sha256) == ("", None)
    client.post(page, data={"sentence": "Støttet av byen.", "file": (io.BytesIO(PNG), "logo.png")})
    logo = client.get(f"{page}/logo")
    assert (logo.data, logo.content_type) == (PNG, "image/png")
    assert "sandbox" in logo.headers["Content-Security-Policy"]
    client.post(page, data={"sentence": "Støttet av byen.", "drops_logo": "y"})
    assert (week.sentence, week.logo_sha256) == ("Støttet av byen.", None)


def test_a_grantee_takes_the_pack_and_nobody_elses(world: World, programmes: ProgrammeWorld, sign_in: SignIn) -> None:
    stage = FollowupStage(world)
    grant = stage.grant()
    path = f"/tilskudd/{grant.application.reference}/1/pakke"
    client = sign_in(stage.kari)
    assert "Pakken er ikke klar ennå." in client.get(path).text
    assert client.get(f"{path}.zip").status_code == 404
    week = programmes.week()
    pack.change(week, "Støttet av byen.", ("logo.png", PNG), drops_logo=False, by=_admin(world), at=world.at)
    db.session.commit()
    assert "Støttet av byen." in client.get(path).text
    assert client.get(f"{path}/logo").data == PNG
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"{path}.zip").data))
    assert archive.namelist() == ["setning.txt", "plakat.txt", "logo.png"]
    assert archive.read("setning.txt").decode("utf-8-sig") == "Støttet av byen."
    assert archive.read("plakat.txt").decode("utf-8-sig").startswith("Fiksekveld 1\r\n")
    grant.cancelled_at = world.at
    db.session.commit()
    assert client.get(path).status_code == 404
    grant.cancelled_at = None
    db.session.commit()
    stranger = sign_in(world.user(name="Ola Fremmed"))
    assert [stranger.get(f"{path}{end}").status_code for end in ("", ".zip", "/logo")] == [404] * 3


def _admin(world: World) -> Any:
    return world.user(Role.ADMINISTRATOR, name="Ada Adm")
