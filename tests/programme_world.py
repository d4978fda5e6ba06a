"""A week and its programme to test in."""

from datetime import date, datetime, time, timedelta
from typing import Any

from app.campaign.models import Week
from app.extensions import db
from app.programme.models import EventOrigin, EventStatus, ProgrammeEvent, ProgrammeSession

MONDAY = date(2026, 11, 23)


class ProgrammeWorld:
    """Builders that commit what they make, at one moment."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def week(self, monday: date = MONDAY, **changes: Any) -> Week:
        """The week of `monday`, its programme public since a day before the test's moment."""
        values: dict[str, Any] = {
            "year": monday.year,
            "name": f"Ombruksuka {monday.year}",
            "starts_on": monday,
            "ends_on": monday + timedelta(days=6),
            "intro": "En uke med reparasjon, bytte og lån, gratis og åpen for alle.",
            "municipality": "Oslo kommune",
            "owner_unit": "Klimaetaten",
            "contact_email": "ombruksuka@oslo.example",
            "registration_opens_on": monday - timedelta(days=120),
            "registration_closes_on": monday + timedelta(days=3),
            "programme_opens_at": self.at - timedelta(days=1),
        }
        made = Week(**{**values, **changes})
        db.session.add(made)
        db.session.commit()
        return made

    def event(
        self, week: Week, title: str = "Fiksekveld", *, day: int = 0, starts: time = time(17), **changes: Any
    ) -> ProgrammeEvent:
        """An approved event on the week's `day` (0 is the first), registered without money."""
        values: dict[str, Any] = {
            "slug": changes.pop("slug", f"{title.lower().replace(' ', '-')}-{day}"),
            "origin": EventOrigin.REGISTERED,
            "status": EventStatus.APPROVED,
            "title": title,
            "summary": "Ta med noe som er ødelagt, så fikser vi det sammen.",
            "organiser": "Fiksekroken",
            "activity_types": ["repair"],
            "venue_name": "Tøyen bibliotek",
            "address": "Hagegata 28",
            "postal_code": "0653",
            "registered_at": self.at,
            "changed_at": self.at,
        }
        made = ProgrammeEvent(week=week, **{**values, **changes})
        held_on = week.starts_on + timedelta(days=day)
        ends = time(min(starts.hour + 3, 23), starts.minute)
        made.sessions = [ProgrammeSession(week_id=week.id, held_on=held_on, starts=starts, ends=ends)]
        db.session.add(made)
        week.revision += 1
        db.session.commit()
        return made
