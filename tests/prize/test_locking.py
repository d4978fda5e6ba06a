"""All scores are locked at once; a deputy may be let in where the quorum was lost; jurors are reminded and thanked."""

from datetime import datetime, timedelta

import pytest

from app import clock
from app.access import SYSTEM
from app.cli.timers import run_due
from app.extensions import db
from app.judging.models import Assessment, ImpartialityAnswer
from app.mail.models import Mail
from app.policy import NotComplete, NotNow, NotPermitted
from app.prize.jury.models import JuryMember
from app.prize.meeting import locking, reminders
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination
from tests.prize_world import PrizeWorld

Year = tuple[Prize, list[JuryMember], list[Nomination]]


@pytest.fixture
def year(prizes: PrizeWorld) -> Year:
    return prizes.scored(PrizeStatus.SCORING)


def mails() -> list[tuple[str, str]]:
    return [(mail.recipient, mail.subject) for mail in db.session.query(Mail).order_by(Mail.id)]


def unsent() -> int:
    return db.session.query(Assessment).filter_by(sent_at=None).count()


def test_all_are_locked_together(year: Year, prizes: PrizeWorld, at: datetime) -> None:
    prize, _members, _nominations = year
    assert unsent() == 15
    locking.lock(prize, by=prizes.secretary(), at=at)
    db.session.commit()
    assert (prize.status, prize.scores_locked_at, unsent()) == (PrizeStatus.LOCKED, at, 0)


def test_thanks_go_to_those_who_scored_and_say_nothing_of_scores(year: Year, prizes: PrizeWorld, at: datetime) -> None:
    prize, _members, nominations = year
    locking.lock(prize, by=prizes.secretary(), at=at)
    db.session.commit()
    assert mails() == [
        (f"{name}@ombruk.example", "Takk for at du har lest nominasjonene")
        for name in ("rita.regi", "bjorn.myr", "klara.im", "ulrik.keller", "eva.ekstern")
    ]
    body = db.session.query(Mail).first().body  # type: ignore[union-attr]
    assert [each.project for each in nominations if each.project in body] == []


def test_only_the_secretary_and_the_clock(year: Year, at: datetime) -> None:
    prize, members, _nominations = year
    with pytest.raises(NotPermitted):
        locking.lock(prize, by=members[-1].user, at=at)
    locking.lock(prize, by=SYSTEM, at=at)
    db.session.commit()
    with pytest.raises(NotNow):
        locking.lock(prize, by=SYSTEM, at=at)


def test_the_clock_locks_when_the_time_is_out_and_once(year: Year, at: datetime) -> None:
    prize, _members, _nominations = year
    prize.scoring_closes_at = at
    db.session.commit()
    assert "poeng låst: 1" in list(run_due(at))
    assert prize.status is PrizeStatus.LOCKED
    assert "poeng låst: 1" not in list(run_due(at))


def test_the_clock_leaves_those_without_a_time(year: Year, at: datetime) -> None:
    prize, _members, _nominations = year
    prize.scoring_closes_at = None
    db.session.commit()
    assert locking.lock_due(at + timedelta(days=400)) == 0
    assert prize.status is PrizeStatus.SCORING


def behind(prize: Prize, member: JuryMember, nomination: Nomination) -> None:
    """The member takes back one score, so that a card is not complete."""
    assessment = (
        db.session.query(Assessment).filter_by(subject_id=nomination.subject_id, assessor_id=member.user_id).one()
    )
    assessment.scores.pop()
    db.session.commit()


def test_who_has_cards_left_is_reminded_three_days_and_one_day_before(year: Year, at: datetime) -> None:
    prize, members, nominations = year
    prize.scoring_closes_at = at + timedelta(days=4)
    behind(prize, members[1], nominations[0])
    told = []
    for hours in range(0, 96, 6):
        if reminders.remind_due("https://ombruk.example", at + timedelta(hours=hours)):
            told.append(hours)
        db.session.commit()
    assert told == [24, 72]
    assert mails() == [("bjorn.myr@ombruk.example", "Én nominasjon venter på poeng fra deg")] * 2
    body = db.session.query(Mail).first().body  # type: ignore[union-attr]
    assert "https://ombruk.example/jury\n" in body
    assert nominations[0].project not in body


def test_a_late_reminder_is_one_not_two(year: Year, at: datetime) -> None:
    prize, members, nominations = year
    prize.scoring_closes_at = at + timedelta(hours=5)
    behind(prize, members[1], nominations[0])
    assert [reminders.remind_due("http://x", at), reminders.remind_due("http://x", at)] == [1, 0]
    db.session.commit()


def recused(prizes: PrizeWorld, members: list[JuryMember], nomination: Nomination) -> None:
    for member in members:
        prizes.declare(member, [nomination], ImpartialityAnswer.DISQUALIFIED, "Jeg arbeider der.")


def test_a_deputy_is_let_in_where_the_quorum_was_lost(prizes: PrizeWorld, at: datetime) -> None:
    prize, members, nominations = prizes.scored(PrizeStatus.LOCKED)
    prize.scores_locked_at = at
    deputy = prizes.member(members[0].seat, "Vera Vara", is_deputy=True)
    prizes.declare(deputy, nominations)
    recused(prizes, members[:3], nominations[1])
    opened = locking.reopen(prize, at + timedelta(days=1), by=prizes.secretary(), at=at)
    db.session.commit()
    assert (opened, prize.status) == ([nominations[1]], PrizeStatus.SCORING)
    assert [each.takes_scores for each in nominations] == [False, True, False]
    prizes.score(deputy, nominations[1], 5)
    assert locking.lock_due(at + timedelta(days=1)) == 1
    db.session.commit()
    assert (prize.status, nominations[1].scores_reopened_at, unsent()) == (PrizeStatus.LOCKED, None, 0)


def test_a_juror_who_was_not_finished_may_finish_what_is_opened_again(prizes: PrizeWorld, at: datetime) -> None:
    prize, members, nominations = prizes.scored(PrizeStatus.LOCKED)
    prize.scores_locked_at = at
    for member in members[:3]:
        behind(prize, member, nominations[0])
    behind(prize, members[0], nominations[1])
    locking.reopen(prize, None, by=prizes.secretary(), at=at)
    db.session.commit()
    open_again = db.session.query(Assessment).filter_by(sent_at=None).all()
    assert {(each.subject_id, each.assessor_id) for each in open_again} == {
        (nominations[0].subject_id, member.user_id) for member in members[:3]
    }


def test_nothing_to_open_or_no_time_left(prizes: PrizeWorld, at: datetime) -> None:
    prize, members, nominations = prizes.scored(PrizeStatus.LOCKED)
    secretary = prizes.secretary()
    with pytest.raises(NotNow, match="nok poeng"):
        locking.reopen(prize, None, by=secretary, at=at)
    recused(prizes, members[:3], nominations[0])
    with pytest.raises(NotComplete) as refused:
        locking.reopen(prize, at, by=secretary, at=at)
    assert refused.value.missing == {"day": "Velg et tidspunkt som ikke er passert."}
    with clock.frozen(at), pytest.raises(NotPermitted):
        locking.reopen(prize, None, by=members[-1].user, at=at)
