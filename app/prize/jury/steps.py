"""What a member does through the year, and which of it waits for them now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
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
NOT_NEEDED = _l("Du er vara, og trengs ikke nå. Vi sier fra hvis det endrer seg.")


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
    prize: Prize,
    member: JuryMember,
    stands: Standing,
    nominations: Sequence[Nomination],
    doubts: Sequence[Doubt],
    scored: Collection[int],
) -> list[Step]:
    """In the order of the work; the first that is NOW is what the page begins with. `scored`: the subjects for which
    the member has answered every criterion."""
    voting = _voting(member, doubts)
    readable = [one for one in nominations if stands.may_read(member.user_id, one)]
    takes_part = not member.is_deputy or bool(readable)
    return [
        _confidentiality(member),
        _impartiality(prize, member, stands, nominations),
        *([voting] if voting else []),
        _scoring(prize, member, readable, scored),
        _meeting(prize, takes_part=takes_part),
        _minutes(prize, takes_part=takes_part),
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
    if not waiting and any(member in one.pending for one in others):
        return Step(title, str(_("Du kan stemme når du har svart på habilitet selv.")), When.LATER, page)
    if not waiting:
        return Step(title, str(_("Ingenting venter på stemmen din.")), When.DONE, page)
    text = ngettext(
        "%(num)s i juryen er usikker på om de er habile. Dere andre avgjør.",
        "%(num)s tilfeller venter på stemmen din.",
        waiting,
    )
    return Step(title, str(text), When.NOW, page, str(_("Les og stem")))


def _scoring(prize: Prize, member: JuryMember, readable: Sequence[Nomination], scored: Collection[int]) -> Step:
    title, page = str(_("Poeng")), "prize.cards"
    due = str(_("Fristen er %(due)s.", due=moment(prize.scoring_closes_at))) if prize.scoring_closes_at else ""
    if not _is_past(prize, P.DECLARING):
        return Step(title, due or str(_("Du får e-post når det er åpnet for poeng.")), When.LATER)
    if prize.status is not P.SCORING:
        return Step(title, str(_("Poengene er låst.")), When.DONE, page if readable else None)
    if not readable:
        text = _("Du har ingen nominasjoner å lese ennå.")
        return Step(title, str(NOT_NEEDED if member.is_deputy else text), When.LATER)
    done, total = sum(one.subject_id in scored for one in readable), len(readable)
    if done == total:
        text = _("Du har gitt poeng til alle %(total)s. Du kan endre dem til de låses.", total=total)
        return Step(title, f"{text} {due}".strip(), When.DONE, page)
    text = _("%(done)s av %(total)s ferdig.", done=done, total=total)
    return Step(title, f"{text} {due}".strip(), When.NOW, page, str(_("Les og gi poeng")))


def _meeting(prize: Prize, *, takes_part: bool) -> Step:
    title, when = str(_("Jurymøte")), moment(prize.meeting_at) if prize.meeting_at else ""
    if _is_past(prize, P.MEETING):
        return Step(title, str(_("Møtet er holdt.")), When.DONE, "prize.meeting" if takes_part else None)
    if not takes_part and prize.status in {P.LOCKED, P.MEETING}:
        return Step(title, str(NOT_NEEDED), When.LATER)
    if prize.status is P.MEETING:
        text = _("Møtet er i gang.")
        return Step(title, str(text), When.NOW, "prize.meeting", str(_("Til møtet")))
    text = _("Møtet er %(when)s.", when=when) if when else ""
    if prize.status is P.LOCKED:
        told = _("Alles poeng ligger side om side.")
        return Step(title, f"{told} {text}".strip(), When.NOW, "prize.matrix", str(_("Se poengene")))
    return Step(title, str(text), When.LATER)


def _minutes(prize: Prize, *, takes_part: bool) -> Step:
    title, page = str(_("Protokoll")), "prize.minutes" if takes_part else None
    if _is_past(prize, P.STATEMENT_READY):
        return Step(title, str(_("Alle har bekreftet protokollen.")), When.DONE, page)
    if prize.status is P.STATEMENT_READY and takes_part:
        text = _("Alle som var med, leser den og bekrefter at den er riktig.")
        return Step(title, str(text), When.NOW, page, str(_("Les protokollen")))
    return Step(title, str(_("Alle i juryen bekrefter den etter møtet.")), When.LATER)


def _handover(prize: Prize) -> Step:
    """The day is internal; the jury knows it."""
    title = str(_("Overrekkelse"))
    if _is_past(prize, P.EMBARGO):
        return Step(title, str(_("Prisen er overrakt. Takk for innsatsen!")), When.DONE)
    return Step(title, str(_("Hold resultatet for deg selv til prisen er overrakt.")), When.LATER)
