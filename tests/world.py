"""A small world to test in: the 2018 round, people in every role, and applications as pages would make them."""

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.access import SYSTEM, Role
from app.accounts.models import ApplicantType, Membership, Organisation, RoleGrant, User
from app.applications.actions import submit
from app.applications.models import Application
from app.audit.actions import record
from app.extensions import db
from app.rounds.loading import load_round
from app.rounds.models import Round, RoundStatus
from tests.applications_world import complete
from tests.kept_rows import round_once

DOCUMENT = Path(__file__).parent.parent / "app" / "demo" / "ombruksuka.toml"
MONDAY = date(2026, 11, 23)


class World:
    """Builders that commit what they make, at one moment."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def round(
        self, *, status: RoundStatus = RoundStatus.OPEN, slug: str = "ombruksuka-2026", monday: date = MONDAY
    ) -> Round:
        """The 2018 scheme for the week of `monday`; open from mid-August to 20 September."""

        def load() -> None:
            document = tomllib.loads(DOCUMENT.read_text(encoding="utf-8"))
            load_round(document, slug=slug, name="Ombruksuka 2026", monday=monday, by=SYSTEM, at=self.at)

        if round_once((slug, monday), load):
            record("round_created", by=SYSTEM, at=self.at, round=slug)
        made = db.session.scalars(select(Round).where(Round.slug == slug)).one()
        made.status = status
        db.session.commit()
        return made

    def user(self, *roles: Role, name: str = "Kari Nordmann", email: str | None = None) -> User:
        """A confirmed person with these roles; an applicant when none is named."""
        address = email or f"{name.lower().replace(' ', '.')}.{'-'.join(roles) or 'applicant'}@ombruk.example"
        made = User(email=address, name=name, created_at=self.at, confirmed_at=self.at)
        made.role_grants = [RoleGrant(role=role, granted_at=self.at) for role in roles or (Role.APPLICANT,)]
        db.session.add(made)
        db.session.commit()
        return made

    def organisation(self, *members: User, name: str = "Fiksekroken", orgnr: str | None = "100260018") -> Organisation:
        """A voluntary organisation of these members (informal when it has no number)."""
        kind = ApplicantType.VOLUNTARY if orgnr else ApplicantType.INFORMAL
        made = Organisation(applicant_type=kind, name=name, orgnr=orgnr, created_at=self.at)
        made.memberships = [Membership(user=member, joined_at=self.at) for member in members]
        db.session.add(made)
        db.session.commit()
        return made

    def application(
        self, organisation: Organisation, by: User, of_round: Round, *, sent: bool = True, **changes: Any
    ) -> Application:
        """A complete application of 5 000 for one activity, sent through the same action as the page.

        `activities=[{"title": …, "sought_nok": …, "days": [date, …], "expenses": [(group, text, amount)]}, …]`
        changes the standard activity, one dict for each; other `changes` are fields of the application.
        """
        made = complete(of_round, organisation, by, self.at, **changes)
        db.session.add(made)
        db.session.flush()
        if sent:
            submit(made, by=by, at=self.at)
        db.session.commit()
        return made
