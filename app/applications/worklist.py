"""Keep the work list's rows true, in the same transaction as what they copy. The totals in case_tally and the
search index follow by database triggers (see the first migration)."""

import unicodedata
from decimal import Decimal

from app.applications.models import Activity, Application, CaseRow, FlagLevel
from app.extensions import db

FOUR_DECIMALS = Decimal("0.0001")


def index(application: Application) -> None:
    """Give a sent application one row an activity. Called when it is sent, after its activities are complete."""
    known = {row.activity_id: row for row in application.case_rows}
    for activity in application.activities:
        row = known.get(activity.id)
        if row is None:
            row = CaseRow(activity_id=activity.id)
            application.case_rows.append(row)
        _copy(application, activity, row)


def _copy(application: Application, activity: Activity, row: CaseRow) -> None:
    assert application.received_at is not None
    row.subject_id = activity.subject_id
    row.round_id = application.round_id
    row.reference = application.reference
    row.position = activity.position
    row.organisation_name = application.organisation.name
    row.applicant_type = application.organisation.applicant_type
    row.title = activity.title or ""
    row.status = application.status
    row.category_id = activity.category_id
    row.district_code = activity.district_code
    row.sought_nok = activity.sought_nok or 0
    row.tier_nok = tier_amount(application, row.sought_nok)
    row.handler_id = application.handler_id
    row.received_at = application.received_at
    row.search_text = search_text(application, activity)


def tier_amount(application: Application, sought_nok: int) -> int | None:
    """The smallest tier that covers the amount sought; the highest for anything above."""
    amounts = [tier.amount_nok for tier in application.round.tiers]
    return next((amount for amount in amounts if amount >= sought_nok), amounts[-1] if amounts else None)


def search_text(application: Application, activity: Activity) -> str:
    """What a case is found by, as `plain` text: reference, case number, applicant, contact, title, texts and place."""
    organisation = application.organisation
    parts = [
        application.reference,
        application.reference.rpartition("-")[2].lstrip("0"),  # «42» finds OMB-2026-0042
        organisation.name,
        organisation.orgnr,
        application.contact_name,
        application.contact_email,
        activity.title,
        activity.public_text,
        activity.description,
        activity.venue_name,
    ]
    return " ".join(plain(part) for part in parts if part)


def plain(text: str) -> str:
    """Lower-case words and numbers with single spaces between: how texts are searched and compared."""
    composed = unicodedata.normalize("NFC", text).lower()
    return " ".join("".join(sign if sign.isalnum() else " " for sign in composed).split())


def remove(application: Application) -> None:
    """A reopened application is a draft again, and no case."""
    for row in list(application.case_rows):
        db.session.delete(row)
    application.case_rows.clear()


def refresh_status(application: Application) -> None:
    """Status and handler, after either changed."""
    for row in application.case_rows:
        row.status = application.status
        row.handler_id = application.handler_id


def set_checks(row: CaseRow, *, green: int, amber: int, red: int) -> None:
    """How many formal checks came out how; explained deviations count as green."""
    row.green_checks, row.amber_checks, row.red_checks = green, amber, red
    row.flag_level = FlagLevel.RED if red else FlagLevel.AMBER if amber else FlagLevel.GREEN


def set_score(
    row: CaseRow,
    *,
    total: Decimal | None,
    mean: Decimal | None,
    relevance: Decimal | None,
    spread: int | None,
    assessments: int,
) -> None:
    """The weighted total (0-100) of the sent assessments with what separates equal ones (the same of the means, and the
    median of the first criterion), the widest spread, and how many were sent.

    Totals are cut to the column's four decimals, since SQLite would keep them all and sort by them."""
    row.score, row.mean = _kept(total), _kept(mean)
    row.relevance = None if total is None else relevance
    row.spread, row.assessments = spread, assessments


def _kept(total: Decimal | None) -> Decimal | None:
    return None if total is None else total.quantize(FOUR_DECIMALS)
