"""A draw from start to end: members commit, all open together, and the order follows from what they opened."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from app.access import Actor, Role
from app.audit.actions import record
from app.extensions import db
from app.policy import NotComplete, NotNow, NotPermitted
from app.prize.jury.models import JuryMember
from app.prize.meeting import draw as arithmetic
from app.prize.meeting import draw_queries as queries
from app.prize.meeting.models import Draw, DrawNumber, DrawStatus
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination


def _is_secretary(by: Actor) -> None:
    if Role.PRIZE_SECRETARY not in by.roles:
        raise NotPermitted(_("Bare jurysekretæren kan gjøre dette."))


def can_start(by: Actor, prize: Prize, earlier: Sequence[Draw]) -> None:
    """By the secretary, in the meeting, one at a time."""
    _is_secretary(by)
    if prize.status is not PrizeStatus.MEETING:
        raise NotNow(_("Det kan bare trekkes lodd mens jurymøtet pågår."))
    if any(each.status in queries.RUNNING for each in earlier):
        raise NotNow(_("En loddtrekning pågår alt."))


def check_tied(tied: Sequence[Nomination], members: Sequence[JuryMember], earlier: Sequence[Draw]) -> None:
    """Raises where a draw would be none, or would be made again until it pleases."""
    if len(tied) < 2:
        sentence = _("Velg minst to nominasjoner.")
        raise NotComplete(sentence, {"tied": sentence})
    references = {each.reference for each in tied}
    if any(each.status is DrawStatus.DRAWN and references <= set(each.tied) for each in earlier):
        raise NotNow(_("Det er alt trukket lodd mellom disse. Den trekningen gjelder."))
    if len(members) < arithmetic.FEWEST:
        raise NotNow(_("Minst to medlemmer som er til stede og habile, må være med på trekningen."))


def start(prize: Prize, tied: Sequence[Nomination], members: Sequence[JuryMember], *, by: Actor, at: datetime) -> Draw:
    """Ask `members` (`draw_queries.taking_part`) for their commitments."""
    earlier = queries.draws(prize)
    can_start(by, prize, earlier)
    check_tied(tied, members, earlier)
    made = Draw(prize_id=prize.id, tied=sorted(each.reference for each in tied), started_at=at)
    db.session.add(made)
    record("draw_started", by=by, at=at, case=prize.reference)
    return made


def _in_meeting(draw: Draw) -> None:
    if _prize(draw).status is not PrizeStatus.MEETING:
        raise NotNow(_("Jurymøtet er over, og trekningen kan ikke gå videre."))


def _prize(draw: Draw) -> Prize:
    return db.session.get_one(Prize, draw.prize_id)


def can_commit(draw: Draw, member: JuryMember, members: Sequence[JuryMember]) -> None:
    """Raises for whoever does not take part, and when the numbers are to be opened or are."""
    if member not in members:
        raise NotPermitted(_("Bare de som er til stede på møtet og habile i alle sakene, er med på trekningen."))
    _in_meeting(draw)
    if draw.status is not DrawStatus.COMMITTING:
        raise NotNow(_("Tallene er alt levert, og kan ikke endres."))


def commit(
    draw: Draw, member: JuryMember, commitment: str, members: Sequence[JuryMember], *, by: Actor, at: datetime
) -> None:
    """Hand in the SHA-256 of «number:salt»; another one takes its place while others are waited for. The last one
    handed in begins the opening."""
    can_commit(draw, member, members)
    given = commitment.strip().lower()
    if not arithmetic.is_commitment(given):
        sentence = _("Kontrollsummen skal ha 64 tegn: tall og bokstavene a–f.")
        raise NotComplete(sentence, {"commitment": sentence})
    if any(each.commitment == given and each.member_id != member.id for each in draw.numbers):
        sentence = _("Et annet medlem har levert den samme kontrollsummen. Lag en ny.")
        raise NotComplete(sentence, {"commitment": sentence})
    own = number_of(draw, member)
    if own is None:
        draw.numbers.append(DrawNumber(member=member, member_id=member.id, commitment=given, committed_at=at))
    else:
        own.commitment, own.committed_at = given, at
    if not missing(draw, members):
        _begin_opening(draw, at)


def number_of(draw: Draw, member: JuryMember) -> DrawNumber | None:
    """What the member has handed in."""
    return next((each for each in draw.numbers if each.member_id == member.id), None)


def missing(draw: Draw, members: Sequence[JuryMember]) -> list[JuryMember]:
    """Whom the draw waits for: those who have not committed, then those who have not opened."""
    if draw.status is DrawStatus.COMMITTING:
        return [member for member in members if number_of(draw, member) is None]
    if draw.status is DrawStatus.OPENING:
        return [each.member for each in draw.numbers if each.opening is None]
    return []


def can_go_on(by: Actor, draw: Draw) -> None:
    """Without those who have not handed in a number: nothing is known of the others' yet, so nobody gains by it."""
    _is_secretary(by)
    if draw.status is not DrawStatus.COMMITTING:
        raise NotNow(_("Tallene er alt levert."))
    if len(draw.numbers) < arithmetic.FEWEST:
        raise NotNow(_("Minst to må ha levert et tall før tallene kan åpnes."))


def go_on(draw: Draw, *, by: Actor, at: datetime) -> None:
    """Begin the opening with those who have handed in a number."""
    can_go_on(by, draw)
    _begin_opening(draw, at)


def _begin_opening(draw: Draw, at: datetime) -> None:
    draw.status, draw.opening_at = DrawStatus.OPENING, at


def can_open(draw: Draw, member: JuryMember) -> None:
    """Raises for whoever has no number in this draw, and unless it is the time to open."""
    own = number_of(draw, member)
    if own is None:
        raise NotPermitted(_("Du har ikke levert noe tall i denne trekningen."))
    _in_meeting(draw)
    if draw.status is DrawStatus.COMMITTING:
        raise NotNow(_("Tallene åpnes når alle har levert. Da er det ingen som kan rette seg etter de andre."))
    if draw.status is not DrawStatus.OPENING or own.opening is not None:
        raise NotNow(_("Tallet ditt er alt åpnet, eller trekningen er over."))


def open_number(draw: Draw, member: JuryMember, opening: str, *, by: Actor, at: datetime) -> None:
    """Hand in «number:salt» itself. Nobody reads it before all have; the last one draws."""
    can_open(draw, member)
    own = number_of(draw, member)
    assert own is not None
    given = opening.strip()
    if not arithmetic.is_opening(given) or not arithmetic.opens(given, own.commitment):
        sentence = _("Koden stemmer ikke med kontrollsummen du leverte. Skriv den nøyaktig slik den ble vist.")
        raise NotComplete(sentence, {"opening": sentence})
    own.opening, own.opened_at = given, at
    openings = [each.opening for each in draw.numbers if each.opening is not None]
    if len(openings) < len(draw.numbers):
        return
    draw.seed = arithmetic.seed_of(openings)
    draw.drawn = arithmetic.order_of(draw.tied, draw.seed)
    _end(draw, DrawStatus.DRAWN, "gjennomført", by, at)


def can_abandon(by: Actor, draw: Draw) -> None:
    """By the secretary, while it goes on."""
    _is_secretary(by)
    if draw.status not in queries.RUNNING:
        raise NotNow(_("Trekningen er over."))


def abandon(draw: Draw, reason: str, *, by: Actor, at: datetime) -> None:
    """Somebody does not open. What the others opened is never shown; a new draw needs new numbers."""
    can_abandon(by, draw)
    if not reason.strip():
        raise NotComplete(_("Skriv hvorfor trekningen avbrytes."), {"reason": _("Skriv en begrunnelse.")})
    draw.abandoned_reason = reason.strip()
    _end(draw, DrawStatus.ABANDONED, "avbrutt", by, at)


def _end(draw: Draw, status: DrawStatus, result: str, by: Actor, at: datetime) -> None:
    draw.status, draw.ended_at = status, at
    record("draw_ended", by=by, at=at, case=_prize(draw).reference, result=result)
