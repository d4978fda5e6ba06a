"""An appeal that is upheld: others than the first, the reserve where the pot lacks, and what the letter says."""

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.decisions.appeals import reversal as appeal_reversal
from app.decisions.reversals import reversing
from app.decisions.reversals.models import Ground, Reversal
from app.extensions import db
from app.letters.content import DecisionContent
from app.policy import NotComplete, NotNow, NotPermitted
from tests.decisions.appeals import Appeals
from tests.decisions.reversal_stage import WHY, part, prepare, release
from tests.decisions.stage import FULL, PART, Stage


@pytest.fixture
def appeals(stage: Stage) -> Appeals:
    return Appeals(stage)


def upheld(appeals: Appeals, given_now: object = FULL, **first: object) -> Reversal:
    handling = appeals.taken(**first)
    lines = handling.appeal.decision.lines
    given = {line.activity_id: given_now for line in lines}
    made = appeal_reversal.prepare(handling, given, WHY, grants_all=True, by=appeals.nils, at=appeals.stage.at)  # type: ignore[arg-type]
    db.session.commit()
    return made


def money(stage: Stage, *, pot: int, reserve: int) -> None:
    stage.round.pot_nok, stage.round.reserve_nok = pot, reserve
    db.session.commit()


def test_what_the_pot_lacks_comes_from_the_reserve_as_a_recorded_move(stage: Stage, appeals: Appeals) -> None:
    proposal = upheld(appeals)
    money(stage, pot=6000, reserve=4000)  # 2 000 are free, 5 000 are needed
    reversing.approve(proposal, by=appeals.vera, at=stage.at)
    db.session.commit()
    assert (stage.round.committed_nok, stage.round.reserve_nok, stage.round.available_nok) == (5000, 1000, 0)
    moved = db.session.scalars(select(AuditEvent).where(AuditEvent.kind == "reserve_released")).one()
    assert moved.fields == {"round": "ombruksuka-2026", "amount_nok": 3000}


def test_the_reserve_is_left_alone_while_the_pot_holds_it(stage: Stage, appeals: Appeals) -> None:
    proposal = upheld(appeals)
    money(stage, pot=9000, reserve=4000)
    reversing.approve(proposal, by=appeals.vera, at=stage.at)
    db.session.commit()
    assert (stage.round.committed_nok, stage.round.reserve_nok) == (5000, 4000)


def test_pot_and_reserve_together_are_the_limit(stage: Stage, appeals: Appeals) -> None:
    proposal = upheld(appeals)
    money(stage, pot=4999, reserve=4000)
    with pytest.raises(NotNow):
        reversing.approve(proposal, by=appeals.vera, at=stage.at)
    db.session.rollback()
    assert (stage.round.committed_nok, stage.round.reserve_nok) == (0, 4000)


def test_the_letter_names_the_appeal_and_the_right_to_costs(stage: Stage, appeals: Appeals) -> None:
    made = reversing.approve(upheld(appeals), by=appeals.vera, at=stage.at)
    db.session.commit()
    letter = release(stage, made).letter
    change = DecisionContent.from_dict(letter.content).change
    assert change is not None
    assert change.ground == "Dere klaget på vedtaket, og vi endrer det (forvaltningsloven §\N{NO-BREAK SPACE}33)."
    assert change.costs == "forvaltningsloven §\N{NO-BREAK SPACE}36"


def test_an_appeal_is_no_ground_to_make_it_worse(stage: Stage, appeals: Appeals) -> None:
    with pytest.raises(NotComplete) as error:
        upheld(appeals, part(2000), proposal=PART)
    assert error.value.missing["ground"].startswith("Endringen er til skade for parten.")
    db.session.rollback()


def test_who_prepared_the_first_decision_prepares_no_reversal_after_an_appeal(stage: Stage, appeals: Appeals) -> None:
    decision = appeals.received().appeal.decision
    with pytest.raises(NotPermitted) as error:
        prepare(stage, decision, FULL, ground=Ground.FAVOURABLE)
    assert error.value.reason == "Du har forberedt vedtaket. Når det er klaget, må en annen forberede omgjøringen."
    assert prepare(stage, decision, FULL, by=appeals.nils).prepared_by_name == "Nils Nes"
