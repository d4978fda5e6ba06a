"""The diploma: A4 across, whole whatever the names are, marked until the verdict is sealed and printed."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.extensions import db
from app.judging.models import ImpartialityAnswer
from app.prize.jury.standing import standing
from app.prize.models import PrizeStatus
from app.prize.verdict.diploma import Diploma, Signer, balanced, diploma_of, print_diploma
from app.prize.verdict.emblem import drawing
from tests.prize.papers import (
    SENTENCE,
    SignIn,
    confirm_all,
    failures,
    handed_over,
    pages,
    ranked,
    sealed,
    size_of,
    written,
)
from tests.prize_world import PrizeWorld

PAGE = "/staff/prize/2026/documents"
DIPLOMA = Diploma(
    municipality="Oslo kommune",
    prize="Ombruksprisen 2026",
    theme="Reparasjon og redesign av møbler og inventar",
    project="Spisesalen som ble seg selv igjen",
    unit="Lønnelia sykehjem",
    sentence="For stolene beboerne valgte selv, og for sjekklisten som fem andre sykehjem har tatt i bruk.",
    place="Oslo",
    on=date(2026, 11, 26),
    jury=tuple(Signer(f"Medlem {number}", "Renovasjons- og gjenvinningsetaten") for number in range(5)),
    year=2026,
    colour="#2a2859",
)
LONGEST = replace(
    DIPLOMA,
    project=("Garderobebenkene og alt det andre som fikk leve videre " * 2)[:80],
    unit=("Utviklings- og kompetanseetaten, avdeling for bærekraftige innkjøp " * 2)[:120],
    sentence=("For stolene beboerne valgte selv, og for sjekklisten som alle har tatt i bruk. " * 3)[:160],
    jury=DIPLOMA.jury + DIPLOMA.jury[:2],
)
ODD = replace(DIPLOMA, project="a" * 80, unit="b" * 120, sentence="c" * 160, colour="#00aa55")


@pytest.mark.parametrize("is_sealed", [False, True])
@pytest.mark.parametrize("diploma", [DIPLOMA, LONGEST, ODD], ids=["usual", "longest", "odd"])
def test_every_diploma_is_one_valid_page_across(diploma: Diploma, is_sealed: bool) -> None:
    pdf = print_diploma(diploma, is_sealed=is_sealed)
    assert (failures(pdf), size_of(pdf), len(pages(pdf))) == ([], (297, 210), 1)


def test_what_stands_on_it() -> None:
    (text,) = pages(print_diploma(DIPLOMA, is_sealed=False))
    for said in ("Ombruksprisen 2026", "tildeles", "Lønnelia sykehjem", "Oslo, 26. november 2026", "Oslo kommune"):
        assert text.count(said) == 1
    assert text.count("Renovasjons- og") == 5
    assert text.replace("\n", " ").count("Tema: Reparasjon og redesign av møbler og inventar") == 1


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("Spisesalen som ble seg selv igjen", 21, ["Spisesalen som ble", "seg selv igjen"]),
        ("Kort", 17, ["Kort"]),
        ("En to tre fire fem seks", 9, ["En to", "tre fire", "fem seks"]),
        ("a" * 30, 17, ["a" * 30]),
        ("", 17, []),
    ],
)
def test_a_heading_stands_like_a_block(text: str, room: int, lines: list[str]) -> None:
    assert balanced(text, room) == lines


def test_each_year_has_a_drawing_of_its_own_and_always_the_same() -> None:
    drawing.cache_clear()
    first = drawing(2026, "#2a2859")
    drawing.cache_clear()
    assert (drawing(2026, "#2a2859") == first, drawing(2027, "#2a2859") == first) == (True, False)


@pytest.mark.parametrize("year", [2024, 2026, 2033, 2048, 2063])
def test_the_drawing_stays_within_its_frame(year: int) -> None:
    """Pens are round: a line may reach half its width further than its points."""
    numbers = [float(number) for path in drawing(year, "#2a2859").split(' d="M')[1:] for number in _numbers(path)]
    assert min(numbers) > 0.5
    assert max(numbers) < 123.5


def _numbers(path: str) -> list[str]:
    return path.partition('"')[0].replace("L", " ").split()


def test_whoever_was_recused_from_the_winner_does_not_sign(prizes: PrizeWorld) -> None:
    judged = ranked(prizes)
    prizes.declare(judged.members[1], judged.nominations[:1], ImpartialityAnswer.DISQUALIFIED, "Søsken")
    written(prizes, judged)
    made = diploma_of(judged.verdict, standing(judged.prize), date(2026, 9, 1))
    assert [(each.name, each.seat) for each in made.jury] == [
        ("Rita Regi", "Renovasjons- og gjenvinningsetaten"),
        ("Klara Im", "Klimaetaten"),
        ("Ulrik Keller", "Utviklings- og kompetanseetaten"),
        ("Eva Ekstern", "Ekstern fagperson, juryleder"),
    ]
    assert (made.project, made.sentence, made.on, made.place) == ("Prosjekt 1", SENTENCE, date(2026, 11, 26), "Oslo")


@pytest.mark.parametrize("has_day", [False, True])
def test_it_is_dated_by_the_handover(prizes: PrizeWorld, has_day: bool) -> None:
    judged = handed_over(prizes)
    judged.prize.handover_on = date(2026, 12, 1) if has_day else None
    made = diploma_of(judged.verdict, standing(judged.prize), date(2026, 12, 24))
    assert made.on == date(2026, 9, 1)
    db.session.rollback()


def test_marked_until_it_is_handed_over_and_printed_clean_on_purpose(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = sealed(prizes)
    client = sign_in(judged.secretary)
    marked, clean = client.get(f"{PAGE}/diploma.pdf"), client.post(f"{PAGE}/diploma-clean.pdf")
    assert (marked.status_code, clean.status_code, len(marked.data) > len(clean.data)) == (200, 200, True)
    assert clean.headers["Content-Disposition"] == "inline; filename=diplom-2026.pdf"
    printed = db.session.scalars(select(AuditEvent).where(AuditEvent.kind == "diploma_printed")).one()
    assert (printed.case_reference, printed.fields) == ("PRIS-2026", {})
    judged.prize.status = PrizeStatus.HANDED_OVER
    db.session.commit()
    assert len(client.get(f"{PAGE}/diploma.pdf").data) == len(clean.data)


def test_no_clean_diploma_before_the_seal(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = confirm_all(prizes, written(prizes))
    client = sign_in(judged.secretary)
    answer = client.post(f"{PAGE}/diploma-clean.pdf")
    assert (answer.status_code, "når kåringen er forseglet" in answer.text) == (409, True)
    assert db.session.scalars(select(AuditEvent).where(AuditEvent.kind == "diploma_printed")).all() == []


def test_no_diploma_before_the_texts_are_written(prizes: PrizeWorld, sign_in: SignIn) -> None:
    client = sign_in(ranked(prizes).secretary)
    codes = [client.get(f"{PAGE}/{name}").status_code for name in ("diploma.pdf", "winner-letter.pdf")]
    assert [*codes, client.get(PAGE).status_code] == [409, 409, 200]
