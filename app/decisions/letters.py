"""The content of this room's letters, as plain values: the decision, what it would say, and the appeal's receipt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from flask_babel import gettext as _

from app.accounts.models import ApplicantType
from app.applications.models import Application
from app.clock import local
from app.decisions.models import Appeal, Decision, Outcome
from app.formatting import day
from app.law.deadlines import appeal_deadline
from app.letters.content import (
    Acceptance,
    AppealBlock,
    AppealReceiptContent,
    DecisionContent,
    DecisionLineContent,
    Late,
    LineOutcome,
    Recipient,
    RoundFacts,
    rules_for,
)
from app.rounds.letters import sender
from app.rounds.models import Round, RoundText, TextKind
from app.rounds.promises import report_due_on

ALWAYS = frozenset({None, "", "standard", "recovery"})


class Line(Protocol):
    """What a proposed line and a decided line have in common."""

    @property
    def activity_id(self) -> int: ...
    @property
    def outcome(self) -> Outcome | None: ...
    @property
    def amount_nok(self) -> int | None: ...
    @property
    def reasons(self) -> str | None: ...
    @property
    def reduction_reasons(self) -> str | None: ...
    @property
    def expected_for_less(self) -> str | None: ...
    @property
    def advice(self) -> str | None: ...
    @property
    def special_condition(self) -> str | None: ...


@dataclass(frozen=True)
class Competition:
    """How many applied in the round and for how much: the same for every letter of a release."""

    applications: int
    sought_nok: int


@dataclass(frozen=True)
class Signers:
    """Who prepared and who decided."""

    handler: str
    approver: str
    approver_title: str | None


@dataclass(frozen=True)
class Links:
    """Where the applicant reads, answers and appeals: the public address of the decision page."""

    page: str

    @property
    def answer(self) -> str:
        return f"{self.page}#svar"

    @property
    def appeal(self) -> str:
        return f"{self.page}#klage"


def link_to(reference: str, public_url: str) -> Links:
    """The decision page of a case, as a whole address."""
    return Links(f"{public_url}/vedtak/{reference}")


def acceptance_deadline(of_round: Round, told_on: date) -> date:
    """The last day to accept: the round's number of days after the day the applicant was told, not counting that day.
    It is the round's own date, so no rule of law moves it past a weekend; answers may be given all of that day."""
    return told_on + timedelta(days=of_round.acceptance_days)


def may_appeal(application: Application) -> bool:
    """Whether the round makes individual decisions, for this type of applicant too."""
    of_round = application.round
    municipal = application.organisation.applicant_type is ApplicantType.MUNICIPAL
    return of_round.gives_individual_decisions and (of_round.municipal_units_may_appeal or not municipal)


def decision_content(
    application: Application,
    snapshot: Mapping[str, Any],
    lines: Sequence[Line],
    signers: Signers,
    competition: Competition,
    *,
    on: date,
    links: Links,
    supplement_on: date | None = None,
) -> DecisionContent:
    """The letter for these lines, dated `on`. `snapshot` is what was sent (applications/snapshot.py), and
    `application` is loaded with its activities' positions, its round's texts and its organisation. `supplement_on` is
    the day of the newest supplementary answers (casework.supplements.newest_answered_on).

    The dates in the letter hold when the notice goes out the same day; a later one gives later dates, on the page.
    """
    of_round, shown = application.round, _with_activities(application, snapshot, lines)
    granted = any(line.outcome is not None and line.outcome.is_grant for line in lines)
    return DecisionContent(
        sender=sender(of_round),
        recipient=_recipient(snapshot["organisation"]),
        reference=application.reference,
        on=on,
        round=RoundFacts(
            of_round.name, of_round.purpose, competition.applications, competition.sought_nok, of_round.pot_nok
        ),
        lines=tuple(_line(line, activity) for line, activity in shown),
        conditions=_conditions(of_round.texts, snapshot, [activity for _line_, activity in shown]) if granted else (),
        appeal=_appeal(application, links, on),
        handler=signers.handler,
        approver=signers.approver,
        approver_title=signers.approver_title,
        rules=rules_for(on, of_round.budget_decision, of_round.guidelines),
        acceptance=Acceptance(acceptance_deadline(of_round, on), links.answer) if granted else None,
        late=_late(application, lines),
        supplement_on=supplement_on,
        decision_link=links.page,
        **(_afterwards(application) if granted else {}),
    )


def _with_activities(
    application: Application, snapshot: Mapping[str, Any], lines: Sequence[Line]
) -> list[tuple[Line, Mapping[str, Any]]]:
    """Each line with what was sent of its activity."""
    positions = {activity.id: activity.position for activity in application.activities}
    sent = {activity["position"]: activity for activity in snapshot["activities"]}
    return [(line, sent[positions[line.activity_id]]) for line in lines]


def _appeal(application: Application, links: Links, on: date) -> AppealBlock:
    of_round = application.round
    deadline = appeal_deadline(on).last_day if may_appeal(application) else None
    return AppealBlock(of_round.appeal_body, of_round.appeal_address, links.appeal, deadline)


def _afterwards(application: Application) -> dict[str, Any]:
    """What a grant's letter says of money and report."""
    of_round = application.round
    return {
        "payment": _payment(application),
        "asks_account": application.organisation.applicant_type is not ApplicantType.MUNICIPAL,
        "report_due": report_due_on(of_round, of_round.report_due_on),
    }


def _payment(application: Application) -> str:
    """When the money comes, and how."""
    if application.organisation.applicant_type is ApplicantType.MUNICIPAL:
        how = _("Beløpet overføres internt")
    else:
        how = _("Vi betaler")
    if not application.round.pays_before_report:
        return str(_("%(how)s når vi har godkjent rapporten.", how=how))
    if application.organisation.applicant_type is ApplicantType.MUNICIPAL:
        return str(_("%(how)s når dere har godtatt tilskuddet.", how=how))
    return str(_("%(how)s når dere har godtatt tilskuddet og gitt oss kontonummeret.", how=how))


def _recipient(organisation: Mapping[str, Any]) -> Recipient:
    place = " ".join(part for part in (organisation["postal_code"], organisation["city"]) if part)
    address = tuple(part for part in (organisation["address"], place) if part)
    return Recipient(organisation["name"], organisation["orgnr"], address)


def _line(line: Line, activity: Mapping[str, Any]) -> DecisionLineContent:
    return DecisionLineContent(
        title=activity["title"] or "",
        when=when(activity["sessions"]),
        where=where(activity),
        outcome=LineOutcome(str(line.outcome)),
        sought_nok=activity["sought_nok"],
        amount_nok=line.amount_nok or 0,
        reasons=line.reasons or "",
        reduction_reasons=line.reduction_reasons,
        expected_for_less=line.expected_for_less,
        advice=line.advice,
        special_condition=line.special_condition,
    )


def when(sessions: Sequence[Mapping[str, Any]]) -> str:
    """«tirsdag 24. november kl. 17.00–20.30»; several: their days, each once."""
    dated = [session for session in sessions if session["held_on"]]
    if len(dated) == 1:
        hours = "–".join(dated[0][name].replace(":", ".") for name in ("starts", "ends") if dated[0][name])
        shown = day(date.fromisoformat(dated[0]["held_on"]))
        return str(_("%(day)s kl. %(hours)s", day=shown, hours=hours)) if hours else shown
    days = sorted({date.fromisoformat(session["held_on"]) for session in dated})
    return _listed([day(one) for one in days])


def where(activity: Mapping[str, Any]) -> str:
    """«Tøyen bibliotek, Gamle Oslo», or that it is held online."""
    if activity["is_digital"]:
        return str(_("på nett"))
    place = activity["venue_name"] or activity["address"]
    district = activity["district"]["name"] if activity["district"] else None
    return ", ".join(part for part in (place, district) if part)


def _listed(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return str(_("%(first)s og %(last)s", first=", ".join(parts[:-1]), last=parts[-1]))


def _conditions(
    texts: Iterable[RoundText], snapshot: Mapping[str, Any], activities: Sequence[Mapping[str, Any]]
) -> tuple[str, ...]:
    """Conditions for everybody (no code, «standard», «recovery»), and those whose code names the type of applicant, a
    category or a needed permit of this case."""
    about = {snapshot["organisation"]["applicant_type"]}
    for activity in activities:
        about |= {permit["code"] for permit in activity["permits"]}
        about |= {activity["category"]["code"]} if activity["category"] else set()
    return tuple(text.text for text in texts if text.kind is TextKind.CONDITION and text.code in ALWAYS | about)


def _late(application: Application, lines: Sequence[Line]) -> Late | None:
    received, closes = application.received_at, application.round.closes_at
    dismissed = any(line.outcome is Outcome.DISMISSED for line in lines)
    if not dismissed or received is None or received.replace(microsecond=0) <= closes:
        return None
    return Late(deadline=closes, received_at=received)


def released_content(
    decision: Decision,
    snapshot: Mapping[str, Any],
    competition: Competition,
    at: datetime,
    public_url: str,
    supplement_on: date | None = None,
) -> DecisionContent:
    """The letter of a decision that is released at this moment."""
    return decision_content(
        decision.application,
        snapshot,
        decision.lines,
        Signers(decision.prepared_by_name, decision.decided_by_name, decision.decided_by_title),
        competition,
        on=local(at).date(),
        links=link_to(decision.application.reference, public_url),
        supplement_on=supplement_on,
    )


def appeal_receipt(appeal: Appeal) -> AppealReceiptContent:
    """What the appellant gets at once: reference, time, text, and what happens next."""
    application = appeal.decision.application
    of_round, organisation = application.round, application.organisation
    assert appeal.decision.letter is not None
    return AppealReceiptContent(
        sender=sender(of_round),
        recipient=Recipient(organisation.name, organisation.orgnr),
        reference=application.reference,
        on=local(appeal.received_at).date(),
        decision_title=appeal.decision.letter.title,
        received_at=appeal.received_at,
        deadline=appeal.deadline,
        in_time=appeal.in_time,
        text=appeal.text,
        appeal_body=of_round.appeal_body,
        sent_by=appeal.sent_by_name,
        attachment=appeal.filename,
        next_steps=appeal_steps(appeal, of_round),
    )


def appeal_steps(appeal: Appeal, of_round: Round) -> tuple[str, ...]:
    """What happens with an appeal now."""
    first = (
        _("Vi ser på saken på nytt.")
        if appeal.in_time
        else _("Klagen kom etter fristen. Vi vurderer om den likevel kan behandles.")
    )
    return (
        str(first),
        str(_("Endrer vi vedtaket, får dere et nytt.")),
        str(_("Endrer vi det ikke, sender vi klagen til %(body)s, og dere får kopi.", body=of_round.appeal_body)),
    )
