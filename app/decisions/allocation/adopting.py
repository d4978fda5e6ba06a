"""Take up an allocation: its amounts, as a person has adjusted them, become drafts of recommendations. Nothing is sent
and nothing decided. Never commits. Whole kroner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import User
from app.applications.models import Application, CaseRow, Status
from app.audit.actions import record
from app.decisions import actions, policy, queries
from app.decisions.allocation import policy as allocation_policy
from app.decisions.allocation.documents import inputs_from, result_from
from app.decisions.allocation.inputs import case_of, key_of
from app.decisions.allocation.models import AllocationAdoption, AllocationRun
from app.decisions.allocation.result import Line, Result
from app.decisions.models import Outcome
from app.decisions.outcomes import Proposal, amount_problem
from app.extensions import db
from app.policy import NotAllowed, NotComplete, NotNow

AT_ONCE = 100
"""So many cases are loaded at a time."""

DECIDES = frozenset({"below_floor", "below_points", "no_amount"})
"""Reasons that say no by themselves. What is not assessed, or still in the formal check, is left alone."""


Facts = Mapping[str, tuple[int, Decimal | None]]
"""By key: what was sought, and the points, when the allocation was computed."""


@dataclass(frozen=True)
class Adjustment:
    """What a person gives instead, and why."""

    nok: int
    reason: str


@dataclass(frozen=True)
class Written:
    """What came of one case: its draft has the amounts, or why not."""

    reference: str
    organisation: str
    amount_nok: int
    refusal: str | None = None


def adopt(
    run: AllocationRun, adjusted: Mapping[str, Adjustment], *, by: User, at: datetime
) -> tuple[AllocationAdoption, list[Written]]:
    """Raises what the rules raise; a case that cannot be written in is left as it is, with the reason."""
    allocation_policy.can_adopt(by, run, allocation_policy.sight(by, run.round))
    result = result_from(run.result)
    points = {line.key: line.points for line in result.lines}
    facts = {one.key: (one.sought_nok, points[one.key]) for one in inputs_from(run.inputs)}
    _check(run, result, adjusted)
    amounts = {**proposed(result), **{key: one.nok for key, one in adjusted.items()}}
    written: list[Written] = []
    references = sorted({case_of(key)[0] for key in amounts})
    for start in range(0, len(references), AT_ONCE):
        for application in _cases(run.round_id, references[start : start + AT_ONCE]):
            written.append(_write(application, amounts, facts, by=by, at=at))
    made = AllocationAdoption(
        run_id=run.id,
        adopted_by_id=by.id,
        adopted_by_name=by.name,
        adopted_at=at,
        adjusted=[_said(key, one, result) for key, one in sorted(adjusted.items())],
        outcomes=[{"reference": one.reference, "nok": one.amount_nok, "refusal": one.refusal} for one in written],
    )
    db.session.add(made)
    count = sum(one.refusal is None for one in written)
    record("allocation_adopted", by=by, at=at, round=run.round.slug, run=run.public_id, cases=count)
    return made, written


def proposed(result: Result) -> dict[str, int]:
    """The activities that the allocation says something of: those it considered, and those below a threshold."""
    return {line.key: line.amount_nok for line in result.lines if is_proposed(line)}


def is_proposed(line: Line) -> bool:
    code = line.why[0]
    return code in DECIDES or code not in {"settled_decided", "settled_recommended", "blocked", "unscored"}


def _check(run: AllocationRun, result: Result, adjusted: Mapping[str, Adjustment]) -> None:
    """Amounts that the round allows, a reason for each, and all of it within the pot."""
    missing: dict[str, str] = {}
    known, sought = proposed(result), {one.key: one.sought_nok for one in inputs_from(run.inputs)}
    for key, one in adjusted.items():
        problem = _amount_problem(run, one.nok, sought[key]) if key in known else _("Aktiviteten er ikke med.")
        if problem or not one.reason.strip():
            missing[key] = problem or _("Skriv hvorfor beløpet er endret.")
    total = sum({**known, **{key: one.nok for key, one in adjusted.items()}}.values())
    room = result.frame_nok - result.settled_nok
    if not missing and total > max(room, result.given_nok):
        raise NotComplete(
            _("Beløpene er %(over)s kroner mer enn potten rekker til.", over=total - room),
            dict.fromkeys(adjusted, _("Til sammen blir det mer enn potten rekker til.")),
        )
    if missing:
        raise NotComplete(_("Ingenting er skrevet inn. Se på endringene."), missing)


def _amount_problem(run: AllocationRun, nok: int, sought: int) -> str | None:
    return amount_problem(Proposal(_outcome(nok, sought), nok), sought, run.round)


def _outcome(nok: int, sought: int) -> Outcome:
    if nok == 0:
        return Outcome.REJECTED
    return Outcome.GRANTED_FULL if nok == sought else Outcome.GRANTED_PART


def _said(key: str, one: Adjustment, result: Result) -> dict[str, str | int]:
    before = proposed(result)[key]
    return {"key": key, "from_nok": before, "to_nok": one.nok, "reason": one.reason.strip()}


def _cases(round_id: int, references: Sequence[str]) -> Sequence[Application]:
    return db.session.scalars(
        select(Application)
        .where(Application.round_id == round_id, Application.reference.in_(references))
        .options(
            joinedload(Application.organisation, innerjoin=True),
            selectinload(Application.activities),
            selectinload(Application.case_rows),
        )
        .order_by(Application.reference)
        .with_for_update(of=Application)
        .execution_options(populate_existing=True)
    ).all()


def _write(application: Application, amounts: Mapping[str, int], facts: Facts, *, by: User, at: datetime) -> Written:
    name = application.organisation.name
    try:
        policy.can_write(by, application)
        _is_in_review(application)
        total = _save(application, amounts, facts, by=by, at=at)
    except NotAllowed as refusal:
        return Written(application.reference, name, 0, refusal.reason)
    return Written(application.reference, name, total)


def _is_in_review(application: Application) -> None:
    if application.status is not Status.REVIEW:
        raise NotNow(_("Saken er ikke til vurdering."))


def _save(application: Application, amounts: Mapping[str, int], facts: Facts, *, by: User, at: datetime) -> int:
    """The amounts; what is written already in a draft stays. What is granted in all."""
    latest = queries.latest_recommendation(application.id)
    before = {line.activity_id: actions.proposal_of(line) for line in latest.lines} if latest else {}
    rows = {row.activity_id: row for row in application.case_rows}
    proposals = {}
    for activity in application.activities:
        key = key_of(application.reference, activity.position)
        if key not in amounts:
            continue
        _is_unchanged(rows[activity.id], *facts[key])
        outcome = _outcome(amounts[key], activity.sought_nok or 0)
        proposals[activity.id] = replace(before.get(activity.id, Proposal()), outcome=outcome, amount_nok=amounts[key])
    actions.save(application, proposals, by=by, at=at)
    return sum(proposal.amount_nok or 0 for proposal in proposals.values())


def _is_unchanged(row: CaseRow, sought_nok: int, points: Decimal | None) -> None:
    if row.sought_nok != sought_nok or row.score != points:
        raise NotNow(_("Poengene eller beløpet det er søkt om, er endret siden fordelingen ble regnet ut."))
