"""Everything an organisation has with us, over the years: few statements, however much there is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Label, Row, ScalarSelect, and_, func, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from app.accounts.merger_models import OrganisationMerger
from app.accounts.merging_queries import mergers_of
from app.accounts.models import GrantHistory, Membership, Organisation, User
from app.accounts.queries import grant_history
from app.applications.models import Activity, Application, CaseRow, Status
from app.casework.conversation.models import CaseMessage
from app.casework.supplements.models import Supplement
from app.decisions.models import Appeal, Decision, DecisionLine
from app.extensions import db
from app.followup.grants.models import Grant
from app.followup.report.models import Report
from app.rounds.models import Round

ROWS = 50
MOST_CASES = 200
YEARS = 3
"""De minimis support is counted over three years (Regulation (EU) 2023/2831)."""

SHOWN = (
    Application.reference,
    Round.name.label("round_name"),
    CaseRow.organisation_name,
    CaseRow.position,
    CaseRow.title,
    CaseRow.status,
    CaseRow.sought_nok,
    DecisionLine.outcome,
    DecisionLine.amount_nok,
    Round.week_starts_on,
    Activity.is_pilot,
    Activity.scale_plan,
    Grant.accepted_nok,
    Grant.cancelled_at,
    Report.state.label("report_state"),
    Report.visitors,
    Report.count_method,
)
"""What the card says of an activity."""


@dataclass(frozen=True)
class Family:
    """An organisation, the others with its number, and those that were merged into it."""

    organisation: Organisation
    others: Sequence[Organisation]
    merged: Sequence[Organisation]

    @property
    def ids(self) -> list[int]:
        return [one.id for one in (self.organisation, *self.others, *self.merged)]


@dataclass(frozen=True)
class Card:
    """What is shown of a family. `cases` are rows of one activity each; nothing of a decision before its release."""

    family: Family
    members: Sequence[Row[str, str, int, int]]
    cases: Sequence[Row[*tuple[Any, ...]]]
    grants: Sequence[GrantHistory]
    mergers: Sequence[OrganisationMerger]

    def counted(self, name: str) -> int:
        """How many supplements, messages or appeals there are in all its cases."""
        return sum({row.reference: getattr(row, name) for row in self.cases}.values())

    @property
    def sent(self) -> int:
        return len({row.reference for row in self.cases})

    @property
    def granted_nok(self) -> int:
        """Over all the years that are known here."""
        return sum(grant.granted_nok for grant in self.grants)

    def granted_lately_nok(self, today: date) -> int:
        """In this year and the two before it."""
        return sum(grant.granted_nok for grant in self.grants if grant.year > today.year - YEARS)

    def de_minimis_nok(self, today: date) -> int:
        """What it and those merged into it have declared, and what we gave in the same years."""
        declared = sum(one.de_minimis_nok or 0 for one in (self.family.organisation, *self.family.merged))
        return declared + self.granted_lately_nok(today)


def family(public_id: str) -> Family:
    """One statement. For a merged organisation, the family of the one that it is part of now. NoResultFound."""
    asked = select(Organisation.id, Organisation.orgnr, Organisation.merged_into_id)
    one = asked.where(Organisation.public_id == public_id).cte("asked")
    found = db.session.scalars(
        select(Organisation)
        .join(
            one,
            or_(
                Organisation.id == one.c.id,
                Organisation.orgnr == one.c.orgnr,
                Organisation.id == one.c.merged_into_id,
                Organisation.merged_into_id == func.coalesce(one.c.merged_into_id, one.c.id),
            ),
        )
        .order_by(Organisation.name, Organisation.id)
    ).all()
    own = next((each for each in found if each.public_id == public_id), None)
    if own is None:
        raise NoResultFound
    if own.merged_into_id is not None:
        own = next(each for each in found if each.id == own.merged_into_id)
    return Family(
        organisation=own,
        others=[each for each in found if each.merged_into_id is None and each is not own],
        merged=[each for each in found if each.merged_into_id == own.id],
    )


def members(of: Family) -> Sequence[Row[str, str, int, int]]:
    """(name, e-mail, user id, organisation id) of those who speak for any of them, by name: one statement."""
    return db.session.execute(
        select(User.name, User.email, User.id.label("user_id"), Membership.organisation_id)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.organisation_id.in_(of.ids))
        .order_by(User.name, User.id)
    ).all()


def card(of: Family, known_members: Sequence[Row[str, str, int, int]]) -> Card:
    """Three statements."""
    return Card(of, known_members, _cases(of), grant_history(of.organisation), mergers_of(of.ids))


def _cases(of: Family) -> Sequence[Row[*tuple[Any, ...]]]:
    """Every activity of every sent case, the newest first, with what was released of it and what came of it."""
    released = aliased(Decision)
    newest = (
        select(func.max(released.version))
        .where(released.application_id == Application.id, released.released_at.is_not(None))
        .scalar_subquery()
    )
    return db.session.execute(
        select(*SHOWN, *_counts())
        .join(CaseRow, CaseRow.application_id == Application.id)
        .join(Round, Round.id == Application.round_id)
        .join(Activity, Activity.id == CaseRow.activity_id)
        .outerjoin(Grant, Grant.activity_id == Activity.id)
        .outerjoin(Report, Report.grant_id == Grant.id)
        .outerjoin(Decision, and_(Decision.application_id == Application.id, Decision.version == newest))
        .outerjoin(
            DecisionLine, and_(DecisionLine.decision_id == Decision.id, DecisionLine.activity_id == CaseRow.activity_id)
        )
        .where(Application.organisation_id.in_(of.ids))
        .order_by(Application.received_at.desc(), Application.id.desc(), CaseRow.position)
        .limit(MOST_CASES)
    ).all()


def _counts() -> Iterator[Label[int]]:
    """How much was asked, said and appealed in each case."""
    appealed = and_(Appeal.decision_id == Decision.id, Decision.application_id == Application.id)
    yield _count(Supplement.id, Supplement.application_id == Application.id).label("supplements")
    yield _count(CaseMessage.id, CaseMessage.application_id == Application.id).label("messages")
    yield _count(Appeal.id, appealed).label("appeals")


def _count(of: Any, which: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count(of)).where(which).correlate(Application).scalar_subquery()


@dataclass(frozen=True)
class Listed:
    """A page of the list. `after` leads to the next one."""

    rows: Sequence[Row[*tuple[Any, ...]]]
    after: str | None


def listed(words: str, after: str) -> Listed:
    """Fifty organisations by name, whose name holds the words or whose number they are; merged ones are found under
    their own names too. One statement."""
    found = select(
        Organisation.public_id,
        Organisation.name,
        Organisation.applicant_type,
        Organisation.orgnr,
        Organisation.merged_into_id,
        _of(Membership.id, Membership.organisation_id).label("members"),
        _of(Application.id, Application.organisation_id, Application.status != Status.DRAFT).label("cases"),
    )
    if words:
        by_name = Organisation.name.icontains(words, autoescape=True)
        found = found.where(or_(by_name, Organisation.orgnr == "".join(words.split())))
    else:
        found = found.where(Organisation.merged_into_id.is_(None))
    if after:
        last = select(Organisation.name, Organisation.id).where(Organisation.public_id == after).cte("last")
        beyond = or_(
            Organisation.name > last.c.name, and_(Organisation.name == last.c.name, Organisation.id > last.c.id)
        )
        found = found.join(last, beyond)
    rows = db.session.execute(found.order_by(Organisation.name, Organisation.id).limit(ROWS + 1)).all()
    return Listed(rows[:ROWS], rows[ROWS - 1].public_id if len(rows) > ROWS else None)


def _of(counted: Any, owner: Any, *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count(counted)).where(owner == Organisation.id, *conditions).scalar_subquery()
