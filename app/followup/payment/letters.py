"""The message that a grant is paid, as plain values (domain.md 5.2): amount, account, date, reference, and what is left
to do."""

from datetime import date

from flask_babel import gettext as _

from app.applications.letters import recipient
from app.followup.grants.letters import page_of, version_of
from app.followup.grants.models import Grant
from app.followup.payment.models import Payment, PaymentMeans
from app.letters.models import Letter
from app.letters.sectioned import Official, PaymentContent, Section
from app.letters.wording import Wording
from app.rounds.letters import sender

WORDS = Wording("nb")


def version(payment: Payment) -> int:
    return version_of(payment.grant, payment.number)


def paid(payment: Payment, *, reported: bool, public_url: str, on: date) -> PaymentContent:
    """`payment` is confirmed. `reported`: nothing more is asked of the party."""
    grant = payment.grant
    application = grant.application
    assert payment.batch is not None
    return PaymentContent(
        sender=sender(application.round),
        recipient=recipient(application),
        reference=application.reference,
        on=on,
        heading=_heading(payment),
        lead=_lead(payment),
        sections=(
            Section(str(_("Utbetalingen")), items=_facts(payment), block="payment"),
            _next_steps(payment, reported=reported),
        ),
        officials=(Official(payment.batch.made_by_name, str(_("økonomi"))),),
        link=page_of(grant, public_url),
    )


def _heading(payment: Payment) -> str:
    title = payment.grant.activity.title
    if payment.refunds_claim:
        return str(_("Dere har fått igjen penger som var krevd tilbake for %(title)s", title=title))[
            : Letter.TITLE_LENGTH
        ]
    return str(_("Vi har betalt tilskuddet til %(title)s", title=title))[: Letter.TITLE_LENGTH]


def _lead(payment: Payment) -> str:
    """«Den 12. oktober 2026 betalte vi 5 000 kroner til kontoen som slutter på 4561.»"""
    assert payment.confirmed_on is not None
    amount, day = WORDS.number(payment.amount_nok), WORDS.full_day(payment.confirmed_on)
    if payment.means is PaymentMeans.INTERNAL:
        return str(
            _(
                "Den %(day)s overførte vi %(amount)s kroner til koststed %(centre)s.",
                amount=amount,
                centre=payment.cost_centre,
                day=day,
            )
        )
    return str(
        _(
            "Den %(day)s betalte vi %(amount)s kroner til kontoen som slutter på %(last4)s.",
            amount=amount,
            last4=(payment.account_number or "")[-4:],
            day=day,
        )
    )


def _facts(payment: Payment) -> tuple[str, ...]:
    grant = payment.grant
    rows = [
        (_("Beløp"), _("%(amount)s kroner", amount=WORDS.number(payment.amount_nok))),
        (_("Aktivitet"), grant.activity.title),
        (_("Mottaker"), payment.receiver),
        (_("Merket"), payment.reference),
    ]
    if payment.amount_nok < grant.accepted_nok and not payment.refunds_claim:
        rows.append((_("Hele tilskuddet"), _("%(amount)s kroner", amount=WORDS.number(grant.accepted_nok))))
    return tuple(f"{label}: {value}" for label, value in rows)


def _next_steps(payment: Payment, *, reported: bool) -> Section:
    """What the party is to do now."""
    wrong = str(_("Si fra med en gang hvis noe er feil med beløpet eller kontoen."))
    if payment.refunds_claim:
        why = _("Vi krevde for mye tilbake. Dette er det dere hadde betalt for mye.")
        return Section(str(_("Derfor får dere pengene")), (str(why), wrong), block="next_steps")
    return Section(
        str(_("Dette gjenstår")), (*_left_to_do(payment.grant, reported=reported), wrong), block="next_steps"
    )


def _left_to_do(grant: Grant, *, reported: bool) -> tuple[str, ...]:
    if reported:
        return (str(_("Rapporten er i orden. Dere trenger ikke å gjøre noe mer.")),)
    report = _(
        "Send rapport og regnskap innen %(day)s. Det tar omtrent ti minutter.", day=WORDS.weekday(grant.report_due_on)
    )
    change = _("Si fra før dere endrer dato, sted eller innhold. Penger som ikke brukes, betales tilbake.")
    return (str(report), str(change))
