"""What a round comes to, reckoned from its cases: plain values that RoundSummary keeps. Whole kroner and persons.

Sought is what was sent and not withdrawn. Granted is the newest decision that was released; paid is confirmed by the
bank; returned was paid and came back. Visitors and outcomes are those of approved reports, by how they were counted:
counted and estimated are never added, and what was not counted is not 0.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from app.accounts.models import ApplicantType, District
from app.applications.models import Application, CaseRow, Status
from app.applications.pot import NOT_IN_PLAY
from app.decisions.models import Decision, DecisionLine
from app.extensions import db
from app.followup.grants.models import Grant
from app.followup.payment.queries import paid
from app.followup.recovery.queries import returned
from app.followup.report.models import CountMethod, Report, ReportState
from app.rounds.models import Round

VERSION = 2
"""Counts the changes of what a summary holds: an older one is reckoned anew."""


@dataclass(frozen=True)
class Line:
    """One activity that was sent, with what came of it."""

    application_id: int
    organisation_id: int
    status: Status
    district: str | None
    category: int | None
    applicant_type: str
    is_first_time: bool | None
    sought_nok: int
    outcome: str | None
    granted_nok: int
    accepted_nok: int
    paid_nok: int
    returned_nok: int


@dataclass
class Tally:
    """What lines of one district, category or type come to."""

    code: str
    name: str = ""
    organisations: set[int] = field(default_factory=set)
    granted_organisations: set[int] = field(default_factory=set)
    granted_groups: set[int] = field(default_factory=set)  # of private persons
    numbers: Counter[str] = field(default_factory=Counter)

    def add(self, line: Line) -> None:
        self.organisations.add(line.organisation_id)
        self.numbers.update(activities=1, sought_nok=line.sought_nok, granted_nok=line.granted_nok)
        self.numbers.update(paid_nok=line.paid_nok, returned_nok=line.returned_nok)
        if line.granted_nok:
            self.granted_organisations.add(line.organisation_id)
            if line.applicant_type == ApplicantType.INFORMAL.value:
                self.granted_groups.add(line.organisation_id)
            self.numbers.update(granted=1)

    @property
    def plain(self) -> dict[str, Any]:
        names = ("activities", "granted", "sought_nok", "granted_nok", "paid_nok", "returned_nok")
        return {
            "code": self.code,
            "name": self.name,
            "organisations": len(self.organisations),
            "granted_organisations": len(self.granted_organisations),
            "granted_groups": len(self.granted_groups),
            **{name: self.numbers[name] for name in names},
        }


def reckoned(of_round: Round) -> dict[str, Any]:
    """The whole summary. Ten statements at most, however many cases."""
    lines = _lines(of_round)
    sought = [line for line in lines if line.status not in NOT_IN_PLAY]
    reports = _reports(of_round)
    return {
        "version": VERSION,
        "year": of_round.week_starts_on.year,
        "slug": of_round.slug,
        "name": of_round.name,
        "ends_on": of_round.week_ends_on.isoformat(),
        "pot_nok": of_round.pot_nok,
        "statuses": _cases_by(lines, lambda line: line.status.value),
        "total": _whole(sought),
        "decided": dict(Counter(line.outcome for line in sought if line.outcome)),
        "accepted_nok": sum(line.accepted_nok for line in sought),
        "districts": _tallied(sought, lambda line: line.district or "", _districts()),
        "categories": _tallied(sought, lambda line: str(line.category or ""), _categories(of_round)),
        "types": _tallied(sought, lambda line: line.applicant_type, {}),
        "first_time": _tallied(sought, lambda line: _word(line.is_first_time), {}),
        "reports": dict(Counter(report.state.value for report in reports)),
        "grants": _standing_grants(of_round),
        "visitors": _visitors(_approved(reports)),
        "outcomes": _things(_approved(reports), lambda report: report.outcomes),
        "reach": _things(_approved(reports), lambda report: report.reach),
    }


def _lines(of_round: Round) -> list[Line]:
    """Every activity that was sent, in one pass."""
    newest = (
        select(Decision.application_id, func.max(Decision.version).label("version"))
        .join(Decision.application)
        .where(Decision.released_at.is_not(None), Application.round_id == of_round.id)
        .group_by(Decision.application_id)
        .subquery()
    )
    settled = (
        select(DecisionLine.activity_id, DecisionLine.outcome, DecisionLine.amount_nok)
        .join(DecisionLine.decision)
        .join(newest, (newest.c.application_id == Decision.application_id) & (newest.c.version == Decision.version))
        .subquery()
    )
    rows = db.session.execute(
        select(
            CaseRow.application_id,
            Application.organisation_id,
            CaseRow.status,
            CaseRow.district_code,
            CaseRow.category_id,
            CaseRow.applicant_type,
            Application.is_first_time,
            CaseRow.sought_nok,
            settled.c.outcome,
            settled.c.amount_nok,
            Grant.id,
            Grant.accepted_nok,
        )
        .join(Application, Application.id == CaseRow.application_id)
        .outerjoin(settled, settled.c.activity_id == CaseRow.activity_id)
        .outerjoin(Grant, Grant.activity_id == CaseRow.activity_id)
        .where(CaseRow.round_id == of_round.id, CaseRow.status != Status.DRAFT)
        .order_by(CaseRow.activity_id)
    ).all()
    grants = [row[10] for row in rows if row[10] is not None]
    out, back = paid(grants), returned(grants)
    return [_line(*row, out.get(row[10], 0), back.get(row[10], 0)) for row in rows]


def _line(*row: Any) -> Line:
    """A row of the statement above, with what is paid and returned after it."""
    application, organisation, status, district, category, kind, first, sought, outcome, granted = row[:10]
    _grant, accepted, paid_nok, returned_nok = row[10:]
    return Line(
        application_id=application,
        organisation_id=organisation,
        status=status,
        district=district,
        category=category,
        applicant_type=kind.value,
        is_first_time=first,
        sought_nok=sought,
        outcome=outcome.value if outcome else None,
        granted_nok=granted or 0,
        accepted_nok=accepted or 0,
        paid_nok=paid_nok,
        returned_nok=returned_nok,
    )


def _whole(lines: Sequence[Line]) -> dict[str, Any]:
    tally = Tally("")
    for line in lines:
        tally.add(line)
    return {**tally.plain, "cases": len({line.application_id for line in lines})}


def _cases_by(lines: Iterable[Line], what: Callable[[Line], str]) -> dict[str, int]:
    return dict(Counter(code for _case, code in {(line.application_id, what(line)) for line in lines}))


def _tallied(lines: Iterable[Line], what: Callable[[Line], str], names: dict[str, str]) -> list[dict[str, Any]]:
    """A row for each of `names`, those with nothing too, and for what has no name; in that order."""
    found = {code: Tally(code, name) for code, name in names.items()}
    for line in lines:
        found.setdefault(what(line), Tally(what(line))).add(line)
    return [tally.plain for tally in found.values()]


def _word(answer: bool | None) -> str:
    return "unknown" if answer is None else "yes" if answer else "no"


def _districts() -> dict[str, str]:
    rows = db.session.execute(select(District.code, District.name).order_by(District.position))
    return {code: name for code, name in rows}


def _categories(of_round: Round) -> dict[str, str]:
    return {str(category.id): category.name for category in of_round.categories}


def _reports(of_round: Round) -> Sequence[Report]:
    found = select(Report).join(Report.grant).where(Grant.round_id == of_round.id)
    return db.session.scalars(found).all()


def _approved(reports: Sequence[Report]) -> list[Report]:
    return [report for report in reports if report.state is ReportState.APPROVED]


def _standing_grants(of_round: Round) -> int:
    """Accepted and not cancelled: what a report is waited for from."""
    stands = (Grant.round_id == of_round.id, Grant.cancelled_at.is_(None), Grant.accepted_nok > 0)
    return db.session.scalar(select(func.count()).select_from(Grant).where(*stands)) or 0


def _visitors(reports: Sequence[Report]) -> dict[str, dict[str, int]]:
    """By count method: how many reports, and how many came. There is no number for what was not counted."""
    found: dict[str, dict[str, int]] = {}
    for method in CountMethod:
        of_method = [report for report in reports if report.count_method is method]
        found[method.value] = {"reports": len(of_method)}
        if method is not CountMethod.NOT_COUNTED:
            found[method.value]["visitors"] = sum(report.visitors or 0 for report in of_method)
    return found


def _things(reports: Sequence[Report], what: Callable[[Report], dict[str, Any]]) -> dict[str, dict[str, int]]:
    """By code: in how many reports there is a number, and what they come to."""
    found: dict[str, dict[str, int]] = {}
    for report in reports:
        for code, number in what(report).items():
            row = found.setdefault(code, {"reports": 0, "number": 0})
            row["reports"] += 1
            row["number"] += int(number)
    return found
