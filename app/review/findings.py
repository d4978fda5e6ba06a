"""Keep what the formal checks found, and count it in the work list's rows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select

from app.applications import worklist
from app.applications.models import CaseRow, FlagLevel, Status
from app.extensions import db
from app.review.checks import COMPARING, Finding
from app.review.models import CheckCode, CheckResult

UNSCREENED = (Status.SUBMITTED, Status.SCREENING, Status.SUPPLEMENT)
EXPLAINED = ("explanation", "explained_by_id", "explained_by_name", "explained_at")

Values = dict[str, Any]
"""A row of check_result, by column, without its id."""


def unscreened_rows(applications: Collection[int]) -> Sequence[CaseRow]:
    """The work list's rows of those cases that a handler has not passed yet. No query for no cases."""
    if not applications:
        return []
    return db.session.scalars(
        select(CaseRow).where(CaseRow.application_id.in_(applications), CaseRow.status.in_(UNSCREENED))
    ).all()


def replace(found: Mapping[int, Sequence[Finding]], *, whole: int, at: datetime) -> list[Values]:
    """Store the findings by application id, and return every result these cases now have.

    For the case `whole` all earlier results go; for the others only those that compare cases. An explanation stays
    where the same check comes out the same.
    """
    before = [dict(row) for row in db.session.execute(_results(found)).mappings()]
    gone = [row for row in before if row["application_id"] == whole or _compares(row)]
    kept = [row for row in before if row not in gone]
    explained = {_key(row): row for row in gone if row["explained_at"] is not None}
    new = [_values(application, one, explained, at) for application, ones in found.items() for one in ones]
    if gone:
        db.session.execute(delete(CheckResult).where(CheckResult.id.in_([row["id"] for row in gone])))
    db.session.execute(insert(CheckResult).execution_options(render_nulls=True), new)  # one statement for all
    return kept + new


def _results(applications: Iterable[int]) -> Any:
    return select(CheckResult.__table__).where(CheckResult.application_id.in_(list(applications)))


def _compares(row: Values) -> bool:
    """Other money from the municipality is a finding about the case alone, and has no activity."""
    return row["code"] in COMPARING and (row["code"] is not CheckCode.SAME_EXPENSE or row["activity_id"] is not None)


def _key(row: Values) -> tuple[Any, ...]:
    details = tuple(sorted((name, repr(value)) for name, value in row["details"].items()))
    return row["application_id"], row["code"], row["activity_id"], row["level"], details


def _values(application: int, one: Finding, explained: Mapping[tuple[Any, ...], Values], at: datetime) -> Values:
    row: Values = {
        "application_id": application,
        "activity_id": one.activity_id,
        "code": one.code,
        "level": one.level,
        "details": one.stored,
        "checked_at": at,
    }
    earlier = explained.get(_key(row), {})
    return {**row, **{name: earlier.get(name) for name in EXPLAINED}}


def values(results: Iterable[CheckResult]) -> list[Values]:
    """Loaded results as `count` takes them."""
    names = ("application_id", "activity_id", "level", "explained_at")
    return [{name: getattr(one, name) for name in names} for one in results]


def count(results: Iterable[Values], rows: Iterable[CaseRow]) -> None:
    """An activity's row counts its own results and those of the whole case; explained ones as green."""
    known = list(results)
    for row in rows:
        levels = [
            FlagLevel.GREEN if one["explained_at"] else one["level"]
            for one in known
            if one["application_id"] == row.application_id and one["activity_id"] in (None, row.activity_id)
        ]
        green, amber, red = (levels.count(level) for level in (FlagLevel.GREEN, FlagLevel.AMBER, FlagLevel.RED))
        worklist.set_checks(row, green=green, amber=amber, red=red)
