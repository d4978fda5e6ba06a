"""The letter of appointment: mandate, confidentiality, impartiality and what happens now (domain.md 4.2 J1)."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from app.formatting import full_day, moment
from app.law.statutes import Topic, cite
from app.letters.content import Recipient
from app.letters.sectioned import JuryAppointmentContent, Official, Section
from app.prize.jury.models import JuryMember
from app.prize.letters import sender
from app.prize.models import Prize


def appointment(
    prize: Prize, member: JuryMember, members: Sequence[JuryMember], *, link: str, on: date
) -> JuryAppointmentContent:
    """`members`: the jury as it is now, regular members first."""
    return JuryAppointmentContent(
        sender=sender(prize),
        recipient=Recipient(member.user.name),
        reference=prize.reference,
        on=on,
        heading=_heading(prize, member),
        lead=_lead(member),
        sections=(
            Section(_("Mandatet"), (_("Temaet er «%(theme)s».", theme=prize.theme), prize.mandate), block="mandate"),
            Section(_("Hva skjer nå"), (), tuple(_steps(prize, member)), is_numbered=True, block="next_steps"),
            Section(_("Taushetsplikt"), confidentiality(on), block="confidentiality"),
            Section(_("Habilitet"), impartiality(on), block="impartiality"),
            Section(_("Juryen"), ("; ".join(_who(one) for one in members) + ".",)),
        ),
        officials=(Official(_("Sekretariatet for juryen"), prize.name),),
        rules=_("habilitet, %(one)s; taushetsplikt, %(other)s", one=cite(Topic.IMPARTIALITY, on), other=_secrecy(on)),
        link=link,
    )


def _secrecy(on: date) -> str:
    return str(_("%(act)s og offentleglova § 26 andre ledd", act=cite(Topic.CONFIDENTIALITY, on)))


def _heading(prize: Prize, member: JuryMember) -> str:
    if member.is_deputy:
        return str(_("Du er oppnevnt som varamedlem i juryen for %(prize)s", prize=prize.name))
    if member.is_chair:
        return str(_("Du er oppnevnt som leder av juryen for %(prize)s", prize=prize.name))
    return str(_("Du er oppnevnt til juryen for %(prize)s", prize=prize.name))


def _lead(member: JuryMember) -> str:
    if member.seat.is_external:
        return str(_("Takk for at du vil være med. Du er juryens eksterne fagperson."))
    return str(_("Takk for at du vil være med. Du representerer %(unit)s.", unit=member.seat.unit))


def _steps(prize: Prize, member: JuryMember) -> list[str]:
    steps = [
        _("Logg inn med lenken i e-posten, og bekreft taushetsplikten. Du trenger ikke noe passord."),
        _(
            "Svar på om du er habil i hver nominasjon. Fristen for å nominere er %(day)s.",
            day=full_day(prize.closes_at),
        ),
    ]
    if member.is_deputy:
        steps.append(_("Du gir poeng der medlemmet er inhabilt eller har forfall. Da får du beskjed."))
    elif prize.scoring_closes_at:
        steps.append(_("Gi poeng til nominasjonene innen %(due)s.", due=moment(prize.scoring_closes_at)))
    else:
        steps.append(_("Gi poeng til nominasjonene. Fristen får du beskjed om."))
    if prize.meeting_at and not member.is_deputy:
        steps.append(_("Møt i juryen %(when)s.", when=moment(prize.meeting_at)))
    return steps


def confidentiality(on: date) -> tuple[str, ...]:
    """What a member promises; the same words in the letter and on the page where it is signed."""
    return (
        _(
            "Alt som gjelder nominasjonene, poengene og resultatet, holder du for deg selv til prisen er overrakt. Det "
            "er unntatt offentlighet (offentleglova § 26 andre ledd)."
        ),
        _(
            "Hvem som var vurdert, og hva dere sa om dem, holder du for deg selv også etterpå. Det samme gjelder det "
            "du får vite om personlige forhold og forretningshemmeligheter (%(rule)s).",
            rule=cite(Topic.CONFIDENTIALITY, on),
        ),
    )


def impartiality(on: date) -> tuple[str, ...]:
    """Who is recused, and who decides."""
    return (
        _(
            "Du svarer for hver nominasjon før du leser den. Er prosjektet fra din egen virksomhet, eller har du selv "
            "nominert det, er du inhabil. Det er du også når du leder eller sitter i styret der, eller er i nær "
            "familie med noen som har en del i det (%(rule)s).",
            rule=cite(Topic.IMPARTIALITY, on),
        ),
        _("Er du i tvil, svarer du «Usikker». Da avgjør de andre medlemmene, uten deg."),
    )


def _who(member: JuryMember) -> str:
    role = _("leder") if member.is_chair else _("vara") if member.is_deputy else ""
    return f"{member.user.name}, {member.seat.unit}" + (f" ({role})" if role else "")
