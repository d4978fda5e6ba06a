"""Compute an allocation, keep it with all it was made from, and compute it again. Never commits.

Reading, computing and keeping are three steps, so that no lock is held while the solver works.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import true

from app.accounts.models import User
from app.audit.actions import record
from app.decisions.allocation import documents
from app.decisions.allocation import inputs as allocation_inputs
from app.decisions.allocation import policy as allocation_policy
from app.decisions.allocation.allocate import UnknownVersion, allocate
from app.decisions.allocation.models import AllocationRun, RunKind
from app.decisions.allocation.result import Result
from app.decisions.allocation.rules import VERSION, Applied, Rules
from app.decisions.allocation.solver import version
from app.extensions import db
from app.rounds.models import Round


@dataclass(frozen=True)
class Asked:
    """What somebody wants computed. `rules` None: the round's own. `cases_round_id`: whose cases. `redo`: share also
    what is recommended and decided anew."""

    round_id: int
    cases_round_id: int
    rules: Rules | None = None
    redo: bool = False
    note: str = ""

    @property
    def is_real(self) -> bool:
        return self.rules is None and not self.redo and self.cases_round_id == self.round_id


@dataclass(frozen=True)
class Prepared:
    """All that the computation needs, as plain values."""

    asked: Asked
    inputs: Sequence[Applied]
    rules: Rules
    is_whole: bool


def prepare(asked: Asked, *, by: User) -> Prepared:
    """Read the cases and the rules. A real one is made of all scores; another of those that `by` may see."""
    grant_round, cases_round = (
        db.session.get_one(Round, asked.round_id),
        db.session.get_one(Round, asked.cases_round_id),
    )
    known = allocation_policy.sight(by, cases_round)
    if asked.is_real:
        allocation_policy.can_make_real(by, known)
    else:
        allocation_policy.can_make(by)
    found = allocation_inputs.inputs(cases_round, known.seen if not known.is_whole else true(), redo=asked.redo)
    return Prepared(asked, found, asked.rules or allocation_inputs.rules(grant_round), known.is_whole)


@dataclass(frozen=True)
class Computed:
    result: Result
    solver: str


def compute(prepared: Prepared) -> Computed:
    """Raises UnusableRules. Touches no database."""
    return Computed(allocate(prepared.inputs, prepared.rules), version())


def keep(prepared: Prepared, computed: Computed, *, by: User, at: datetime) -> AllocationRun:
    """Insert the run, with the hash of each of its three texts."""
    asked = prepared.asked
    inputs = documents.inputs_text(prepared.inputs)
    rules, result = documents.rules_text(prepared.rules), documents.result_text(computed.result)
    run = AllocationRun(
        round_id=asked.round_id,
        cases_round_id=asked.cases_round_id,
        kind=RunKind.REAL if asked.is_real else RunKind.WHAT_IF,
        is_whole=prepared.is_whole,
        note=asked.note,
        rule_version=VERSION,
        solver=computed.solver,
        inputs=inputs,
        inputs_sha256=documents.sha256(inputs),
        rules=rules,
        rules_sha256=documents.sha256(rules),
        result=result,
        result_sha256=documents.sha256(result),
        activities=len(prepared.inputs),
        given_nok=computed.result.given_nok,
        made_by_id=by.id,
        made_by_name=by.name,
        made_at=at,
    )
    db.session.add(run)
    db.session.flush()
    grant_round = db.session.get_one(Round, asked.round_id)
    record("allocation_made", by=by, at=at, round=grant_round.slug, run=run.public_id, kind=run.kind)
    return run


@dataclass(frozen=True)
class Replay:
    """A run computed again. `damaged`: the texts that no longer have their hash. `differing`: activities whose amount
    came out another (key, then, now)."""

    is_same: bool
    solver_then: str
    solver_now: str
    rule_version_then: str
    knows_rules: bool
    damaged: Sequence[str] = ()
    differing: Sequence[tuple[str, int, int]] = ()

    @property
    def is_same_solver(self) -> bool:
        return self.solver_then == self.solver_now


def replay(run: AllocationRun) -> Replay:
    """From the kept inputs and rules: equal sign by sign, or what differs. Where versions differ, it says so."""
    damaged = [
        name
        for name in ("inputs", "rules", "result")
        if documents.sha256(getattr(run, name)) != getattr(run, f"{name}_sha256")
    ]
    solver = version()
    try:
        now = allocate(documents.inputs_from(run.inputs), documents.rules_from(run.rules), run.rule_version)
    except UnknownVersion:
        return Replay(False, run.solver, solver, run.rule_version, knows_rules=False, damaged=damaged)
    then = {line.key: line.amount_nok for line in documents.result_from(run.result).lines}
    return Replay(
        is_same=not damaged and documents.result_text(now) == run.result,
        solver_then=run.solver,
        solver_now=solver,
        rule_version_then=run.rule_version,
        knows_rules=True,
        damaged=damaged,
        differing=[
            (line.key, then.get(line.key, 0), line.amount_nok)
            for line in now.lines
            if then.get(line.key, 0) != line.amount_nok
        ],
    )
