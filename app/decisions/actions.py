"""Recommend, send back and decide. Deciding a hundred cases takes the same number of statements as deciding one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.applications.models import Application, Status
from app.applications.workflow import move
from app.audit.actions import record
from app.casework.conversation.queries import not_put
from app.decisions import policy, queries
from app.decisions.letters import Line
from app.decisions.models import (
    Decision,
    DecisionLine,
    Outcome,
    Recommendation,
    RecommendationLine,
    RecommendationStatus,
)
from app.decisions.outcomes import TEXTS, Proposal, settled_amount
from app.decisions.standing import standings
from app.extensions import db
from app.policy import NotAllowed, NotComplete, NotNow
from app.rounds.models import Round


def save(application: Application, proposals: Mapping[int, Proposal], *, by: User, at: datetime) -> Recommendation:
    """Keep what is written so far. `proposals` by activity; an activity left out keeps what it had.

    After a return the next recommendation begins with what the returned one said. Drafts make no events.
    """
    policy.can_write(by, application)
    recommendation = _draft(application, by, at)
    if by.id not in recommendation.writer_ids:
        recommendation.writer_ids = [*recommendation.writer_ids, by.id]
    recommendation.saved_at = at
    lines = {line.activity_id: line for line in recommendation.lines}
    for activity in application.activities:
        if activity.id in proposals:
            _write(lines[activity.id], proposals[activity.id], activity.sought_nok or 0)
    return recommendation


def _draft(application: Application, by: User, at: datetime) -> Recommendation:
    latest = queries.latest_recommendation(application.id)
    if latest is not None and latest.status is RecommendationStatus.DRAFT:
        return latest
    made = Recommendation(
        application=application,
        number=latest.number + 1 if latest else 1,
        status=RecommendationStatus.DRAFT,
        made_by_id=by.id,
        made_by_name=by.name,
        writer_ids=[],
        saved_at=at,
    )
    before = {line.activity_id: line for line in latest.lines} if latest else {}
    for activity in application.activities:
        line = RecommendationLine(activity_id=activity.id)
        if activity.id in before:
            _write(line, proposal_of(before[activity.id]), activity.sought_nok or 0)
        made.lines.append(line)
    db.session.add(made)
    return made


def _write(line: RecommendationLine, proposal: Proposal, sought_nok: int) -> None:
    line.outcome = proposal.outcome
    line.amount_nok = settled_amount(proposal.outcome, proposal.amount_nok, sought_nok)
    for name in TEXTS:
        setattr(line, name, getattr(proposal, name))


def proposal_of(line: Line) -> Proposal:
    """A line as plain values."""
    return Proposal(line.outcome, line.amount_nok, **{name: getattr(line, name) for name in TEXTS})


def recommend(application: Application, proposals: Mapping[int, Proposal], *, by: User, at: datetime) -> Recommendation:
    """Save, and send to the approver. What does not belong to an outcome is left out of what is sent."""
    recommendation = save(application, proposals, by=by, at=at)
    lines = {line.activity_id: line for line in recommendation.lines}
    said = {activity_id: proposal_of(line) for activity_id, line in lines.items()}
    policy.can_send(by, application, said)
    for line in recommendation.lines:
        _keep_what_belongs(line)
    recommendation.status = RecommendationStatus.SENT
    recommendation.made_by_id, recommendation.made_by_name = by.id, by.name
    recommendation.sent_at, recommendation.sent_from = at, application.status
    move(application, Status.RECOMMENDED, by=by, at=at)
    for row in application.case_rows:
        row.recommended_nok = lines[row.activity_id].amount_nok
    record(
        "recommended",
        by=by,
        at=at,
        case=application.reference,
        outcomes=_outcomes(recommendation.lines),
        amount_nok=total_nok(recommendation.lines),
    )
    return recommendation


def _keep_what_belongs(line: RecommendationLine) -> None:
    if line.outcome is not Outcome.GRANTED_PART:
        line.reduction_reasons = line.expected_for_less = None
    if line.outcome is not None and line.outcome.is_grant:
        line.advice = None
    else:
        line.special_condition = None


def _outcomes(lines: Iterable[RecommendationLine]) -> list[str]:
    return [str(line.outcome) for line in lines]


def total_nok(lines: Iterable[RecommendationLine]) -> int:
    """What the lines add up to."""
    return sum(line.amount_nok or 0 for line in lines)


def send_back(application: Application, comment: str, *, by: User, at: datetime) -> None:
    """The approver wants something changed and says what. The case goes back to where it was sent from."""
    queries.locked_round(application.round_id)
    application = queries.cases_to_decide(application.round_id, [application.reference])[application.reference]
    recommendation = queries.sent_recommendations([application.id]).get(application.id)
    policy.can_decide(by, application, recommendation, standings(by, [application.id])[application.id])
    assert recommendation is not None
    if not comment.strip():
        raise NotComplete(_("Innstillingen er ikke sendt tilbake."), {"comment": _("Skriv hva som må endres.")})
    recommendation.status = RecommendationStatus.RETURNED
    recommendation.returned_by_id, recommendation.returned_by_name = by.id, by.name
    recommendation.return_comment = comment.strip()
    move(application, recommendation.sent_from or Status.REVIEW, by=by, at=at)
    for row in application.case_rows:
        row.recommended_nok = None
    record("recommendation_returned", by=by, at=at, case=application.reference)


def take_back(application: Application, *, by: User, at: datetime) -> None:
    """A case handler regrets what was sent, as long as nobody has decided. What was sent stays; the next begins with
    it.

    The round is locked first, so that a decision at the same moment is either made or not.
    """
    queries.locked_round(application.round_id)
    application = queries.cases_to_decide(application.round_id, [application.reference])[application.reference]
    recommendation = queries.sent_recommendations([application.id]).get(application.id)
    policy.can_take_back(by, application)
    assert recommendation is not None
    recommendation.status = RecommendationStatus.TAKEN_BACK
    move(application, recommendation.sent_from or Status.REVIEW, by=by, at=at)
    for row in application.case_rows:
        row.recommended_nok = None
    record("recommendation_taken_back", by=by, at=at, case=application.reference)


@dataclass(frozen=True)
class Chosen:
    """A case and the recommendation that the approver had in front of them."""

    reference: str
    number: int


def chosen(keys: Sequence[str]) -> list[Chosen]:
    """From what a page sends back: «OMB-2026-0042:1», or the reference alone while only a list is asked for."""
    parts = [key.rpartition(":") if ":" in key else (key, "", "") for key in dict.fromkeys(keys)]
    return [Chosen(reference, int(number) if number.isdecimal() else 0) for reference, _colon, number in parts]


@dataclass(frozen=True)
class Result:
    """What came of one case: decided, or why not."""

    reference: str
    organisation: str
    amount_nok: int
    refusal: str | None = None


def decide(application: Application, *, by: User, at: datetime) -> Decision:
    """Decide one case as it is recommended. Raises what the rules raise."""
    sitting = Sitting(application.round_id, [application.reference], by, at)
    sitting.decide(application.reference)
    sitting.finish()
    made = queries.newest_decision(application.id)
    assert made is not None
    return made


def decide_many(round_id: int, chosen: Sequence[Chosen], *, by: User, at: datetime) -> list[Result]:
    """Decide those of `chosen` that can be; each one that cannot is left as it is, with the reason.

    Raises NotNow when the database finds the pot overspent; then nothing is decided.
    """
    sitting = Sitting(round_id, [one.reference for one in chosen], by, at)
    results = [_result(sitting, one) for one in chosen]
    sitting.finish()
    return results


def _result(sitting: "Sitting", one: Chosen) -> Result:
    application = sitting.cases.get(one.reference)
    if application is None:
        return Result(one.reference, "", 0, _("Saken finnes ikke i runden."))
    name = application.organisation.name
    try:
        return Result(one.reference, name, sitting.decide(one.reference, one.number))
    except NotAllowed as refusal:
        return Result(one.reference, name, 0, refusal.reason)


class Sitting:
    """The round is locked, then everything is read anew, so that two approvers go one at a time. What is decided is
    written at the end, in as many statements for a hundred cases as for one."""

    def __init__(self, round_id: int, references: Sequence[str], by: User, at: datetime) -> None:
        self.by, self.at = by, at
        self.round: Round = queries.locked_round(round_id)
        self.cases = queries.cases_to_decide(round_id, references)
        ids = [application.id for application in self.cases.values()]
        self.recommendations = queries.sent_recommendations(ids)
        self.standings = standings(by, ids)
        self.application_versions = queries.newest_versions(ids)
        self.versions = queries.decided_versions(ids)
        self.not_put = not_put(ids)
        self.decided: list[tuple[Application, Recommendation]] = []

    def decide(self, reference: str, number: int | None = None) -> int:
        """`number` is the recommendation that was shown; another one now means that the case changed meanwhile.
        Returns what is granted."""
        application = self.cases[reference]
        recommendation = self.recommendations.get(application.id)
        policy.can_decide(self.by, application, recommendation, self.standings[application.id])
        assert recommendation is not None
        if number is not None and recommendation.number != number:
            raise NotNow(_("Innstillingen er endret siden du leste den."))
        policy.is_put_to_party(self.not_put.get(application.id, 0))
        amount = total_nok(recommendation.lines)
        policy.has_room(amount, self.round.available_nok)
        self.decided.append((application, recommendation))
        self.versions[application.id] = self.versions.get(application.id, 0) + 1
        self.round.committed_nok += amount
        recommendation.status = RecommendationStatus.ADOPTED
        move(application, Status.DECIDED, by=self.by, at=self.at)
        given = {line.activity_id: line.amount_nok for line in recommendation.lines}
        for row in application.case_rows:
            row.decided_nok = given[row.activity_id]
        record(
            "decided",
            by=self.by,
            at=self.at,
            case=application.reference,
            outcomes=_outcomes(recommendation.lines),
            amount_nok=amount,
            version=self.versions[application.id],
        )
        return amount

    def finish(self) -> None:
        """Write it all, with the database's own guard of the pot."""
        try:
            db.session.flush()
        except IntegrityError as error:
            if "pot_not_overspent" not in str(error.orig):
                raise
            raise NotNow(_("Potten rekker ikke. Ingenting er vedtatt.")) from error
        if not self.decided:
            return
        db.session.execute(insert(Decision), [self._decision(*one) for one in self.decided])
        ids = queries.decision_ids([recommendation.id for _application, recommendation in self.decided])
        lines = [line for application, made in self.decided for line in _lines(application, made, ids[made.id])]
        db.session.execute(insert(DecisionLine), lines)

    def _decision(self, application: Application, recommendation: Recommendation) -> dict[str, Any]:
        return {
            "application_id": application.id,
            "recommendation_id": recommendation.id,
            "version": self.versions[application.id],
            "application_version": self.application_versions[application.id],
            "prepared_by_id": recommendation.made_by_id,
            "prepared_by_name": recommendation.made_by_name,
            "decided_by_id": self.by.id,
            "decided_by_name": self.by.name,
            "decided_by_title": self.by.title,
            "decided_at": self.at,
        }


def _lines(application: Application, recommendation: Recommendation, decision_id: int) -> Iterable[dict[str, Any]]:
    sought = {row.activity_id: row.sought_nok for row in application.case_rows}
    for line in recommendation.lines:
        yield {
            "decision_id": decision_id,
            "activity_id": line.activity_id,
            "outcome": line.outcome,
            "sought_nok": sought[line.activity_id],
            "amount_nok": line.amount_nok,
            **{name: getattr(line, name) for name in TEXTS},
        }
