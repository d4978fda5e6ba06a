"""Gather what the formal checks need, as plain facts, in a number of queries that never grows."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select

from app.accounts import orgnr
from app.accounts.applicant_types import TYPES
from app.accounts.models import Organisation
from app.accounts.queries import missing_report
from app.applications.budget import balance
from app.applications.models import (
    Activity,
    ActivitySession,
    Application,
    BudgetLine,
    BudgetSide,
    Status,
)
from app.applications.support import unsupported
from app.extensions import db
from app.formatting import kroner
from app.review.checks import ActivityFacts, CaseFacts, Line, Permit
from app.rounds.models import OptionKind

MUNICIPAL = re.compile(r"\b(?:bydel|kommun|etat)\w*", re.IGNORECASE)
"""A grant from a giver with such a name is the municipality's own money."""
NO_CASE = (Status.DRAFT, Status.WITHDRAWN)


def gather(application: Application, others: Mapping[int, tuple[ActivityFacts, ...]]) -> CaseFacts:
    """The facts of a sent application. `others` as `same_applicant` gives them."""
    of_round, organisation = application.round, application.organisation
    assert application.received_at is not None
    report = missing_report(organisation)
    number_needed = "orgnr" in TYPES[organisation.applicant_type].fields
    return CaseFacts(
        received_at=application.received_at,
        closes_at=of_round.closes_at,
        max_activity_nok=of_round.max_activity_nok,
        max_applications=of_round.max_applications,
        requires_free_entry=of_round.requires_free_entry,
        requires_open_to_all=of_round.requires_open_to_all,
        requires_alcohol_free=of_round.requires_alcohol_free,
        applicant_type=organisation.applicant_type,
        orgnr=organisation.orgnr,
        orgnr_required=number_needed,
        orgnr_problem=orgnr.problem(organisation.orgnr) if organisation.orgnr else None,
        municipal_givers=_declared_givers(application),
        de_minimis_declared=application.de_minimis_confirmed or organisation.de_minimis_declared_at is not None,
        de_minimis_nok=application.de_minimis_nok or organisation.de_minimis_nok or 0,
        missing_report=(report.year, report.case_reference) if report else None,
        activities=tuple(_activity(application, activity) for activity in application.activities),
        others=tuple(activity for activities in others.values() for activity in activities),
    )


def _declared_givers(application: Application) -> tuple[str, ...]:
    rows = [row for row in application.other_municipal if row.get("giver")]
    return tuple(f"{row['giver']} ({kroner(row.get('amount_nok'))})" for row in rows)


def _activity(application: Application, activity: Activity) -> ActivityFacts:
    warnings = unsupported(activity, application.round)
    permits = {o.code: o for o in application.round.options if o.kind is OptionKind.PERMIT}
    named = [(permits.get(str(row.get("code"))), row) for row in activity.permits]
    return ActivityFacts(
        id=activity.id,
        position=activity.position,
        reference=application.reference,
        title=activity.title or "",
        text=" ".join(filter(None, [activity.public_text, activity.description, activity.audience_text])),
        venue=activity.venue_name or "",
        days=tuple(session.held_on for session in activity.sessions if session.held_on),
        lines=_lines(activity),
        is_free=activity.is_free,
        is_open=activity.is_open,
        is_alcohol_free=activity.is_alcohol_free,
        is_digital=activity.is_digital,
        is_indoor=activity.is_indoor,
        sought_nok=activity.sought_nok or 0,
        lacking_nok=balance(activity).difference_nok,
        participants=activity.expected_participants,
        reach=activity.expected_reach,
        permits=tuple(Permit(o.name, str(row.get("status")), o.lead_days) for o, row in named if o),
        municipal_givers=_municipal_grants(activity),
        unsupported={warning.code: warning.sentence for warning in warnings},
    )


def _lines(activity: Activity) -> tuple[Line, ...]:
    lines = [line for line in activity.budget_lines if line.side is BudgetSide.EXPENSE]
    return tuple(Line(line.text or "", line.amount_nok or 0) for line in lines)


def _municipal_grants(activity: Activity) -> tuple[str, ...]:
    grants = [line for line in activity.budget_lines if line.side is BudgetSide.OTHER_GRANT]
    return tuple(f"{line.text} ({kroner(line.amount_nok)})" for line in grants if MUNICIPAL.search(line.text or ""))


def _same(organisation: Organisation) -> ColumnElement[bool]:
    """The organisation itself, or another with its number."""
    same: ColumnElement[bool] = Organisation.id == organisation.id
    return same | (Organisation.orgnr == organisation.orgnr) if organisation.orgnr else same


def same_applicant(application: Application) -> Mapping[int, tuple[ActivityFacts, ...]]:
    """Application id → activities of the round's other cases from the same applicant, only with what is compared.

    One query, and two more when there are any.
    """
    activities = db.session.execute(
        select(
            Activity.id,
            Activity.position,
            Activity.title,
            Activity.venue_name,
            Application.id.label("application_id"),
            Application.reference,
        )
        .join(Application, Activity.application_id == Application.id)
        .join(Organisation, Application.organisation_id == Organisation.id)
        .where(
            _same(application.organisation),
            Application.round_id == application.round_id,
            Application.id != application.id,
            Application.status.not_in(NO_CASE),
        )
        .order_by(Application.reference, Activity.position)
    ).all()
    if not activities:
        return {}
    ids = [row.id for row in activities]
    days, lines = _days_of(ids), _lines_of(ids)
    found: dict[int, tuple[ActivityFacts, ...]] = {}
    for row in activities:
        facts = replace(_compared(row), days=days.get(row.id, ()), lines=lines.get(row.id, ()))
        found[row.application_id] = (*found.get(row.application_id, ()), facts)
    return found


def _compared(row: Any) -> ActivityFacts:
    return ActivityFacts(row.id, row.position, row.reference, row.title or "", venue=row.venue_name or "")


def _days_of(activities: list[int]) -> dict[int, tuple[date, ...]]:
    days: dict[int, tuple[date, ...]] = {}
    sessions = select(ActivitySession.activity_id, ActivitySession.held_on).where(
        ActivitySession.activity_id.in_(activities)
    )
    for activity, day in db.session.execute(sessions):
        if day is not None:
            days[activity] = (*days.get(activity, ()), day)
    return days


def _lines_of(activities: list[int]) -> dict[int, tuple[Line, ...]]:
    lines: dict[int, tuple[Line, ...]] = {}
    expenses = select(BudgetLine.activity_id, BudgetLine.text, BudgetLine.amount_nok).where(
        BudgetLine.activity_id.in_(activities), BudgetLine.side == BudgetSide.EXPENSE
    )
    for activity, text, amount in db.session.execute(expenses):
        lines[activity] = (*lines.get(activity, ()), Line(text or "", amount or 0))
    return lines
