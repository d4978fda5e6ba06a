"""Background work of the figures: summaries reckoned, charts drawn. Safe to run twice."""

from datetime import datetime

from app import clock
from app.extensions import db, jobs
from app.insight import charts, summaries, summary_shown


@jobs.task
def reckon(round_id: int) -> None:
    """One round's summary, and the charts that changed with it."""
    summaries.reckon_round(round_id, clock.now())
    db.session.commit()
    draw_charts.run()


@jobs.task
def draw_charts() -> None:
    """Every chart that a page shows and that is not drawn yet."""
    wanted = summary_shown.all_charts(clock.today())
    db.session.rollback()
    charts.draw(wanted)


def reckon_due(at: datetime) -> int:
    """For the tick: start on each round whose summary lacks or is old. Returns how many."""
    rounds = summaries.due(at)
    db.session.rollback()
    for round_id in rounds:
        reckon.enqueue(round_id)
    return len(rounds)


def missing_charts(at: datetime) -> int:
    """For the tick: start on the charts that a page shows and nobody has drawn. Returns how many lack."""
    lacking = charts.lacking(summary_shown.all_charts(clock.local(at).date()))
    db.session.rollback()
    if lacking:
        draw_charts.enqueue()
    return len(lacking)
