"""The press release: not a word before the winner is published, and then all that may be known."""

import io

import pytest
from flask.testing import FlaskClient
from PIL import Image

from app.extensions import db
from app.files.actions import store
from app.prize.nominations.models import Nomination, NominationImage, Side
from tests.counting import statements
from tests.prize.papers import STATEMENT, failures, handed_over, pages, published, ranked, sealed, written
from tests.prize_world import PrizeWorld

PAGE = "/ombruksprisen/2026/presse"


def picture(prizes: PrizeWorld, nomination: Nomination, side: Side, alt: str) -> NominationImage:
    drawn = io.BytesIO()
    Image.new("RGB", (800, 600), "#d9a441" if side is Side.AFTER else "#55606a").save(drawn, "JPEG")
    file = store(drawn.getvalue() + alt.encode(), "image/jpeg", prizes.at)
    made = NominationImage(side=side, position=0, alt=alt, sha256=file.sha256, width=800, height=600)
    nomination.images.append(made)
    db.session.commit()
    return made


@pytest.mark.parametrize("until", [ranked, written, sealed, handed_over])
def test_nothing_before_it_is_published(prizes: PrizeWorld, client: FlaskClient, until: object) -> None:
    until(prizes)  # type: ignore[operator]
    unknown = client.get("/ombruksprisen/2031/presse").data
    answers = [client.get(PAGE), client.get(f"{PAGE}.pdf")]
    assert [(each.status_code, each.data == unknown) for each in answers] == [(404, True)] * 2


def test_who_won_why_and_the_facts(prizes: PrizeWorld, client: FlaskClient) -> None:
    published(prizes)
    page = client.get(PAGE).text
    for said in (
        "Prosjekt 1 vant Ombruksprisen 2026",
        STATEMENT,
        "64 stoler",
        "Verksted A (fiktivt)",
        "128\N{NARROW NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr",
        "<strong>Prosjekt 2</strong>, Prosjekt 2 sykehjem",
    ):
        assert (said, page.count(said) > 0) == (said, True)
    assert page.count("Prosjekt 3") == page.count("Nominator") == page.count("Kontakt 1") == 0


def test_the_pdf_has_one_picture_before_and_one_after(prizes: PrizeWorld, client: FlaskClient) -> None:
    judged = ranked(prizes)
    won = judged.nominations[0]
    images = [picture(prizes, won, side, f"{side} {n}") for n in range(2) for side in (Side.BEFORE, Side.AFTER)]
    published(prizes, written(prizes, judged), *(each.public_id for each in images))
    pdf = client.get(f"{PAGE}.pdf").data
    assert failures(pdf) == []
    text = " ".join(pages(pdf))
    assert (text.count("Før: before 0"), text.count("Etter: after 0"), text.count("before 1")) == (1, 1, 0)
    assert (text.count(STATEMENT), text.count("localhost/ombruksprisen/2026/presse")) == (1, len(pages(pdf)))
    page = client.get(PAGE).text
    assert page.count("<figure>") == 4


def test_pictures_that_were_not_chosen_are_not_there(prizes: PrizeWorld, client: FlaskClient) -> None:
    judged = ranked(prizes)
    picture(prizes, judged.nominations[0], Side.AFTER, "Skjult")
    published(prizes, written(prizes, judged))
    assert (client.get(PAGE).text.count("<figure>"), failures(client.get(f"{PAGE}.pdf").data)) == (0, [])


def test_the_page_costs_few_statements(prizes: PrizeWorld, client: FlaskClient) -> None:
    published(prizes)
    client.get(PAGE)
    db.session.expire_all()
    with statements() as seen:
        client.get(PAGE)
    assert len(seen) <= 10
