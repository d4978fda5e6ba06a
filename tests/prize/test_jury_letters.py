"""The letter of appointment and the jury's e-mails."""

from datetime import date
from typing import Any

import pytest

from app.accounts.links import Site
from app.extensions import db
from app.letters.blocks import missing_blocks
from app.prize.jury import letters, messages
from app.prize.models import PrizeStatus
from tests.prize_world import PrizeWorld

ON = date(2026, 9, 1)


def made(prizes: PrizeWorld, index: int, **changes: Any) -> Any:
    prize = prizes.prize(PrizeStatus.APPOINTED, **changes)
    members = prizes.jury(prize)
    deputy = prizes.member(members[0].seat, "Vera Vara", is_deputy=True)
    return letters.appointment(
        prize, [*members, deputy][index], [*members, deputy], link="http://localhost/jury/2026", on=ON
    )


@pytest.mark.parametrize(
    ("index", "heading", "lead"),
    [
        (
            1,
            "Du er oppnevnt til juryen for Ombruksprisen 2026",
            "Takk for at du vil være med. Du representerer Bymiljøetaten.",
        ),
        (
            4,
            "Du er oppnevnt som leder av juryen for Ombruksprisen 2026",
            "Takk for at du vil være med. Du er juryens eksterne fagperson.",
        ),
        (
            5,
            "Du er oppnevnt som varamedlem i juryen for Ombruksprisen 2026",
            "Takk for at du vil være med. Du representerer Renovasjons- og gjenvinningsetaten.",
        ),
    ],
)
def test_it_says_what_one_is_appointed_to(prizes: PrizeWorld, index: int, heading: str, lead: str) -> None:
    letter = made(prizes, index)
    assert (letter.heading, letter.lead) == (heading, lead)
    assert missing_blocks(letter) == []


def test_without_dates_it_promises_none(prizes: PrizeWorld) -> None:
    letter = made(prizes, 0, scoring_closes_at=None, meeting_at=None)
    steps = next(section for section in letter.sections if section.block == "next_steps").items
    assert steps[2:] == ("Gi poeng til nominasjonene. Fristen får du beskjed om.",)


def test_a_deputy_is_told_when_they_are_needed(prizes: PrizeWorld) -> None:
    steps = next(section for section in made(prizes, 5).sections if section.block == "next_steps").items
    assert steps[2:] == ("Du gir poeng der medlemmet er inhabilt eller har forfall. Da får du beskjed.",)


@pytest.mark.parametrize(
    "write", [messages.invitation, messages.appointment, messages.declaring, messages.scoring], ids=lambda f: f.__name__
)
def test_an_email_holds_the_link_and_nothing_of_what_is_nominated(prizes: PrizeWorld, write: Any) -> None:
    prize = prizes.prize(PrizeStatus.SCORING)
    prizes.nomination(prize)
    db.session.commit()
    subject, body = write(prize, "http://localhost/lenke/x", Site("http://localhost", "Ombruk"))
    assert "http://localhost/lenke/x\n" in body
    assert "http://localhost/lenke\n" in body
    assert not any(word in subject + body for word in ("Spisesalen", "sykehjem", "Verksted"))
