"""Totals, kept true: from the sheets that count to the rows of the work list, and a mark that the round has changed."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite

from app.applications import worklist
from app.applications.models import Activity, Application, Status
from app.extensions import db
from app.judging import queries as judged
from app.judging.scoring import judge
from app.review import policy
from app.review.ranking_models import RankingMark


def recount(application: Application, activities: Collection[Activity], at: datetime) -> None:
    """Totals from the sent sheets of those who are impartial, while the case is not decided."""
    if application.status not in policy.BEFORE_DECISION:
        return
    db.session.flush()
    weights = judged.weights(application.round.rubric_id)
    first = next(iter(weights), None)
    sheets = judged.counting_sheets([activity.subject_id for activity in activities])
    rows = {row.activity_id: row for row in application.case_rows}
    for activity in activities:
        result = judge(weights, sheets[activity.subject_id])
        worklist.set_score(
            rows[activity.id],
            total=result.total,
            mean=result.mean,
            relevance=None if first is None else result.criteria[first].median,
            spread=result.spread,
            assessments=result.assessments,
        )
    _mark(application, at)


def _mark(application: Application, at: datetime) -> None:
    """What was reckoned of the whole round is older than this change."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    proposed = int(application.status is Status.RECOMMENDED)
    first = {"changes": 1, "proposed_changes": proposed, "changed_at": at}
    again = {
        "changes": RankingMark.changes + 1,
        "proposed_changes": RankingMark.proposed_changes + proposed,
        "changed_at": at,
    }
    made = insert(RankingMark).values(round_id=application.round_id, **first)
    db.session.execute(made.on_conflict_do_update(index_elements=[RankingMark.round_id], set_=again))
