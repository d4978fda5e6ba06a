"""Two cases that lacked something: one has answered, and one is waited for."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from flask import current_app

from app import clock
from app.accounts.models import User
from app.applications.models import Application
from app.casework.supplements import actions as supplements
from app.casework.supplements.policy import Asked, first_possible
from app.casework.supplements.queries import newest
from app.casework.supplements.wording import question
from app.clock import local
from app.config import public_url
from app.demo.playing import ORIGINAL
from app.extensions import db
from app.judging.models import ImpartialityAnswer
from app.mail.jobs import send_waiting
from app.review import actions as review
from app.review.models import CheckResult
from app.review.queries import results

ANSWERED, WAITING = "S26-011", "S26-004"
ANSWERS = (
    "Vi flytter quizen til kafeen i andre etasje, og der er det ingen aldersgrense.",
    "Nei, premiene blir gavekort på reparasjon i stedet for ølkort.",
)
STAIRS = Asked(
    "free-1",
    "Kan den som bruker rullestol, komme inn i fellesrommet? Skriv hva dere gjør hvis det ikke går.",
    "Søknaden sier at det er en trapp uten rampe.",
)


def play(cases: Mapping[str, Application], handler: User, at: datetime) -> None:
    """Ask both; the first answered within the deadline, and the other still has some days left."""
    answered, waiting = cases[ANSWERED], cases[WAITING]
    asked_at = answered.round.closes_at + timedelta(days=1, hours=12)
    _ask(answered, handler, asked_at)
    _answer(answered, asked_at + timedelta(days=2))
    _ask(waiting, handler, max(asked_at, at - timedelta(days=2)), STAIRS)


def _ask(case: Application, handler: User, at: datetime, *more: Asked) -> None:
    with clock.frozen(at):
        review.declare(case, ImpartialityAnswer.IMPARTIAL, None, by=handler, at=at)
        items = [*(_item(result) for result in results(case.id) if result.is_open), *more]
        due_on = first_possible(local(at).date(), case.round.supplement_days)
        supplements.request(case, items, due_on, public_url=public_url(), by=handler, at=at)
        db.session.commit()
        _send()


def _item(result: CheckResult) -> Asked:
    asked, why = question(result.code, result.details)
    return Asked(result.code.value, asked, why, result.code.value, result.activity_id)


def _answer(case: Application, at: datetime) -> None:
    """In words, with a file."""
    person = db.session.get_one(User, case.created_by_id)
    with clock.frozen(at):
        supplement = newest(case.id)
        pairs = zip(supplement.items, ANSWERS, strict=True)
        given = {item.position: supplements.Given(text) for item, text in pairs}
        supplements.save_draft(supplement, given, revision=None, by=person, at=at)
        supplements.attach(
            supplement.items[0], supplements.Sent("avtale om lokale.pdf", ORIGINAL.read_bytes()), by=person, at=at
        )
        supplements.answer(supplement, by=person, at=at)
        db.session.commit()
        _send()


def _send() -> None:
    send_waiting.enqueue()
    current_app.extensions["jobs"].run_waiting()
