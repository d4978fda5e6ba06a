"""Where in the city something happens, and where nothing does yet: for staff, while something can be done about it."""

from dataclasses import dataclass

from sqlalchemy import and_, func, select

from app.accounts.models import District
from app.campaign.models import Week
from app.extensions import db
from app.programme.models import EventOrigin, EventStatus, ProgrammeEvent


@dataclass(frozen=True)
class Covered:
    """One part of the city: events in the programme, those of them that are funded, and those that wait."""

    name: str
    events: int
    funded: int
    waiting: int


def coverage(week: Week) -> list[Covered]:
    """Every district in its order: one statement. «Hele byen» and «på nett» are no districts."""
    is_shown = ProgrammeEvent.status == EventStatus.APPROVED
    rows = db.session.execute(
        select(
            District.name,
            func.count().filter(is_shown),
            func.count().filter(is_shown, ProgrammeEvent.origin == EventOrigin.FUNDED),
            func.count().filter(ProgrammeEvent.status == EventStatus.PROPOSED),
        )
        .outerjoin(
            ProgrammeEvent, and_(ProgrammeEvent.district_code == District.code, ProgrammeEvent.week_id == week.id)
        )
        .where(District.covers_city.is_(False), District.is_online.is_(False))
        .group_by(District.code, District.name, District.position)
        .order_by(District.position)
    )
    return [Covered(*row) for row in rows]


def without(found: list[Covered]) -> list[str]:
    """The names of the districts where nothing is in the programme."""
    return [one.name for one in found if not one.events]
