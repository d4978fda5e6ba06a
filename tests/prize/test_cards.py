"""A juror's list, card, comparison and pictures: what is shown, to whom, when, and in how many statements."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.access import Role
from app.extensions import db
from app.files.actions import store
from app.judging.models import ImpartialityAnswer
from app.prize.models import PrizeStatus
from app.prize.nominations.models import Nomination, NominationImage, NominationStatus, Side
from app.prize.scoring.models import JurorNote
from app.prize.scoring.queries import progress
from tests.counting import statements
from tests.prize_world import PrizeWorld

SignIn = Callable[[Any], FlaskClient]
LIST = "/jury/2026/nominations"
JPEG = b"\xff\xd8\xff\xe0picture"


def listed(page: str) -> list[str]:
    """The projects of the own list, in its order."""
    return re.findall(r'class="cards__link"[^>]*>([^<]+)<', page)


def states(page: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", one) for one in re.findall(r'class="cards__state">(.*?)</p>', page)]


def picture(prizes: PrizeWorld, nomination: Nomination, side: Side = Side.AFTER) -> NominationImage:
    file = store(JPEG, "image/jpeg", prizes.at)
    made = NominationImage(
        nomination_id=nomination.id, side=side, position=0, alt="Stoler", sha256=file.sha256, width=800, height=600
    )
    db.session.add(made)
    db.session.commit()
    return made


def test_the_list_says_how_far_one_has_come(prizes: PrizeWorld, sign_in: SignIn) -> None:
    prize = prizes.prize()
    rita, *_rest = prizes.jury(prize)
    nominations = [prizes.nomination(prize, f"Prosjekt {number}") for number in (1, 2, 3)]
    prizes.declare(rita, nominations)
    prizes.score(rita, nominations[0], 4)
    prizes.score(rita, nominations[1], [4, None, None, None, None, 3])
    page = sign_in(rita.user).get(LIST).text
    assert dict(zip(listed(page), states(page), strict=True)) == {
        "Prosjekt 1": "✓ Ferdig",
        "Prosjekt 2": "2 av 6",
        "Prosjekt 3": "Ikke begynt",
    }
    assert re.findall(r'class="progress__text">([^<]+)<', page) == ["1 av 3 ferdig"]


def test_what_others_have_given_leaves_no_trace(prizes: PrizeWorld, sign_in: SignIn) -> None:
    prize = prizes.prize()
    rita, bjorn, *_rest = prizes.jury(prize)
    nominations = [prizes.nomination(prize, f"Prosjekt {number}") for number in (1, 2)]
    for member in (rita, bjorn):
        prizes.declare(member, nominations)
    paths = [LIST, f"{LIST}/{nominations[0].reference}", "/jury/2026/compare"]
    client = sign_in(rita.user)
    before = [client.get(path).text for path in paths]
    prizes.score(bjorn, nominations[0], 5)
    db.session.add(
        JurorNote(nomination_id=nominations[0].id, user_id=bjorn.user_id, text="Hemmelig", saved_at=prizes.at)
    )
    db.session.commit()
    after = [client.get(path).text for path in paths]
    assert [without_tokens(page) for page in after] == [without_tokens(page) for page in before]


def without_tokens(page: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


def test_a_card_shows_pictures_facts_and_own_scores(prizes: PrizeWorld, sign_in: SignIn) -> None:
    prize = prizes.prize()
    rita, *_rest = prizes.jury(prize)
    nomination = prizes.nomination(prize, weight_kg=620)
    before, after = picture(prizes, nomination, Side.BEFORE), picture(prizes, nomination)
    prizes.declare(rita, [nomination])
    prizes.score(rita, nomination, [1, 2, 3, 4, 5, None])
    page = sign_in(rita.user).get(f"{LIST}/{nomination.reference}").text
    assert re.findall(r'<img src="([^"]+)"', page) == [
        f"{LIST}/{nomination.reference}/images/{one.public_id}" for one in (before, after)
    ]
    assert re.findall(r'id="(k-[a-z]+-\w+)" value="\w+" checked', page) == [
        "k-circular-1",
        "k-quality-2",
        "k-transfer-3",
        "k-novelty-4",
        "k-social-5",
    ]
    rows = re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page)
    assert dict(rows)["Vekt"] == "620 kg"
    assert dict(rows)["Klimagevinst"] == "Ikke beregnet"
    assert dict(rows)["Nominert av"] == "Nominator 1 – «Jeg var med på prosjektet»"


def test_the_jury_reads_why_others_nominated_the_same(prizes: PrizeWorld, sign_in: SignIn) -> None:
    prize = prizes.prize()
    rita, *_rest = prizes.jury(prize)
    kept = prizes.nomination(prize)
    merged = NominationStatus.MERGED
    prizes.nomination(prize, status=merged, merged_into_id=kept.id, why="Vi spiser der hver dag.", relation="user")
    prizes.declare(rita, [kept])
    page = sign_in(rita.user).get(f"{LIST}/{kept.reference}").text
    assert re.findall(r"<h2>(.*?)</h2>\s*<p class=\"card-read__text\">(.*?)</p>", page)[-1] == (
        "Nominator 2 skriver",
        "Vi spiser der hver dag.",
    )
    assert [text for text in listed(sign_in(rita.user).get(LIST).text)] == ["Spisesalen"]


@pytest.mark.parametrize("status", [PrizeStatus.PLANNED, PrizeStatus.DECLARING, PrizeStatus.HANDED_OVER])
def test_nothing_opens_before_the_scoring_or_after_the_handover(
    prizes: PrizeWorld, sign_in: SignIn, status: PrizeStatus
) -> None:
    prize = prizes.prize(status)
    rita, *_rest = prizes.jury(prize)
    nomination = prizes.nomination(prize)
    image = picture(prizes, nomination)
    prizes.declare(rita, [nomination])
    client, card = sign_in(rita.user), f"{LIST}/{nomination.reference}"
    for path in (LIST, card, f"{card}/images/{image.public_id}", "/jury/2026/compare"):
        assert client.get(path).status_code == 409, path


def test_who_is_recused_reads_neither_card_nor_picture(prizes: PrizeWorld, sign_in: SignIn) -> None:
    prize = prizes.prize()
    rita, *_rest = prizes.jury(prize)
    shut, unanswered, own = (prizes.nomination(prize, name) for name in ("Berørt", "Ubesvart", "Egen etat"))
    own.unit_code = "REG"
    prizes.declare(rita, [shut], ImpartialityAnswer.DISQUALIFIED, "Søsteren min leder det.")
    prizes.declare(rita, [own])
    images = [picture(prizes, one) for one in (shut, unanswered, own)]
    client = sign_in(rita.user)
    for nomination, image in zip((shut, unanswered, own), images, strict=True):
        card = f"{LIST}/{nomination.reference}"
        assert [client.get(path).status_code for path in (card, f"{card}/images/{image.public_id}")] == [403, 403]
    assert listed(client.get(LIST).text) == []


def test_a_deputy_reads_only_where_the_member_is_recused(prizes: PrizeWorld, sign_in: SignIn) -> None:
    prize = prizes.prize()
    rita, *_rest = prizes.jury(prize)
    deputy = prizes.member(rita.seat, "Vera Vara", is_deputy=True)
    open_, shut = prizes.nomination(prize, "Hos Rita"), prizes.nomination(prize, "Hos Vera")
    prizes.declare(deputy, [open_, shut])
    prizes.declare(rita, [open_])
    prizes.declare(rita, [shut], ImpartialityAnswer.DISQUALIFIED)
    assert listed(sign_in(deputy.user).get(LIST).text) == ["Hos Vera"]
    assert listed(sign_in(rita.user).get(LIST).text) == ["Hos Rita"]


def test_others_than_this_years_jury_find_nothing(prizes: PrizeWorld, sign_in: SignIn) -> None:
    prize = prizes.prize()
    rita, *_rest = prizes.jury(prize)
    nomination = prizes.nomination(prize)
    image = picture(prizes, nomination)
    prizes.declare(rita, [nomination])
    former = prizes.person("Tidligere Medlem", Role.JUROR)
    card = f"{LIST}/{nomination.reference}"
    paths = (LIST, card, f"{card}/images/{image.public_id}", "/jury/2026/compare", f"{LIST}/PRIS-2026-999")
    assert [sign_in(former).get(path).status_code for path in paths] == [404] * 5
    rita.left_at = prizes.at
    db.session.commit()
    assert [sign_in(rita.user).get(path).status_code for path in paths] == [404] * 5


def test_a_picture_of_another_nomination_is_not_found(prizes: PrizeWorld, sign_in: SignIn) -> None:
    prize = prizes.prize()
    rita, *_rest = prizes.jury(prize)
    mine, other = prizes.nomination(prize, "En"), prizes.nomination(prize, "To")
    image = picture(prizes, other)
    prizes.declare(rita, [mine])
    client = sign_in(rita.user)
    assert client.get(f"{LIST}/{mine.reference}/images/{image.public_id}").status_code == 404
    own = picture(prizes, mine)
    answer = client.get(f"{LIST}/{mine.reference}/images/{own.public_id}")
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "image/jpeg", JPEG)


def test_two_are_set_side_by_side(prizes: PrizeWorld, sign_in: SignIn) -> None:
    prize = prizes.prize()
    rita, *_rest = prizes.jury(prize)
    one, two, three = (prizes.nomination(prize, name) for name in ("En", "To", "Tre"))
    prizes.declare(rita, [one, two])
    prizes.score(rita, one, 4)
    prizes.score(rita, two, 2)
    client = sign_in(rita.user)
    page = client.get(f"/jury/2026/compare?a={two.reference}&b={one.reference}").text
    assert re.findall(r'compare__project"><a[^>]*>([^<]+)<', page) == ["To", "En"]
    assert re.findall(r'compare__value"[^>]*>([^<]+)<', page) == ["2", "4"] * 6
    hidden = client.get(f"/jury/2026/compare?a={two.reference}&b={three.reference}").text
    assert re.findall(r'compare__project"><a[^>]*>([^<]+)<', hidden) == ["To", "En"]


def test_after_the_lock_one_sees_only_ones_own_here(prizes: PrizeWorld, sign_in: SignIn) -> None:
    _prize, (rita, *_rest), nominations = prizes.scored(PrizeStatus.LOCKED)
    page = sign_in(rita.user).get(f"{LIST}/{nominations[0].reference}").text
    assert page.count("<fieldset") == page.count(" disabled>") == 6
    assert "Poengene er låst. De kan ikke endres her." in page


def test_progress_counts_finished_cards(prizes: PrizeWorld) -> None:
    prize = prizes.prize()
    rita, bjorn, klara, *_rest = prizes.jury(prize)
    nominations = [prizes.nomination(prize, f"Prosjekt {number}") for number in (1, 2, 3)]
    for member in (rita, bjorn, klara):
        prizes.declare(member, nominations)
    prizes.score(rita, nominations[0], 4)
    prizes.score(rita, nominations[1], 3)
    prizes.score(bjorn, nominations[0], 4)
    prizes.score(bjorn, nominations[1], [4, 4, 4, 4, 4, None])
    prizes.declare(rita, [nominations[1]], ImpartialityAnswer.DISQUALIFIED)
    assert progress(prize) == {rita.user_id: 1, bjorn.user_id: 1}


@pytest.mark.parametrize(("path", "most"), [("", 8), ("/PRIS-2026-001", 12)])
def test_pages_cost_the_same_however_many_there_are(prizes: PrizeWorld, sign_in: SignIn, path: str, most: int) -> None:
    prize = prizes.prize(scoring_closes_at=prizes.at + timedelta(days=3))
    members = prizes.jury(prize)
    counts = []
    for _round in range(2):
        made = [prizes.nomination(prize, f"Prosjekt {prize.last_number + 1}") for _ in range(1 if not counts else 2)]
        for nomination in made:
            picture(prizes, nomination)
            for member in members[: 1 if not counts else 3]:
                prizes.declare(member, [nomination])
                prizes.score(member, nomination, 4)
        client = sign_in(members[0].user)
        db.session.expire_all()
        with statements() as seen:
            assert client.get(f"{LIST}{path}").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= most
