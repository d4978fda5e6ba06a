"""Who took part in the decision that is appealed, and who is left to handle and to approve (kommuneloven § 13-3)."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from app.access import Actor, Role
from app.accounts.queries import members, staff_with, superiors
from app.decisions.appeals.models import AppealHandling, AppealStatement
from app.decisions.models import Decision, Recommendation
from app.extensions import db
from app.judging.models import ImpartialityAnswer
from app.review import standing as review
from app.review.queries import preparers
from app.review.standing import CaseStandings, Standing


@dataclass(frozen=True)
class Involved:
    """The people who took part in what is appealed, who are disqualified (or belong to the applicant), and whose leader
    is: user ids. `own`: how the one who asks stands to the case."""

    own: Standing
    took_part: frozenset[int]
    shut_out: frozenset[int]
    leaders: dict[int, int]

    def reports_to_shut_out(self, user_id: int) -> bool:
        """Who reports to a disqualified leader may not prepare the case for the appeal body."""
        return self.leaders.get(user_id) in self.shut_out

    def may_act(self, user_id: int) -> bool:
        return user_id not in self.took_part and user_id not in self.shut_out and not self.reports_to_shut_out(user_id)


def involved(handling: AppealHandling, user: Actor) -> Involved:
    """As `user` asks it. Six statements, one more for an appeal of a dismissal."""
    appeal = handling.appeal
    application = appeal.decision.application
    took_part = preparers(application.id) | _writers(appeal.decision) | _deciders(appeal.decision)
    if handling.about_id is not None:
        took_part |= _dismissers(handling.about_id)
    outside = {member.id for member in members(application.organisation_id)}
    known = review.case_standings(user, application)
    return Involved(known.own, frozenset(took_part), frozenset(outside | _disqualified(known)), superiors())


def _writers(decision: Decision) -> set[int]:
    """Who wrote in the recommendations up to the one that was adopted: a later one may be the answer to this appeal."""
    rows = db.session.execute(
        select(Recommendation.writer_ids, Recommendation.made_by_id).where(
            Recommendation.application_id == decision.application_id, Recommendation.id <= decision.recommendation_id
        )
    )
    return {person for writers, made_by in rows for person in (*writers, made_by)}


def _deciders(decision: Decision) -> set[int]:
    """Who prepared and decided this version and those before it."""
    rows = db.session.execute(
        select(Decision.prepared_by_id, Decision.decided_by_id).where(
            Decision.application_id == decision.application_id, Decision.version <= decision.version
        )
    )
    return {person for row in rows for person in row}


def _dismissers(appeal_id: int) -> set[int]:
    """Who proposed and approved that a late appeal was dismissed."""
    rows = db.session.execute(
        select(AppealStatement.prepared_by_id, AppealStatement.approved_by_id).where(
            AppealStatement.appeal_id == appeal_id
        )
    )
    return {person for row in rows for person in row if person is not None}


def _disqualified(known: CaseStandings) -> set[int]:
    return {
        one.impartiality.user_id
        for one in known.declared
        if (one.impartiality.settled_as or one.impartiality.answer) is ImpartialityAnswer.DISQUALIFIED
    }


def could(role: Role, facts: Involved, but_for: Collection[int] = ()) -> list[str]:
    """The names of those with this role who may act on the appeal."""
    return [user.name for user in staff_with(role) if facts.may_act(user.id) and user.id not in but_for]
