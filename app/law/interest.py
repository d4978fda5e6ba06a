"""Interest on what is paid too late, as dated data like statutes.py. The rate is set twice a year and is never written
in a letter. No lawyer has read this; domain.md 5.2 says that a claim tells of late interest, not by which section."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class InterestAct:
    """An act on late interest, cited whole while nobody has confirmed the section."""

    number: str
    name: str
    adopted: date
    applies_to: date | None


AFTER = timedelta(days=30)
"""So long after a claim was sent we ask for no interest, whatever last day it names. A promise of ours: it must not be
shorter than the act's own period, which neither domain.md nor norway.md gives."""
ACTS = (InterestAct("LOV-1976-12-17-100", "forsinkelsesrenteloven", date(1976, 12, 17), None),)


def cite_interest(on: date) -> str:
    """«forsinkelsesrenteloven (LOV-1976-12-17-100)» as it applies on this day. Raises LookupError where none does."""
    for act in reversed(ACTS):
        if act.adopted <= on and (act.applies_to is None or on <= act.applies_to):
            return f"{act.name} ({act.number})"
    raise LookupError(f"no act on late interest is known for {on}")


def interest_from(sent_on: date, pay_by: date) -> date:
    """The first day that interest may be asked for, of a claim sent on one day and to be paid on another."""
    return max(sent_on + AFTER, pay_by + timedelta(days=1))
