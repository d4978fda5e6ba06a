"""The jury's work from the meeting to the seal, on its own pages, with the winner that a test asks for."""

import itertools
import re
from collections.abc import Callable

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.extensions import db
from app.prize.jury.models import JuryMember
from app.prize.meeting import draw as arithmetic
from app.prize.meeting.models import Draw
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination
from app.prize.verdict.queries import verdict_of
from tests.prize.test_draw_arithmetic import SALT

SECRET = "Hemmelig begrunnelse"
STAFF, JURY = "/staff/prize/2026", "/jury/2026"
AsUser = Callable[[int], FlaskClient]


def openings(tied: list[str], first: str, members: int) -> list[str]:
    """Numbers that let `first` be drawn: the test may choose, since it is all the members at once."""
    for number in itertools.count():
        made = [f"{number}:{SALT}", *(f"{other}:{SALT}" for other in range(10**6, 10**6 + members - 1))]
        if arithmetic.order_of(tied, arithmetic.seed_of(made))[0] == first:
            return made
    raise AssertionError


def done(answer: TestResponse) -> None:
    assert answer.status_code == 302, answer.text


def hidden(page: str, name: str) -> str:
    """What stands in a hidden field of the page."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page) or re.search(
        rf'value="([^"]*)"[^>]*name="{name}"', page
    )
    assert found is not None, page
    return found[1]


def decide(as_user: AsUser, secretary: int, first: str) -> None:
    """From the meeting to the seal: draw, ranking, statement, minutes and their confirmation. `first` wins: a
    reference among nominations that nothing but the draw tells apart."""
    jurors = [one.user_id for one in db.session.query(JuryMember).order_by(JuryMember.id)]
    _draw(as_user, secretary, jurors, first)
    seen = hidden(as_user(secretary).get(f"{STAFF}/ranking").text, "seen")
    second = seen.split()[1].split(":")[0]
    done(as_user(secretary).post(f"{JURY}/ranking", data={"count": "2", "mentions": [second], "seen": seen}))
    done(as_user(secretary).post(f"{STAFF}/statement", data=_texts(first)))
    for juror in jurors:
        page = as_user(juror).get(f"{JURY}/minutes").text
        done(as_user(juror).post(f"{JURY}/minutes", data={"sha256": hidden(page, "sha256"), "dissent": ""}))
    done(as_user(secretary).post(f"{STAFF}/verdict/seal"))
    prize = db.session.query(Prize).one()
    assert (prize.status, verdict_of(prize).winner.reference) == (PrizeStatus.EMBARGO, first)


def _draw(as_user: AsUser, secretary: int, jurors: list[int], first: str) -> None:
    tied = [each.reference for each in db.session.query(Nomination).order_by(Nomination.id)]
    done(as_user(secretary).post(f"{STAFF}/draw", data={"tied": tied}))
    address = f"{JURY}/draw/{db.session.query(Draw).one().public_id}"
    chosen = openings(tied, first, len(jurors))
    for juror, opening in zip(jurors, chosen, strict=True):
        done(as_user(juror).post(f"{address}/commit", data={"commitment": arithmetic.sha256(opening)}))
    for juror, opening in zip(jurors, chosen, strict=True):
        done(as_user(juror).post(f"{address}/open", data={"opening": opening}))


def _texts(first: str) -> dict[str, str]:
    """Statement, sentence, and a word for each of the others; and the button that makes the minutes."""
    nominations = db.session.query(Nomination).order_by(Nomination.id).all()
    won = next(each for each in nominations if each.reference == first)
    words = {f"word_{each.reference[-3:]}": f"Juryen likte {each.project}." for each in nominations if each is not won}
    text = f"{SECRET}: {won.project} fikk alt til å henge sammen. " + "Det ble bra. " * 30
    return {"statement": text, "sentence": f"{SECRET} for diplomet", "act": "minutes", **words}
