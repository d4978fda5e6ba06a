"""Who sees whose scores. The only filter: pages, lists, counts, exports and errors ask here.

The rule: you see your own assessment always. Others' *sent* assessments of a subject, and every number made from them
(total, median, spread, how many there are), you see

1. when you have sent your own of that subject; or
2. when the case is proposed for decision (`Stage.PROPOSED`) and your roles include reading or approving, which is
   other work than assessing; or
3. when it is decided (`Stage.SETTLED`): nothing can be assessed any more.

Others' unsent assessments are seen by nobody, and leave no trace.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, SQLColumnExpression, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from app.access import Actor, Role
from app.extensions import db
from app.judging.models import Assessment, Score


class Stage(StrEnum):
    """How far the judging is. The room that owns the case says which."""

    OPEN = "open"
    PROPOSED = "proposed"
    SETTLED = "settled"


def _sees_all(user: Actor, stage: Stage) -> bool:
    if stage is Stage.PROPOSED:
        return bool(user.roles & {Role.APPROVER, Role.READER})
    return stage is Stage.SETTLED


@dataclass(frozen=True)
class Visible:
    """What one person may see. `opened`: the subjects whose others' assessments are shown."""

    assessments: Mapping[int, Sequence[Assessment]]
    opened: frozenset[int]

    def own(self, subject: int, user: Actor) -> Assessment | None:
        return next((one for one in self.assessments[subject] if one.assessor_id == user.actor_id), None)

    def sent(self, subject: int) -> Sequence[Assessment]:
        """The sent ones, the person's own among them; none while the others' are hidden."""
        return [one for one in self.assessments[subject] if one.sent_at] if subject in self.opened else []


OF_SUBJECTS = (
    select(Assessment)
    .where(Assessment.subject_id.in_(bindparam("subjects", expanding=True)))
    .order_by(Assessment.sent_at, Assessment.id)
    .options(joinedload(Assessment.scores).joinedload(Score.revision))
)


def visible_assessments(subjects: Collection[int], user: Actor, stage: Stage) -> Visible:
    """The assessments that `user` may see, by subject id, oldest first. One query, whatever is hidden."""
    found = db.session.scalars(OF_SUBJECTS, {"subjects": list(subjects)}).unique().all()
    opened = frozenset(
        subject
        for subject in subjects
        if _sees_all(user, stage)
        or any(a.subject_id == subject and a.assessor_id == user.actor_id and a.sent_at for a in found)
    )
    visible = {
        subject: [a for a in found if a.subject_id == subject and _is_visible(a, user, opened)] for subject in subjects
    }
    return Visible(visible, opened)


def _is_visible(assessment: Assessment, user: Actor, opened: frozenset[int]) -> bool:
    own = assessment.assessor_id == user.actor_id
    return own or (assessment.sent_at is not None and assessment.subject_id in opened)


class Asking(StrEnum):
    """How a list asks for the own assessments: the answer is the same, the time is not."""

    NEVER = "never"  # the person has sent none
    ONCE = "once"  # all of them are looked up before the first row: right where many rows will be passed by
    BY_ROW = "by_row"  # right where a few rows are shown, or most are the person's own


OWN_SENT = select(Assessment.subject_id).where(
    Assessment.assessor_id == bindparam("assessor_id"), Assessment.sent_at.is_not(None)
)


def asking(user: Actor, rows: int) -> Asking:
    """For a list that sorts or filters about `rows` rows by their totals: one statement, however many there are."""
    several = rows // 4 + 1
    counted = select(func.count()).select_from(OWN_SENT.limit(several).subquery())
    sent = db.session.scalar(counted, {"assessor_id": user.actor_id}) or 0
    return Asking.NEVER if not sent else Asking.BY_ROW if sent == several else Asking.ONCE


def totals_visible(
    subject_id: SQLColumnExpression[int],
    user: Actor,
    *,
    proposed: ColumnElement[bool],
    settled: ColumnElement[bool],
    asking: Asking = Asking.BY_ROW,
) -> ColumnElement[bool]:
    """The same rule as a condition for lists: true where `user` may see the subject's total and what follows from it.

    `proposed` and `settled` are true for the rows at that stage. Sorting and filtering on a total need it too.
    """
    seen = [settled]
    if user.roles & {Role.APPROVER, Role.READER}:
        seen.append(proposed)
    if asking is not Asking.NEVER:
        seen.append(_own_sent(subject_id, user, asking))
    return or_(*seen)


def _own_sent(subject_id: SQLColumnExpression[int], user: Actor, asking: Asking) -> ColumnElement[bool]:
    own = select(Assessment.subject_id).where(Assessment.assessor_id == user.actor_id, Assessment.sent_at.is_not(None))
    if asking is Asking.ONCE:
        return subject_id.in_(own)
    # PostgreSQL would answer an EXISTS for all rows of the table at once
    return own.where(Assessment.subject_id == subject_id).correlate_except(Assessment).scalar_subquery().is_not(None)
