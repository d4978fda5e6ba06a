"""Score, send and declare. Nothing is recorded here: the room that owns the case does it in the same transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.access import Actor
from app.extensions import db
from app.judging import policy, queries
from app.judging.models import Assessment, Criterion, Impartiality, ImpartialityAnswer, Score, ScoreRevision


@dataclass(frozen=True)
class Given:
    """One answer: 1-5, or «kan ikke vurderes», or (neither) not answered yet; and a comment, which is kept anyhow."""

    value: int | None
    cannot_assess: bool = False
    comment: str | None = None

    @property
    def is_empty(self) -> bool:
        return self.value is None and not self.cannot_assess and not self.comment


def save_score(
    subject_id: int,
    criterion: Criterion,
    value: int | None,
    *,
    cannot_assess: bool = False,
    comment: str | None = None,
    by: Actor,
    at: datetime,
) -> Score:
    """Keep one answer as it is given."""
    assessment, score = queries.own_score(subject_id, by.actor_id, criterion.id)
    policy.can_save_score(assessment)
    assessment = assessment or _start(subject_id, by, at)
    return _keep(assessment, score, criterion, Given(value, cannot_assess, comment), at)


def save_scores(
    subject_id: int, answers: Sequence[tuple[Criterion, Given]], *, by: Actor, at: datetime
) -> Assessment | None:
    """Keep a whole sheet; None when nothing is answered and nothing was before."""
    assessment = queries.own_assessment(subject_id, by.actor_id)
    policy.can_save_score(assessment)
    if assessment is None:
        if all(given.is_empty for _, given in answers):
            return None
        assessment = _start(subject_id, by, at)
    scores = {score.criterion_id: score for score in assessment.scores}
    for criterion, given in answers:
        if criterion.id in scores or not given.is_empty:
            _keep(assessment, scores.get(criterion.id), criterion, given, at)
    return assessment


def _keep(assessment: Assessment, score: Score | None, criterion: Criterion, given: Given, at: datetime) -> Score:
    if score is None:
        score = Score(assessment=assessment, criterion_id=criterion.id)
        db.session.add(score)
    score.value, score.cannot_assess = (None, True) if given.cannot_assess else (given.value, False)
    score.comment, score.saved_at = (given.comment or "").strip() or None, at
    return score


def _start(subject_id: int, by: Actor, at: datetime) -> Assessment:
    assert by.actor_id is not None
    started = Assessment(subject_id=subject_id, assessor_id=by.actor_id, assessor_name=by.display_name, started_at=at)
    db.session.add(started)
    return started


def send_assessment(subject_id: int, criteria: Sequence[Criterion], *, by: Actor, at: datetime) -> Assessment:
    """From now on it counts, and cannot be changed."""
    assessment = queries.own_assessment(subject_id, by.actor_id)
    policy.can_send(assessment, criteria)
    assert assessment is not None
    assessment.sent_at = at
    return assessment


def revise(
    subject_id: int, answers: Sequence[tuple[Criterion, Given]], reason: str, *, by: Actor, at: datetime
) -> list[ScoreRevision]:
    """Change a sent assessment once: the new answers count, and the first ones stay beside them. Only what differs is
    kept; an empty answer is no change."""
    assert by.actor_id is not None
    assessment = queries.own_assessment(subject_id, by.actor_id)
    policy.can_revise(assessment)
    assert assessment is not None
    scores = {score.criterion_id: score for score in assessment.scores}
    revised = {c.code: given for c, given in answers if not given.is_empty and _differs(scores[c.id], given)}
    policy.can_revise_so(revised, reason)
    made = [
        ScoreRevision(
            score=scores[criterion.id],
            value=None if given.cannot_assess else given.value,
            cannot_assess=given.cannot_assess,
            comment=(given.comment or "").strip() or None,
            reason=reason.strip(),
            revised_by_id=by.actor_id,
            revised_by_name=by.display_name,
            revised_at=at,
        )
        for criterion, given in answers
        if criterion.code in revised
    ]
    db.session.add_all(made)
    return made


def _differs(score: Score, given: Given) -> bool:
    """The value, not only the comment: a comment alone changes no result."""
    return given.cannot_assess != score.cannot_assess or given.value != score.value


def declare(
    subjects: Collection[int], answer: ImpartialityAnswer, reason: str | None, *, by: Actor, at: datetime
) -> list[Impartiality]:
    """Keep the person's answer for each subject. A new answer undoes how an earlier doubt was settled."""
    own = {row.subject_id: row for row in queries.declarations(subjects) if row.user_id == by.actor_id}
    policy.can_declare(list(own.values()), answer, reason)
    rows = [own.get(subject) or _new_declaration(subject, by) for subject in subjects]
    for row in rows:
        row.answer, row.reason, row.declared_at = answer, (reason or "").strip() or None, at
        row.settled_as = row.settled_by_id = row.settled_reason = row.settled_at = None
    return rows


def _new_declaration(subject_id: int, by: Actor) -> Impartiality:
    assert by.actor_id is not None
    row = Impartiality(subject_id=subject_id, user_id=by.actor_id, user_name=by.display_name)
    db.session.add(row)
    return row


def settle(rows: Sequence[Impartiality], answer: ImpartialityAnswer, reason: str, *, by: Actor, at: datetime) -> None:
    """Decide one person's doubt: impartial or disqualified."""
    policy.can_settle(rows, reason, by)
    for row in rows:
        if policy.is_waiting(row):
            row.settled_as, row.settled_by_id = answer, by.actor_id
            row.settled_reason, row.settled_at = reason.strip(), at
