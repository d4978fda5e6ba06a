"""The application that the bench's cases are copies of."""

from datetime import UTC, date, datetime, time
from typing import Any

from app.accounts.models import ApplicantType, Organisation, User
from app.applications.models import Activity, ActivitySession, Application, BudgetLine, BudgetSide, Status
from app.applications.snapshot import content
from app.applications.worklist import tier_amount
from app.extensions import db
from app.judging.models import Subject
from app.review.checks import check
from app.review.facts import gather
from app.rounds.models import Round

MONDAY = date(2026, 11, 23)
SENT = datetime(2026, 9, 10, 12, 0, tzinfo=UTC)
FILLER = (
    "vi setter opp et åpent verksted der alle kan lære å reparere og ta vare på det de har i stedet for å kjøpe nytt"
)


def build(grant_round: Round, applicant: User) -> dict[str, Any]:
    """One application by the models: the rows' columns by table, and its frozen content. Nothing of it is kept."""
    application = _application(grant_round, applicant)
    [activity] = application.activities
    db.session.add(application)
    db.session.flush()
    example = {
        "application": _columns(application),
        "activity": _columns(activity),
        "sessions": [_columns(held) for held in activity.sessions],
        "budget_lines": [_columns(line) for line in activity.budget_lines],
        "content": content(application),
        "findings": check(gather(application, {})),
        "applicant": applicant.id,
        "tiers": {amount: tier_amount(application, amount) for amount in range(1000, 10001, 500)},
    }
    db.session.rollback()
    return example


def _columns(row: Any) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}


def _application(grant_round: Round, applicant: User) -> Application:
    return Application(
        reference="EXAMPLE-1",
        round=grant_round,
        organisation=Organisation(
            applicant_type=ApplicantType.VOLUNTARY, name="Eksempel", orgnr="100260018", created_at=SENT
        ),
        created_by_id=applicant.id,
        status=Status.SUBMITTED,
        created_at=SENT,
        saved_at=SENT,
        submitted_at=SENT,
        received_at=SENT,
        contact_name="Kari Nordmann",
        contact_email="kari@ombruk.example",
        contact_phone="90000000",
        about="Vi fikser ting sammen.",
        is_first_time=True,
        has_other_municipal=False,
        signatory_confirmed=True,
        truth_confirmed=True,
        activities=[_activity(grant_round)],
    )


def _activity(grant_round: Round) -> Activity:
    return Activity(
        position=1,
        subject=Subject(created_at=SENT),
        title="Fiksekveld",
        public_text="Ta med noe som er i stykker.",
        description=f"{FILLER}. " * 6,
        category=grant_round.categories[1],
        activity_types=["repair", "swap"],
        goals=["meeting_places"],
        venue_name="Tøyen bibliotek",
        address="Tøyengata 1",
        postal_code="0190",
        district_code="030101",
        is_free=True,
        is_open=True,
        is_alcohol_free=True,
        audience=["everyone"],
        expected_participants=80,
        expected_reach=900,
        signup="drop_in",
        accessibility=["step_free"],
        permits=[],
        sought_nok=5000,
        sessions=[ActivitySession(position=0, held_on=MONDAY, starts=time(17), ends=time(20, 30), place="Salen")],
        budget_lines=[
            BudgetLine(side=BudgetSide.EXPENSE, position=0, group_code="venue", text="Leie", amount_nok=2000),
            BudgetLine(side=BudgetSide.EXPENSE, position=1, group_code="material", text="Deler", amount_nok=3000),
        ],
    )
