"""The letters after a claim is decided: the receipt of an appeal on it, and that it is set down or given up.

Sections of an act are cited from law/ only.
"""

from typing import Any

from flask_babel import gettext as _

from app.applications.letters import recipient
from app.clock import local
from app.followup.recovery.deadlines import deadline
from app.followup.recovery.letters import WORDS, cited, page_of, title_of
from app.followup.recovery.models import Recovery, RecoveryReduction, RecoveryStatus
from app.law.statutes import Topic
from app.letters.models import Letter
from app.letters.sectioned import Official, RecoveryChangeContent, RecoveryReceiptContent, Section
from app.rounds.letters import sender


def _frame(recovery: Recovery, public_url: str) -> dict[str, Any]:
    application = recovery.grant.application
    return {
        "sender": sender(application.round),
        "recipient": recipient(application),
        "reference": application.reference,
        "link": page_of(recovery, public_url),
    }


def receipt(recovery: Recovery, public_url: str) -> RecoveryReceiptContent:
    """«Vi har fått klagen», with a copy of it and what happens now, as for an appeal on a decision."""
    assert recovery.appealed_at is not None
    assert recovery.appeal_text is not None
    of_round, on = recovery.grant.application.round, local(recovery.appealed_at).date()
    return RecoveryReceiptContent(
        **_frame(recovery, public_url),
        on=on,
        heading=str(_("Vi har fått klagen på kravet om %(amount)s kroner", amount=WORDS.number(recovery.amount_nok))),
        lead=str(_("Vi fikk klagen deres %(when)s.", when=WORDS.exactly(recovery.appealed_at))),
        sections=(
            Section(None, _in_time(recovery), block="received"),
            Section(str(_("Dette skrev dere")), (recovery.appeal_text,), is_theirs=True),
            Section(str(_("Hva skjer nå")), items=_steps(recovery), is_numbered=True, block="next_steps"),
        ),
        officials=(Official(of_round.owner_unit, str(_("automatisk kvittering"))),),
        rules=cited(on, Topic.RIGHT_TO_APPEAL, Topic.APPEAL_DEADLINE, Topic.APPEAL_HANDLING),
    )


def _in_time(recovery: Recovery) -> tuple[str, ...]:
    assert recovery.appealed_at is not None
    about = str(_("Klagen gjelder kravet for %(title)s.", title=title_of(recovery)))
    last = deadline(recovery)
    if last is None:
        return (about,)
    day = WORDS.weekday(last.last_day)
    if last.includes(local(recovery.appealed_at).date()):
        return about, str(_("Siste dag for å klage er %(day)s. Klagen kom i tide.", day=day))
    late = _("Siste dag for å klage var %(day)s. Vi vurderer om klagen likevel kan behandles.", day=day)
    return about, str(late)


def _steps(recovery: Recovery) -> tuple[str, ...]:
    body = recovery.grant.application.round.appeal_body
    return (
        str(_("En annen hos oss enn den som avgjorde kravet, ser på saken på nytt.")),
        str(_("Endrer vi kravet, får dere brev om det. Har dere betalt for mye, får dere det igjen.")),
        str(_("Endrer vi det ikke, sender vi klagen til %(body)s, og dere får kopi.", body=body)),
    )


def change(reduction: RecoveryReduction, public_url: str) -> RecoveryChangeContent:
    """The claim is set down or given up, why, and what becomes of the money."""
    recovery, on = reduction.recovery, local(reduction.at).date()
    return RecoveryChangeContent(
        **_frame(recovery, public_url),
        on=on,
        heading=_heading(reduction)[: Letter.TITLE_LENGTH],
        lead=str(_("Vi har sett på kravet på nytt, og endret det til fordel for dere.")),
        sections=(
            Section(str(_("Vedtak")), (_decided(reduction),), block="decision"),
            Section(str(_("Begrunnelse")), (reduction.reason,), block="reasons"),
            Section(str(_("Pengene")), _money(reduction), block="next_steps"),
            *_rest(reduction),
        ),
        officials=(Official(reduction.by_name, str(_("godkjenner"))),),
        rules=cited(on, Topic.REVERSAL, Topic.REASONS),
    )


def _heading(reduction: RecoveryReduction) -> str:
    title = title_of(reduction.recovery)
    if not reduction.to_nok:
        return str(_("Vi krever ikke penger tilbake for %(title)s", title=title))
    return str(_("Kravet for %(title)s er satt ned til %(to)s kroner", title=title, to=WORDS.number(reduction.to_nok)))


def _decided(reduction: RecoveryReduction) -> str:
    before, to = WORDS.number(reduction.from_nok), WORDS.number(reduction.to_nok)
    if not reduction.to_nok:
        return str(_("Kravet på %(before)s kroner er frafalt.", before=before))
    return str(_("Kravet er endret fra %(before)s til %(to)s kroner.", before=before, to=to))


def _money(reduction: RecoveryReduction) -> tuple[str, ...]:
    """What goes out again, or what is still to be paid."""
    recovery, said = reduction.recovery, list[str]()
    if reduction.overpaid_nok:
        amount = WORDS.number(reduction.overpaid_nok)
        said.append(str(_("Dere har betalt %(amount)s kroner for mye. Vi betaler dem ut igjen.", amount=amount)))
    if recovery.status is RecoveryStatus.CLAIMED and recovery.pay_by is not None:
        left, day = WORDS.number(recovery.outstanding_nok), WORDS.weekday(recovery.pay_by)
        said.append(str(_("Det som gjenstår, er %(left)s kroner. Betal innen %(day)s.", left=left, day=day)))
    return tuple(said) or (str(_("Dere trenger ikke å betale noe mer.")),)


def _rest(reduction: RecoveryReduction) -> tuple[Section, ...]:
    """An appeal that was right in part only: the rest goes to the appeal body if the party wants it to."""
    recovery = reduction.recovery
    if recovery.appealed_at is None or not reduction.to_nok:
        return ()
    application = recovery.grant.application
    text = _(
        "Mener dere fortsatt at resten er feil, skriv til %(email)s. Da sender vi klagen til %(body)s.",
        email=application.round.contact_email,
        body=application.round.appeal_body,
    )
    return (Section(str(_("Er dere uenige i resten?")), (str(text),)),)
