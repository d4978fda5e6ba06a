"""Two allocations of the closed round, computed by the approver, who assesses nothing: by the round's own rules, and a
«hva hvis» where all that is assessed shares half the pot. Nobody has taken them up."""

from dataclasses import replace
from datetime import datetime

from app.accounts.models import User
from app.decisions.allocation import inputs as allocation_inputs
from app.decisions.allocation import runs as allocation_runs
from app.decisions.allocation.runs import Asked
from app.extensions import db
from app.rounds.models import Round


def play(closed: Round, approver: User, at: datetime) -> None:
    rules = allocation_inputs.rules(closed)
    half = replace(rules, pot_nok=closed.pot_nok // 2, reserve_nok=closed.reserve_nok // 2)
    smaller = Asked(closed.id, closed.id, half, redo=True, note="halv pott, alt fordelt på nytt")
    for asked in (smaller, Asked(closed.id, closed.id)):
        prepared = allocation_runs.prepare(asked, by=approver)
        allocation_runs.keep(prepared, allocation_runs.compute(prepared), by=approver, at=at)
        db.session.commit()
