"""The days of the reuse week. Pure."""

from datetime import date, timedelta


def reuse_monday(year: int) -> date:
    """The Monday of the week that ends in Black Friday, the day after the fourth Thursday of November."""
    first = date(year, 11, 1)
    fourth_thursday = first + timedelta(days=(3 - first.weekday()) % 7 + 21)
    return fourth_thursday - timedelta(days=3)
