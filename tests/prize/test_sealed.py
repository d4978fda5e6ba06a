"""Nobody sees another's scores before the lock, whoever they are; then the jury and its secretary do, nobody else."""

import pytest

from app.access import Role
from app.extensions import db
from app.policy import NotNow, NotPermitted, denial
from app.prize.models import PrizeStatus
from app.prize.scoring import sealed
from tests.prize_world import PrizeWorld

OPEN = [status for status in PrizeStatus if status in sealed.OPENED]
SHUT = [status for status in PrizeStatus if status not in sealed.OPENED]


def test_every_status_is_on_one_side() -> None:
    assert SHUT == [
        PrizeStatus.PLANNED,
        PrizeStatus.APPOINTED,
        PrizeStatus.DECLARING,
        PrizeStatus.SCORING,
        PrizeStatus.CANCELLED,
    ]


@pytest.mark.parametrize("status", PrizeStatus)
def test_who_sees_whose(prizes: PrizeWorld, status: PrizeStatus) -> None:
    prize, members, nominations = prizes.scored(PrizeStatus.LOCKED)
    prize.status = status
    db.session.commit()
    people = {role: prizes.person(f"Per {role}", role) for role in Role} | {None: members[0].user}
    subjects = [one.subject_id or 0 for one in nominations]
    seen = {role: len(sealed.assessments(prize, subjects, person)) for role, person in people.items()}
    everything = len(members) * len(nominations)
    own = len(nominations)
    expected = {role: everything if status in OPEN and role in sealed.READERS else 0 for role in Role}
    assert seen == {**expected, None: everything if status in OPEN else own}


def test_refusals_say_why(prizes: PrizeWorld) -> None:
    prize, members, _nominations = prizes.scored(PrizeStatus.SCORING)
    administrator = prizes.person("Ada", Role.ADMINISTRATOR)
    with pytest.raises(NotPermitted):
        sealed.check_open(prize, administrator)
    with pytest.raises(NotNow):
        sealed.check_open(prize, prizes.secretary())
    assert denial(sealed.check_open, prize, members[0].user) == (
        "Poengene er forseglet til de er låst. Til da ser ingen andres poeng."
    )
