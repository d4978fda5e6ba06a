"""«Ombruk fjorårets runde»: what comes along, what moves, what is left to decide."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.accounts.models import User
from app.campaign import copying, goals, weeks
from app.campaign.models import Goal, Week
from app.extensions import db
from app.policy import NotPermitted
from app.rounds import contents
from app.rounds.models import Round, RoundStatus
from app.rounds.queries import round_by_slug
from tests.counting import statements
from tests.programme_world import ProgrammeWorld
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
NEXT = date(2027, 11, 22)
PAGE = "/staff/reuse?runde=ombruksuka-2026&mandag=2027-11-22"
NAMED = {"name": "Ombruksuka 2027", "reference_prefix": "OMB-2027"}


@pytest.fixture
def admin(world: World) -> User:
    return world.user(Role.ADMINISTRATOR, name="Ada Adm")


@pytest.fixture
def last(world: World, admin: User) -> Round:
    """Last year's round, finished, with the reserve spent and a report day of its own."""
    made = world.round(status=RoundStatus.FINISHED)
    made.report_due_on, made.reserve_nok, made.payer_account = date(2027, 1, 15), 0, "86011117947"
    made.pays_before_report, made.purpose = False, "Tilskudd til uka i 2026."
    goals.load(admin, world.at)
    db.session.commit()
    return made


def made_of(last: Round, admin: User, at: datetime, **more: Any) -> Round:
    names = {"name": NAMED["name"], "reference_prefix": NAMED["reference_prefix"]}
    made = copying.copy_year(last, NEXT, **names, by=admin, at=at, **more)
    db.session.commit()
    return round_by_slug(made.slug)


def test_everything_comes_along_and_every_day_moves(world: World, admin: User, last: Round) -> None:
    made = made_of(last, admin, world.at)
    same = [name for name in contents.LISTS if contents.read(made, name) == contents.read(last, name)]
    assert same == list(contents.LISTS)
    assert (made.status, made.pays_before_report, made.payer_account) == (RoundStatus.DRAFT, False, "86011117947")
    assert (made.opens_at, made.closes_at) == (
        datetime(2027, 8, 16, 6, 0, tzinfo=UTC),
        datetime(2027, 9, 19, 21, 59, 59, tzinfo=UTC),
    )
    assert (made.week_ends_on, made.answer_due_on, made.report_due_on) == (
        date(2027, 11, 28),
        date(2027, 10, 8),
        date(2028, 1, 14),
    )


def test_the_week_comes_with_it_and_a_week_that_is_there_stays(
    world: World, admin: User, last: Round, programmes: ProgrammeWorld
) -> None:
    programmes.week(
        day_themes={"2026-11-27": "Grønn fredag"},
        sentence="Støttet av Oslo kommune.",
        programme_opens_at=datetime(2026, 10, 26, 8, tzinfo=UTC),
    )
    made_of(last, admin, world.at)
    week = weeks.week_of(2027)
    assert (week.name, week.starts_on, week.day_themes) == ("Ombruksuka 2027", NEXT, {"2027-11-26": "Grønn fredag"})
    assert (week.sentence, week.programme_opens_at) == (
        "Støttet av Oslo kommune.",
        datetime(2027, 10, 25, 7, tzinfo=UTC),
    )
    week.intro = "Ny tekst."
    other = copying.copy_year(last, NEXT, name="Våruka", reference_prefix="VAAR", by=admin, at=world.at)
    db.session.commit()
    assert (other.slug, weeks.week_of(2027).intro) == ("varuka", "Ny tekst.")
    assert len(weeks.all_weeks()) == 2


def test_a_year_before_weeks_gets_a_week_of_the_rounds_owner(world: World, admin: User, last: Round) -> None:
    made = made_of(last, admin, world.at)
    week = weeks.week_of(2027)
    assert (week.owner_unit, week.contact_email) == (made.owner_unit, made.contact_email)


def ended(code: str, day: date) -> None:
    db.session.scalars(select(Goal).where(Goal.code == code)).one().valid_to = day
    db.session.commit()


def test_goals_that_ended_are_left_and_new_ones_come_when_chosen(world: World, admin: User, last: Round) -> None:
    ended("local_jobs", date(2026, 12, 31))
    values = {"name": "Flere verksteder", "source": "Sak 1", "valid_from": date(2027, 1, 1), "valid_to": None}
    goals.save(None, {**values, "help_text": ""}, by=admin, at=world.at)
    db.session.commit()
    made = made_of(last, admin, world.at, goal_codes=["less_material", "flere_verksteder", "local_jobs"])
    assert [row["code"] for row in contents.read(made, copying.GOALS)] == ["less_material", "flere_verksteder"]
    assert "local_jobs" in [row["code"] for row in contents.read(last, copying.GOALS)]


def said(made: Round, last: Round | None) -> list[tuple[str, str | None]]:
    return [(check.sentence, check.part) for check in copying.checks(made, last)]


def test_what_must_be_decided_is_listed_with_where(world: World, admin: User, last: Round) -> None:
    made = made_of(last, admin, world.at)
    assert said(made, copying.source_of(made)) == [
        ("Potten er 250\u202f000\u00a0kr, som sist. Er det vedtatt for i år?", "money"),
        ("Reserven er 0\u00a0kr, det som var igjen sist. Sett den på nytt.", "money"),
        ("«Om runden» nevner 2026.", "about"),
    ]


def test_what_is_wrong_comes_first(world: World, admin: User, last: Round) -> None:
    made = made_of(last, admin, world.at)
    ended("less_material", date(2027, 11, 1))
    made.appeal_body, made.purpose, made.pot_nok, made.reserve_nok = "", "Formål", 300_000, 30_000
    made.week_starts_on, made.answer_due_on = date(2027, 11, 15), date(2027, 10, 9)
    made.report_due_on = date(2027, 12, 1)
    db.session.commit()
    assert said(made, last) == [
        ("Skriv hvem som behandler klager.", "owner"),
        ("Målet «Mindre bruk av nye råvarer» gjelder ikke lenger når uka kommer.", "goals"),
        ("Uka som slutter med Black Friday, begynner 22. november 2027.", "dates"),
        ("Dagen for svar er i en helg.", "dates"),
        ("Rapportfristen er mindre enn en uke etter uka.", "dates"),
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Uka i 2026.", True),
        ("OMB-2026", True),
        ("20260 kroner", False),
        ("12026", False),
        ("", False),
        ([{"text": "vedtak for 2026", "code": None}], True),
        ([{"text": "2025", "amount_nok": 2026}], False),
    ],
)
def test_a_text_names_a_year(value: Any, expected: bool) -> None:
    assert copying.names_year(value, 2026) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Ombruksuka 2026", "Ombruksuka 2027"), ("OMB-2026", "OMB-2027"), ("Byttedager", "Byttedager 2027")],
)
def test_the_new_name(name: str, expected: str) -> None:
    assert copying.of_year(name, 2026, 2027) == expected


def test_only_an_administrator_copies(world: World, last: Round) -> None:
    with pytest.raises(NotPermitted):
        made_of(last, world.user(Role.APPROVER), world.at)


def test_the_pages_from_last_year_to_announced_and_open(
    world: World, admin: User, last: Round, sign_in: SignIn, programmes: ProgrammeWorld
) -> None:
    week = programmes.week()
    programmes.event(week, starts=time(12))
    ended("local_jobs", date(2026, 12, 31))
    client = sign_in(admin)
    assert 'value="2027-11-22"' in client.get("/staff/reuse").text  # the week of next Black Friday
    page = client.get(PAGE).text
    assert ('value="Ombruksuka 2027"' in page, 'value="OMB-2027"' in page) == (True, True)
    assert "mandag 16. august 2027" in page
    assert "<li>Lokale sirkulære jobber</li>" in page
    assert db.session.scalars(select(Round.slug)).all() == ["ombruksuka-2026"]  # looking makes nothing
    taken = client.post(PAGE, data={**NAMED, "reference_prefix": "OMB-2026"})
    assert (taken.status_code, "En annen runde har saksnumre som begynner slik." in taken.text) == (422, True)
    answer = client.post(PAGE, data={**NAMED, "goals": ["less_material"]})
    assert answer.location == "/staff/reuse/ombruksuka-2027"
    checks = client.get(answer.location).text
    assert 'href="/staff/rounds/ombruksuka-2027/money"' in checks
    announced = client.post("/staff/rounds/ombruksuka-2027/announce", follow_redirects=True)
    assert "Runden er kunngjort og står på forsiden." in announced.text
    assert [one.year for one in db.session.scalars(select(Week).order_by(Week.year))] == [2026, 2027]


@pytest.mark.parametrize(
    "query", ["runde=ukjent&mandag=2027-11-22", "runde=ombruksuka-2026&mandag=i+morgen", "runde=&mandag="]
)
def test_a_choice_that_does_not_hold_shows_the_choice_again(
    admin: User, last: Round, sign_in: SignIn, query: str
) -> None:
    client = sign_in(admin)
    assert client.get(f"/staff/reuse?{query}").status_code == 200
    assert client.post(f"/staff/reuse?{query}", data=NAMED).status_code == 200
    assert db.session.scalars(select(Round.slug)).all() == ["ombruksuka-2026"]


def test_the_pages_take_few_statements(admin: User, last: Round, sign_in: SignIn, world: World) -> None:
    client = sign_in(admin)
    with statements() as before:
        client.get(PAGE)
    made_of(last, admin, world.at)
    with statements() as after:
        client.get(PAGE)
    with statements() as checks:
        client.get("/staff/reuse/ombruksuka-2027")
    assert len(before) == len(after) <= 14
    assert len(checks) <= 14
