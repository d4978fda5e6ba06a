"""Who may appoint, what the jury needs before its next step, and how an answer on impartiality may change."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from app.access import Actor, Role
from app.accounts.models import User
from app.judging.models import Impartiality, ImpartialityAnswer
from app.policy import NotComplete, NotNow, NotPermitted
from app.prize.jury.models import ImpartialityVote, JuryMember, JurySeat
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import NominationStatus
from app.prize.workflow import check_move

P = PrizeStatus

UNTIL_RANKED = frozenset({P.PLANNED, P.APPOINTED, P.DECLARING, P.SCORING, P.LOCKED, P.MEETING})
ANSWERING = frozenset({P.DECLARING, P.SCORING, P.LOCKED, P.MEETING})
NOT_IMPARTIAL = frozenset({ImpartialityAnswer.DOUBT, ImpartialityAnswer.DISQUALIFIED})


def can_change_jury(prize: Prize, by: Actor) -> None:
    """Until the ranking is set: then those who made it are the jury."""
    if Role.PRIZE_SECRETARY not in by.roles:
        raise NotPermitted(_("Bare jurysekretæren oppnevner juryen."))
    if prize.status not in UNTIL_RANKED:
        raise NotNow(_("Juryen kan ikke endres etter at rangeringen er satt."))


def can_appoint(
    prize: Prize, seat: JurySeat, user: User | None, members: Sequence[JuryMember], *, is_deputy: bool, by: Actor
) -> None:
    """One member and one deputy for each unit, nobody twice, and not the secretary."""
    can_change_jury(prize, by)
    sitting = next((one for one in members if one.seat_id == seat.id and one.is_deputy is is_deputy), None)
    if sitting and is_deputy:
        raise NotNow(_("%(unit)s har allerede et varamedlem: %(name)s.", unit=seat.unit, name=sitting.user.name))
    if sitting:
        raise NotNow(
            _(
                "%(unit)s har allerede et medlem: %(name)s. To fra samme virksomhet kan ikke sitte i juryen.",
                unit=seat.unit,
                name=sitting.user.name,
            )
        )
    if user is None:
        return
    own = next((one for one in members if one.user_id == user.id), None)
    if own:
        raise NotNow(_("%(name)s sitter allerede i juryen, for %(unit)s.", name=user.name, unit=own.seat.unit))
    if Role.PRIZE_SECRETARY in user.roles:
        raise NotNow(_("%(name)s er jurysekretær, og kan ikke sitte i juryen.", name=user.name))


def can_lead(prize: Prize, member: JuryMember, by: Actor) -> None:
    can_change_jury(prize, by)
    if member.is_deputy:
        raise NotNow(_("Et varamedlem kan ikke være juryleder."))
    if member.is_chair:
        raise NotNow(_("%(name)s er juryleder fra før.", name=member.user.name))


def can_invite(prize: Prize, by: Actor) -> None:
    if Role.PRIZE_SECRETARY not in by.roles:
        raise NotPermitted(_("Bare jurysekretæren inviterer juryen."))
    if prize.status is P.PLANNED:
        raise NotNow(_("Lenken kommer med oppnevningsbrevet, når hele juryen er oppnevnt."))


def can_confirm_jury(prize: Prize, seats: Sequence[JurySeat], members: Sequence[JuryMember], by: Actor) -> None:
    """Every seat has a member, and one of them leads. Deputies may come later."""
    check_move(prize, P.APPOINTED, by)
    taken = {one.seat_id for one in members if not one.is_deputy}
    empty = [seat for seat in seats if seat.id not in taken]
    if empty:
        units = ", ".join(seat.unit for seat in empty)
        raise NotComplete(_("Disse mangler et medlem: %(units)s.", units=units), {"seats": units})
    if not any(one.is_chair for one in members):
        raise NotComplete(_("Velg en juryleder."), {"chair": _("Velg en juryleder.")})
    secretaries = [one.user.name for one in members if Role.PRIZE_SECRETARY in one.user.roles]
    if secretaries:
        raise NotNow(_("%(name)s er jurysekretær, og kan ikke sitte i juryen.", name=", ".join(secretaries)))


def can_open_declaring(prize: Prize, qualified: int, by: Actor) -> None:
    """There is something to answer for."""
    check_move(prize, P.DECLARING, by)
    if not qualified:
        raise NotNow(_("Ingen nominasjoner er klare for juryen ennå."))


def can_open_scoring(
    prize: Prize, member: JuryMember | None, waiting: Sequence[NominationStatus], answered: int, by: Actor
) -> None:
    """By the secretary or the chair, when the check of the nominations is done and enough members have answered for
    all. `member`: who asks, when it is one of the jury; `waiting`: the statuses of nominations not checked yet."""
    if Role.PRIZE_SECRETARY not in by.roles and not (member and member.is_chair):
        raise NotPermitted(_("Bare jurysekretæren og juryleder kan åpne for poeng."))
    check_move(prize, P.SCORING, by)
    if waiting:
        raise NotNow(
            ngettext(
                "Kontrollen er ikke ferdig for %(num)s nominasjon.",
                "Kontrollen er ikke ferdig for %(num)s nominasjoner.",
                len(waiting),
            )
        )
    if answered < prize.quorum:
        raise NotNow(
            _(
                "Minst %(quorum)s medlemmer må ha svart på habilitet for alle nominasjonene. %(answered)s har svart.",
                quorum=prize.quorum,
                answered=answered,
            )
        )


def can_sign(prize: Prize, member: JuryMember) -> None:
    if member.confidentiality_signed_at is not None:
        raise NotNow(_("Du har bekreftet taushetsplikten."))
    if prize.status is P.PLANNED:
        raise NotNow(_("Juryen er ikke oppnevnt ennå."))


def can_declare(prize: Prize, member: JuryMember) -> None:
    """Confidentiality comes first: the names are confidential too."""
    if member.confidentiality_signed_at is None:
        raise NotNow(_("Bekreft taushetsplikten først."))
    if prize.status not in UNTIL_RANKED:
        raise NotNow(_("Rangeringen er satt. Er du likevel inhabil, må du si fra til jurysekretæren med en gang."))
    if prize.status not in ANSWERING:
        raise NotNow(_("Nominasjonene er ikke klare for juryen ennå."))


def can_answer(
    row: Impartiality | None, answer: ImpartialityAnswer, reason: str, votes: int, *, is_own: bool
) -> str | None:
    """What is wrong with one answer, or None. Anyone may step down; nobody takes a doubt or a recusal back alone
    (forvaltningsloven § 8). `votes`: how many were given on this answer; `is_own`: recused by default (grounds.py)."""
    if answer is ImpartialityAnswer.IMPARTIAL and (is_own or (row is not None and not row.is_impartial)):
        return str(_("Du kan ikke melde deg habil selv. Er du uenig, svarer du «Usikker», og de andre avgjør."))
    if answer is ImpartialityAnswer.DOUBT and (votes or (row is not None and row.settled_as is not None)):
        return str(_("De andre har tatt stilling til dette. Du kan melde deg inhabil, men ikke spørre en gang til."))
    if answer in NOT_IMPARTIAL and not reason.strip():
        return str(_("Skriv kort hva det gjelder."))
    return None


def can_vote(
    prize: Prize,
    voter: JuryMember,
    voters: Sequence[JuryMember],
    pending: Sequence[JuryMember],
    votes: Sequence[ImpartialityVote],
) -> None:
    """One of the others, who has answered for the same nomination and is neither in doubt nor recused, and only once.
    `voters`: those who can vote, none when it is decided; `pending`: those of them who have not answered."""
    can_declare(prize, voter)
    if any(vote.member_id == voter.id for vote in votes):
        raise NotNow(_("Du har stemt."))
    if not voters:
        raise NotNow(_("Dette venter ikke på noen stemme."))
    if voter not in voters:
        raise NotPermitted(_("Du kan ikke stemme her, fordi du selv er i tvil eller inhabil i saken, eller er vara."))
    if voter in pending:
        raise NotNow(_("Svar på habilitet for nominasjonen selv først."))
