"""How tests.world fills in an application: every question answered, so that any amount can be sent."""

from datetime import date, datetime, time
from typing import Any

from app.accounts.models import Organisation, User
from app.applications.models import Activity, ActivitySession, Application, BudgetLine, BudgetSide
from app.judging.models import Subject
from app.rounds.models import Round

TUESDAY = date(2026, 11, 24)
APPLICATION = {
    "contact_name": "Kari Nordmann",
    "contact_email": "post@fiksekroken.example",
    "contact_phone": "22334455",
    "second_contact_email": "styret@fiksekroken.example",
    "about": "Vi reparerer ting sammen med naboene.",
    "is_first_time": True,
    "has_other_municipal": False,
    "signatory_confirmed": True,
    "truth_confirmed": True,
}
ACTIVITY = {
    "title": "Fiksekveld på Tøyen",
    "public_text": "Ta med noe som er ødelagt, og lær å fikse det.",
    "description": "Folk kommer med ting som er ødelagt. Vi har verktøy og fagfolk ved fire bord.",
    "learn": "Å skifte batteri i en telefon.",
    "visible_offer": "Verkstedet er åpent hver tirsdag hele året.",
    "activity_types": ["repair"],
    "goals": ["meeting_places"],
    "is_pilot": False,
    "venue_name": "Deichman Tøyen",
    "address": "Tøyengata 1",
    "postal_code": "0190",
    "is_indoor": True,
    "district_code": "030101",
    "is_free": True,
    "is_open": True,
    "is_alcohol_free": True,
    "audience": ["everyone"],
    "expected_participants": 48,
    "expected_reach": 2000,
    "reach_basis": "Følgere og plakater i strøket.",
    "signup": "drop_in",
    "accessibility": ["step_free"],
    "is_for_children": False,
    "volunteer_hours": 20,
    "logo_confirmed": True,
    "sought_nok": 5000,
    "less_plan": "Vi leier færre verktøy.",
}


def complete(of_round: Round, organisation: Organisation, by: User, at: datetime, **changes: Any) -> Application:
    """A draft with all answers. `activities` is a list of changes to the standard activity, one dict each."""
    activities = changes.pop("activities", [{}])
    of_round.last_case_number += 1
    return Application(
        reference=f"{of_round.reference_prefix}-{of_round.last_case_number:04}",
        round=of_round,
        organisation=organisation,
        created_by_id=by.id,
        created_at=at,
        saved_at=at,
        activities=[_activity(of_round, position, at, row) for position, row in enumerate(activities, start=1)],
        **{**APPLICATION, **changes},
    )


def _activity(of_round: Round, position: int, at: datetime, changes: dict[str, Any]) -> Activity:
    changes = dict(changes)
    days = changes.pop("days", [TUESDAY])
    category = changes.pop("category", "sharing")
    values = {**ACTIVITY, **changes}
    expenses = values.pop("expenses", [("material", "Deler og verktøy", values["sought_nok"])])
    return Activity(
        subject=Subject(created_at=at),
        position=position,
        category=next((row for row in of_round.categories if row.code == category), None),
        sessions=[
            ActivitySession(position=i, held_on=day, starts=time(17), ends=time(20, 30), place=values["venue_name"])
            for i, day in enumerate(days, start=1)
        ],
        budget_lines=[
            BudgetLine(side=BudgetSide.EXPENSE, position=i, group_code=group, text=text, amount_nok=amount)
            for i, (group, text, amount) in enumerate(expenses, start=1)
        ],
        **values,
    )
