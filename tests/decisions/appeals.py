"""Appeals at the point where a test begins, made through the same actions as the pages."""

from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.access import Role
from app.accounts.models import User
from app.decisions.appeals import actions as appeal_actions
from app.decisions.appeals import jobs as appeal_jobs
from app.decisions.appeals import queries as appeal_queries
from app.decisions.appeals.models import AppealHandling, AppealLetter, StatementKind
from app.decisions.appeals.receiving import appeal
from app.decisions.models import Appeal, Decision
from app.decisions.queries import own_decision
from app.extensions import db
from app.judging.models import ImpartialityAnswer
from app.review import actions as review
from tests.decisions.stage import REJECTION, Stage

IN_TIME = datetime(2026, 9, 10, 8, 0, tzinfo=UTC)
TOO_LATE = datetime(2026, 9, 23, 8, 0, tzinfo=UTC)  # told 1 September: the last day was the 22nd
LAST_DAY = date(2026, 9, 22)
URL = "http://localhost"
DISMISSAL = appeal_actions.Draft(StatementKind.DISMISSAL, "Lederen var bortreist.", "Andre kunne ha klaget i tide.")
FORWARDING = appeal_actions.Draft(
    StatementKind.FORWARDING, "De mener aktiviteten er stor nok.", "Den er for liten.", ["Søknaden", "Vedtaket"]
)


class Appeals:
    """A stage with a second handler and a second approver, who took no part in the first decision."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.nils = stage.world.user(Role.CASE_HANDLER, name="Nils Nes")
        self.vera = stage.world.user(Role.APPROVER, name="Vera Vik")

    def impartial(self, decision: Decision, *people: User) -> None:
        for person in people or (self.nils, self.vera):
            review.declare(decision.application, ImpartialityAnswer.IMPARTIAL, None, by=person, at=self.stage.at)
        db.session.commit()

    def received(self, *, at: datetime = IN_TIME, decision: Decision | None = None, **more: Any) -> AppealHandling:
        if decision is None:
            decision = self.stage.released(more.pop("proposal", REJECTION), **more)
            self.impartial(decision)
        text = f"Vi er uenige ({at:%H.%M})."
        mine = own_decision(decision.application.reference, self.stage.kari, for_change=True)
        made = appeal(mine, text, None, public_url="http://localhost", by=self.stage.kari, at=at)
        db.session.commit()
        return appeal_queries.handling(made.public_id)

    def taken(self, *, at: datetime = IN_TIME, **more: Any) -> AppealHandling:
        handling = self.received(at=at, **more)
        appeal_actions.take(handling, by=self.nils, at=at)
        db.session.commit()
        return handling

    def upheld(self, **more: Any) -> AppealHandling:
        handling = self.taken(**more)
        appeal_actions.propose(handling, FORWARDING, by=self.nils, at=IN_TIME)
        db.session.commit()
        return handling

    def forwarded(self, **more: Any) -> AppealHandling:
        handling = self.upheld(**more)
        appeal_actions.approve(handling, URL, by=self.vera, at=IN_TIME)
        db.session.commit()
        return handling

    def dismissed(self) -> AppealHandling:
        handling = self.taken(at=TOO_LATE)
        appeal_actions.propose(handling, DISMISSAL, by=self.nils, at=TOO_LATE)
        appeal_actions.approve(handling, URL, by=self.vera, at=TOO_LATE)
        db.session.commit()
        return handling


def print_letters() -> list[AppealLetter]:
    """What the worker does; then all of them."""
    for row_id in db.session.scalars(select(AppealLetter.id).order_by(AppealLetter.id)).all():
        appeal_jobs.print_letter.run(row_id)
    db.session.rollback()
    return list(db.session.scalars(select(AppealLetter).order_by(AppealLetter.id)))


def fresh(handling: AppealHandling) -> AppealHandling:
    """As it stands in the database."""
    public_id = handling.appeal.public_id
    db.session.rollback()
    db.session.expire_all()
    return appeal_queries.handling(public_id)


def statuses() -> list[str]:
    db.session.rollback()
    return [
        str(one)
        for one in db.session.scalars(
            select(AppealHandling.status).join(Appeal, AppealHandling.appeal_id == Appeal.id).order_by(Appeal.id)
        )
    ]


def worker(app: Flask) -> None:
    app.extensions["jobs"].run_waiting()
    db.session.rollback()
