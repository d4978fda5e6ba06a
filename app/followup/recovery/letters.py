"""The warning before money is claimed back, and the claim: a decision of its own, with how to appeal it.

Sections of an act are cited from law/ only. `quoted` is the condition of the decision that reserved the power.
"""

from datetime import date

from flask_babel import gettext as _

from app.applications.letters import recipient
from app.clock import local
from app.followup.grants import letters as grants
from app.followup.recovery.models import Recovery, RecoveryCause
from app.law.deadlines import appeal_deadline
from app.law.interest import cite_interest
from app.law.statutes import Topic, cite
from app.letters.models import Letter
from app.letters.sectioned import Official, RecoveryClaimContent, RecoveryWarningContent, Section
from app.letters.wording import Wording
from app.rounds.letters import sender
from app.rounds.models import Round

WORDS = Wording("nb")


def page_of(recovery: Recovery, public_url: str) -> str:
    """The party's page of this claim, as a whole address."""
    return f"{grants.page_of(recovery.grant, public_url)}/krav/{recovery.number}"


def title_of(recovery: Recovery) -> str:
    return str(recovery.grant.plan["title"] or recovery.grant.activity.title)


def warning(recovery: Recovery, quoted: str, public_url: str) -> RecoveryWarningContent:
    """What we consider, the facts, the rule, and by when to comment. Not a decision."""
    application, on = recovery.grant.application, local(recovery.warned_at).date()
    amount, due = WORDS.number(recovery.amount_nok), WORDS.weekday(recovery.comment_by)
    link = page_of(recovery, public_url)
    return RecoveryWarningContent(
        sender=sender(application.round),
        recipient=recipient(application),
        reference=application.reference,
        on=on,
        heading=str(_("Vi vurderer å kreve %(amount)s kroner tilbake", amount=amount)),
        lead=_opening(recovery, amount, due),
        sections=(
            Section(
                _("Det vi vurderer å kreve"),
                (
                    _("%(amount)s kroner av tilskuddet til %(title)s.", amount=amount, title=title_of(recovery)),
                    _("Dette er et varsel. Ingenting er avgjort."),
                ),
                block="claim",
            ),
            Section(_("Derfor"), (recovery.facts, _rule(quoted, on)), block="reasons"),
            Section(
                _("Si hva dere mener"),
                (
                    _("Skriv til oss innen %(day)s her: %(link)s", day=due, link=link),
                    _(
                        "Dere kan også skrive til %(email)s. Si fra hvis noe har hindret dere, eller hvis vi har "
                        "misforstått. Vi leser det før vi avgjør saken.",
                        email=application.round.contact_email,
                    ),
                ),
                block="comment",
            ),
            Section(_("Hva skjer etterpå"), (_("En annen hos oss enn den som har skrevet varselet, avgjør saken."),)),
        ),
        officials=(Official(recovery.prepared_by_name, _("saksbehandler")),),
        rules=cited(on, Topic.ADVANCE_NOTICE, Topic.RESERVED_POWER),
        link=link,
    )


def _opening(recovery: Recovery, amount: str, due: str) -> str:
    """domain.md 5.3 E."""
    wrong = _("Skriv til oss innen %(day)s hvis dere mener det er feil.", day=due)
    first = {
        RecoveryCause.NO_REPORT: _("Vi har ikke mottatt rapport."),
        RecoveryCause.UNUSED: _("Dere har ikke brukt hele tilskuddet."),
        RecoveryCause.NOT_HELD: _("Aktiviteten ble ikke holdt."),
        RecoveryCause.OTHER_USE: _("Vi tror at pengene er brukt til noe annet enn vedtaket gjelder."),
    }[recovery.cause]
    return str(
        _("%(first)s Vi vurderer å kreve %(amount)s kroner tilbake. %(wrong)s", first=first, amount=amount, wrong=wrong)
    )


def _rule(quoted: str, on: date) -> str:
    cited = cite(Topic.RESERVED_POWER, on)
    return str(_("Vedtaket har dette vilkåret, etter %(rule)s: «%(quoted)s»", rule=cited, quoted=quoted))


def cited(on: date, *topics: Topic) -> str:
    """The act named once, then its sections."""
    first, *rest = (cite(topic, on) for topic in topics)
    act = first.partition(" ")[0]
    return ", ".join([first, *(one.removeprefix(f"{act} ") for one in rest)])


RULES_OF_CLAIM = (
    Topic.RESERVED_POWER,
    Topic.REASONS,
    Topic.RIGHT_TO_APPEAL,
    Topic.APPEAL_DEADLINE,
    Topic.APPEAL_CONTENT,
    Topic.ACCESS,
)


def claim(recovery: Recovery, quoted: str, public_url: str) -> RecoveryClaimContent:
    """The decision, why, how to pay, and how to appeal."""
    application = recovery.grant.application
    assert recovery.decided_at is not None
    assert recovery.decided_by_name is not None
    on, amount = local(recovery.decided_at).date(), WORDS.number(recovery.amount_nok)
    return RecoveryClaimContent(
        sender=sender(application.round),
        recipient=recipient(application),
        reference=application.reference,
        on=on,
        heading=str(
            _("Dere må betale tilbake %(amount)s kroner for %(title)s", amount=amount, title=title_of(recovery))
        )[: Letter.TITLE_LENGTH],
        lead=str(_("Vi varslet dere %(day)s. Nå er saken avgjort.", day=WORDS.weekday(recovery.warned_at))),
        sections=(
            _claimed(recovery, application.round, amount),
            *_reasons(recovery, quoted, on),
            _payment(recovery, application.round, on),
            *_how_to_appeal(recovery, on, public_url),
            Section(_("Innsyn"), (_("Dere har rett til å se sakens dokumenter. Ta kontakt med oss."),), block="access"),
        ),
        officials=(
            Official(recovery.prepared_by_name, _("saksbehandler")),
            Official(recovery.decided_by_name, _("godkjenner")),
        ),
        rules=cited(on, *RULES_OF_CLAIM),
        link=page_of(recovery, public_url),
    )


def _claimed(recovery: Recovery, of_round: Round, amount: str) -> Section:
    text = _(
        "%(municipality)s krever %(amount)s kroner tilbake av tilskuddet til %(title)s.",
        municipality=of_round.municipality,
        amount=amount,
        title=title_of(recovery),
    )
    return Section(_("Vedtak"), (text,), block="decision")


def _reasons(recovery: Recovery, quoted: str, on: date) -> tuple[Section, ...]:
    assert recovery.reasons is not None
    said = _("Dere har ikke uttalt dere om varselet.")
    first = Section(_("Begrunnelse"), (recovery.facts, recovery.reasons, _rule(quoted, on)), block="reasons")
    if recovery.comment is None:
        return (first, Section(_("Uttalelsen deres"), (said,)))
    return (first, Section(_("Dette skrev dere da vi varslet"), (recovery.comment,), is_theirs=True))


def _payment(recovery: Recovery, of_round: Round, on: date) -> Section:
    """To which account, by when, in parts, and what happens if not."""
    assert recovery.pay_by is not None
    number = of_round.payer_account or ""
    return Section(
        _("Slik betaler dere"),
        (
            _(
                "Betal %(amount)s kroner til konto %(account)s innen %(day)s. Merk betalingen med %(reference)s.",
                amount=WORDS.number(recovery.amount_nok),
                account=f"{number[:4]} {number[4:6]} {number[6:]}",
                day=WORDS.weekday(recovery.pay_by),
                reference=recovery.grant.application.reference,
            ),
            _(
                "Kan dere ikke betale alt på én gang, ring %(phone)s, så avtaler vi å dele det opp.",
                phone=of_round.contact_phone,
            ),
            *_interest(recovery, on),
        ),
        block="payment",
    )


def _interest(recovery: Recovery, on: date) -> tuple[str, ...]:
    """From which day, and by which act. No rate: it is set twice a year, and nobody types it here."""
    if recovery.interest_from is None:  # decided before the day was kept
        return (str(_("Betaler dere for sent, kan vi kreve forsinkelsesrente etter %(act)s.", act=cite_interest(on))),)
    return (
        str(
            _(
                "Betaler dere for sent, kan vi kreve forsinkelsesrente etter %(act)s. Vi krever ikke rente for tiden "
                "før %(day)s.",
                act=cite_interest(on),
                day=WORDS.full_day(recovery.interest_from),
            )
        ),
    )


def _how_to_appeal(recovery: Recovery, on: date, public_url: str) -> tuple[Section, ...]:
    of_round = recovery.grant.application.round
    deadline = _(
        "Fristen er tre uker fra dere fikk varsel om dette brevet. Får dere varselet i dag, er siste dag %(day)s.",
        day=WORDS.weekday(appeal_deadline(on).last_day),
    )
    how = _(
        "Klag på nett: %(link)s. Dere får en kvittering. Får dere den ikke, må dere sende på nytt. "
        "Dere kan også skrive til %(address)s.",
        link=page_of(recovery, public_url),
        address=of_round.appeal_address,
    )
    body = _("Endrer vi ikke vedtaket, sender vi klagen til %(body)s.", body=of_round.appeal_body)
    return (
        Section(_("Vil dere klage?"), (_("Dere kan klage på kravet."),), block="appeal"),
        Section(paragraphs=(deadline,), block="deadline"),
        Section(paragraphs=(how, _("Skriv hva dere vil ha endret, og hvorfor.")), block="procedure"),
        Section(paragraphs=(body,), block="appeal_body"),
    )
