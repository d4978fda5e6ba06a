"""Cases on their way to a decision, made through the same actions as the pages."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app import clock
from app.access import SYSTEM, Role
from app.accounts.models import Organisation, User
from app.applications.letters import receipt
from app.applications.models import Activity, Application
from app.audit.models import AuditEvent
from app.decisions import actions, jobs, releasing
from app.decisions.declaring import impartial
from app.decisions.models import Decision, Outcome
from app.decisions.outcomes import Proposal
from app.extensions import db
from app.judging.models import ImpartialityAnswer
from app.letters.actions import issue
from app.letters.models import LetterKind
from app.mail.actions import mark_sent
from app.mail.models import Mail
from app.review import actions as review
from app.review.queries import results
from app.rounds.models import Round
from tests.world import World

FULL = Proposal(Outcome.GRANTED_FULL, reasons="Treffer målet godt.\nPlanen er trygg.")
PART = Proposal(
    Outcome.GRANTED_PART,
    3000,
    reasons="Treffer målet godt.",
    reduction_reasons="Mange søkte.",
    expected_for_less="Én kveld er nok.",
)
REJECTION = Proposal(Outcome.REJECTED, reasons="Aktiviteten er for liten.", advice="Gjør den åpen for flere.")
DISMISSAL = Proposal(Outcome.DISMISSED, reasons="Søknaden kom etter fristen.")


class Stage:
    """A round with a handler, an approver and an applicant, and cases at the point a test begins."""

    def __init__(self, world: World) -> None:
        self.world, self.at = world, world.at
        self.round: Round = world.round()
        self.kari = world.user()
        self.hanne = world.user(Role.CASE_HANDLER, name="Hanne Holm")
        self.gro = world.user(Role.APPROVER, name="Gro Gran")
        self.organisation: Organisation = world.organisation(self.kari)
        self.others = 0

    def approver(self, name: str) -> User:
        return self.world.user(Role.APPROVER, name=name)

    def applied(self, **changes: Any) -> Application:
        """Sent by an organisation of its own, after the first."""
        organisation = self.organisation
        if self.others:
            organisation = self.world.organisation(self.kari, name=f"Forening {self.others}", orgnr=None)
        self.others += 1
        titles = [{"title": f"Fiksekveld {self.others}"}]
        return self.world.application(organisation, self.kari, self.round, **{"activities": titles, **changes})

    def in_screening(self, **changes: Any) -> Application:
        application = self.applied(**changes)
        review.declare(application, ImpartialityAnswer.IMPARTIAL, None, by=self.hanne, at=self.at)
        review.start_screening(application, by=self.hanne, at=self.at)
        db.session.commit()
        return application

    def in_review(self, **changes: Any) -> Application:
        application = self.in_screening(**changes)
        for result in results(application.id):
            if result.is_open:
                review.explain(application, result, "Vi har sett på det.", by=self.hanne, at=self.at)
        review.pass_screening(application, by=self.hanne, at=self.at)
        db.session.commit()
        return application

    def assessed(self, value: int = 4, **changes: Any) -> Application:
        application = self.in_review(**changes)
        for activity in application.activities:
            self.assess(activity, value)
        return application

    def assess(self, activity: Activity, value: int, by: User | None = None) -> None:
        rubric = activity.application.round.rubric
        assert rubric is not None
        for criterion in rubric.criteria:
            review.save_score(activity, criterion, value, comment="Se planen.", by=by or self.hanne, at=self.at)
        db.session.commit()
        review.send_assessment(activity, by=by or self.hanne, at=self.at)
        db.session.commit()

    def recommended(self, *proposals: Proposal, value: int = 4, **changes: Any) -> Application:
        application = self.assessed(value, **changes)
        self.recommend(application, *proposals)
        return application

    def recommend(self, application: Application, *proposals: Proposal) -> None:
        given = proposals or (FULL,) * len(application.activities)
        by_activity = {activity.id: one for activity, one in zip(application.activities, given, strict=True)}
        actions.recommend(application, by_activity, by=self.hanne, at=self.at)
        db.session.commit()

    def declare(self, *applications: Application, by: User | None = None) -> None:
        references = [application.reference for application in applications]
        impartial(self.round.id, references, by=by or self.gro, at=self.at)
        db.session.commit()

    def decided(self, *proposals: Proposal, **changes: Any) -> Decision:
        application = self.recommended(*proposals, **changes)
        self.declare(application)
        decision = actions.decide(application, by=self.gro, at=self.at)
        db.session.commit()
        return decision

    def with_receipt(self, decision: Decision) -> Decision:
        """The copy of the application that the worker made when it came in."""
        application, version = decision.application, decision.application.versions[-1]
        content = receipt(application, version, "http://localhost/soknader/x")
        key = {"case_reference": application.reference, "version": version.number}
        issue(kind=LetterKind.RECEIPT, content=content, by=SYSTEM, at=self.at, pdf=b"%PDF-1.7 copy", **key)
        db.session.commit()
        return decision

    def released(self, *proposals: Proposal, told: bool = True, **changes: Any) -> Decision:
        """Decided and released; `told`: the notice has gone out, at the same moment."""
        decision = self.with_receipt(self.decided(*proposals, **changes))
        references = [decision.application.reference]
        releasing.plan(self.round.id, references, self.at, "http://localhost", by=self.gro, at=self.at)
        db.session.commit()
        jobs.release_chunk.run([decision.id])
        if told:
            notices = select(Mail).where(Mail.key.startswith(f"notice-1:{decision.letter.public_id}"))
            for mail in db.session.scalars(notices):
                mark_sent(mail, self.at)
        db.session.commit()
        return decision


def chosen(*applications: Application, number: int = 1) -> list[actions.Chosen]:
    return [actions.Chosen(application.reference, number) for application in applications]


def events(application: Application, kind: str) -> list[dict[str, Any]]:
    """The fields of each such event of the case, oldest first."""
    found = select(AuditEvent).where(AuditEvent.case_reference == application.reference, AuditEvent.kind == kind)
    return [event.fields for event in db.session.scalars(found.order_by(AuditEvent.number))]


def later(**span: Any) -> datetime:
    return clock.now() + timedelta(**span)
