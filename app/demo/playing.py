"""Play the rows into a round, each at its own moment, through the same actions as the pages."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from app import clock
from app.accounts import actions as accounts
from app.accounts.links import PATH, site
from app.accounts.models import Membership, Organisation, User
from app.accounts.queries import user_by_email
from app.applications import actions, drafting
from app.applications.jobs import render_receipt
from app.applications.models import Application, Channel
from app.clock import at_oslo
from app.demo import answering
from app.demo.rows import Row
from app.extensions import db
from app.policy import NotComplete
from app.rounds.models import Round

BY_POST = "S26-008"  # twenty minutes late: it comes by post, and the formal check judges it
WITHDRAWN = ("S26-013", "S26-038")
CORRECTED_NUMBER = "100260999"
ORIGINAL = Path(__file__).parent / "soknad-i-posten.pdf"


@dataclass
class Playing:
    """One playing of the rows into one round. `cases` is what came of it; `told` what the demonstration prints."""

    grant_round: Round
    monday: date
    registrar: User
    say: Callable[[str], None]
    cases: dict[str, Application] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)

    def play(self, rows: list[Row]) -> dict[str, Application]:
        """The cases by the rows' codes. Commits each at the moment it was sent."""
        for row in sorted(rows, key=lambda row: (row.sent_day, row.sent_time)):
            with clock.frozen(self.sent_at(row)):
                case = self._registered(row) if row.code == BY_POST else self._sent(row)
                db.session.commit()
                render_receipt.enqueue(case.id)
            current_app.extensions["jobs"].run_waiting()
            self.cases[row.code] = case
        return self.cases

    def sent_at(self, row: Row) -> datetime:
        time = row.sent_time
        return at_oslo(self.monday + timedelta(row.sent_day), time.hour, time.minute, time.second)

    def _sent(self, row: Row) -> Application:
        at = clock.now()
        person = self._person(row, at - timedelta(minutes=25))
        organisation = self._organisation(row, person, at - timedelta(minutes=20))
        case = drafting.start(self.grant_round, organisation, by=person, at=at - timedelta(minutes=15))
        self._fill(case, row, person, at)
        actions.confirm(case, signatory=True, truth=True, warnings_seen=True)
        actions.submit(case, by=person, at=at)
        return case

    def _person(self, row: Row, at: datetime) -> User:
        """Signs up and follows the link, as anybody would; who was here last year is known."""
        email = row.email if row.code != "S26-013" else f"styremedlem-{row.email}"
        if (known := user_by_email(email)) is not None:
            return known
        link = accounts.sign_up(
            email, answering.contact_name(row), f"demo {row.code}!", client=row.code, site=site(), at=at
        )
        return accounts.use_link(link.split(PATH)[1], is_same_browser=True, at=at)

    def _organisation(self, row: Row, person: User, at: datetime) -> Organisation:
        known = db.session.scalars(
            select(Organisation).join(Organisation.memberships).where(Membership.user_id == person.id)
        ).one_or_none()
        if known is not None:
            return known
        values = answering.organisation(row)
        try:
            made = accounts.create_organisation(values, by=person, at=at)
        except NotComplete as refusal:
            self.say(f"{row.code} {row.organisation} ble stoppet: {refusal.missing['orgnr']} Rettet og sendt på nytt.")
            made = accounts.create_organisation({**values, "orgnr": CORRECTED_NUMBER}, by=person, at=at)
        return made

    def _fill(self, case: Application, row: Row, person: User, at: datetime) -> None:
        saved = drafting.save_fields(case, answering.answers(row, self.monday), by=person, at=at)
        for sentence in saved.errors.values():
            self.say(f"{row.code} {row.organisation} ble stoppet: {sentence} Rettet og sendt på nytt.")
        if saved.errors:
            drafting.save_fields(case, self._corrected(row), by=person, at=at)

    def _corrected(self, row: Row) -> dict[str, str]:
        """The round's cap, with the rest as own funds so that the budget balances."""
        cap = self.grant_round.max_activity_nok
        return {"a1.sought_nok": str(cap), "a1.own_funds_nok": str(row.sought_nok - cap)}

    def _registered(self, row: Row) -> Application:
        """Tried on the page after the deadline and refused; then it came by post, and a case handler registers it."""
        received_at, at = clock.now(), clock.now() + timedelta(hours=9)
        organisation = accounts.create_organisation(
            answering.organisation(row), by=self.registrar, at=at, is_member=False
        )
        case = drafting.start(self.grant_round, organisation, by=self.registrar, at=at, channel=Channel.POST)
        self._fill(case, row, self.registrar, at)
        drafting.attach(case, ORIGINAL.name, ORIGINAL.read_bytes(), by=self.registrar, at=at, is_original=True)
        actions.register(case, received_at=received_at, by=self.registrar, at=at)
        self.say(f"{row.code} {row.organisation} kom etter fristen og er registrert som mottatt i posten.")
        return case


def withdraw(cases: dict[str, Application], at: datetime) -> None:
    """Those that their applicants withdrew again."""
    for code in WITHDRAWN:
        case = cases[code]
        actions.withdraw(case, by=db.session.get_one(User, case.created_by_id), at=at)
    db.session.commit()
