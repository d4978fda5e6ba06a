"""Ten rounds to read figures of: the seeded one's summary, kept again for nine years before it, and the years of the
report, with every chart drawn."""

import time
import tomllib
from datetime import datetime, timedelta

from app.access import SYSTEM
from app.extensions import db
from app.insight import summaries
from app.insight.loading import load_history
from app.insight.models import RoundSummary
from app.insight.summary_jobs import draw_charts
from app.rounds.loading import load_round
from app.rounds.models import Round, RoundStatus
from bench.seed import DOCUMENT

YEARS = 9
WEEK = timedelta(weeks=52)


def seed_figures(round_id: int, at: datetime) -> float:
    """Seconds for reckoning the seeded round. Commits."""
    started = time.perf_counter()
    summaries.reckon_round(round_id, at)
    db.session.commit()
    took = time.perf_counter() - started
    kept, seeded = db.session.get_one(RoundSummary, round_id), db.session.get_one(Round, round_id)
    for number in range(1, YEARS + 1):
        document = tomllib.loads(DOCUMENT.read_text(encoding="utf-8"))
        document["round"]["reference_prefix"] = f"EARLIER{number}"
        monday = seeded.week_starts_on - number * WEEK
        slug, name = f"earlier-{number}", f"Uka {monday.year}"
        made = load_round(document, slug=slug, name=name, monday=monday, by=SYSTEM, at=at)
        made.status = RoundStatus.FINISHED
        db.session.flush()
        place = {"slug": slug, "name": name, "year": monday.year, "ends_on": made.week_ends_on.isoformat()}
        db.session.add(RoundSummary(round_id=made.id, content={**kept.content, **place}, reckoned_at=at))
    load_history(SYSTEM, at)
    db.session.commit()
    draw_charts.run()
    return took
