"""Grants on their way after the letter, made through the same actions as the pages."""

from typing import Any

from app.access import Role
from app.accounts.models import Organisation, User
from app.decisions.models import Decision
from app.extensions import db
from app.followup.acceptance import actions as acceptance
from app.followup.acceptance.models import AcceptanceAnswer, AccountStatus, PayoutAccount
from app.followup.grants.models import Grant
from app.followup.grants.queries import of_case
from tests.decisions.stage import Stage

ACCOUNTS = ("00001234749", "00001234889", "00001234897")
"""Valid numbers of no bank."""
ACCOUNT = ACCOUNTS[0]


class FollowupStage(Stage):
    """`kari` applies, `hanne` handles, `gro` decides; `finn` and `tuva` pay."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.finn = self.world.user(Role.FINANCE, name="Finn Fjell")
        self.tuva = self.world.user(Role.FINANCE, name="Tuva Tall")

    def accepted(self, decision: Decision | None = None, **changes: Any) -> list[Grant]:
        """Every grant of a released decision, accepted by Kari; `changes` as in Stage.applied."""
        given = decision or self.released(**changes)
        chosen = {line.id: AcceptanceAnswer.ACCEPTED for line in given.lines if line.outcome.is_grant}
        acceptance.answer(given, chosen, agrees=True, by=self.kari, at=self.at)
        db.session.commit()
        return of_case(given.application_id)

    def grant(self, **changes: Any) -> Grant:
        """One accepted grant."""
        return self.accepted(**changes)[0]

    def account(
        self,
        organisation: Organisation | None = None,
        *,
        number: str = ACCOUNT,
        status: AccountStatus = AccountStatus.CURRENT,
        by: User | None = None,
    ) -> PayoutAccount:
        """The organisation's account, in its own name."""
        owner = organisation or self.organisation
        made = PayoutAccount(
            organisation_id=owner.id,
            number=number,
            holder=owner.name,
            is_own_name=True,
            status=status,
            entered_by_id=(by or self.kari).id,
            entered_at=self.at,
        )
        db.session.add(made)
        db.session.commit()
        return made
