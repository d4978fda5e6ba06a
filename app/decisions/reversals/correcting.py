"""Put errors of writing right in a released decision (retting): one proposes, another confirms.

Nothing is decided anew: outcome, amount, version and deadlines stay, and the decision's own lines are not touched. The
party gets a letter that marks what stood and what is to stand.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.audit.actions import record
from app.clock import local
from app.decisions.models import Decision, DecisionLine
from app.decisions.outcomes import TEXTS, Proposal, settled_amount
from app.decisions.printing import recipients
from app.decisions.reversals import policy as rules
from app.decisions.reversals import queries
from app.decisions.reversals.letters import correction_content
from app.decisions.reversals.models import ChangeStatus, Correction
from app.extensions import db
from app.letters.actions import issue, notify
from app.letters.models import LetterKind
from app.policy import NotComplete, NotNow

Texts = dict[str, str | None]


def texts_of(decision: Decision) -> dict[int, Texts]:
    """By activity, as they stand now: the decision's own, with what was corrected since."""
    found = {line.activity_id: {name: getattr(line, name) for name in TEXTS} for line in decision.lines}
    activities = {line.activity.position: line.activity_id for line in decision.lines}
    for correction in queries.letters_of_corrections([decision.id]):
        for change in correction.changes:
            found[activities[change["position"]]][change["field"]] = change["now"]
    return found


def propose(
    decision: Decision, proposals: Mapping[int, Proposal], explanation: str, *, by: User, at: datetime
) -> Correction:
    """`proposals`: each activity's texts as they are to stand. What changes outcome or amount, or adds or takes away a
    text, is no correction and is refused."""
    rules.can_correct(by, decision)
    stands = texts_of(decision)
    given = [line for line in decision.lines if line.activity_id in proposals]
    changes = [
        change for line in given for change in _changes(line, stands[line.activity_id], proposals[line.activity_id])
    ]
    if not changes:
        raise NotComplete(_("Ingenting er endret."), {"explanation": _("Rett teksten det gjelder, først.")})
    if not explanation.strip():
        raise NotComplete(_("Rettingen er ikke sendt."), {"explanation": _("Skriv hva som var feil.")})
    made = Correction(
        decision_id=decision.id,
        number=_count(decision.application_id) + 1,
        changes=changes,
        explanation=explanation.strip(),
        proposed_by_id=by.id,
        proposed_by_name=by.name,
        proposed_at=at,
    )
    db.session.add(made)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise NotNow(_("Et forslag om retting venter allerede. Det må avgjøres først.")) from error
    record("correction_proposed", by=by, at=at, case=decision.application.reference, version=decision.version)
    return made


def _changes(line: DecisionLine, stands: Texts, proposal: Proposal) -> Iterator[dict[str, Any]]:
    outcome = proposal.outcome or line.outcome
    amount = line.amount_nok
    if proposal.outcome or proposal.amount_nok is not None:
        amount = settled_amount(outcome, proposal.amount_nok, line.sought_nok) or 0
    if (outcome, amount) != (line.outcome, line.amount_nok):
        raise _no_correction()
    for name in TEXTS:
        was, now = stands[name], getattr(proposal, name)
        if bool(was) != bool(now):
            raise _no_correction()
        if was != now:
            title = line.activity.title or ""
            yield {"position": line.activity.position, "title": title, "field": name, "was": was, "now": now}


def _no_correction() -> NotNow:
    return NotNow(
        _(
            "Dette endrer innholdet i vedtaket, og er ikke en skrivefeil eller regnefeil. Bruk omgjøring i stedet. En"
            " retting kan ikke endre utfall eller beløp, og ikke legge til eller fjerne en tekst."
        )
    )


def _count(application_id: int) -> int:
    counted = select(func.count(Correction.id)).join(Correction.decision)
    return db.session.scalar(counted.where(Decision.application_id == application_id)) or 0


def confirm(correction: Correction, public_url: str, *, by: User, at: datetime) -> Correction:
    """Another person agrees that it is an error of writing; the party is told. The letter is printed here: one letter
    takes a twentieth of a second."""
    correction = queries.locked_correction(correction.id)
    rules.can_confirm(by, correction)
    rules.is_in_force(correction.decision)
    correction.decided_by_id, correction.decided_by_name, correction.decided_at = by.id, by.name, at
    application = correction.decision.application
    correction.letter = issue(
        kind=LetterKind.CORRECTION,
        case_reference=application.reference,
        version=correction.number,
        content=correction_content(correction, local(at).date(), by.title, public_url),
        by=by,
        at=at,
    )
    correction.status = ChangeStatus.APPROVED
    notify(correction.letter, recipients(application), at)
    version = correction.decision.version
    record("decision_corrected", by=by, at=at, case=application.reference, version=version)
    return correction


def send_back(correction: Correction, comment: str, *, by: User, at: datetime) -> None:
    """Not an error of writing, or not put right: said why. Also the proposer may take it back so."""
    correction = queries.locked_correction(correction.id)
    if by.id == correction.proposed_by_id:
        rules.handles(by, correction.decision.application)
        rules.waits(correction)
        correction.status = ChangeStatus.WITHDRAWN
    else:
        rules.can_confirm(by, correction)
        if not comment.strip():
            raise NotComplete(_("Rettingen er ikke sendt tilbake."), {"comment": _("Skriv hva som må endres.")})
        correction.status, correction.return_comment = ChangeStatus.RETURNED, comment.strip()
        correction.decided_by_id, correction.decided_by_name, correction.decided_at = by.id, by.name, at
    reference, version = correction.decision.application.reference, correction.decision.version
    record("correction_returned", by=by, at=at, case=reference, version=version)
