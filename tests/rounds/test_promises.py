"""What was announced stands; what was not promised may change; every refusal is a sentence."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.access import Role
from app.accounts.models import User
from app.extensions import db
from app.policy import NotComplete, NotNow, NotPermitted
from app.rounds import actions, contents, promises
from app.rounds.models import OptionKind, Round, RoundStatus, TextKind
from tests.world import World


def change(world: World, grant_round: Round, **changes: Any) -> list[str]:
    known = db.session.scalar(select(User))
    return actions.change(grant_round, changes, by=known or world.user(Role.ADMINISTRATOR), at=world.at)


def refused(world: World, grant_round: Round, **changes: Any) -> dict[str, str]:
    with pytest.raises(NotComplete) as refusal:
        change(world, grant_round, **changes)
    db.session.rollback()
    return refusal.value.missing


def test_a_draft_may_change_in_everything(world: World) -> None:
    grant_round = world.round(status=RoundStatus.DRAFT)
    assert change(world, grant_round, pot_nok=100_000, max_activity_nok=20_000, guidelines="andre") == [
        "pot_nok",
        "max_activity_nok",
        "guidelines",
    ]
    db.session.commit()


def test_the_pot_goes_up_and_never_down(world: World) -> None:
    grant_round = world.round()
    assert refused(world, grant_round, pot_nok=249_999) == {
        "pot_nok": "Potten er kunngjort som 250\u202f000\u00a0kr og kan bare økes."
    }
    assert change(world, grant_round, pot_nok=300_000) == ["pot_nok"]
    db.session.commit()


def test_the_deadline_is_extended_and_never_shortened(world: World) -> None:
    grant_round = world.round()
    closes = grant_round.closes_at
    assert refused(world, grant_round, closes_at=closes - timedelta(seconds=1)) == {
        "closes_at": "Fristen er kunngjort som søndag 20. september kl. 23.59 og kan bare forlenges."
    }
    assert change(world, grant_round, closes_at=closes + timedelta(days=2)) == ["closes_at"]
    db.session.commit()


def test_a_deadline_that_has_passed_is_not_opened_again(world: World) -> None:
    grant_round = world.round(status=RoundStatus.CLOSED)
    assert refused(world, grant_round, closes_at=grant_round.closes_at + timedelta(days=2)) == {
        "closes_at": "Fristen er ute, og runden kan ikke åpnes igjen."
    }


def test_the_answer_comes_no_later_than_promised(world: World) -> None:
    grant_round = world.round()
    assert refused(world, grant_round, answer_due_on=date(2026, 10, 10)) == {
        "answer_due_on": "Søkerne er lovet svar innen 9. oktober 2026. Dagen kan bare flyttes fram."
    }
    assert change(world, grant_round, answer_due_on=date(2026, 10, 1)) == ["answer_due_on"]
    db.session.commit()


@pytest.mark.parametrize("name", ["categories", "tiers", "criteria", "texts_supported", "texts_condition"])
def test_lists_that_were_announced_are_locked(world: World, name: str) -> None:
    grant_round = world.round()
    rows = contents.read(grant_round, name)
    assert list(refused(world, grant_round, **{name: rows[:-1]})) == [name]
    assert contents.read(grant_round, name) == rows


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("max_activity_nok", 20_000),
        ("max_activities", 6),
        ("max_organisation_nok", 20_000),
        ("max_organisation_activities", 2),
        ("floor_criterion", None),
        ("floor_value", 3),
        ("spread_score", 60),
        ("spreads_districts", False),
        ("requires_free_entry", False),
        ("week_ends_on", date(2026, 11, 30)),
    ],
)
def test_caps_rules_and_the_week_are_locked(world: World, name: str, value: object) -> None:
    assert list(refused(world, world.round(), **{name: value})) == [name]


def test_choices_are_added_but_not_taken_away(world: World) -> None:
    grant_round = world.round()
    rows = contents.options(OptionKind.GOAL, grant_round)
    assert refused(world, grant_round, options_goal=rows[1:]) == {
        "options_goal": "Søkere kan ha valgt «Mindre bruk av nye råvarer». "
        "Dere kan legge til og endre navn, men ikke ta bort."
    }
    new = {"code": "", "name": "Mer deling", "help_text": "", "lead_days": None}
    assert change(world, grant_round, options_goal=[*rows, new]) == ["options_goal"]
    db.session.commit()
    assert [row["code"] for row in contents.options(OptionKind.GOAL, grant_round)][-1] == "mer_deling"


def test_contact_wording_and_snippets_may_change(world: World) -> None:
    grant_round = world.round()
    snippets = contents.texts(TextKind.SNIPPET, grant_round)
    asked = {"contact_phone": "23 48 20 30", "purpose": "Kortere.", "texts_snippet": snippets[:1]}
    assert change(world, grant_round, **asked) == ["contact_phone", "purpose", "texts_snippet"]
    db.session.commit()
    assert contents.texts(TextKind.SNIPPET, grant_round) == snippets[:1]


def test_what_is_the_same_is_no_change(world: World) -> None:
    grant_round = world.round()
    assert change(world, grant_round, pot_nok=250_000, tiers=contents.tiers(grant_round)) == []


def test_dates_out_of_order_are_refused_in_a_draft_too(world: World) -> None:
    grant_round = world.round(status=RoundStatus.DRAFT)
    assert refused(world, grant_round, week_starts_on=date(2026, 9, 20)) == {
        "week_starts_on": "Uka må begynne etter fristen."
    }
    assert refused(world, grant_round, closes_at=grant_round.opens_at) == {
        "closes_at": "Fristen må komme etter at runden åpner."
    }


def test_a_reserve_larger_than_the_pot_is_refused(world: World) -> None:
    grant_round = world.round(status=RoundStatus.DRAFT)
    assert refused(world, grant_round, reserve_nok=250_001) == {
        "reserve_nok": "Reserven kan ikke være større enn det som er igjen av potten."
    }


def test_a_round_that_is_over_does_not_change(world: World) -> None:
    with pytest.raises(NotNow):
        change(world, world.round(status=RoundStatus.FINISHED), contact_phone="1")


def test_only_an_administrator_changes_a_round(world: World) -> None:
    with pytest.raises(NotPermitted):
        actions.change(world.round(), {"contact_phone": "1"}, by=world.user(Role.APPROVER), at=world.at)


def test_the_scheme_as_it_is_lacks_nothing(world: World) -> None:
    assert promises.lacks(world.round(status=RoundStatus.DRAFT)) == {}


def test_what_is_missing_is_named_one_by_one(world: World) -> None:
    grant_round = world.round(status=RoundStatus.DRAFT)
    rows = contents.criteria(grant_round)
    rows[0] = {**rows[0], "weight": 20}
    change(
        world,
        grant_round,
        criteria=rows,
        categories=[],
        max_activity_nok=5_000,
        appeal_body="",
        contact_phone="",
        texts_supported=[],
    )
    db.session.commit()
    assert promises.lacks(grant_round) == {
        "categories": "Runden trenger minst én kategori.",
        "tiers": "Trinnet 10\u202f000\u00a0kr er over taket på 5\u202f000\u00a0kr.",
        "criteria": "Vektene i vurderingsskjemaet blir 95. De skal bli 100.",
        "appeal_body": "Skriv hvem som behandler klager.",
        "owner_unit": "Fyll ut avsenderen: enhet, adresse, kontakt, budsjettvedtak og retningslinjer.",
        "texts": "Skriv hva dere støtter, og hva dere ikke støtter.",
    }


def test_every_criterion_needs_five_sentences(world: World) -> None:
    grant_round = world.round(status=RoundStatus.DRAFT)
    rows = contents.criteria(grant_round)
    rows[2] = {**rows[2], "anchors": [*rows[2]["anchors"][:4], ""]}
    change(world, grant_round, criteria=rows)
    db.session.commit()
    assert promises.lacks(grant_round) == {
        "criteria": "«Gjennomføring og kvalitet» trenger en setning for hver av de fem verdiene."
    }


def test_the_criterion_that_must_be_met_by_itself_stands_in_the_rubric(world: World) -> None:
    grant_round = world.round(status=RoundStatus.DRAFT)
    change(world, grant_round, floor_criterion="beauty")
    db.session.commit()
    assert promises.lacks(grant_round) == {
        "floor_criterion": "Kriteriet som må være oppfylt for seg, står ikke i vurderingsskjemaet."
    }


def test_how_grants_are_paid_and_when_they_are_reported_is_promised_one_way(world: World) -> None:
    grant_round = world.round()  # the week ends on 29 November: seven weeks later is 17 January
    assert refused(world, grant_round, pays_before_report=False) == {
        "pays_before_report": "Søkerne er lovet pengene før de rapporterer."
    }
    assert refused(world, grant_round, report_due_on=date(2027, 1, 16)) == {
        "report_due_on": "Søkerne er lovet til 17. januar 2027. Dagen kan bare flyttes fram."
    }
    within = {"report_due_on": "Rapporten skal komme etter uka, og senest åtte uker etter den."}
    assert refused(world, grant_round, report_due_on=date(2027, 1, 25)) == within
    changes = {"report_due_on": date(2027, 1, 24), "payer_account": "86011117947"}
    assert change(world, grant_round, **changes) == list(changes)
    db.session.commit()
    assert refused(world, grant_round, report_due_on=None) == {
        "report_due_on": "Søkerne er lovet til 24. januar 2027. Dagen kan bare flyttes fram."
    }
    draft = world.round(status=RoundStatus.DRAFT, slug="neste", monday=date(2027, 11, 22))
    assert refused(world, draft, report_due_on=date(2027, 11, 28)) == within
    assert change(world, draft, pays_before_report=False) == ["pays_before_report"]
    db.session.commit()
