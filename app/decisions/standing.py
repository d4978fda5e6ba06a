"""How a person stands to cases they might decide: one way to know it, for one case and for a hundred."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from app.access import Role
from app.accounts.models import Superior, User
from app.accounts.queries import leader_of, staff_with, superiors
from app.decisions.models import Recommendation
from app.extensions import db
from app.review import standing as review
from app.review.queries import preparers_of
from app.review.standing import Answer
from app.review.ties import SHUT_OUT, reporting_to_disqualified, ties


@dataclass(frozen=True)
class Standing:
    """Facts of one person and one case. `answer` is the person's word on impartiality. `reports_to_disqualified`: the
    nearest leader's name, where that leader is disqualified in the case: by their own word, as a doubt was settled,
    or as a member of the applicant. `others`: who could decide it, where this person is shut out."""

    is_member: bool = False
    is_preparer: bool = False
    answer: Answer = Answer.NOT_ASKED
    reports_to_disqualified: str | None = None
    others: tuple[str, ...] | None = field(default=None, compare=False)

    @property
    def is_shut_out(self) -> bool:
        """Whether nothing the person can do themselves would let them decide."""
        out = self.is_member or self.is_preparer or self.reports_to_disqualified is not None
        return out or self.answer in {Answer.DISQUALIFIED, Answer.DOUBT}

    @property
    def may_declare(self) -> bool:
        """Whether the person has not been asked yet and nothing else shuts them out."""
        return self.answer is Answer.NOT_ASKED and not self.is_shut_out


def standings(user: User, application_ids: Sequence[int]) -> dict[int, Standing]:
    """Four statements, however many cases; one more where the leader is disqualified, and five where anything shuts the
    person out."""
    prepared = prepared_by(user.id, application_ids)
    leaders = _disqualified_leaders(user, application_ids)
    found = {
        application_id: Standing(one.is_member, application_id in prepared, one.answer, leaders.get(application_id))
        for application_id, one in review.standings(user, application_ids).items()
    }
    is_approver = Role.APPROVER in user.roles
    shut_out = [application_id for application_id, one in found.items() if one.is_shut_out or not is_approver]
    for application_id, names in deciders(shut_out).items():
        known = found[application_id]
        found[application_id] = Standing(
            known.is_member, known.is_preparer, known.answer, known.reports_to_disqualified, tuple(names)
        )
    return found


def _disqualified_leaders(user: User, application_ids: Collection[int]) -> dict[int, str]:
    """The name of the person's nearest leader, by the cases in which that leader is disqualified."""
    nearest = select(Superior.leader_id).where(Superior.user_id == user.id)
    found = [case for (case, _leader), why in ties(nearest, application_ids).items() if why in SHUT_OUT]
    leader = leader_of(user.id) if found else None
    return dict.fromkeys(found, leader.name) if leader else {}


def deciders(application_ids: Collection[int]) -> dict[int, list[str]]:
    """The names of the approvers who could decide each case: neither tied to it, nor in doubt, nor reporting to a
    disqualified leader, nor among those who prepared it. Five statements, however many cases and people."""
    if not application_ids:
        return {}
    approvers = {one.id: one.name for one in staff_with(Role.APPROVER)}
    leaders = superiors()
    found = ties({*approvers, *leaders.values()}, application_ids)
    out = found.keys() | reporting_to_disqualified(approvers, leaders, found).keys()
    prepared = preparers(application_ids)
    return {
        case: [name for person, name in approvers.items() if (case, person) not in out and person not in prepared[case]]
        for case in application_ids
    }


def prepared_by(user_id: int, application_ids: Sequence[int]) -> set[int]:
    """The cases that this person screened or scored, or wrote in a recommendation of, sent or not."""
    return {case for case, people in preparers(application_ids).items() if user_id in people}


def preparers(application_ids: Collection[int]) -> dict[int, set[int]]:
    """Who screened, scored or wrote in a recommendation of each case: application id → user ids. Two statements."""
    found = preparers_of(application_ids)
    wrote = db.session.execute(
        select(Recommendation.application_id, Recommendation.writer_ids).where(
            Recommendation.application_id.in_(application_ids)
        )
    )
    for application_id, writer_ids in wrote:
        found[application_id].update(writer_ids)
    return found
