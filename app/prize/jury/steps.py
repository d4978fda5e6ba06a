"""What a member does through the year, and which of it waits for them now."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import ngettext

from app.formatting import moment
from app.prize.jury.answering import unanswered
from app.prize.jury.models import JuryMember
from app.prize.jury.policy import ANSWERING
from app.prize.jury.settling import Doubt
from app.prize.jury.standing import Standing
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination

P = PrizeStatus
ORDER = list(PrizeStatus)


class When(StrEnum):
    DONE = "done"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True)
class Step:
    """`endpoint`: the page where it is done or read; `act`: what its button says while it waits."""

    title: str
    text: str
    when: When
    endpoint: str | None = None
    act: str = ""


def steps(
    prize: Prize, member: JuryMember, stands: Standing, nominations: Sequence[Nomination], doubts: Sequence[Doubt]
) -> list[Step]:
    """In the order of the work; the first that is NOW is what the page begins with."""
    voting = _voting(member, doubts)
    return [
        _confidentiality(member),
        _impartiality(prize, member, stands, nominations),
        *([voting] if voting else []),
        _scoring(prize, member, stands, nominations),
        _meeting(prize),
        _minutes(prize),
        _handover(prize),
    ]


def _is_past(prize: Prize, status: PrizeStatus) -> bool:
    return ORDER.index(prize.status) > ORDER.index(status)


def _confidentiality(member: JuryMember) -> Step:
    title, page = str(_("Taushetsplikt")), "prize.confidentiality"
    if member.confidentiality_signed_at:
        when = moment(member.confidentiality_signed_at)
        return Step(title, str(_("Du bekreftet %(when)s.", when=when)), When.DONE, page)
    text = _("Det tar et minutt. Før du har bekreftet, ser du ingen nominasjoner.")
    return Step(title, str(text), When.NOW, page, str(_("Les og bekreft")))


def _impartiality(prize: Prize, member: JuryMember, stands: Standing, nominations: Sequence[Nomination]) -> Step:
    title, page = str(_("Habilitet")), "prize.impartiality"
    if prize.status not in ANSWERING:
        is_over = _is_past(prize, P.MEETING)
        text = _("Du har svart.") if is_over else _("Du får e-post når nominasjonene er klare.")
        return Step(title, str(text), When.DONE if is_over else When.LATER)
    left, total = len(unanswered(member, stands, nominations)), len(nominations)
    if not member.confidentiality_signed_at:
        return Step(title, str(_("Først taushetsplikten.")), When.LATER)
    if left:
        text = _("%(done)s av %(total)s besvart. Du svarer før du leser.", done=total - left, total=total)
        return Step(title, str(text), When.NOW, page, str(_("Svar på habilitet")))
    text = _("Du har svart for alle %(total)s. Si fra her hvis noe endrer seg.", total=total)
    return Step(title, str(text), When.DONE, page)


def _voting(member: JuryMember, doubts: Sequence[Doubt]) -> Step | None:
    """Only where somebody has been in doubt."""
    others = [one for one in doubts if one.member.id != member.id]
    if not others or not member.confidentiality_signed_at:
        return None
    waiting = sum(one.waits_for(member) for one in others)
    title, page = str(_("Tvil om habilitet")), "prize.doubts"
    if not waiting:
        return Step(title, str(_("Ingenting venter på stemmen din.")), When.DONE, page)
    text = ngettext(
        "%(num)s i juryen er usikker på om de er habile. Dere andre avgjør.",
        "%(num)s tilfeller venter på stemmen din.",
        waiting,
    )
    return Step(title, str(text), When.NOW, page, str(_("Les og stem")))


def _scoring(prize: Prize, member: JuryMember, stands: Standing, nominations: Sequence[Nomination]) -> Step:
    title, page = str(_("Poeng")), "prize.cards"
    due = _("Fristen er %(due)s.", due=moment(prize.scoring_closes_at)) if prize.scoring_closes_at else ""
    if not _is_past(prize, P.DECLARING):
        return Step(title, str(due or _("Du får e-post når det er åpnet for poeng.")), When.LATER)
    if prize.status is not P.SCORING:
        return Step(title, str(_("Poengene er låst.")), When.DONE, page)
    readable = sum(stands.may_read(member.user_id, one) for one in nominations)
    if not readable:
        text = (
            _("Du er vara, og trengs ikke nå. Vi sier fra hvis det endrer seg.")
            if member.is_deputy
            else _("Du har ingen nominasjoner å lese ennå.")
        )
        return Step(title, str(text), When.LATER)
    text = ngettext("%(num)s nominasjon er din å lese.", "%(num)s nominasjoner er dine å lese.", readable)
    return Step(title, f"{text} {due}".strip(), When.NOW, page, str(_("Les og gi poeng")))


def _meeting(prize: Prize) -> Step:
    title, page = str(_("Jurymøte")), "prize.matrix"
    when = moment(prize.meeting_at) if prize.meeting_at else ""
    if _is_past(prize, P.MEETING):
        return Step(title, str(_("Møtet er holdt.")), When.DONE, page)
    if prize.status in {P.LOCKED, P.MEETING}:
        text = (
            _("Alles poeng ligger side om side. Møtet er %(when)s.", when=when) if when else _("Alles poeng er åpne.")
        )
        return Step(title, str(text), When.NOW, page, str(_("Se poengene")))
    return Step(title, when, When.LATER)


def _minutes(prize: Prize) -> Step:
    title, page = str(_("Protokoll")), "prize.minutes"
    if _is_past(prize, P.STATEMENT_READY):
        return Step(title, str(_("Alle har bekreftet protokollen.")), When.DONE, page)
    if prize.status is P.STATEMENT_READY:
        text = _("Les den, og bekreft at den er riktig.")
        return Step(title, str(text), When.NOW, page, str(_("Les protokollen")))
    return Step(title, str(_("Alle i juryen bekrefter den etter møtet.")), When.LATER)


def _handover(prize: Prize) -> Step:
    """The day is internal; the jury knows it."""
    title = str(_("Overrekkelse"))
    if _is_past(prize, P.EMBARGO):
        return Step(title, str(_("Prisen er overrakt. Takk for innsatsen!")), When.DONE)
    return Step(title, str(_("Hold resultatet for deg selv til prisen er overrakt.")), When.LATER)
