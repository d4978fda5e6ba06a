"""The receipt: that the nomination came, what happens now, who sees it, and a copy of what was sent (domain.md 5.2)."""

from datetime import date, timedelta

from flask_babel import gettext as _

from app.clock import local
from app.formatting import HARD, THIN, full_day, moment_exact
from app.letters.content import Recipient
from app.letters.sectioned import NominationReceiptContent, Official, Section
from app.prize.letters import sender
from app.prize.models import Prize
from app.prize.nominations import checks, showing
from app.prize.nominations.models import ImageConsent, Nomination, Side


def receipt(nomination: Nomination) -> NominationReceiptContent:
    assert nomination.submitted_at is not None
    prize = nomination.prize
    return NominationReceiptContent(
        sender=sender(prize),
        recipient=Recipient(nomination.nominator_name),
        reference=nomination.reference,
        on=local(nomination.submitted_at).date(),
        heading=str(_("Vi har fått nominasjonen av %(project)s", project=nomination.project)),
        lead=lead(nomination),
        sections=(
            Section(None, (_came(nomination),), block="received"),
            Section(str(_("Hva skjer nå")), (), next_steps(prize), is_numbered=True, block="next_steps"),
            Section(str(_("Bildene")), (consent(nomination),)),
            Section(str(_("Hvem ser nominasjonen")), (seen_by(),), block="shielded"),
            *_copy(nomination),
        ),
        officials=(Official(str(_("Sekretariatet for juryen")), prize.name),),
    )


def lead(nomination: Nomination) -> str:
    """«Takk! Vi har tatt imot nominasjonen av Spisesalen. Juryen leser den i uke 43–45.»"""
    return str(
        _(
            "Takk! Vi har tatt imot nominasjonen av %(project)s. Juryen leser den i %(weeks)s.",
            project=nomination.project,
            weeks=reading_weeks(nomination.prize),
        )
    )


def reading_weeks(prize: Prize) -> str:
    """From the day after the deadline to the day that the scores are locked, when that is set."""
    first = local(prize.closes_at).date() + timedelta(days=1)
    last = local(prize.scoring_closes_at).date() if prize.scoring_closes_at else first
    if last <= first or _week(first) == _week(last):
        return str(_("uke %(week)s", week=_week(first)))
    return str(_("uke %(first)s–%(last)s", first=_week(first), last=_week(last)))


def _week(day: date) -> int:
    return day.isocalendar().week


def next_steps(prize: Prize) -> tuple[str, ...]:
    return (
        str(_("Vi sjekker at alt er med. Mangler det noe, spør vi på e-post.")),
        str(_("Juryen leser og vurderer alle nominasjonene i %(weeks)s.", weeks=reading_weeks(prize))),
        str(_("Når prisen er delt ut, får alle som har nominert, svar. Før det sier vi ikke noe om resultatet.")),
    )


def seen_by() -> str:
    return str(
        _(
            "Bare juryen og sekretariatet leser nominasjonen. Den er unntatt offentlighet etter offentleglova "
            "§ 26 andre ledd. Prosjektet som vinner, blir kjent når prisen er delt ut."
        )
    )


def consent(nomination: Nomination) -> str:
    """What the nominator said of the pictures, and that those who own the project are asked before anything is
    published (domain.md 2.6)."""
    said = {
        ImageConsent.JURY: _("Bare juryen får se bildene."),
        ImageConsent.INTERNAL: _("Bildene kan vises internt i kommunen."),
        ImageConsent.PUBLIC: _("Bildene kan vises offentlig."),
        None: "",
    }[nomination.image_consent]
    before = _("Før noe blir publisert, spør vi dem som eier prosjektet.")
    return f"{said} {before}".strip()


def _came(nomination: Nomination) -> str:
    assert nomination.submitted_at is not None
    return str(
        _(
            "Nominasjonen kom %(when)s og har nummer %(reference)s. Fristen er %(day)s.",
            when=moment_exact(nomination.submitted_at),
            reference=nomination.reference,
            day=full_day(nomination.prize.closes_at),
        )
    )


def _copy(nomination: Nomination) -> list[Section]:
    """What was sent, in the words of the pages that the jury reads."""
    rules = checks.rules_of(nomination.prize)
    counts = {side: sum(each.side is side for each in nomination.images) for side in Side}
    rows = (
        (_("Virksomhet"), nomination.unit),
        (_("Kan svare på spørsmål"), f"{nomination.contact_name}, {nomination.contact_email}"),
        (_("Ditt forhold til prosjektet"), showing.relation(nomination, rules)),
        *showing.fact_rows(nomination, rules),
        (_("Bilder"), _("%(before)s før, %(after)s etter", before=counts[Side.BEFORE], after=counts[Side.AFTER])),
    )
    lines = tuple(f"{label}: {text}".replace("\n", " ").replace(THIN, HARD) for label, text in rows if text)
    return [
        Section(str(_("Dette sendte du")), (), lines, is_theirs=True),
        Section(str(_("Hvorfor det bør vinne")), (nomination.why,), is_theirs=True),
    ]
