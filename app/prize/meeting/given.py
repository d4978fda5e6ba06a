"""One nomination in the matrix: what each juror gave it for each criterion, why, and what was changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.access import Actor
from app.extensions import db
from app.judging.models import Assessment, Score, ScoreRevision
from app.judging.queries import Question, questions
from app.prize.meeting.matrix import Mark
from app.prize.meeting.matrix_table import Line, Middle, Table
from app.prize.models import Prize
from app.prize.nominations.models import Nomination
from app.prize.scoring.sealed import assessments


@dataclass(frozen=True)
class Answer:
    """`first`: the score as it was before `score` replaced it."""

    user_id: int
    name: str
    seat: str
    score: Score | ScoreRevision
    first: Score | None

    @property
    def revision(self) -> ScoreRevision | None:
        return self.score if isinstance(self.score, ScoreRevision) else None


@dataclass(frozen=True)
class Block:
    """One criterion."""

    question: Question
    middle: Middle
    answers: Sequence[Answer]


@dataclass(frozen=True)
class Given:
    nomination: Nomination
    blocks: Sequence[Block]
    own: Assessment | None

    @property
    def is_revised(self) -> bool:
        """Whether the reader has used the one change."""
        return self.own is not None and any(score.revision for score in self.own.scores)


def nomination_of(prize: Prize, reference: str) -> Nomination:
    """Raises NoResultFound."""
    own = select(Nomination).where(Nomination.prize_id == prize.id, Nomination.reference == reference)
    return db.session.scalars(own).unique().one()


def given(prize: Prize, line: Line, table: Table, viewer: Actor) -> Given:
    """Without a quorum the viewer's own only. Three statements."""
    nomination = nomination_of(prize, line.reference)
    is_open = line.given >= table.quorum
    counting = {user for user, cell in line.cells.items() if cell.mark is Mark.GIVEN}
    found = {
        one.assessor_id: one
        for one in assessments(prize, [nomination.subject_id or 0], viewer)
        if one.assessor_id in counting and (is_open or one.assessor_id == viewer.actor_id)
    }
    blocks = [
        Block(question, middle, _answers(question.id, found, table))
        for question, middle in zip(questions(prize.rubric_id), line.middles, strict=True)
    ]
    return Given(nomination, blocks, found.get(viewer.actor_id or 0))


def _answers(criterion_id: int, found: dict[int, Assessment], table: Table) -> list[Answer]:
    answers = []
    for head in table.heads:
        scores = found[head.user_id].scores if head.user_id in found else []
        own = next((score for score in scores if score.criterion_id == criterion_id), None)
        if own is not None:
            answers.append(Answer(head.user_id, head.name, head.seat, own.newest, own if own.revision else None))
    return answers
