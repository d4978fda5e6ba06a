"""Min side: every case in the applicant's words, what waits on top, and nothing of what is not released."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.access import SYSTEM
from app.accounts.models import Organisation, User
from app.applications import workflow, worklist
from app.applications.models import Status
from app.decisions.models import Decision
from app.extensions import db
from app.files.actions import store
from app.letters.actions import open_letter
from app.letters.models import Letter, LetterKind
from app.overview.my_cases import Urgency, cards, most_urgent
from app.rounds.models import Round
from tests.counting import statements
from tests.decisions.stage import REJECTION, Stage
from tests.followup_world import FollowupStage
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
TAG = re.compile(r"<[^>]+>")


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


def words(html: str) -> str:
    return " ".join(TAG.sub(" ", html).split())


def release(decision: Decision, at: datetime) -> Letter:
    """As the release does it, without printing."""
    file = store(b"%PDF-1.7 decision", "application/pdf", at)
    letter = Letter(
        public_id="letter",
        kind=LetterKind.DECISION,
        case_reference=decision.application.reference,
        version=decision.version,
        title="Vedtak",
        content={},
        sha256=file.sha256,
        issued_at=at,
    )
    db.session.add(letter)
    db.session.flush()
    decision.letter, decision.released_at = letter, at
    workflow.move(decision.application, Status.RELEASED, by=SYSTEM, at=at)
    db.session.commit()
    return letter


def test_nothing_yet(world: World, sign_in: SignIn) -> None:
    world.round()
    page = words(sign_in(world.user()).get("/min-side").text)
    assert "Dere har ingen søknader ennå." in page
    assert "Du hører ikke til noen organisasjon ennå." in page
    assert "Ny søknad" in page


def test_a_draft_waits_with_its_deadline(world: World, sign_in: SignIn) -> None:
    kari = world.user()
    application = world.application(world.organisation(kari), kari, world.round(), sent=False)
    page = sign_in(kari).get("/min-side").text
    assert "Søknaden er ikke sendt. Fristen er søndag 20. september kl. 23.59." in words(page)
    assert f'href="/soknader/{application.reference}/oppsummering"' in page


def test_a_draft_after_the_deadline_waits_for_nobody(world: World) -> None:
    kari, of_round = world.user(), world.round()
    world.application(world.organisation(kari), kari, of_round, sent=False)
    found = cards(kari, of_round.closes_at + timedelta(seconds=1))
    assert [card.waiting for card in found] == [None]


def test_a_sent_case_says_what_happens_and_when(world: World, sign_in: SignIn) -> None:
    kari = world.user()
    world.application(world.organisation(kari), kari, world.round())
    page = words(sign_in(kari).get("/min-side").text)
    assert "Vi har fått søknaden, og sjekker at alt er med. Dere får svar senest 9. oktober 2026." in page
    assert "Mottatt" in page


def test_what_is_decided_and_not_released_looks_as_before(world: World, sign_in: SignIn) -> None:
    kari = world.user()
    application = world.application(world.organisation(kari), kari, world.round())
    pages = {}
    browser = sign_in(kari)
    for status in (Status.REVIEW, Status.RECOMMENDED, Status.DECIDED):
        application.status = status
        worklist.refresh_status(application)
        db.session.commit()
        pages[status] = re.sub(r'value="[^"]*"', "", browser.get("/min-side").text)
    assert pages[Status.REVIEW] == pages[Status.RECOMMENDED] == pages[Status.DECIDED]


def test_the_own_page_tells_nothing_of_a_decision_before_its_release(stage: Stage, sign_in: SignIn) -> None:
    decision = stage.decided(REJECTION)
    page = words(sign_in(stage.kari).get(f"/soknader/{decision.application.reference}").text)
    history = page.split("Det som har skjedd")[1]
    assert "Under behandling" in page
    assert "Vedtak" not in history
    assert "Innstil" not in history
    assert "Hanne Holm" not in page
    assert "Gro Gran" not in page
    assert history.count("Klimaetaten") == 1  # took it into screening
    assert "Vi begynte å behandle søknaden" in history


def test_a_released_answer_comes_first_until_it_is_read(stage: Stage, sign_in: SignIn) -> None:
    stage.applied(sent=False)
    decision = stage.decided()
    letter = release(decision, stage.at)
    found = cards(stage.kari, stage.at)
    first = most_urgent(found)
    assert first is not None
    assert (first.reference, first.waiting and first.waiting.urgency) == (
        decision.application.reference,
        Urgency.READ_ANSWER,
    )
    page = sign_in(stage.kari).get("/min-side").text
    assert f'href="/vedtak/{decision.application.reference}"' in page
    assert "Les vedtaket" in page

    open_letter(letter, by=stage.kari, by_party=True, at=stage.at)
    db.session.commit()
    waiting = {card.reference: card.waiting and card.waiting.sentence for card in cards(stage.kari, stage.at)}
    assert waiting[decision.application.reference] == "Svar innen 15. september 2026 om dere tar imot tilskuddet."


def test_who_said_yes_reads_it_and_what_waits_comes_first(world: World, sign_in: SignIn) -> None:
    stage = FollowupStage(world)
    (grant,) = stage.accepted()
    later = stage.applied()
    found = cards(stage.kari, stage.at)
    assert [card.reference for card in found] == [grant.application.reference, later.reference]  # the letter is unread
    assert (found[0].what_now, [one.position for one in found[0].granted]) == (
        "Dere har godtatt 5\u202f000\xa0kr.",
        [1],
    )
    assert f'href="/tilskudd/{grant.application.reference}/1"' in sign_in(stage.kari).get("/min-side").text


def test_a_rejection_that_is_read_may_be_appealed_until_its_last_day(stage: Stage) -> None:
    decision = stage.decided(REJECTION)
    letter = release(decision, stage.at)
    open_letter(letter, by=stage.kari, by_party=True, at=stage.at)
    db.session.commit()
    (card,) = cards(stage.kari, stage.at)
    assert card.waiting is not None
    assert card.waiting.sentence == "Dere kan klage til og med 22. september 2026."
    assert most_urgent([card]) is None  # a right, not a task


def test_only_own_cases(world: World, sign_in: SignIn) -> None:
    kari, stranger = world.user(), world.user(name="Ola Hansen")
    world.application(world.organisation(kari), kari, world.round())
    page = sign_in(stranger).get("/min-side").text
    assert "OMB-2026" not in page


def count(browser: FlaskClient) -> int:
    db.session.remove()
    with statements() as seen:
        assert browser.get("/min-side").status_code == 200
    return len(seen)


def test_at_most_eight_queries_with_an_answer_too(stage: Stage, sign_in: SignIn) -> None:
    release(stage.decided(), stage.at)
    browser = sign_in(stage.kari)
    assert count(browser) <= 8


def test_three_cases_take_as_many_queries_as_one(world: World, sign_in: SignIn) -> None:
    kari, of_round = world.user(), world.round()
    organisation = world.organisation(kari)
    browser = sign_in(kari)
    address = {"by": kari.id, "organisation": organisation.id, "round": of_round.id}
    world.application(organisation, kari, of_round)
    with_one = count(browser)
    kari = db.session.get_one(User, address["by"])
    organisation = db.session.get_one(Organisation, address["organisation"])
    of_round = db.session.get_one(Round, address["round"])
    for activities in ([{}, {}], [{}, {}, {}]):
        world.application(organisation, kari, of_round, activities=activities)
    assert count(browser) == with_one
