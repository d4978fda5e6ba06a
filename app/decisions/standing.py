"""How a person stands to cases they might decide: one way to know it, for one case and for a hundred."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.models import Membership
from app.applications.models import Activity, Application
from app.decisions.models import Recommendation
from app.audit.models import AuditEvent
from app.extensions import db
from app.judging.models import Impartiality, ImpartialityAnswer


PREPARING = ("deviation_explained", "screening_passed", "assessment_sent", "recommended")
"""Events whose actor has prepared the case: whoever screened, scored or recommended does not decide."""


@dataclass(frozen=True)
class Standing:
    """Facts of one person and one case. `answer` is the person's word on impartiality: None until every activity has
    one, and the gravest when they differ."""

    is_member: bool = False
    is_preparer: bool = False
    answer: ImpartialityAnswer | None = None


def standings(user_id: int, application_ids: Sequence[int]) -> dict[int, Standing]:
    """Four statements, however many cases."""
    members, preparers = _member_of(user_id, application_ids), _prepared(user_id, application_ids)
    answers: dict[int, list[ImpartialityAnswer | None]] = {}
    for application_id, answer in _answers(user_id, application_ids):
        answers.setdefault(application_id, []).append(answer)
    return {
        application_id: Standing(
            is_member=application_id in members,
            is_preparer=application_id in preparers,
            answer=gravest(answers.get(application_id, [])),
        )
        for application_id in application_ids
    }


def gravest(answers: Sequence[ImpartialityAnswer | None]) -> ImpartialityAnswer | None:
    """Disqualified for one activity is disqualified for the case; doubt next; and nothing is said until all is."""
    for answer in (ImpartialityAnswer.DISQUALIFIED, ImpartialityAnswer.DOUBT):
        if answer in answers:
            return answer
    return None if None in answers or not answers else ImpartialityAnswer.IMPARTIAL


def writers(application_id: int) -> set[int]:
    """Everybody who wrote in a recommendation of the case, sent or not."""
    rows = db.session.scalars(select(Recommendation.writer_ids).where(Recommendation.application_id == application_id))
    return {writer for row in rows for writer in row}


def _member_of(user_id: int, application_ids: Sequence[int]) -> set[int]:
    return set(
        db.session.scalars(
            select(Application.id)
            .join(Membership, Membership.organisation_id == Application.organisation_id)
            .where(Membership.user_id == user_id, Application.id.in_(application_ids))
        )
    )


def _prepared(user_id: int, application_ids: Sequence[int]) -> set[int]:
    wrote = db.session.execute(
        select(Recommendation.application_id, Recommendation.writer_ids).where(
            Recommendation.application_id.in_(application_ids)
        )
    )
    found = {application_id for application_id, writer_ids in wrote if user_id in writer_ids}
    acted = db.session.scalars(
        select(Application.id)
        .join(AuditEvent, AuditEvent.case_reference == Application.reference)
        .where(Application.id.in_(application_ids), AuditEvent.actor_id == user_id, AuditEvent.kind.in_(PREPARING))
    )
    return found | set(acted)


def _answers(user_id: int, application_ids: Sequence[int]) -> Sequence[tuple[int, ImpartialityAnswer | None]]:
    mine = (Impartiality.subject_id == Activity.subject_id) & (Impartiality.user_id == user_id)
    rows = db.session.execute(
        select(Activity.application_id, Impartiality.answer, Impartiality.settled_as)
        .outerjoin(Impartiality, mine)
        .where(Activity.application_id.in_(application_ids))
    )
    return [(application_id, settled or answer) for application_id, answer, settled in rows]
