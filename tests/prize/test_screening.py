"""What the secretary does with nominations: the moves, who is kept, what is shielded, and what is left to the clock."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from app.access import SYSTEM
from app.accounts.models import User
from app.audit.models import AuditEvent
from app.extensions import db
from app.mail.models import Mail
from app.policy import NotComplete, NotNow, NotPermitted, denial
from app.prize.models import PrizeStatus
from app.prize.nominations import facts, marking, merging, queries, screening, staff_policy
from app.prize.nominations.actions import answer_facts
from app.prize.nominations.models import FactRequest, Nomination, NominationStatus, Side
from app.prize.nominations.registering import Sent, register
from app.prize.nominations.workflow import move
from tests.counting import statements
from tests.prize_world import PrizeWorld

N, P = NominationStatus, PrizeStatus
SITE = "https://ombruk.example"
SEATS = ("REG", "BYM", "KLI", "UKE")


@pytest.fixture
def secretary(prizes: PrizeWorld) -> User:
    return prizes.secretary()


@pytest.fixture
def nomination(prizes: PrizeWorld) -> Nomination:
    return prizes.nomination(prizes.prize(P.DECLARING), status=N.SCREENING)


def kinds() -> list[str]:
    return [event.kind for event in db.session.query(AuditEvent).order_by(AuditEvent.number)]


def test_the_same_subject_when_it_comes_back(nomination: Nomination, secretary: User, prizes: PrizeWorld) -> None:
    """What the members answered and scored stays with it."""
    screening.qualify(nomination, "BYM", [], seats=SEATS, by=secretary, at=prizes.at)
    db.session.flush()
    first = nomination.subject_id
    screening.take_back(nomination, by=secretary, at=prizes.at)
    screening.qualify(nomination, None, [], seats=SEATS, by=secretary, at=prizes.at)
    db.session.commit()
    assert (nomination.subject_id, nomination.unit_code) == (first, None)


@pytest.mark.parametrize("status", [P.LOCKED, P.MEETING, P.EMBARGO, P.PUBLISHED])
def test_nothing_is_qualified_after_the_lock(
    nomination: Nomination, secretary: User, prizes: PrizeWorld, status: PrizeStatus
) -> None:
    nomination.prize.status = status
    db.session.commit()
    with pytest.raises(NotNow) as refusal:
        screening.qualify(nomination, None, [], seats=SEATS, by=secretary, at=prizes.at)
    assert refusal.value.reason == "Poengene er låst. Hvem som er med, kan ikke endres nå."


def acts(nomination: Nomination, other: Nomination, at: Any) -> dict[str, Callable[[User], object]]:
    due = (at + timedelta(days=3)).date()
    return {
        "qualify": lambda by: screening.qualify(nomination, None, [], seats=SEATS, by=by, at=at),
        "not_qualify": lambda by: screening.not_qualify(nomination, "Nei.", by=by, at=at),
        "correct": lambda by: screening.correct(nomination, {"unit": "X"}, {}, by=by, at=at),
        "ask": lambda by: facts.ask(nomination, "Hva?", due, public_url=SITE, by=by, at=at),
        "merge": lambda by: merging.merge(nomination, other, by=by, at=at),
    }


def test_only_the_secretary_acts(nomination: Nomination, prizes: PrizeWorld) -> None:
    other = prizes.nomination(nomination.prize, "Et annet")
    juror = prizes.jury(nomination.prize)[0].user
    for act in acts(nomination, other, prizes.at).values():
        with pytest.raises(NotPermitted):
            act(juror)
    assert nomination.status is N.SCREENING


def test_all_nominators_are_kept_each_once(nomination: Nomination, secretary: User, prizes: PrizeWorld) -> None:
    again = prizes.nomination(nomination.prize, status=N.SUBMITTED, nominator_name="Pårørende")
    twice = prizes.nomination(nomination.prize, status=N.SCREENING, nominator_email=nomination.nominator_email.upper())
    for each in (again, twice):
        merging.merge(each, nomination, by=secretary, at=prizes.at)
    db.session.commit()
    found = queries.nominators(nomination)
    assert [each.email for each in found] == [nomination.nominator_email, again.nominator_email]
    assert [each.nomination.reference for each in found] == [nomination.reference, again.reference]
    merging.undo(again, nomination, by=secretary, at=prizes.at)
    db.session.commit()
    assert [each.email for each in queries.nominators(nomination)] == [nomination.nominator_email]
    assert kinds()[-2:] == ["nomination_moved", "nomination_unmerged"]


def test_what_cannot_be_merged(nomination: Nomination, secretary: User, prizes: PrizeWorld) -> None:
    out = prizes.nomination(nomination.prize, "Trukket", status=N.WITHDRAWN)
    with pytest.raises(NotComplete):
        merging.merge(nomination, nomination, by=secretary, at=prizes.at)
    with pytest.raises(NotComplete):
        merging.merge(nomination, out, by=secretary, at=prizes.at)
    child = prizes.nomination(nomination.prize, "Samme", status=N.SCREENING)
    other = prizes.nomination(nomination.prize, "En til", status=N.SCREENING)
    merging.merge(child, nomination, by=secretary, at=prizes.at)
    db.session.commit()
    with pytest.raises(NotNow):
        merging.merge(nomination, other, by=secretary, at=prizes.at)


def test_an_answer_brings_it_back_to_the_check(nomination: Nomination, secretary: User, prizes: PrizeWorld) -> None:
    due = (prizes.at + timedelta(days=3)).date()
    asked = facts.ask(nomination, " Hva het verkstedet? ", due, public_url=SITE, by=secretary, at=prizes.at)
    db.session.commit()
    assert (nomination.status, asked.question) == (N.NEEDS_INFO, "Hva het verkstedet?")
    answer_facts(asked, "Verksted A.", at=prizes.at)
    db.session.commit()
    assert nomination.status is N.SCREENING
    assert kinds()[-4:] == ["nomination_moved", "facts_asked", "facts_answered", "nomination_moved"]


def test_going_on_without_an_answer(nomination: Nomination, secretary: User, prizes: PrizeWorld) -> None:
    due = (prizes.at + timedelta(days=3)).date()
    asked = facts.ask(nomination, "Hva?", due, public_url=SITE, by=secretary, at=prizes.at)
    facts.go_on(nomination, by=secretary, at=prizes.at)
    db.session.commit()
    assert (nomination.status, asked.closed_at) == (N.SCREENING, prizes.at)
    with pytest.raises(NotNow):
        answer_facts(asked, "For sent.", at=prizes.at)


def test_the_facts_check_tells_nobody_anything(prizes: PrizeWorld, secretary: User) -> None:
    """The same to all, in words that say nothing, and no status changes."""
    prize, _members, nominations = prizes.scored(P.RANKED)
    due = (prizes.at + timedelta(days=3)).date()
    facts.ask_finalists(prize, nominations, 3, "Stemmer tallene?", due, public_url=SITE, by=secretary, at=prizes.at)
    db.session.commit()
    mails = db.session.query(Mail).order_by(Mail.id).all()
    assert [mail.recipient for mail in mails] == [each.contact_email for each in nominations]
    assert {mail.case_reference for mail in mails} == {None}
    bodies = {mail.body.replace(mail.body.partition("/svar/")[2].partition("\n")[0], "") for mail in mails}
    assert len(bodies) == 1
    assert {each.status for each in nominations} == {N.QUALIFIED}
    assert {asked.is_for_finalists for asked in db.session.query(FactRequest)} == {True}


def test_the_facts_check_waits_for_the_lock(prizes: PrizeWorld, secretary: User) -> None:
    prize, _members, nominations = prizes.scored(P.SCORING)
    due = (prizes.at + timedelta(days=3)).date()
    with pytest.raises(NotNow):
        facts.ask_finalists(prize, nominations, 3, "Hva?", due, public_url=SITE, by=secretary, at=prizes.at)


@pytest.mark.parametrize(("days", "is_good"), [(0, False), (1, True), (60, True), (61, False)])
def test_the_day_to_answer_by(prizes: PrizeWorld, days: int, is_good: bool) -> None:
    due = (prizes.at + timedelta(days=days)).date()
    assert (denial(staff_policy.check_deadline, due, prizes.at) is None) is is_good


@pytest.mark.parametrize(("hours", "is_good"), [(-24 * 21, False), (-24, True), (0, True), (1, False)])
def test_registered_only_when_it_came_in_time(prizes: PrizeWorld, hours: int, is_good: bool) -> None:
    prize, received_at = prizes.prize(P.PLANNED), prizes.at + timedelta(hours=hours)
    assert (denial(staff_policy.check_received, prize, received_at, prizes.at) is None) is is_good


def test_registered_as_if_sent_when_it_came(prizes: PrizeWorld, secretary: User) -> None:
    prize, received_at = prizes.prize(P.PLANNED), prizes.at - timedelta(days=1)
    values = {"project": "Benken", "nominator_name": "Olga", "nominator_email": "olga@sted.example"}
    before, after = (Sent(side, f"{side}.jpg", photo(), "Benken") for side in Side)
    pictures = [before, after, after]
    made = register(prize, values, [("benker", 3)], pictures, received_at=received_at, by=secretary, at=prizes.at)
    db.session.commit()
    db.session.refresh(made)
    assert (made.reference, made.status, made.submitted_at) == ("PRIS-2026-001", N.SUBMITTED, received_at)
    assert (made.registered_by_id, made.is_confirmed) == (secretary.id, False)
    assert [(image.side, image.alt, image.width) for image in made.images] == [
        (Side.BEFORE, "Benken", 80),
        (Side.AFTER, "Benken", 80),
    ]


def photo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (80, 60), "teal").save(made, "JPEG")
    return made.getvalue()


def test_a_file_that_is_no_picture_is_refused_whole(prizes: PrizeWorld, secretary: User) -> None:
    prize = prizes.prize(P.PLANNED)
    values = {"project": "Benken", "nominator_name": "Olga", "nominator_email": "olga@sted.example"}
    sent = [Sent(Side.AFTER, "bilde.jpg", b"<svg onload='x'/>", "")]
    with pytest.raises(NotComplete) as refusal:
        register(prize, values, [], sent, received_at=prizes.at, by=secretary, at=prizes.at)
    with pytest.raises(NotComplete) as too_many:
        register(prize, values, [], sent * 7, received_at=prizes.at, by=secretary, at=prizes.at)
    db.session.rollback()
    assert (list(refusal.value.missing), list(too_many.value.missing)) == (["after"], ["after"])
    assert db.session.query(Nomination).count() == 0


def test_shielded_until_the_award_and_only_the_winner_opens(prizes: PrizeWorld, secretary: User) -> None:
    prize, _members, (winner, other, _third) = prizes.scored(P.EMBARGO)
    day = prizes.at.date()
    basis = "offentleglova §\N{NO-BREAK SPACE}26 andre ledd"
    before = [mark.basis for mark in marking.marks(winner, day)]
    prize.status = P.HANDED_OVER
    move(winner, N.WINNER, by=secretary, at=prizes.at)
    move(other, N.NOT_AWARDED, by=secretary, at=prizes.at)
    move(winner, N.INFORMED, by=secretary, at=prizes.at)
    db.session.commit()
    assert before == [basis, basis, basis]
    assert [mark.basis for mark in marking.marks(winner, day)] == [None, None, basis]
    assert [mark.basis for mark in marking.marks(other, day)] == [basis, basis, basis]
    assert marking.page_mark(day) == f"Unntatt offentlighet, {basis}"


def test_what_the_jury_judges_is_found_in_the_same_statements(prizes: PrizeWorld) -> None:
    prize = prizes.prize()
    for status in (N.DRAFT, N.SUBMITTED, N.NOT_QUALIFIED, N.WITHDRAWN):
        prizes.nomination(prize, status, status=status)
    counts = []
    for project in ("En", "To", "Tre"):
        prizes.nomination(prize, project)
        db.session.expire_all()
        with statements() as seen:
            found = queries.for_jury(prize)
            assert [each.items and each.images == [] and each.requests == [] and each.merged == [] for each in found]
        counts.append((len(found), len(seen)))
    assert [found for found, _seen in counts] == [1, 2, 3]
    assert len({seen for _found, seen in counts}) == 1


def test_the_system_does_not_qualify(nomination: Nomination, prizes: PrizeWorld) -> None:
    with pytest.raises(NotPermitted):
        screening.qualify(nomination, None, [], seats=SEATS, by=SYSTEM, at=prizes.at)
