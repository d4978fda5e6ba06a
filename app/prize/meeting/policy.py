"""Who may lock the scores, see the matrix, lead the meeting, vote and change own scores, and when."""

from collections.abc import Collection, Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from app.access import Actor, Role
from app.policy import NotComplete, NotNow, NotPermitted
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import Standing
from app.prize.meeting.models import Ballot, BallotStatus
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination
from app.prize.scoring.sealed import check_open
from app.prize.workflow import check_move

P = PrizeStatus


def can_lock(prize: Prize, by: Actor) -> None:
    """The secretary or the clock, while the scores are being given."""
    check_move(prize, P.LOCKED, by)


def can_reopen(
    prize: Prize, nominations: Sequence[Nomination], until: datetime | None, by: Actor, at: datetime
) -> None:
    """The secretary, where the quorum is lost (`nominations`), with a new time for the lock to come."""
    check_move(prize, P.SCORING, by)
    if not nominations:
        raise NotNow(_("Alle nominasjonene har nok poeng. Det er ingenting å åpne igjen."))
    if until is not None and until <= at:
        raise NotComplete(_("Poengene er ikke åpnet igjen."), {"day": _("Velg et tidspunkt som ikke er passert.")})


def is_finished(behind: int, *, is_sure: bool) -> None:
    """`behind`: how many jurors have cards left. The secretary says that the scores are locked all the same."""
    if behind and not is_sure:
        reason = ngettext("%(num)s er ikke ferdig.", "%(num)s er ikke ferdige.", behind)
        raise NotComplete(reason, {"is_sure": _("Bekreft at poengene skal låses likevel.")})


def can_open_matrix(prize: Prize, by: Actor) -> None:
    """After the lock: the jury and its secretary (scoring/sealed.py)."""
    check_open(prize, by)


def can_see_matrix(member: JuryMember | None, taking_part: Collection[int]) -> None:
    """The secretary (`member` is None), and the members who take part (`taking_part`: their user ids). A deputy who was
    not called in may still have to judge with fresh eyes."""
    if member is not None and member.user_id not in taking_part:
        raise NotPermitted(_("Du er vara og er ikke kalt inn. Poengene vises for dem som er med på møtet."))


def can_see_row(recused: Collection[int], member: JuryMember | None) -> None:
    """Not those who may not take part in it (`recused`: user ids)."""
    if member is not None and member.user_id in recused:
        raise NotPermitted(_("Du er inhabil i denne saken, og ser ikke poengene."))


def can_lead(prize: Prize, member: JuryMember | None, by: Actor) -> None:
    """The secretary or the chair of this year's jury (`member`: the actor's own membership)."""
    if Role.PRIZE_SECRETARY in by.roles:
        return
    if member is None or member.prize_id != prize.id or member.left_at is not None or not member.is_chair:
        raise NotPermitted(_("Bare jurylederen eller jurysekretæren kan gjøre dette."))


def can_start(prize: Prize, member: JuryMember | None, by: Actor) -> None:
    """Once the scores are locked."""
    can_lead(prize, member, by)
    check_move(prize, P.MEETING, by)


def in_meeting(prize: Prize) -> None:
    if prize.status is not P.MEETING:
        raise NotNow(_("Dette kan bare gjøres mens jurymøtet er i gang."))


def can_keep_minutes(prize: Prize, by: Actor) -> None:
    """Who was there and what was said: the secretary, until the ranking is set."""
    if Role.PRIZE_SECRETARY not in by.roles:
        raise NotPermitted(_("Bare jurysekretæren kan gjøre dette."))
    in_meeting(prize)


def can_open_ballot(
    prize: Prize,
    choices: Sequence[Nomination],
    place: int | None,
    earlier: Sequence[Ballot],
    member: JuryMember | None,
    by: Actor,
) -> None:
    """One at a time, between two or more, and for a place that is not voted on already."""
    can_lead(prize, member, by)
    in_meeting(prize)
    if any(ballot.status is BallotStatus.OPEN for ballot in earlier):
        raise NotNow(_("En annen avstemning er åpen. Avslutt den først."))
    won = [ballot for ballot in earlier if ballot.status is BallotStatus.CLOSED and ballot.won_id is not None]
    if place is not None and any(ballot.place == place for ballot in won):
        raise NotNow(_("Juryen har alt stemt om %(place)s. plass. Trekk den avstemningen tilbake først.", place=place))
    if sentence := _wrong_choices(choices, place, won):
        raise NotComplete(_("Avstemningen er ikke åpnet."), {"choices": sentence})


def _wrong_choices(choices: Sequence[Nomination], place: int | None, won: Sequence[Ballot]) -> str | None:
    least = 1 if place is None else 2
    if len(choices) < least:
        return str(ngettext("Velg minst %(num)s nominasjon.", "Velg minst %(num)s nominasjoner.", least))
    has_won = {ballot.won_id for ballot in won if (ballot.place is None) == (place is None)}
    taken = next((each for each in choices if each.id in has_won), None)
    return str(_("%(project)s har vunnet en avstemning alt.", project=taken.project)) if taken else None


def can_change_ballot(prize: Prize, ballot: Ballot, member: JuryMember | None, by: Actor) -> None:
    """Close or withdraw: whoever leads, during the meeting."""
    can_lead(prize, member, by)
    in_meeting(prize)
    if ballot.status is BallotStatus.WITHDRAWN:
        raise NotNow(_("Avstemningen er trukket tilbake."))


def can_close(prize: Prize, ballot: Ballot, voters: int, member: JuryMember | None, by: Actor) -> None:
    """When as many have voted as the mandate asks for, blank votes too."""
    can_change_ballot(prize, ballot, member, by)
    if ballot.status is not BallotStatus.OPEN:
        raise NotNow(_("Avstemningen er avsluttet."))
    if voters < prize.quorum:
        raise NotNow(
            _(
                "%(voters)s har stemt. Juryen er beslutningsdyktig når minst %(quorum)s har stemt.",
                voters=voters,
                quorum=prize.quorum,
            )
        )


def can_vote(ballot: Ballot, prize: Prize, member: JuryMember, voters: Sequence[JuryMember]) -> None:
    """While it is open: those who may take part in all that it stands between (`voters`)."""
    in_meeting(prize)
    if ballot.status is not BallotStatus.OPEN:
        raise NotNow(_("Avstemningen er avsluttet."))
    if member not in voters:
        raise NotPermitted(_("Du kan ikke stemme her, fordi du ikke er med i behandlingen av alt det stemmes over."))


def can_revise(prize: Prize, nomination: Nomination, member: JuryMember, standing: Standing) -> None:
    """Own scores, once, from the meeting's start until the ranking is set (domain.md 3.4 step 6)."""
    if prize.status is not P.MEETING:
        raise NotNow(_("Du kan endre egne poeng én gang, fra jurymøtet begynner til rangeringen er satt."))
    if member not in standing.readers(nomination):
        raise NotPermitted(_("Du er ikke med i behandlingen av denne nominasjonen."))
