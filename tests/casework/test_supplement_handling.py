"""What a case handler and the clock do while a case waits, and what is read of it."""

from datetime import date, timedelta

import pytest
from flask import current_app
from sqlalchemy import select

from app.applications.models import Status
from app.casework.supplements import actions as supplements
from app.casework.supplements.actions import Given
from app.casework.supplements.models import AnswerChannel, SupplementStatus
from app.casework.supplements.queries import shown
from app.casework.supplements.waiting import waiting
from app.clock import at_oslo
from app.extensions import db
from app.letters.models import Letter, LetterKind
from app.policy import NotComplete, NotNow
from tests.casework.asking import DAY_AFTER, DUE, answer, asked, subjects, write
from tests.counting import statements
from tests.decisions.stage import Stage
from tests.world import World


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


# --- what a handler does meanwhile


def test_an_answer_by_phone_is_written_down(stage: Stage) -> None:
    supplement = asked(stage)
    write(supplement, stage.kari, stage.at, "Begynt på", "begge")
    given = {1: Given("Tirsdag kl. 17."), 2: Given(has_not=True)}
    supplements.register_answer(supplement, AnswerChannel.PHONE, given, {}, by=stage.hanne, at=stage.at)
    db.session.commit()
    assert [(item.answer, item.has_not) for item in supplement.items] == [("Tirsdag kl. 17.", False), (None, True)]
    assert (supplement.channel, supplement.application.status) == (AnswerChannel.PHONE, Status.SCREENING)
    receipt = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.SUPPLEMENT_RECEIPT)).one()
    assert receipt.content["sections"][0]["paragraphs"] == [
        "Dere svarte på telefon. Vi skrev det ned 1. september 2026 kl. 10.00.00. Si fra til oss hvis noe er feil."
    ]


def test_more_time_for_a_reason(stage: Stage) -> None:
    supplement = asked(stage)
    with pytest.raises(NotComplete) as refusal:
        supplements.extend(supplement, DUE, " ", by=stage.hanne, at=stage.at)
    assert refusal.value.missing == {
        "due_on": "Fristen kan tidligst være onsdag 9. september 2026.",
        "reason": "Skriv kort hvorfor.",
    }
    supplements.extend(supplement, date(2026, 9, 15), "Styret møtes den 14.", by=stage.hanne, at=stage.at)
    db.session.commit()
    assert supplement.due_on == date(2026, 9, 15)
    assert [(one.due_before, one.reason) for one in supplement.extensions] == [(DUE, "Styret møtes den 14.")]
    assert subjects(supplement.application)[2:] == [
        ("post@fiksekroken.example", f"Ny frist i saken {supplement.application.reference}"),
        ("styret@fiksekroken.example", f"Ny frist i saken {supplement.application.reference}"),
    ]
    assert supplements.expire_due(DAY_AFTER) == 0


def test_no_more_time_once_it_is_out(stage: Stage) -> None:
    supplement = asked(stage)
    with pytest.raises(NotNow, match="Fristen er ute"):
        supplements.extend(supplement, date(2026, 9, 15), "Glemte det.", by=stage.hanne, at=DAY_AFTER)


def test_stop_waiting_early(stage: Stage) -> None:
    supplement = asked(stage)
    with pytest.raises(NotComplete) as refusal:
        supplements.end(supplement, "", by=stage.hanne, at=stage.at)
    assert refusal.value.missing == {"end_reason": "Skriv kort hvorfor."}
    supplements.end(supplement, "Vi fant svaret selv.", by=stage.hanne, at=stage.at)
    db.session.commit()
    assert (supplement.status, supplement.application.status) == (SupplementStatus.ENDED, Status.SCREENING)
    with pytest.raises(NotNow):
        supplements.end(supplement, "En gang til.", by=stage.hanne, at=stage.at)


# --- the clock


@pytest.mark.parametrize(("days_before", "reminded"), [(3, 0), (2, 1), (0, 1)])
def test_a_reminder_two_days_before_once(stage: Stage, days_before: int, reminded: int) -> None:
    supplement = asked(stage)
    at = at_oslo(DUE - timedelta(days=days_before), 8)
    counts = []
    for _twice in range(2):
        counts.append(supplements.remind_due(at))
        db.session.commit()
    assert counts == [reminded, 0]
    told = [subject for _address, subject in subjects(supplement.application) if subject.startswith("Husk")]
    assert len(told) == 2 * reminded


def test_a_new_deadline_has_its_own_reminder(stage: Stage) -> None:
    supplement = asked(stage)
    supplements.remind_due(at_oslo(DUE, 8))
    supplements.extend(supplement, date(2026, 9, 15), "Styret møtes.", by=stage.hanne, at=at_oslo(DUE, 9))
    db.session.commit()
    assert [supplements.remind_due(at_oslo(date(2026, 9, day), 8)) for day in (9, 13, 14)] == [0, 1, 0]
    db.session.commit()


def test_the_day_after_the_case_goes_on_as_it_is(stage: Stage) -> None:
    supplement = asked(stage)
    counts = []
    for at in (at_oslo(DUE, 23, 59), DAY_AFTER, DAY_AFTER):
        counts.append(supplements.expire_due(at))
        db.session.commit()
    assert counts == [0, 1, 0]
    application = supplement.application
    assert (supplement.status, application.status) == (SupplementStatus.EXPIRED, Status.SCREENING)
    assert subjects(application)[2:] == [
        ("post@fiksekroken.example", f"Vi går videre med saken {application.reference}"),
        ("styret@fiksekroken.example", f"Vi går videre med saken {application.reference}"),
    ]
    assert supplements.newest_answered_on(application.id) is None


def test_the_clock_asks_as_much_for_three_cases_as_for_one(stage: Stage) -> None:
    counted = []
    for cases in (1, 3):
        for _case in range(cases):
            asked(stage)
        db.session.expire_all()
        with statements() as seen:
            supplements.expire_due(DAY_AFTER)
        counted.append(sum(not sql.startswith("UPDATE") for sql in seen))
        db.session.commit()
    assert counted[0] == counted[1]


# --- reading


def test_a_case_that_nothing_was_asked_of_costs_nothing(stage: Stage) -> None:
    application = stage.in_screening()
    with statements() as seen:
        assert shown(application, []) == ()
    assert seen == []


def test_what_waits_for_a_handler(stage: Stage) -> None:
    answered, expired, still = asked(stage), asked(stage), asked(stage)
    answer(answered, stage.kari, stage.at, "Tirsdag.", "Tøyen.")
    supplements.extend(still, date(2026, 9, 15), "Styret møtes.", by=stage.hanne, at=stage.at)
    supplements.expire_due(DAY_AFTER)
    db.session.commit()
    with current_app.test_request_context(), statements() as seen:
        found = waiting(DAY_AFTER)
    assert [(one.reference, one.what, one.person_id) for one in found] == [
        (answered.application.reference, "Søkeren har svart: se på svarene", stage.hanne.id),
        (expired.application.reference, "Søkeren har ikke svart: behandle saken slik den er", stage.hanne.id),
    ]
    assert len(seen) == 1
