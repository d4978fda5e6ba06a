"""Claims by grant and case, what has come back, and what has gone out."""

from collections.abc import Sequence

from sqlalchemy import func, select

from app.extensions import db
from app.followup.recovery.models import Recovery


def returned(grant_ids: Sequence[int]) -> dict[int, int]:
    """Kroner that were paid back, by grant; those with nothing are left out. One statement."""
    rows = db.session.execute(
        select(Recovery.grant_id, func.sum(Recovery.returned_nok))
        .where(Recovery.grant_id.in_(grant_ids), Recovery.returned_nok > 0)
        .group_by(Recovery.grant_id)
    )
    return {grant_id: int(total) for grant_id, total in rows}
