"""Making, changing, announcing, cancelling and archiving a year."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.access import SYSTEM, Role
from app.accounts.models import User
from app.audit.models import AuditEvent
from app.clock import local
from app.extensions import db
from app.policy import NotComplete, NotNow, NotPermitted, denial
from app.prize import actions, archiving, contents, policy, promises
from app.prize.letters import sender
from app.prize.models import OptionKind, Prize, PrizeStatus
from app.prize.nominations.models import NominationStatus
from app.prize.queries import prize_of
from app.prize.workflow import TRANSITIONS
from tests.prize_world import PrizeWorld

P = PrizeStatus
SECOND = timedelta(seconds=1)


@pytest.fixture
def secretary(prizes: PrizeWorld) -> User:
    return prizes.secretary()


def refusal(check: Callable[..., object], *args: Any, **kwargs: Any) -> dict[str, str]:
    with pytest.raises(NotComplete) as refused:
        check(*args, **kwargs)
    return refused.value.missing


@pytest.mark.parametrize(
    ("year", "monday"), [(2024, "2024-11-25"), (2026, "2026-11-23"), (2027, "2027-11-22"), (2029, "2029-11-19")]
)
def test_the_reuse_week_ends_in_black_friday(year: int, monday: str) -> None:
    assert actions.reuse_monday(year) == date.fromisoformat(monday)


def test_a_first_year_comes_from_the_standard_document(secretary: User, at: datetime) -> None:
    made = actions.create(date(2026, 11, 23), by=secretary, at=at)
    db.session.commit()
    assert (made.name, made.reference, made.status, made.announced_at) == (
        "Ombruksprisen 2026",
        "PRIS-2026",
        P.PLANNED,
        None,
    )
    assert made.theme == "Reparasjon og redesign av møbler og inventar"
    assert local(made.closes_at).isoformat() == "2026-09-20T23:59:59+02:00"
    assert [(row["name"], row["weight"]) for row in contents.criteria(made)] == [
        ("Sirkulær gevinst", 25),
        ("Kvalitet i løsningen", 20),
        ("Overføringsverdi", 20),
        ("Nyskaping", 15),
        ("Sosial og lokal verdi", 10),
        ("Dokumentasjon", 10),
    ]
    assert [row["code"] for row in contents.seats(made)] == ["REG", "BYM", "KLI", "UKE", "EXT"]
    assert promises.lacks(made) == {}


def test_a_copy_moves_the_days_and_leaves_people_and_nominations_behind(
    prizes: PrizeWorld, secretary: User, at: datetime
) -> None:
    source = actions.create(date(2026, 11, 23), by=secretary, at=at)
    db.session.commit()
    prizes.jury(source)
    prizes.nomination(source)
    made = actions.copy(source, date(2027, 11, 22), by=secretary, at=at)
    db.session.commit()
    assert local(made.opens_at).isoformat() == "2027-08-16T08:00:00+02:00"
    assert local(made.meeting_at).isoformat() == "2027-10-11T12:00:00+02:00"  # type: ignore[arg-type]
    assert (made.finished_by, made.handover_on) == (date(2027, 9, 19), date(2027, 11, 25))
    assert (made.status, made.last_number, made.announced_at) == (P.PLANNED, 0, None)
    for name in contents.LISTS:
        assert (name, contents.read(made, name)) == (name, contents.read(source, name))
    assert made.rubric_id != source.rubric_id
    assert [seat.members for seat in contents.seats_of(made)] == [[], [], [], [], []]
    assert [len(seat.members) for seat in contents.seats_of(source)] == [1, 1, 1, 1, 1]


@pytest.mark.parametrize("role", [role for role in Role if role not in policy.RESPONSIBLE])
def test_only_the_secretary_and_administrators_make_and_change_years(
    prizes: PrizeWorld, at: datetime, role: Role
) -> None:
    prize = prizes.prize(P.PLANNED, announced=False)
    other = prizes.person("Annen Person", role)
    why = "Bare jurysekretæren eller en administrator kan endre Ombruksprisen."
    assert denial(policy.can_create, other) == why
    assert denial(policy.can_change, prize, {"theme": "Glass"}, by=other, at=at) == why
    assert denial(policy.can_announce, prize, by=other, at=at) == why
    with pytest.raises(NotPermitted):
        policy.can_cancel(prize, by=other)


def test_an_administrator_may_change_and_announce(prizes: PrizeWorld, at: datetime) -> None:
    administrator = prizes.person("Ada Admin", Role.ADMINISTRATOR)
    prize = prizes.prize(P.PLANNED, announced=False)
    assert actions.change(prize, {"theme": "Glass og keramikk"}, by=administrator, at=at) == ["theme"]
    actions.announce(prize, by=administrator, at=at)
    db.session.commit()
    assert (prize.theme, prize.announced_at) == ("Glass og keramikk", at)
    kinds = db.session.query(AuditEvent.kind, AuditEvent.actor_name, AuditEvent.audience)
    assert [tuple(row) for row in kinds.order_by(AuditEvent.number)][-2:] == [
        ("prize_changed", "Ada Admin", "jury"),
        ("prize_announced", "Ada Admin", "jury"),
    ]


def test_nothing_changed_is_nothing_recorded(prizes: PrizeWorld, secretary: User, at: datetime) -> None:
    prize = prizes.prize(P.PLANNED)
    before = db.session.query(AuditEvent).count()
    whole = {name: contents.read(prize, name) for name in (*contents.LISTS, "theme", "quorum", "closes_at")}
    assert actions.change(prize, whole, by=secretary, at=at) == []
    db.session.commit()
    assert db.session.query(AuditEvent).count() == before


ANNOUNCED = [
    ("name", "Prisen", "Navnet er kunngjort."),
    ("theme", "Glass", "Temaet er kunngjort."),
    ("theme_text", "Glass", "Temaet er kunngjort."),
    ("finished_by", date(2026, 8, 1), "Dagen er kunngjort."),
    ("requires_agreement", False, "Kravet er kunngjort."),
    ("opens_at", datetime(2026, 8, 1, tzinfo=UTC), "Dagen er kunngjort."),
    ("criteria", [], "Kriteriene er kunngjort, og juryen vurderer etter dem."),
    ("prize_text", "En klem", "Prisen er kunngjort."),
    ("residents_may_nominate", False, "Det er kunngjort at innbyggere kan nominere."),
    ("prize_nok", 9_999, "Prisen er kunngjort som 10\u202f000\N{NO-BREAK SPACE}kr og kan bare økes."),
    ("prize_nok", None, "Prisen er kunngjort som 10\u202f000\N{NO-BREAK SPACE}kr og kan bare økes."),
    (
        "closes_at",
        datetime(2026, 9, 20, tzinfo=UTC),
        "Fristen er kunngjort som mandag 21. september kl. 10.00 og kan bare forlenges.",
    ),
]


@pytest.mark.parametrize(("name", "value", "sentence"), ANNOUNCED)
def test_what_is_announced_stands(
    prizes: PrizeWorld, secretary: User, at: datetime, name: str, value: Any, sentence: str
) -> None:
    prize = prizes.prize(P.PLANNED, prize_nok=10_000)
    assert refusal(actions.change, prize, {name: value}, by=secretary, at=at) == {name: sentence}


@pytest.mark.parametrize("name", [name for name, _value, _sentence in ANNOUNCED if name != "prize_nok"])
def test_the_same_may_change_before_the_announcement(prizes: PrizeWorld, at: datetime, name: str) -> None:
    prize = prizes.prize(P.PLANNED, announced=False)
    assert (name, name in promises.fixed(prize, at)) == (name, False)


def test_some_may_still_be_widened(prizes: PrizeWorld, secretary: User, at: datetime) -> None:
    prize = prizes.prize(P.PLANNED, residents_may_nominate=False, prize_nok=10_000)
    later = prize.closes_at + timedelta(days=3)
    changes = {"residents_may_nominate": True, "prize_nok": 20_000, "closes_at": later, "contact_phone": "21 80 00 00"}
    actions.change(prize, changes, by=secretary, at=at)
    db.session.commit()
    assert (prize.residents_may_nominate, prize.prize_nok, prize.closes_at) == (True, 20_000, later)


def test_a_deadline_that_is_out_stays_out(prizes: PrizeWorld, secretary: User, at: datetime) -> None:
    prize = prizes.prize(P.APPOINTED, closes_at=at - SECOND)
    later = {"closes_at": at + timedelta(days=3)}
    assert refusal(actions.change, prize, later, by=secretary, at=at) == {
        "closes_at": "Fristen er ute, og det kan ikke åpnes igjen."
    }


FROM = [
    ("mandate", P.APPOINTED),
    ("quorum", P.APPOINTED),
    ("chair_breaks_ties", P.APPOINTED),
    ("seats", P.APPOINTED),
    ("scoring_closes_at", P.LOCKED),
    ("meeting_at", P.RANKED),
    ("minutes_show_scores", P.STATEMENT_READY),
    ("handover_on", P.HANDED_OVER),
]


@pytest.mark.parametrize(("name", "status"), FROM)
def test_what_the_jury_was_promised_is_fixed_from_a_status_on(
    prizes: PrizeWorld, at: datetime, name: str, status: PrizeStatus
) -> None:
    prize = prizes.prize(announced=False)
    for each in promises.ORDER[: promises.ORDER.index(P.CANCELLED)]:
        prize.status = each
        reached = promises.ORDER.index(each) >= promises.ORDER.index(status)
        assert (each, name in promises.fixed(prize, at)) == (each, reached)
    db.session.rollback()


def test_choices_may_be_added_and_renamed_but_not_lost_or_given_another_meaning(
    prizes: PrizeWorld, secretary: User, at: datetime
) -> None:
    prize = prizes.prize(P.PLANNED)
    rows = contents.options(OptionKind.AGREEMENT, prize)
    renamed = [{**rows[0], "name": "Redesign"}, *rows[1:], {"code": "", "name": "Ny avtale", "qualifies": True}]
    renamed[-1] |= {"is_own": False, "is_resident": False}
    actions.change(prize, {"options_agreement": renamed}, by=secretary, at=at)
    db.session.commit()
    assert [(row["code"], row["name"]) for row in contents.options(OptionKind.AGREEMENT, prize_of(2026))] == [
        ("repair", "Redesign"),
        ("refurbish", "Rehabilitering (over 250 000 kr eks. mva.)"),
        ("other", "Annen avtale, eller utenfor avtalene"),
        ("ny_avtale", "Ny avtale"),
    ]
    assert refusal(actions.change, prize, {"options_agreement": renamed[1:]}, by=secretary, at=at) == {
        "options_agreement": "Noen kan ha valgt «Redesign». Valg kan få nytt navn, men ikke tas bort."
    }
    turned = [{**renamed[0], "qualifies": False}, *renamed[1:3]]
    assert refusal(actions.change, prize, {"options_agreement": turned}, by=secretary, at=at) == {
        "options_agreement": "Hva «Redesign» betyr, er kunngjort. Bare navnet kan endres."
    }


def test_seats_are_renamed_added_and_removed_until_somebody_sits_there(
    prizes: PrizeWorld, secretary: User, at: datetime
) -> None:
    prize = prizes.prize(P.PLANNED, announced=False)
    rows = contents.seats(prize)
    new = {"code": "PBE", "unit": "Plan- og bygningsetaten", "is_external": False}
    actions.change(prize, {"seats": [*rows[1:4], {**rows[4], "unit": "Ekstern snekker"}, new]}, by=secretary, at=at)
    db.session.commit()
    assert [(row["code"], row["unit"]) for row in contents.seats(prize)][3:] == [
        ("EXT", "Ekstern snekker"),
        ("PBE", "Plan- og bygningsetaten"),
    ]
    seats = contents.seats_of(prize)
    prizes.member(seats[0], "Bjørn Myr")
    db.session.expire_all()
    assert refusal(actions.change, prize, {"seats": contents.seats(prize)[1:]}, by=secretary, at=at) == {
        "seats": "Noen er satt opp for Bymiljøetaten. Plassen kan få nytt navn, men ikke tas bort."
    }
    prizes.nomination(prize)
    assert refusal(actions.change, prize, {"seats": contents.seats(prize)[:-1]}, by=secretary, at=at) == {
        "seats": "Nominasjoner kan være merket med PBE. Plassen kan få nytt navn, men ikke tas bort."
    }


CONTRADICTIONS = [
    ("closes_at", datetime(2026, 8, 1, tzinfo=UTC), "Fristen må komme etter at det åpner."),
    ("finished_by", date(2026, 9, 22), "Prosjektet må være ferdig senest den dagen fristen går ut."),
    ("scoring_closes_at", datetime(2026, 9, 20, tzinfo=UTC), "Juryen kan ikke bli ferdig før fristen er ute."),
    ("meeting_at", datetime(2026, 10, 1, tzinfo=UTC), "Møtet må komme etter at poengene er låst."),
    ("handover_on", date(2026, 10, 1), "Overrekkelsen må komme etter jurymøtet."),
    ("quorum", 6, "Juryen har 5 plasser, og kan ikke kreve poeng fra flere."),
]


@pytest.mark.parametrize(("name", "value", "sentence"), CONTRADICTIONS)
def test_dates_out_of_order_are_refused_before_the_announcement_too(
    prizes: PrizeWorld, secretary: User, at: datetime, name: str, value: Any, sentence: str
) -> None:
    prize = prizes.prize(P.PLANNED, announced=False)
    assert refusal(actions.change, prize, {name: value}, by=secretary, at=at)[name] == sentence


def test_while_scores_are_given_the_lock_lies_ahead(prizes: PrizeWorld, secretary: User, at: datetime) -> None:
    prize = prizes.prize(P.SCORING)
    assert refusal(actions.change, prize, {"scoring_closes_at": at}, by=secretary, at=at) == {
        "scoring_closes_at": "Tidspunktet er passert. Juryen gir poeng nå, og fristen må ligge fram i tid."
    }
    actions.change(prize, {"scoring_closes_at": at + SECOND}, by=secretary, at=at)
    db.session.commit()
    assert prize.scoring_closes_at == at + SECOND


@pytest.mark.parametrize("status", [P.ARCHIVED, P.CANCELLED])
def test_a_year_that_has_ended_is_not_changed(
    prizes: PrizeWorld, secretary: User, at: datetime, status: PrizeStatus
) -> None:
    prize = prizes.prize(status)
    with pytest.raises(NotNow, match=r"^Året er avsluttet og kan ikke endres\.$"):
        actions.change(prize, {"contact_phone": "21 80 00 00"}, by=secretary, at=at)


LACKS = [
    ({"theme_text": " "}, {"theme_text": "Skriv hva temaet går ut på."}),
    ({"prize_text": ""}, {"prize_text": "Skriv hva vinneren får."}),
    ({"mandate": ""}, {"mandate": "Skriv juryens mandat."}),
    ({"owner_address": ""}, {"owner_unit": "Fyll ut avsenderen: enhet, adresse og kontakt."}),
    ({"options": []}, {"options_agreement": "Temaet krever en avtale. Skriv minst én avtale som er med."}),
]


@pytest.mark.parametrize(("changes", "lacking"), LACKS)
def test_what_is_missing_is_said_before_the_announcement(
    prizes: PrizeWorld, secretary: User, at: datetime, changes: dict[str, Any], lacking: dict[str, str]
) -> None:
    prize = prizes.prize(P.PLANNED, announced=False, **changes)
    found = refusal(actions.announce, prize, by=secretary, at=at)
    assert {name: found[name] for name in lacking} == lacking
    assert prize.announced_at is None


def test_a_rubric_that_does_not_add_up_is_not_announced(prizes: PrizeWorld, secretary: User, at: datetime) -> None:
    prize = prizes.prize(P.PLANNED, announced=False)
    prize.rubric.criteria[0].weight = 30
    db.session.commit()
    assert refusal(actions.announce, prize, by=secretary, at=at) == {
        "criteria": "Vektene i vurderingsskjemaet blir 105. De skal bli 100."
    }
    prize.rubric.criteria[0].weight = 25
    prize.rubric.criteria[1].anchors[4].sentence = ""
    db.session.commit()
    assert refusal(actions.announce, prize, by=secretary, at=at) == {
        "criteria": "«Kvalitet i løsningen» trenger en setning for hver av de fem verdiene."
    }


def test_a_year_is_announced_once_and_in_time(prizes: PrizeWorld, secretary: User, at: datetime) -> None:
    prize = prizes.prize(P.PLANNED, announced=False)
    late = prize.closes_at + SECOND
    assert refusal(actions.announce, prize, by=secretary, at=late) == {
        "closes_at": "Fristen for å nominere er allerede ute."
    }
    actions.announce(prize, by=secretary, at=at)
    db.session.commit()
    with pytest.raises(NotNow, match=r"^Ombruksprisen 2026 er allerede kunngjort\.$"):
        actions.announce(prize, by=secretary, at=at)


@pytest.mark.parametrize("status", list(P))
def test_a_year_is_cancelled_until_the_jury_has_ranked(
    prizes: PrizeWorld, secretary: User, at: datetime, status: PrizeStatus
) -> None:
    prize = prizes.prize(status)
    if (status, P.CANCELLED) not in TRANSITIONS:
        with pytest.raises(NotNow):
            actions.cancel(prize, by=secretary, at=at)
        return
    actions.cancel(prize, by=secretary, at=at)
    db.session.commit()
    assert prize_of(2026).status is P.CANCELLED


N = NominationStatus


def test_a_year_goes_to_the_archive_when_everybody_has_their_letter(
    prizes: PrizeWorld, secretary: User, at: datetime
) -> None:
    prize = prizes.prize(P.PUBLISHED)
    winner = prizes.nomination(prize, "Spisesalen", status=N.WINNER)
    other = prizes.nomination(prize, "Benken", status=N.WITHDRAWN)
    kept = prizes.nomination(prize, "Hylla", status=N.NOT_QUALIFIED)
    with pytest.raises(NotNow, match=r"^1 nominasjon venter på brev om hvordan det gikk\.$"):
        archiving.archive(prize, by=secretary, at=at)
    winner.status = N.INFORMED
    archiving.archive(prize, by=secretary, at=at)
    db.session.commit()
    assert (prize.status, winner.status, other.status, kept.status) == (
        P.ARCHIVED,
        N.ARCHIVED,
        N.ARCHIVED,
        N.NOT_QUALIFIED,
    )


def test_letters_come_from_the_years_owner(prizes: PrizeWorld) -> None:
    prize: Prize = prizes.prize(P.PLANNED, owner_orgnr="100260018")
    shown = sender(prize)
    assert (shown.municipality, shown.unit, shown.orgnr) == ("Oslo kommune", "Klimaetaten", "100260018")
    assert (shown.email, shown.colour) == ("ombruksprisen@oslo.example", "#2a2859")


def test_the_system_makes_no_years(app: object) -> None:
    assert denial(policy.can_create, SYSTEM) == "Bare jurysekretæren eller en administrator kan endre Ombruksprisen."
