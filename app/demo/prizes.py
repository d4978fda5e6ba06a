"""This year's Ombruksprisen: twelve nominations, checked, and a jury that gives scores.

Receipts, appointments and other letters are not printed here: the first tick finds that they lack, and makes them.
"""

import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from app import clock
from app.accounts.links import site
from app.accounts.models import User
from app.demo import people
from app.demo.nominating import Nominating
from app.extensions import db
from app.judging.actions import Given
from app.judging.models import HIGHEST, LOWEST, ImpartialityAnswer
from app.judging.queries import criteria
from app.prize import actions as years
from app.prize.jury import appointing, declaring, opening, queries, settling
from app.prize.jury.declaring import Answer
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import State, standing
from app.prize.models import Prize
from app.prize.nominations.models import Nomination
from app.prize.scoring.actions import Touch, save_note, save_score
from app.prize.scoring.queries import to_score
from app.prize.scoring.reading import reading_list, sitting
from app.rounds.models import Round

IN_DOUBT, SAT_IN_STEERING_GROUP = "UKE", "N26-11"
SCORED = {"EXT": 9, "REG": 6, "BYM": 4, "KLI": 0, "UKE": 2}
"""How many cards each has scored so far."""

USUAL = {
    "N26-01": (5, 4, 5, 3, 3, 4),
    "N26-02": (3, 4, 4, 3, 4, 2),
    "N26-03": (4, 5, 5, 5, 3, 5),
    "N26-04": (5, 3, 4, 2, 3, 4),
    "N26-05": (4, 4, 3, 3, 4, 3),
    "N26-06": (4, 3, 3, 3, 4, 3),
    "N26-07": (3, 4, 3, 2, 2, 3),
    "N26-10": (5, 4, 5, 3, 3, 4),
    "N26-11": (4, 4, 4, 5, 4, 5),
}
"""About what a nomination is given, in the rubric's order; each juror differs a little from it."""


def play(closed: Round, secretary: User, at: datetime) -> None:
    """The year of the closed round's week, as it stands while the jury reads."""
    prize = announced(closed.week_starts_on, secretary)
    nominating = Nominating(prize, closed.week_starts_on, secretary)
    made = nominating.play()
    nominating.check(prize.closes_at + timedelta(hours=10))
    begun = prize.closes_at + timedelta(days=1, hours=10)
    appoint(prize, secretary, begun)
    _declare(prize, made, secretary, begun + timedelta(days=1))
    given = {made[code].reference: values for code, values in USUAL.items()}
    for code, cards in SCORED.items():
        _score(prize, queries.seat_of(prize, code).members[0], given, cards, min(at, begun + timedelta(days=3)))


def announced(monday: date, secretary: User) -> Prize:
    """A year from the standard document, announced three weeks before nominations open."""
    made = years.create(monday, by=secretary, at=_before(monday))
    db.session.flush()
    years.announce(made, by=secretary, at=made.opens_at - timedelta(days=21))
    db.session.commit()
    return made


def appoint(prize: Prize, secretary: User, at: datetime) -> None:
    """A member in each seat. Eva leads, and has a deputy."""
    for code, person in people.JURY.items():
        _seat(prize, code, person, secretary, at)
    chair = queries.seat_of(prize, "EXT").members[0]
    appointing.choose_chair(prize, chair, by=secretary, at=at)
    _seat(prize, "EXT", people.DAGNY, secretary, at, is_deputy=True)
    opening.confirm_jury(prize, by=secretary, at=at)
    db.session.commit()


def _seat(
    prize: Prize, code: str, person: people.Person, secretary: User, at: datetime, *, is_deputy: bool = False
) -> None:
    seat = queries.seat_of(prize, code)
    member = appointing.appoint(prize, seat, person.email, person.name, is_deputy=is_deputy, by=secretary, at=at)
    member.user.title, member.user.confirmed_at = person.title, at


def declare_impartial(prize: Prize, member: JuryMember, at: datetime, doubts: tuple[Nomination, ...] = ()) -> None:
    """Promise confidentiality, and answer for all that is not one's own unit's. `doubts`: what the jury must settle."""
    declaring.sign(prize, member, by=member.user, at=at)
    stands = standing(prize)
    answers = [
        Answer(one, ImpartialityAnswer.DOUBT, "Jeg satt i styringsgruppa for ombyggingen.")
        if one in doubts
        else Answer(one, ImpartialityAnswer.IMPARTIAL)
        for one in queries.to_declare(prize)
        if stands.state(member, one) is State.PENDING
    ]
    declaring.declare(prize, member, stands, answers, by=member.user, at=at)
    db.session.commit()


def _declare(prize: Prize, made: dict[str, Nomination], secretary: User, at: datetime) -> None:
    """All answer but Klara, who has not begun; one doubt is settled by the others."""
    opening.open_declaring(prize, by=secretary, site=site(), at=at)
    db.session.commit()
    disputed = made[SAT_IN_STEERING_GROUP]
    for member in queries.members(prize):
        if member.seat.code != "KLI":
            in_doubt = (disputed,) if member.seat.code == IN_DOUBT else ()
            declare_impartial(prize, member, at + timedelta(hours=2), in_doubt)
    _settle(prize, disputed, at + timedelta(hours=6))
    opening.open_scoring(prize, None, by=secretary, site=site(), at=at + timedelta(hours=8))
    db.session.commit()


def _settle(prize: Prize, disputed: Nomination, at: datetime) -> None:
    """The others decide without the member: one who helped to steer the project does not judge it."""
    doubter = queries.seat_of(prize, IN_DOUBT).members[0]
    doubt = settling.find_doubt(prize, disputed.reference, doubter)
    for voter in (one for one in doubt.voters if one.confidentiality_signed_at):
        doubt = settling.find_doubt(prize, disputed.reference, doubter)
        if not doubt.is_waiting:
            return
        reason = "Den som har styrt prosjektet, bør ikke vurdere det."
        settling.vote(prize, doubt, ImpartialityAnswer.DISQUALIFIED, reason, voter=voter, by=voter.user, at=at)
        db.session.commit()


def _score(prize: Prize, member: JuryMember, given: Mapping[str, tuple[int, ...]], cards: int, at: datetime) -> None:
    """So many of the member's own cards, in the member's own order."""
    seated, moods = sitting(prize.year, member.user), random.Random(member.seat.code)
    asked, touch = criteria(prize.rubric_id), Touch(at, at)
    for entry in reading_list(seated).entries[:cards]:
        for criterion, usual in zip(asked, given[entry.reference], strict=True):
            value = min(max(usual + moods.choice((-1, 0, 0, 0, 1)), LOWEST), HIGHEST)
            save_score(to_score(seated, entry.reference, criterion.code), Given(value), touch, by=member.user, at=at)
    if cards:
        note = "Spør hvem som har ansvaret for vedlikeholdet etterpå."
        first = reading_list(seated).entries[0]
        save_note(prize, first.id, note, touch, by=member.user, at=at)
    db.session.commit()


def _before(monday: date) -> datetime:
    """Well before anything of the year begins."""
    return clock.at_oslo(monday - timedelta(days=140), 9, 0)
