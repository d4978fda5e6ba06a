"""What of a programme somebody asked for: «?dag=&bydel=&type=», as links that can be shared."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.campaign.models import Week

TODAY, TOMORROW = "i-dag", "i-morgen"


@dataclass(frozen=True)
class Chosen:
    """None: all of them."""

    day: date | None = None
    district: str | None = None
    kind: str | None = None

    def with_day(self, day: date | None) -> "Chosen":
        return replace(self, day=day)

    def with_district(self, district: str | None) -> "Chosen":
        return replace(self, district=district)

    def with_kind(self, kind: str | None) -> "Chosen":
        return replace(self, kind=kind)

    @property
    def is_all(self) -> bool:
        return self == Chosen()

    @property
    def query(self) -> dict[str, str]:
        """As an address has it."""
        given = {"dag": self.day.isoformat() if self.day else None, "bydel": self.district, "type": self.kind}
        return {name: value for name, value in given.items() if value is not None}


def days_of(week: Week) -> list[date]:
    return [week.starts_on + timedelta(days=n) for n in range((week.ends_on - week.starts_on).days + 1)]


def day_of(written: str | None, week: Week, today: date) -> date | None:
    """A day of the week, written as 2026-11-24, «i-dag» or «i-morgen»; None for anything else."""
    said = {TODAY: today, TOMORROW: today + timedelta(days=1)}.get(written or "")
    return date_of(said.isoformat() if said else written, week)


def date_of(written: str | None, week: Week) -> date | None:
    """The same without the words for today and tomorrow."""
    try:
        day = date.fromisoformat(written or "")
    except ValueError:
        return None
    return day if week.starts_on <= day <= week.ends_on else None


def code_of(written: str | None, known: Mapping[str, object]) -> str | None:
    return written if written in known else None
