"""Make a released decision anew (omgjøring, forvaltningsloven § 35): one prepares, another approves."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.applications.models import Application
from app.audit.actions import record
from app.clock import local
from app.decisions import queries
from app.decisions.actions import proposal_of
from app.decisions.appeals import following as appeal_following
from app.decisions.models import Decision, DecisionLine, Outcome
from app.decisions.outcomes import TEXTS, Proposal, settled_amount
from app.decisions.replies import settle
from app.decisions.reversals import policy as rules
from app.decisions.reversals import queries as reversals
from app.decisions.reversals.grounds import Effect, Told, effect, ground_problem
from app.decisions.reversals.models import ChangeStatus, Ground, Reversal, ReversalLine
from app.decisions.standing import standings
from app.extensions import db
from app.formatting import number
from app.letters.content import DecisionContent
from app.letters.queries import notified_at
from app.policy import NotComplete, NotNow
from app.rounds.actions import consume_reserve
from app.rounds.models import Round


def prepare(
    decision: Decision,
    ground: Ground | None,
    proposals: Mapping[int, Proposal],
    explanation: str,
    *,
    appeal_id: int | None = None,
    condition: str | None = None,
    by: User,
    at: datetime,
) -> Reversal:
    """Propose the next version of `decision`, the newest released one. `proposals` by activity; one left out stays as
    it is. `condition`: the one in the letter that the power follows from. Raises what the rules raise."""
    rules.can_prepare(by, decision, after_appeal=appeal_id is not None)
    settled = _settled(decision, proposals)
    rules.is_complete(decision.application, settled, explanation)
    change = effect(decision.lines, settled)
    _is_grounded(ground, change, told(decision), condition, by_appeal=appeal_id is not None)
    assert ground is not None
    made = Reversal(
        reversed_id=decision.id,
        appeal_id=appeal_id,
        ground=ground,
        condition=condition if ground is Ground.RESERVED_POWER else None,
        explanation=explanation.strip(),
        is_detriment=change.is_worse,
        prepared_by_id=by.id,
        prepared_by_name=by.name,
        prepared_at=at,
        lines=[_line(line, settled[line.activity_id]) for line in decision.lines],
    )
    db.session.add(made)
    _flush_alone()
    total = sum(line.amount_nok for line in made.lines)
    record("reversal_proposed", by=by, at=at, case=decision.application.reference, ground=ground, amount_nok=total)
    return made


def _flush_alone() -> None:
    """Two who propose at once: the database lets one of them."""
    try:
        db.session.flush()
    except IntegrityError as error:
        if "reversal" not in str(error.orig):
            raise
        raise NotNow(_("Et forslag om omgjøring venter allerede. Det må avgjøres eller trekkes først.")) from error


def _settled(decision: Decision, proposals: Mapping[int, Proposal]) -> dict[int, Proposal]:
    """What each activity is to get, with what does not belong to its outcome left out."""
    return {
        line.activity_id: _belonging(proposals[line.activity_id], line.sought_nok)
        if line.activity_id in proposals
        else proposal_of(line)
        for line in decision.lines
    }


def _belonging(proposal: Proposal, sought_nok: int) -> Proposal:
    is_part, outcome = proposal.outcome is Outcome.GRANTED_PART, proposal.outcome
    is_grant = outcome is not None and outcome.is_grant
    return replace(
        proposal,
        amount_nok=settled_amount(outcome, proposal.amount_nok, sought_nok),
        reduction_reasons=proposal.reduction_reasons if is_part else None,
        expected_for_less=proposal.expected_for_less if is_part else None,
        advice=None if is_grant else proposal.advice,
        special_condition=proposal.special_condition if is_grant else None,
    )


def _line(line: DecisionLine, proposal: Proposal) -> ReversalLine:
    texts: dict[str, Any] = {name: getattr(proposal, name) for name in TEXTS}
    return ReversalLine(
        activity_id=line.activity_id,
        outcome=proposal.outcome,
        sought_nok=line.sought_nok,
        amount_nok=proposal.amount_nok,
        **texts,
    )


def told(decision: Decision) -> Told:
    """What the party has got of this version."""
    assert decision.letter is not None
    content = DecisionContent.from_dict(decision.letter.content)
    own = [line.special_condition for line in decision.lines if line.special_condition]
    return Told(notified_at(decision.letter) is not None, [*content.conditions, *own])


def _is_grounded(ground: Ground | None, change: Effect, party: Told, condition: str | None, *, by_appeal: bool) -> None:
    if not change.is_change:
        raise NotComplete(
            _("Forslaget gir det samme som vedtaket."),
            {"ground": _("Er det bare en skrivefeil, bruker dere retting.")},
        )
    problem = None if ground else str(_("Velg hva som gir adgang til å endre vedtaket."))
    if ground is Ground.APPEAL and not by_appeal:
        problem = str(_("Medhold i en klage føres på siden for klagen. Velg et annet grunnlag her."))
    elif ground:
        problem = ground_problem(ground, change, party, condition)
    if problem:
        raise NotComplete(_("Forslaget er ikke sendt. Grunnlaget holder ikke."), {"ground": problem})


def register_notice(reversal: Reversal, sent_on: date, comment_by: date, *, by: User, at: datetime) -> None:
    """The advance notice to the party (forvaltningsloven § 16), and the last day to comment on it."""
    reversal = reversals.locked_reversal(reversal.id)
    rules.can_follow_up(by, reversal)
    today = local(at).date()
    missing = {}
    if sent_on > today:
        missing["noticed_on"] = str(_("Varselet må være sendt. Velg i dag eller tidligere."))
    if comment_by <= sent_on:
        missing["comment_by"] = str(_("Fristen må være etter dagen varselet ble sendt."))
    if missing:
        raise NotComplete(_("Varselet er ikke ført."), missing)
    reversal.noticed_on, reversal.comment_by = sent_on, comment_by
    days = {"noticed_on": sent_on, "comment_by": comment_by}
    record("reversal_noticed", by=by, at=at, case=_reference(reversal), **days)


def register_comment(reversal: Reversal, comment: str, received_on: date, *, by: User, at: datetime) -> None:
    """What the party said to the advance notice."""
    reversal = reversals.locked_reversal(reversal.id)
    rules.can_follow_up(by, reversal)
    if reversal.noticed_on is None or not reversal.noticed_on <= received_on <= local(at).date():
        day = _("Velg en dag fra varselet ble sendt, og ikke etter i dag.")
        raise NotComplete(_("Merknadene er ikke ført."), {"comment_on": day})
    if not comment.strip():
        raise NotComplete(_("Merknadene er ikke ført."), {"comment": _("Skriv hva parten sa.")})
    reversal.comment, reversal.comment_on = comment.strip(), received_on
    record("reversal_commented", by=by, at=at, case=_reference(reversal), comment_on=received_on)


def withdraw(reversal: Reversal, *, by: User, at: datetime) -> None:
    """Any impartial case handler takes it back before it is approved; it stays in the file."""
    reversal = reversals.locked_reversal(reversal.id)
    rules.can_follow_up(by, reversal)
    reversal.status = ChangeStatus.WITHDRAWN
    reversal.withdrawn_at, reversal.withdrawn_by_name = at, by.name
    record("reversal_withdrawn", by=by, at=at, case=_reference(reversal))
    appeal_following.dropped(reversal.appeal_id, by=by, at=at)


def send_back(reversal: Reversal, comment: str, *, by: User, at: datetime) -> None:
    """The approver wants something else and says what. The preparer begins anew with what was proposed."""
    reversal, application, _round = _locked(reversal)
    rules.may_answer(by, reversal, standings(by, [application.id])[application.id])
    if not comment.strip():
        raise NotComplete(_("Forslaget er ikke sendt tilbake."), {"comment": _("Skriv hva som må endres.")})
    reversal.status, reversal.return_comment = ChangeStatus.RETURNED, comment.strip()
    reversal.decided_by_id, reversal.decided_by_name, reversal.decided_at = by.id, by.name, at
    record("reversal_returned", by=by, at=at, case=application.reference)
    appeal_following.dropped(reversal.appeal_id, by=by, at=at)


def approve(reversal: Reversal, *, by: User, at: datetime) -> Decision:
    """Make the new version, and move the pot by the difference. Its letter goes out by the releases."""
    reversal, application, grant_round = _locked(reversal)
    rules.can_approve(by, reversal, standings(by, [application.id])[application.id], local(at).date())
    before = reversal.reversed
    proposals = {line.activity_id: proposal_of(line) for line in reversal.lines}
    by_appeal = reversal.appeal_id is not None
    _is_grounded(
        reversal.ground, effect(before.lines, proposals), told(before), reversal.condition, by_appeal=by_appeal
    )
    made = _next_version(reversal, by, at)
    reversal.status, reversal.decision = ChangeStatus.APPROVED, made
    reversal.decided_by_id, reversal.decided_by_name, reversal.decided_at = by.id, by.name, at
    _move_pot(application, grant_round, by, at, from_reserve=reversal.ground is Ground.APPEAL)
    record(
        "decision_reversed",
        by=by,
        at=at,
        case=application.reference,
        ground=reversal.ground,
        version=made.version,
        amount_nok=sum(line.amount_nok for line in made.lines),
    )
    appeal_following.approved(reversal.appeal_id, by=by, at=at)
    return made


def _locked(reversal: Reversal) -> tuple[Reversal, Application, Round]:
    """The round first, as every decision does; then the case, and the proposal as it stands now."""
    application = reversal.reversed.application
    grant_round = queries.locked_round(application.round_id)
    locked = queries.cases_to_decide(application.round_id, [application.reference])[application.reference]
    return reversals.locked_reversal(reversal.id), locked, grant_round


def _next_version(reversal: Reversal, by: User, at: datetime) -> Decision:
    """Nothing of the version before is touched. The recommendation it came from is the case's history still."""
    before = reversal.reversed
    made = Decision(
        application_id=before.application_id,
        recommendation_id=before.recommendation_id,
        version=before.version + 1,
        application_version=before.application_version,
        prepared_by_id=reversal.prepared_by_id,
        prepared_by_name=reversal.prepared_by_name,
        decided_by_id=by.id,
        decided_by_name=by.name,
        decided_by_title=by.title,
        decided_at=at,
        lines=[_decided(line) for line in reversal.lines],
    )
    db.session.add(made)
    return made


def _decided(line: ReversalLine) -> DecisionLine:
    names = ("activity_id", "outcome", "sought_nok", "amount_nok", *TEXTS)
    return DecisionLine(**{name: getattr(line, name) for name in names})


def _move_pot(application: Application, grant_round: Round, by: User, at: datetime, *, from_reserve: bool) -> None:
    """By the difference, less what the party declined; after an appeal what the pot lacks comes from the reserve."""
    db.session.flush()  # the new version is read with those before it
    available = grant_round.available_nok
    moved = settle(application.id, grant_round)
    lacking = moved - available
    if lacking > 0 and from_reserve and lacking <= grant_round.reserve_nok:
        consume_reserve(grant_round, lacking, by=by, at=at)
    elif lacking > 0 and moved > 0:
        values = {"amount": number(moved), "left": number(available)}
        raise NotNow(_("Potten rekker ikke: økningen er på %(amount)s kroner, og %(left)s kroner er igjen.", **values))
    db.session.flush()


def _reference(reversal: Reversal) -> str:
    return reversal.reversed.application.reference
