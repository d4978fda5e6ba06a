"""How far each juror is, in counts only: nobody learns of a score from it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from app.extensions import db
from app.judging.models import Assessment, Criterion, Score
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import Standing
from app.prize.models import Prize
from app.prize.nominations.models import Nomination


@dataclass(frozen=True)
class Left:
    """How many of the cards that are a member's own are not complete yet."""

    member: JuryMember
    cards: int
    count: int

    @property
    def done(self) -> int:
        return self.cards - self.count


def left(prize: Prize, standing: Standing, nominations: Sequence[Nomination]) -> list[Left]:
    """The members with cards, in the jury's order: one statement. When the scores were opened again, only the cards
    that were."""
    is_again = prize.scores_locked_at is not None
    open_now = [each for each in nominations if each.takes_scores or not is_again]
    own: dict[int, list[int]] = {one.user_id: [] for one in standing.members}
    for each in open_now:
        for reader in standing.readers(each):
            own[reader.user_id].append(each.subject_id or 0)
    done = complete(prize)
    return [
        Left(one, len(own[one.user_id]), sum((subject, one.user_id) not in done for subject in own[one.user_id]))
        for one in standing.members
        if own[one.user_id]
    ]


def complete(prize: Prize) -> set[tuple[int, int]]:
    """(subject id, user id) of the sheets where every criterion is answered, sent or not."""
    criteria = select(func.count()).where(Criterion.rubric_id == prize.rubric_id).scalar_subquery()
    found = (
        select(Assessment.subject_id, Assessment.assessor_id)
        .join(Nomination, Nomination.subject_id == Assessment.subject_id)
        .join(Score, Score.assessment_id == Assessment.id)
        .where(Nomination.prize_id == prize.id, or_(Score.value.is_not(None), Score.cannot_assess))
        .group_by(Assessment.subject_id, Assessment.assessor_id)
        .having(func.count(Score.id) >= criteria)
    )
    return {(subject, user) for subject, user in db.session.execute(found)}
