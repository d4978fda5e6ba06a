"""What grantees and finance do after the letter, each at their own time: accept, give an account, are paid, report."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.accounts.models import ApplicantType, User
from app.applications.models import Application
from app.clock import at_oslo
from app.decisions.queries import own_decision
from app.demo.drawings import draw
from app.demo.rows import Row
from app.extensions import db
from app.followup.acceptance import accounts
from app.followup.acceptance.actions import answer
from app.followup.acceptance.models import AcceptanceAnswer
from app.followup.changes import actions as changes
from app.followup.changes.differences import Wanted
from app.followup.grants.models import Grant
from app.followup.grants.queries import of_case, own_grant
from app.followup.payment import actions as paying
from app.followup.payment import exporting, planning, queries
from app.followup.report import actions as reports
from app.followup.report import drafting
from app.followup.report.models import Report
from app.law.deadlines import next_working_day
from app.letters.actions import open_letter
from app.rounds.models import Round

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
PAYER = "00001230002"
"""The owner's own account: an invented bank, with a right last digit."""


@dataclass(frozen=True)
class Told:
    """What one report says. `visitors` is None for «ikke talt». `spent` of ten parts of the budget."""

    visitors: int | None
    is_counted: bool
    outcomes: Mapping[str, int]
    learned: str
    differently: str
    spent: int = 10


@dataclass(frozen=True)
class Payers:
    """Two persons of finance."""

    first: User
    second: User


def accept(case: Application, row: Row, at: datetime) -> Grant:
    """Whoever applied reads the letter, accepts it all, and says where the money is to go."""
    person = db.session.get_one(User, case.created_by_id)
    decision = own_decision(case.reference, person, for_change=True)
    assert decision.letter is not None
    open_letter(decision.letter, by=person, by_party=True, at=at)
    chosen = {line.id: AcceptanceAnswer.ACCEPTED for line in decision.lines if line.outcome.is_grant}
    answer(decision, chosen, agrees=True, by=person, at=at)
    if case.organisation.applicant_type is not ApplicantType.MUNICIPAL:
        accounts.enter(case.organisation, _account(case, row), case.reference, by=person, at=at)
    db.session.commit()
    return of_case(case.id)[0]


def _account(case: Application, row: Row) -> accounts.Typed:
    """A group without a number has no account: somebody receives the money for it, and a second person checks it."""
    if case.organisation.applicant_type is ApplicantType.INFORMAL:
        reason = "Gruppa har ikke egen konto. Lederen tar imot pengene og betaler regningene."
        return accounts.Typed(row.account, False, f"Lederen i {case.organisation.name}"[:80], reason)
    return accounts.Typed(row.account, True)


def plan(at: datetime) -> None:
    planning.plan_due(at)
    db.session.commit()


def approve_once(of_round: Round, person: User, at: datetime) -> None:
    """The first of two; the second has still to look."""
    plan(at)
    paying.approve([payment.reference for payment in queries.unsent(of_round.id)], by=person, at=at)
    db.session.commit()


def pay(of_round: Round, payers: Payers, at: datetime) -> None:
    """Approved by two, exported, and confirmed by the bank two days later."""
    plan(at)
    payments = [payment.reference for payment in queries.unsent(of_round.id)]
    for person in (payers.first, payers.second):
        paying.approve(payments, by=person, at=at)
        db.session.commit()
    pay_on = next_working_day(at.date() + DAY)
    batch = exporting.export(of_round.id, payments, pay_on, PAYER, by=payers.first, at=at)
    db.session.commit()
    booked = at_oslo(pay_on, 15)
    paying.confirm(batch, payments, pay_on, by=payers.second, at=booked)
    db.session.commit()


def report(case: Application, told: Told, at: datetime, *, with_picture: bool = False) -> Report:
    """Written on a phone and sent, by whoever applied."""
    person = db.session.get_one(User, case.created_by_id)
    grant = own_grant(case.reference, 1, person, for_change=True)
    made = drafting.begin(grant, by=person, at=at)
    drafting.save(made, _answers(made, told), by=person, at=at)
    if with_picture:
        photo = drafting.add_photo(made, "kvelden.jpg", draw(case.reference, "chairs", mended=True), by=person, at=at)
        shown = {"alt_text": "En nymalt stol står klar til å hentes.", "credit": "Arrangøren", "has_consent": True}
        drafting.describe(photo, shown, by=person, at=at)
    drafting.save(made, {"unused_confirmed": True, "is_confirmed": True}, by=person, at=at)
    reports.submit(made, is_sure=True, by=person, at=at)
    db.session.commit()
    return made


def _answers(made: Report, told: Told) -> dict[str, Any]:
    lines = [{**line, "actual_nok": line["budget_nok"] * told.spent // 10} for line in made.accounts]
    method = "not_counted" if told.visitors is None else "counted" if told.is_counted else "estimated"
    return {
        "held": "yes",
        "count_method": method,
        "count_reason": "Døra sto åpen hele kvelden." if told.visitors is None else None,
        "visitors": told.visitors,
        "outcomes": dict(told.outcomes),
        "ran_out": "no",
        "learned": told.learned,
        "differently": told.differently,
        "accounts": lines,
        "total_cost_nok": sum(line["actual_nok"] for line in lines),
        "again": "yes",
        "story_ok": "yes",
    }


def approve_report(made: Report, handler: User, at: datetime) -> None:
    reports.approve(made, by=handler, at=at)
    db.session.commit()


def evening(day: date) -> datetime:
    """Half past nine in the evening, when volunteers have time."""
    return at_oslo(day, 21, 30)


def move(case: Application, venue: str, why: str, at: datetime) -> None:
    """The party says that it will be held somewhere else; nobody has answered yet."""
    person = db.session.get_one(User, case.created_by_id)
    grant = own_grant(case.reference, 1, person, for_change=True)
    changes.notify(grant, Wanted(why, {**grant.plan, "venue_name": venue}), by=person, at=at)
    db.session.commit()
