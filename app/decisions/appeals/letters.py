"""The letters of an appeal as plain values: dismissed as late, forwarded to the appeal body, and what the body decided.

Sections of an act are cited from law/statutes.py only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.applications.letters import recipient
from app.decisions.appeals.models import AppealAnswer, AppealHandling, AppealResult, AppealStatement
from app.decisions.letters import link_to
from app.decisions.models import Appeal, Decision
from app.law.appeals import last_day_to_claim_costs
from app.law.deadlines import appeal_deadline
from app.law.statutes import Topic, cite
from app.letters.sectioned import (
    AppealDismissalContent,
    AppealForwardingContent,
    AppealResultContent,
    Official,
    Section,
)
from app.letters.wording import Wording
from app.rounds.letters import sender

OMBUDSMAN = "sivilombudet.no"
WORDS = Wording("nb")
"""Numbers and dates as letters write them."""


@dataclass(frozen=True)
class Signer:
    """Who stands behind the letter."""

    name: str
    title: str | None = None


def page_of(appeal: Appeal, public_url: str) -> str:
    """The party's page of this appeal, as a whole address."""
    reference = appeal.decision.application.reference
    return f"{public_url}/vedtak/{reference}/klage/{appeal.public_id}"


def _frame(appeal: Appeal, on: date, public_url: str) -> dict[str, Any]:
    application = appeal.decision.application
    return {
        "sender": sender(application.round),
        "recipient": recipient(application),
        "reference": application.reference,
        "on": on,
        "link": page_of(appeal, public_url),
    }


def _officials(handler: Signer, approver: Signer) -> tuple[Official, ...]:
    return (
        Official(handler.name, handler.title or str(_("saksbehandler"))),
        Official(approver.name, approver.title or str(_("godkjenner"))),
    )


def _rules(on: date, *topics: Topic) -> str:
    """The act named once, then its sections."""
    first, *rest = dict.fromkeys(cite(topic, on) for topic in topics)
    act = first.partition(" ")[0]
    return ", ".join([first, *(one.removeprefix(f"{act} ") for one in rest)])


def dismissal(
    appeal: Appeal, statement: AppealStatement, calculation: Iterable[str], approver: Signer, on: date, public_url: str
) -> AppealDismissalContent:
    """A late appeal is not taken up. The letter is a decision of its own, and says how to appeal it."""
    decided = _("Klagen vi fikk %(at)s, er avvist.", at=WORDS.exactly(appeal.received_at))
    return AppealDismissalContent(
        **_frame(appeal, on, public_url),
        heading=str(_("Vi behandler ikke klagen deres")),
        lead=str(_("Klagen kom etter fristen, og vi har ikke funnet grunn til å behandle den likevel.")),
        sections=(
            Section(_("Vedtak"), (decided,), block="decision"),
            Section(_("Hvorfor"), (statement.grounds, statement.assessment), block="reasons"),
            Section(_("Slik er fristen regnet ut"), items=tuple(calculation)),
            *_how_to_appeal(appeal, on, public_url),
            Section(_("Innsyn"), (_("Dere har rett til å se sakens dokumenter. Ta kontakt med oss."),), block="access"),
        ),
        officials=_officials(Signer(statement.prepared_by_name), approver),
        rules=_rules(
            on,
            Topic.APPEAL_DEADLINE,
            Topic.LATE_APPEAL,
            Topic.DISMISSAL,
            Topic.RIGHT_TO_APPEAL,
            Topic.REASONS,
            Topic.ACCESS,
        ),
    )


def _how_to_appeal(appeal: Appeal, on: date, public_url: str) -> Iterable[Section]:
    """Right, deadline, procedure and body: what a letter that is a decision must say."""
    application = appeal.decision.application
    yield Section(
        _("Vil dere klage på avvisningen?"), (_("Dere kan klage på at vi ikke behandler klagen."),), block="appeal"
    )
    deadline = _(
        "Fristen er tre uker fra dere fikk varsel om dette brevet. Får dere varselet i dag, er siste dag %(day)s.",
        day=WORDS.weekday(appeal_deadline(on).last_day),
    )
    yield Section(paragraphs=(deadline,), block="deadline")
    how = _(
        "Klag på nett: %(link)s. Dere får en kvittering med en gang. Får dere den ikke, må dere sende på nytt. "
        "Dere kan også skrive til %(address)s.",
        link=link_to(application.reference, public_url).appeal,
        address=application.round.appeal_address,
    )
    what = _("Skriv hva dere vil ha endret, og hvorfor klagen kom sent.")
    yield Section(paragraphs=(how, what), block="procedure")
    body = _("Endrer vi ikke avvisningen, sender vi saken til %(body)s.", body=application.round.appeal_body)
    yield Section(paragraphs=(body,), block="appeal_body")


def forwarding(
    handling: AppealHandling,
    statement: AppealStatement,
    approver: Signer,
    on: date,
    comments_due: date,
    public_url: str,
) -> AppealForwardingContent:
    """Our statement. The party reads it here; the appeal body gets the same with the documents."""
    appeal = handling.appeal
    body, due = appeal.decision.application.round.appeal_body, WORDS.weekday(comments_due)
    what_now = _(
        "%(body)s får denne vurderingen og dokumentene, og avgjør klagen. Dere får brev når den er avgjort.", body=body
    )
    comment = _(
        "Dette brevet er kopien deres av det vi sender. Skriv merknader innen %(day)s her: %(link)s",
        day=due,
        link=page_of(appeal, public_url),
    )
    impartial = _("De som har forberedt saken for klageinstansen, var ikke med på vedtaket det er klaget på.")
    return AppealForwardingContent(
        **_frame(appeal, on, public_url),
        heading=str(_("Vi sender klagen deres til %(body)s", body=body))[:200],
        lead=_forwarding_lead(body, due),
        sections=(
            Section(_("Dette er påklaget"), tuple(_appealed(appeal)), block="appealed"),
            Section(_("Det dere skriver i klagen"), (statement.grounds,)),
            Section(_("Vår vurdering"), (statement.assessment, *_partly(handling)), block="reasons"),
            Section(_("Dokumenter vi sender med"), items=tuple(statement.documents)),
            Section(_("Hva skjer nå"), (what_now, impartial), block="appeal_body"),
            Section(_("Dere kan si hva dere mener"), (comment,), block="comment"),
        ),
        officials=_officials(Signer(statement.prepared_by_name), approver),
        rules=_rules(on, Topic.RIGHT_TO_APPEAL, Topic.APPEAL_HANDLING, Topic.WORSENING, Topic.ACCESS),
    )


def _forwarding_lead(body: str, due: str) -> str:
    return str(
        _(
            "Vi har vurdert klagen på nytt og mener fortsatt at vedtaket er riktig. Derfor skal %(body)s avgjøre "
            "klagen. Dere kan sende merknader innen %(day)s.",
            body=body,
            day=due,
        )
    )


def _appealed(appeal: Appeal) -> Iterable[str]:
    """What was decided, when, and that it was appealed."""
    decision = appeal.decision
    assert decision.letter is not None
    decided_on = WORDS.full_day(decision.decided_at)
    yield str(_("Vedtaket av %(day)s: «%(title)s».", day=decided_on, title=decision.letter.title))
    sought, granted = WORDS.number(sought_nok(decision)), WORDS.number(granted_nok(decision))
    yield str(_("Dere søkte om %(sought)s kroner og fikk %(granted)s kroner.", sought=sought, granted=granted))
    came = WORDS.weekday(appeal.received_at)
    if appeal.in_time:
        yield str(_("Klagen kom %(day)s, i tide.", day=came))
    else:
        yield str(_("Klagen kom %(day)s, etter fristen. Vi behandler den likevel.", day=came))


def _partly(handling: AppealHandling) -> Iterable[str]:
    """After a partial reversal only the rest is forwarded."""
    if handling.grants_all is False:
        yield str(_("Vi har gitt dere medhold i en del av klagen, i et eget vedtak. Dette gjelder resten."))


def sought_nok(decision: Decision) -> int:
    return sum(line.sought_nok for line in decision.lines)


def granted_nok(decision: Decision) -> int:
    return sum(line.amount_nok for line in decision.lines)


def result(appeal: Appeal, answer: AppealAnswer, handler: Signer, on: date, public_url: str) -> AppealResultContent:
    """What the appeal body decided, and what the party may do now."""
    reference, body = appeal.decision.application.reference, appeal.decision.application.round.appeal_body
    favourable = answer.result is AppealResult.CHANGED and not answer.is_worse
    when = _("%(body)s avgjorde klagen %(day)s.", body=body, day=WORDS.full_day(answer.decided_on))
    return AppealResultContent(
        **_frame(appeal, on, public_url),
        heading=_heading(answer.result, body),
        lead=str(_("Klagen deres i sak %(reference)s er avgjort.", reference=reference)),
        sections=(
            Section(_("Det klageinstansen har bestemt"), (when, answer.outcome), block="decision"),
            Section(_("Begrunnelsen"), (answer.reasons,), block="reasons"),
            *_what_now(answer.result),
            *(_costs(on) if favourable else ()),
            Section(_("Avgjørelsen er endelig"), tuple(_final()), block="final"),
        ),
        officials=(Official(handler.name, handler.title or str(_("saksbehandler"))),),
        rules=_rules(on, Topic.RIGHT_TO_APPEAL, Topic.WORSENING, *((Topic.COSTS,) if favourable else ())),
    )


def _heading(outcome: AppealResult, body: str) -> str:
    return str(
        {
            AppealResult.CONFIRMED: _("Vedtaket står: %(body)s har avgjort klagen", body=body),
            AppealResult.CHANGED: _("%(body)s har endret vedtaket", body=body),
            AppealResult.SET_ASIDE: _("%(body)s har opphevet vedtaket", body=body),
            AppealResult.DISMISSED: _("%(body)s behandler ikke klagen", body=body),
        }[outcome]
    )[:200]


def _what_now(outcome: AppealResult) -> Iterable[Section]:
    text = {
        AppealResult.CHANGED: _(
            "Vi lager et nytt vedtak som følger det klageinstansen har bestemt. Dere får det i et eget brev."
        ),
        AppealResult.SET_ASIDE: _("Vi behandler saken på nytt. Dere får et nytt vedtak, og det kan dere klage på."),
    }.get(outcome)
    if text:
        yield Section(str(_("Hva skjer nå")), (str(text),))


def _costs(on: date) -> Iterable[Section]:
    text = _(
        "Vedtaket er endret til fordel for dere. Har dere hatt nødvendige utgifter for å få det endret, kan dere kreve "
        "dem dekket. Skriv til oss innen tre uker, senest %(day)s.",
        day=WORDS.weekday(last_day_to_claim_costs(on)),
    )
    yield Section(str(_("Kostnader med klagen")), (str(text),))


def _final() -> Iterable[str]:
    yield str(_("Dere kan ikke klage videre på det klageinstansen har bestemt."))
    yield str(
        _(
            "Mener dere at kommunen har gjort urett mot dere, kan dere klage til Sivilombudet: %(address)s.",
            address=OMBUDSMAN,
        )
    )
