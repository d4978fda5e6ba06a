"""The handover and the publishing: who gets which outcome, what stops them, and what the public sees then."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.access import SYSTEM, Role
from app.extensions import db
from app.policy import NotAllowed
from app.prize import embargo
from app.prize.models import PrizeStatus
from app.prize.nominations.models import ImageConsent, NominationStatus, Side
from app.prize.verdict import handing
from app.prize.verdict.award import award_of
from tests.counting import statements
from tests.prize.verdict_world import STATEMENT, Judged, confirmed, picture, sealed
from tests.prize_world import PrizeWorld

SignIn = Callable[[Any], FlaskClient]
PAGE = "/staff/prize/2026/verdict"


def handed_over(prizes: PrizeWorld, consent: ImageConsent = ImageConsent.PUBLIC) -> Judged:
    judged = sealed(prizes)
    judged.nominations[0].image_consent = consent
    handing.hand_over(judged.prize, by=judged.secretary, at=prizes.at)
    db.session.commit()
    return judged


def statuses(judged: Judged) -> list[str]:
    return [each.status.value for each in judged.nominations]


@pytest.mark.parametrize("status", PrizeStatus)
def test_when_the_embargo_is_over_and_when_it_is_public(prizes: PrizeWorld, status: PrizeStatus) -> None:
    prize = prizes.prize(status)
    over = status in {PrizeStatus.HANDED_OVER, PrizeStatus.PUBLISHED, PrizeStatus.ARCHIVED}
    public = status in {PrizeStatus.PUBLISHED, PrizeStatus.ARCHIVED}
    assert (embargo.is_over(prize), embargo.is_public(prize)) == (over, public)


def test_each_gets_its_outcome_and_not_before(prizes: PrizeWorld, sign_in: SignIn, app: Flask) -> None:
    judged = sealed(prizes)
    not_qualified = prizes.nomination(judged.prize, "Utenfor", status=NominationStatus.NOT_QUALIFIED)
    assert statuses(judged) == ["qualified"] * 3
    answer = sign_in(judged.secretary).post(f"{PAGE}/hand-over", data={"is_given": "y"})
    assert answer.location == PAGE
    assert statuses(judged) == ["winner", "honourable", "not_awarded"]
    assert not_qualified.status is NominationStatus.NOT_QUALIFIED
    assert (judged.prize.status, judged.verdict.handed_over_at) == (PrizeStatus.HANDED_OVER, prizes.at)


def test_the_box_must_be_ticked(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = sealed(prizes)
    answer = sign_in(judged.secretary).post(f"{PAGE}/hand-over")
    assert (answer.status_code, "Bekreft at prisen er overrakt." in answer.text) == (422, True)
    assert (statuses(judged), judged.prize.status) == (["qualified"] * 3, PrizeStatus.EMBARGO)


def test_handed_over_twice_is_once(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = sealed(prizes)
    client = sign_in(judged.secretary)
    answers = [client.post(f"{PAGE}/hand-over", data={"is_given": "y"}).status_code for _ in range(2)]
    assert (answers, statuses(judged)) == ([302, 409], ["winner", "honourable", "not_awarded"])


def test_nothing_is_handed_over_unsealed(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = confirmed(prizes)
    answer = sign_in(judged.secretary).post(f"{PAGE}/hand-over", data={"is_given": "y"})
    assert (answer.status_code, "må forsegles før prisen kan overrekkes" in answer.text) == (409, True)


@pytest.mark.parametrize("number", [0, 1])
def test_a_winner_or_a_mentioned_one_that_was_withdrawn_stops_it(prizes: PrizeWorld, number: int) -> None:
    judged = sealed(prizes)
    judged.nominations[number].status = NominationStatus.WITHDRAWN
    db.session.commit()
    with pytest.raises(NotAllowed, match="er ikke lenger med"):
        handing.hand_over(judged.prize, by=judged.secretary, at=prizes.at)


@pytest.mark.parametrize("who", ["chair", "administrator", "system"])
def test_only_the_secretary_hands_over(prizes: PrizeWorld, who: str) -> None:
    judged = sealed(prizes)
    by = {
        "chair": judged.members[-1].user,
        "administrator": prizes.person("Ada Admin", Role.ADMINISTRATOR),
        "system": SYSTEM,
    }[who]
    with pytest.raises(NotAllowed, match="Bare jurysekretæren"):
        handing.hand_over(judged.prize, by=by, at=prizes.at + timedelta(days=90))
    db.session.rollback()


def test_nobody_reads_of_the_winner_before_it_is_published(prizes: PrizeWorld, client: FlaskClient) -> None:
    judged = handed_over(prizes)
    image = picture(prizes, judged.nominations[0])
    assert award_of(2026) is None
    paths = (f"bilder/{image.public_id}", "forsegling", "forsegling.json", "loddtrekning.json")
    assert [client.get(f"/ombruksprisen/2026/{path}").status_code for path in paths] == [404] * 4


def test_published_with_the_pictures_that_were_chosen(prizes: PrizeWorld, sign_in: SignIn, client: FlaskClient) -> None:
    judged = handed_over(prizes)
    shown = picture(prizes, judged.nominations[0])
    hidden = picture(prizes, judged.nominations[0], Side.BEFORE, "Rotet bak")
    other = picture(prizes, judged.nominations[1])
    form = {"images": [shown.public_id], "is_checked": "y"}
    assert sign_in(judged.secretary).post(f"{PAGE}/publish", data=form).location == PAGE
    award = award_of(2026)
    assert award is not None
    assert (award.winner.project, award.statement, [each.public_id for each in award.pictures]) == (
        "Prosjekt 1",
        STATEMENT,
        [shown.public_id],
    )
    assert [each.project for each in award.mentions] == ["Prosjekt 2"]
    with client.session_transaction() as session:
        session.clear()
    codes = [client.get(f"/ombruksprisen/2026/bilder/{each.public_id}").status_code for each in (shown, hidden, other)]
    assert codes == [200, 404, 404]


def test_a_text_that_nobody_has_read_is_not_published(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = handed_over(prizes)
    answer = sign_in(judged.secretary).post(f"{PAGE}/publish")
    assert (answer.status_code, "Bekreft at noen har lest teksten." in answer.text) == (422, True)
    assert judged.prize.status is PrizeStatus.HANDED_OVER


@pytest.mark.parametrize("consent", [ImageConsent.JURY, ImageConsent.INTERNAL])
def test_no_picture_without_consent(prizes: PrizeWorld, sign_in: SignIn, consent: ImageConsent) -> None:
    judged = handed_over(prizes, consent)
    image = picture(prizes, judged.nominations[0])
    client, form = sign_in(judged.secretary), {"images": [image.public_id], "is_checked": "y"}
    answer = client.post(f"{PAGE}/publish", data=form)
    assert (answer.status_code, "Skriv hvem som har gitt samtykke" in answer.text) == (422, True)
    assert client.post(f"{PAGE}/publish", data={"is_checked": "y"}).status_code == 302
    award = award_of(2026)
    assert award is not None
    assert award.pictures == ()


def test_a_consent_that_was_given_later(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = handed_over(prizes, ImageConsent.JURY)
    image = picture(prizes, judged.nominations[0])
    form = {"images": [image.public_id], "is_checked": "y", "consent": "Anne Lunde, på e-post 27. november"}
    assert sign_in(judged.secretary).post(f"{PAGE}/publish", data=form).status_code == 302
    assert judged.verdict.image_consent == "Anne Lunde, på e-post 27. november"


def test_a_picture_without_a_description_is_not_shown(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = handed_over(prizes)
    image = picture(prizes, judged.nominations[0], alt="")
    form = {"images": [image.public_id], "is_checked": "y"}
    answer = sign_in(judged.secretary).post(f"{PAGE}/publish", data=form)
    assert (answer.status_code, "Et bilde mangler beskrivelse" in answer.text) == (422, True)


def test_a_picture_may_be_taken_away_again(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = handed_over(prizes)
    image = picture(prizes, judged.nominations[0])
    client, address = sign_in(judged.secretary), f"/ombruksprisen/2026/bilder/{image.public_id}"
    early = client.post(f"{PAGE}/pictures")
    assert early.status_code == 409
    client.post(f"{PAGE}/publish", data={"images": [image.public_id], "is_checked": "y"})
    assert client.get(address).status_code == 200
    assert client.post(f"{PAGE}/pictures").location == PAGE
    assert client.get(address).status_code == 404


def test_a_picture_of_another_project_cannot_be_chosen(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = handed_over(prizes)
    picture(prizes, judged.nominations[0])
    other = picture(prizes, judged.nominations[1])
    form = {"images": [other.public_id], "is_checked": "y"}
    assert sign_in(judged.secretary).post(f"{PAGE}/publish", data=form).status_code == 422


@pytest.mark.parametrize("status", [each for each in PrizeStatus if each is not PrizeStatus.CANCELLED])
def test_the_page_opens_at_every_stage_for_the_secretary_alone(
    prizes: PrizeWorld, sign_in: SignIn, status: PrizeStatus
) -> None:
    judged = sealed(prizes)
    judged.prize.status = status
    db.session.commit()
    assert sign_in(judged.secretary).get(PAGE).status_code == 200
    for member in judged.members[:1]:
        assert sign_in(member.user).get(PAGE).status_code == 403


def test_the_page_before_there_is_a_verdict(prizes: PrizeWorld, sign_in: SignIn) -> None:
    prizes.prize(PrizeStatus.SCORING)
    secretary = prizes.secretary()
    page = sign_in(secretary).get(PAGE)
    assert (page.status_code, "Juryen rangerer i møtet." in page.text) == (200, True)
    codes = [sign_in(secretary).post(f"{PAGE}/{act}").status_code for act in ("seal", "commitment", "publish")]
    assert codes == [404, 404, 404]


def test_the_public_award_costs_three_statements(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = handed_over(prizes)
    images = [picture(prizes, judged.nominations[0], alt=f"Bilde {number}") for number in range(3)]
    form = {"images": [each.public_id for each in images], "is_checked": "y"}
    sign_in(judged.secretary).post(f"{PAGE}/publish", data=form)
    db.session.expunge_all()
    with statements() as seen:
        award = award_of(2026)
    assert award is not None
    assert (len(award.pictures), len(seen)) == (3, 3)
