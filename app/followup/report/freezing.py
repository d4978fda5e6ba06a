"""A report as it was sent, as plain values that are kept: what the staff's page, the receipt and the history show."""

from typing import Any

from app.followup.grants.models import Grant
from app.followup.report import asking, policy
from app.followup.report.models import Held, Report, ReportPhoto

ANSWERS = (
    "held",
    "actual",
    "actual_place",
    "count_method",
    "count_reason",
    "visitors",
    "outcomes",
    "ran_out",
    "ran_out_text",
    "reach",
    "learned",
    "differently",
    "deviations",
    "accounts",
    "total_cost_nok",
    "other_income_nok",
    "unused_nok",
    "again",
    "story_ok",
)
"""The columns that are answers; content holds them by the same names."""
NOT_IF_NOT_HELD: dict[str, Any] = {
    "count_method": None,
    "count_reason": None,
    "visitors": None,
    "outcomes": {},
    "ran_out": None,
    "ran_out_text": None,
    "reach": {},
    "learned": None,
    "differently": None,
}


def settle(report: Report, grant: Grant) -> None:
    """Fill in what follows from the answers, and take away those that the others make needless."""
    asked = asking.asked(report, grant)
    report.actual = list(report.actual or grant.plan["sessions"])
    report.actual_place = report.actual_place or asking.place_of(grant.plan)
    report.unused_nok = policy.unused_of(report, asked)
    report.total_cost_nok = policy.cost_of(report, asked)
    report.other_income_nok = report.other_income_nok or 0
    if report.held is Held.NO:
        report.actual = []
        for name, empty in NOT_IF_NOT_HELD.items():
            setattr(report, name, empty)
    if not asked.visitors:
        report.count_method, report.visitors = None, None
    if not asked.lines:
        report.accounts = []


def frozen(report: Report, grant: Grant) -> dict[str, Any]:
    """`grant_nok`: what was accepted; `plan`: the activity as it was to be held; `photos`: as they were described."""
    return {
        "title": grant.plan["title"],
        "length": report.length,
        "grant_nok": grant.accepted_nok,
        "report_due_on": grant.report_due_on.isoformat(),
        "plan": grant.plan,
        **{name: _value(getattr(report, name)) for name in ANSWERS},
        "photos": [_photo(photo) for photo in report.photos],
        "receipts": [file.filename for file in report.files],
    }


def _value(value: Any) -> Any:
    return getattr(value, "value", value)


def _photo(photo: ReportPhoto) -> dict[str, Any]:
    return {"sha256": photo.sha256, "alt_text": photo.alt_text, "credit": photo.credit}
