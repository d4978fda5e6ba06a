"""The approver's page: what waits, what needs eyes and why, and how the money is spread. Whole kroner."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy import Function, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.applicant_types import TYPES
from app.accounts.models import User
from app.applications.models import Activity, ActivitySession, Application, CaseRow, FlagLevel, Status
from app.applications.pot import Pot, pot
from app.applications.tiers import suggest
from app.decisions import policy
from app.decisions.models import Outcome, Recommendation, RecommendationLine, RecommendationStatus
from app.decisions.outcomes import OUTCOMES
from app.decisions.standing import Standing, standings
from app.extensions import db
from app.formatting import kroner, score
from app.policy import denial
from app.review.models import CheckResult
from app.rounds.models import AmountTier, Category, District, Round

AT_ONCE = 300
"""So many cases stand on the page at a time; the next ones come as these are decided."""

WIDE_SPREAD = 2
"""Assessors this far apart on a criterion, in points of 1-5, are worth a look (domain.md 3.6)."""


@dataclass(frozen=True)
class Size:
    """How large an activity is, which its tier follows from."""

    participants: int | None
    sessions: int


@dataclass(frozen=True)
class WaitingLine:
    """One activity that waits for a decision."""

    title: str
    outcome: Outcome
    sought_nok: int
    amount_nok: int
    score: Decimal | None
    reasons: str

    @property
    def first_line(self) -> str:
        """Of the reasons."""
        return self.reasons.strip().split("\n", 1)[0]


@dataclass(frozen=True)
class Waiting:
    """One case that waits. `deviations` are the sentences that say why it needs eyes."""

    reference: str
    number: int
    organisation: str
    handler: str
    lines: Sequence[WaitingLine]
    deviations: Sequence[str]
    blocked: str | None = None

    @property
    def sought_nok(self) -> int:
        return sum(line.sought_nok for line in self.lines)

    @property
    def amount_nok(self) -> int:
        return sum(line.amount_nok for line in self.lines)

    @property
    def key(self) -> str:
        """The case and the recommendation that was shown: «OMB-2026-0042:1»."""
        return f"{self.reference}:{self.number}"


@dataclass(frozen=True)
class Bar:
    """One bar of a spread."""

    name: str
    activities: int
    amount_nok: int


@dataclass(frozen=True)
class Spread:
    """Where the money goes when what waits is decided, with what is decided already."""

    districts: Sequence[Bar]
    categories: Sequence[Bar]
    applicant_types: Sequence[Bar]

    @property
    def empty_districts(self) -> list[str]:
        """Districts where nothing is granted."""
        return [bar.name for bar in self.districts if not bar.amount_nok]


@dataclass(frozen=True)
class Approval:
    """`undeclared`: the approver has not said whether they are impartial, so they see the name only."""

    round: Round
    pot: Pot
    spread: Spread
    total: int
    undeclared: Sequence[Waiting] = field(default_factory=list)
    exceptions: Sequence[Waiting] = field(default_factory=list)
    rest: Sequence[Waiting] = field(default_factory=list)
    blocked: Sequence[Waiting] = field(default_factory=list)

    @property
    def shown(self) -> list[Waiting]:
        return [*self.undeclared, *self.exceptions, *self.rest, *self.blocked]

    def count_of(self, outcome: str) -> int:
        """How many activities on the page are proposed this outcome."""
        return sum(line.outcome == outcome for case in self.shown for line in case.lines)


def waiting_cases(grant_round: Round, user: User) -> Approval:
    """Everything on the page, in a number of statements that does not grow with the cases."""
    recommendations = waiting_recommendations(grant_round.id)
    ids = [recommendation.application_id for recommendation in recommendations]
    facts = _Facts(grant_round, standings(user, ids), _sizes(ids), _explained(ids))
    made = [(recommendation, _waiting(recommendation, facts, user)) for recommendation in recommendations]
    groups: dict[str, list[Waiting]] = {"undeclared": [], "exceptions": [], "rest": [], "blocked": []}
    for recommendation, waiting in made:
        groups[_group(waiting, facts.standings[recommendation.application_id])].append(waiting)
    return Approval(grant_round, pot(grant_round), spread(grant_round), _total(grant_round.id), **groups)


@dataclass(frozen=True)
class Plan:
    """Exactly what will happen when it is confirmed. `left_nok`: what can be decided after it, below zero when the
    pot does not hold it all."""

    round: Round
    cases: Sequence[Waiting]
    skipped: Sequence[Waiting]
    left_nok: int

    @property
    def amount_nok(self) -> int:
        return sum(case.amount_nok for case in self.cases)

    @property
    def outcomes(self) -> list[str]:
        """«12 hele beløpet»: how many activities get what, without those that nobody gets."""
        counts = Counter(line.outcome for case in self.cases for line in case.lines)
        return [f"{counts[outcome]} {str(name).lower()}" for outcome, name in OUTCOMES.items() if counts[outcome]]


def plan(shown: Approval, references: set[str]) -> Plan:
    """The chosen cases; all that need no eyes when none is chosen."""
    wanted = [case for case in shown.shown if case.reference in references] if references else list(shown.rest)
    cases = [case for case in wanted if case.blocked is None]
    skipped = [case for case in wanted if case.blocked is not None]
    amount = sum(case.amount_nok for case in cases)
    return Plan(shown.round, cases, skipped, shown.pot.undecided_nok - amount)


def _group(waiting: Waiting, standing: Standing) -> str:
    if waiting.blocked is None:
        return "exceptions" if waiting.deviations else "rest"
    return "undeclared" if standing.may_declare else "blocked"


def waiting_recommendations(round_id: int, references: Iterable[str] | None = None) -> Sequence[Recommendation]:
    """What is sent to approval, in order of reference, with cases, rows and lines: four statements."""
    found = (
        select(Recommendation)
        .join(Application, Recommendation.application_id == Application.id)
        .where(
            Application.round_id == round_id,
            Application.status == Status.RECOMMENDED,
            Recommendation.status == RecommendationStatus.SENT,
        )
        .options(
            selectinload(Recommendation.lines),
            joinedload(Recommendation.application, innerjoin=True).options(
                joinedload(Application.organisation, innerjoin=True), selectinload(Application.case_rows)
            ),
        )
        .order_by(Application.reference)
        .limit(AT_ONCE)
    )
    if references is not None:
        found = found.where(Application.reference.in_(list(references)))
    return db.session.scalars(found).all()


def _total(round_id: int) -> int:
    waiting = select(func.count()).where(Application.round_id == round_id, Application.status == Status.RECOMMENDED)
    return db.session.scalar(waiting) or 0


def _sizes(application_ids: Sequence[int]) -> dict[int, Size]:
    rows = db.session.execute(
        select(Activity.id, Activity.expected_participants, func.count(ActivitySession.id))
        .outerjoin(ActivitySession)
        .where(Activity.application_id.in_(application_ids))
        .group_by(Activity.id, Activity.expected_participants)
    )
    return {activity_id: Size(participants, sessions) for activity_id, participants, sessions in rows}


def _explained(application_ids: Sequence[int]) -> set[int]:
    """Cases where a red check was explained away."""
    return set(
        db.session.scalars(
            select(CheckResult.application_id).where(
                CheckResult.application_id.in_(application_ids),
                CheckResult.level == FlagLevel.RED,
                CheckResult.explained_at.is_not(None),
            )
        )
    )


@dataclass(frozen=True)
class _Facts:
    round: Round
    standings: Mapping[int, Standing]
    sizes: Mapping[int, Size]
    explained: set[int]

    @property
    def tiers(self) -> Sequence[AmountTier]:
        return self.round.tiers


def _waiting(recommendation: Recommendation, facts: _Facts, user: User) -> Waiting:
    application = recommendation.application
    standing = facts.standings[application.id]
    rows = {row.activity_id: row for row in application.case_rows}
    return Waiting(
        reference=application.reference,
        number=recommendation.number,
        organisation=application.organisation.name,
        handler=recommendation.made_by_name,
        lines=[_line(line, rows[line.activity_id]) for line in recommendation.lines],
        deviations=deviations(recommendation, rows, facts),
        blocked=denial(policy.can_decide, user, application, recommendation, standing),
    )


def _line(line: RecommendationLine, row: CaseRow) -> WaitingLine:
    assert line.outcome is not None
    return WaitingLine(row.title, line.outcome, row.sought_nok, line.amount_nok or 0, row.score, line.reasons or "")


def deviations(recommendation: Recommendation, rows: Mapping[int, CaseRow], facts: _Facts) -> list[str]:
    """Why somebody should look at this case before it is decided; each reason once."""
    found: list[str] = []
    for line in recommendation.lines:
        found += _of_line(line, rows[line.activity_id], facts)
    if any(row.red_checks for row in rows.values()):
        found.append(_("Formell kontroll har et rødt punkt som ikke er forklart"))
    elif recommendation.application_id in facts.explained:
        found.append(_("Et rødt punkt i formell kontroll er forklart av saksbehandler"))
    return list(dict.fromkeys(str(sentence) for sentence in found))


def _of_line(line: RecommendationLine, row: CaseRow, facts: _Facts) -> list[str]:
    outcome, fundable = line.outcome, facts.round.fundable_score
    granted, scored = outcome is not None and outcome.is_grant, row.score is not None
    tier = _tier_nok(facts.tiers, facts.sizes.get(line.activity_id))
    signs = {
        _("Får mindre enn det er søkt om"): outcome is Outcome.GRANTED_PART,
        _("Skal avvises uten å bli vurdert"): outcome is Outcome.DISMISSED,
        _("Over beløpet for størrelsen, som er %(tier)s", tier=kroner(tier)): granted
        and tier is not None
        and (line.amount_nok or 0) > tier,
        _("Vurderingene spriker: %(spread)s poeng på et kriterium", spread=row.spread): (row.spread or 0)
        >= WIDE_SPREAD,
        _("Innvilges med %(score)s poeng, under grensen på %(least)s", score=score(row.score), least=score(fundable)): (
            granted and scored and row.score < fundable  # type: ignore[operator]
        ),
        _("Avslås med %(score)s poeng, over grensen på %(least)s", score=score(row.score), least=score(fundable)): (
            outcome is Outcome.REJECTED and scored and row.score >= fundable  # type: ignore[operator]
        ),
        _("Har et særvilkår"): bool(line.special_condition),
    }
    return [sentence for sentence, holds in signs.items() if holds]


def _tier_nok(tiers: Sequence[AmountTier], size: Size | None) -> int | None:
    """The amount that follows from the size; None where the size is not known."""
    tier = suggest(tiers, size.participants, size.sessions).tier if size else None
    return tier.amount_nok if tier else None


def spread(grant_round: Round) -> Spread:
    """What is decided and what waits, by district, category and applicant type. A district counts also when nothing
    goes to it; «hele byen» and «på nett» only when something does."""
    rows = db.session.execute(
        select(CaseRow.district_code, CaseRow.category_id, CaseRow.applicant_type, func.count(), _granted())
        .where(
            CaseRow.round_id == grant_round.id,
            CaseRow.status.in_([Status.RECOMMENDED, Status.DECIDED, Status.RELEASED]),
            func.coalesce(CaseRow.decided_nok, CaseRow.recommended_nok, 0) > 0,
        )
        .group_by(CaseRow.district_code, CaseRow.category_id, CaseRow.applicant_type)
    ).all()
    counts: tuple[Counter[object], ...] = (Counter(), Counter(), Counter())
    amounts: tuple[Counter[object], ...] = (Counter(), Counter(), Counter())
    for *keys, count, amount in rows:
        for key, counted, added in zip(keys, counts, amounts, strict=True):
            counted[key] += count
            added[key] += amount
    districts, categories = _districts(), _categories(grant_round.id)
    kept = [district for district in districts if _is_place(district) or counts[0][district.code]]
    return Spread(
        districts=[Bar(one.name, counts[0][one.code], amounts[0][one.code]) for one in kept],
        categories=[Bar(one.name, counts[1][one.id], amounts[1][one.id]) for one in categories],
        applicant_types=[
            Bar(str(about.name), counts[2][code], amounts[2][code]) for code, about in TYPES.items() if counts[2][code]
        ],
    )


def _granted() -> Function[int]:
    return func.sum(func.coalesce(CaseRow.decided_nok, CaseRow.recommended_nok, 0))


def _is_place(district: District) -> bool:
    return not district.covers_city and not district.is_online


def _districts() -> Sequence[District]:
    return db.session.scalars(select(District).order_by(District.position)).all()


def _categories(round_id: int) -> Sequence[Category]:
    return db.session.scalars(select(Category).where(Category.round_id == round_id).order_by(Category.position)).all()
