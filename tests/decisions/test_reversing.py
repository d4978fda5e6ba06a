"""A released decision is made anew: by two persons, on a ground that allows it, and the pot follows."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.access import Role
from app.accounts.models import GrantHistory
from app.applications.models import CaseRow, Status
from app.decisions.models import Outcome
from app.decisions.reversals import reversing
from app.decisions.reversals.models import ChangeStatus, Ground
from app.extensions import db
from app.letters.content import DecisionContent
from app.letters.models import Letter, LetterKind
from app.policy import NotAllowed, NotComplete, NotNow, NotPermitted
from app.rounds.models import Round
from tests.decisions.reversal_stage import TWO, WHY, approve, part, prepare, release, reversed_
from tests.decisions.stage import FULL, PART, REJECTION, Stage, events

DETRIMENT = "Endringen er til skade for parten. Det går bare når varselet ikke er kommet fram, når vedtaket er ugyldig, eller når adgangen følger av vedtaket selv eller av loven."  # noqa: E501


UNRELEASED = (
    "Vedtaket er ikke frigitt, og gjelder ikke for parten ennå. Da omgjøres det ikke: en godkjenner tar det tilbake"
    " på saken."
)


def refusal(error: pytest.ExceptionInfo[NotAllowed]) -> str:
    missing = getattr(error.value, "missing", {})
    return next(iter(missing.values()), error.value.reason)


def test_a_rejection_becomes_a_grant_in_a_new_version(stage: Stage) -> None:
    first = stage.released(REJECTION)
    made = reversed_(stage, first, FULL)
    assert (made.version, made.prepared_by_name, made.decided_by_name) == (2, "Hanne Holm", "Gro Gran")
    assert [(line.outcome, line.amount_nok) for line in made.lines] == [(Outcome.GRANTED_FULL, 5000)]
    assert [(line.outcome, line.amount_nok) for line in first.lines] == [(Outcome.REJECTED, 0)]
    assert first.application.status is Status.RELEASED
    assert (stage.round.committed_nok, db.session.scalar(select(CaseRow.decided_nok))) == (5000, 5000)
    assert events(first.application, "decision_reversed") == [
        {"ground": "favourable", "version": 2, "amount_nok": 5000}
    ]


def test_the_new_version_is_released_with_its_letter_and_the_old_one_stays(stage: Stage) -> None:
    first = stage.released(PART)
    before = dict(first.letter.content)
    made = release(stage, reversed_(stage, first, FULL))
    letters = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.DECISION).order_by(Letter.version))
    assert [(one.version, one.title) for one in letters] == [
        (1, "Dere får 3\N{NO-BREAK SPACE}000 av 5\N{NO-BREAK SPACE}000 kroner til Fiksekveld 1"),
        (2, "Vi har endret vedtaket: dere får 5\N{NO-BREAK SPACE}000 kroner til Fiksekveld 1"),
    ]
    assert first.letter.content == before
    change = DecisionContent.from_dict(made.letter.content).change
    assert change is not None
    assert [(line.before, line.now) for line in change.lines] == [
        ("3\N{NO-BREAK SPACE}000 kroner", "5\N{NO-BREAK SPACE}000 kroner")
    ]
    assert (change.explanation, change.accepted_nok, change.asked_nok) == (WHY, 0, 5000)
    assert change.costs == "forvaltningsloven §\N{NO-BREAK SPACE}36"
    assert (first.application.status, made.released_at) == (Status.RELEASED, stage.at)
    assert db.session.scalar(select(GrantHistory.granted_nok)) == 5000


def test_what_an_organisation_was_granted_follows_a_reversal_to_nothing(stage: Stage) -> None:
    made = reversed_(stage, stage.released(FULL, told=False), REJECTION, ground=Ground.NOT_TOLD_YET)
    assert stage.round.committed_nok == 0
    release(stage, made)
    assert db.session.scalar(select(GrantHistory.granted_nok)) == 0


def test_to_the_party_s_detriment_a_ground_must_allow_it(stage: Stage) -> None:
    decision = stage.released(FULL)
    with pytest.raises(NotComplete) as error:
        prepare(stage, decision, part(3000))
    assert refusal(error) == DETRIMENT


def test_an_appeal_never_makes_it_worse_and_is_not_claimed_without_one(stage: Stage) -> None:
    decision = stage.released(PART)
    with pytest.raises(NotComplete) as error:
        prepare(stage, decision, FULL, ground=Ground.APPEAL)
    assert refusal(error) == "Medhold i en klage føres på siden for klagen. Velg et annet grunnlag her."


def test_a_new_condition_is_to_the_party_s_detriment(stage: Stage) -> None:
    decision = stage.released(PART)
    with pytest.raises(NotComplete) as error:
        prepare(stage, decision, part(3000, special_condition="Send bilder."))
    assert refusal(error) == DETRIMENT


def test_a_notice_that_has_arrived_is_no_ground(stage: Stage) -> None:
    decision = stage.released(FULL)
    with pytest.raises(NotComplete) as error:
        prepare(stage, decision, part(3000), ground=Ground.NOT_TOLD_YET)
    assert refusal(error) == "Varselet om vedtaket er sendt. Velg et annet grunnlag."


def test_a_notice_that_goes_out_meanwhile_stops_the_approval(stage: Stage) -> None:
    from app.mail.actions import mark_sent
    from app.mail.models import Mail

    decision = stage.released(FULL, told=False)
    proposal = prepare(stage, decision, part(3000), ground=Ground.NOT_TOLD_YET)
    mark_sent(db.session.scalars(select(Mail).where(Mail.key.startswith("notice-1:"))).first(), stage.at)
    db.session.commit()
    db.session.expire_all()
    with pytest.raises(NotComplete) as error:
        approve(stage, proposal)
    assert refusal(error) == "Varselet om vedtaket er sendt. Velg et annet grunnlag."


def test_the_reserved_power_must_stand_in_the_released_letter(stage: Stage) -> None:
    decision = stage.released(FULL)
    told = reversing.told(decision).conditions
    recovery = next(text for text in told if "kan endre vedtaket" in text)
    for condition in (None, "Vi kan endre alt."):
        with pytest.raises(NotComplete) as error:
            prepare(stage, decision, part(3000), ground=Ground.RESERVED_POWER, condition=condition)
        assert refusal(error).startswith("Velg det vilkåret i vedtaksbrevet")
    made = prepare(stage, decision, part(3000), ground=Ground.RESERVED_POWER, condition=recovery)
    assert (made.condition, made.is_detriment) == (recovery, True)


def test_the_party_is_warned_and_heard_before_it_gets_worse(stage: Stage) -> None:
    proposal = prepare(stage, stage.released(FULL), part(3000), ground=Ground.INVALID)
    today = stage.at.date()
    with pytest.raises(NotNow) as error:
        approve(stage, proposal)
    assert refusal(error) == "Endringen er til skade for parten. Send forhåndsvarsel, og før opp datoen her først."
    due = today + timedelta(days=7)
    reversing.register_notice(proposal, today, due, by=stage.hanne, at=stage.at)
    reversing.register_comment(proposal, "Vi er uenige.", today, by=stage.hanne, at=stage.at)
    db.session.commit()
    with pytest.raises(NotNow) as error:
        approve(stage, proposal, at=stage.at + timedelta(days=7))
    assert refusal(error) == "Parten kan uttale seg til og med 8. september 2026."
    made = approve(stage, proposal, at=stage.at + timedelta(days=8))
    assert (made.version, stage.round.committed_nok) == (2, 3000)
    change = DecisionContent.from_dict(release(stage, made).letter.content).change
    assert change is not None
    assert (
        change.comment
        == "Vi varslet dere 1. september 2026. Vi fikk merknadene deres 1. september 2026, og har vurdert dem."
    )
    assert change.costs is None


def test_dates_of_a_notice_that_cannot_be(stage: Stage) -> None:
    proposal = prepare(stage, stage.released(FULL), part(3000), ground=Ground.INVALID)
    today = stage.at.date()
    with pytest.raises(NotComplete) as error:
        reversing.register_notice(proposal, today + timedelta(days=1), today, by=stage.hanne, at=stage.at)
    assert error.value.missing == {
        "noticed_on": "Varselet må være sendt. Velg i dag eller tidligere.",
        "comment_by": "Fristen må være etter dagen varselet ble sendt.",
    }
    with pytest.raises(NotComplete):
        reversing.register_comment(proposal, "Vi er uenige.", today, by=stage.hanne, at=stage.at)
    db.session.rollback()


def test_nobody_approves_their_own(stage: Stage) -> None:
    decision = stage.released(PART)
    both = stage.world.user(Role.CASE_HANDLER, Role.APPROVER, name="Bodil Berg")
    stage.declare(decision.application, by=both)
    proposal = prepare(stage, decision, FULL, by=both)
    with pytest.raises(NotPermitted) as error:
        approve(stage, proposal, by=both)
    assert refusal(error) == "Du har forberedt omgjøringen. En annen må godkjenne den."


def test_who_prepared_the_first_decision_does_not_approve_the_next(stage: Stage) -> None:
    decision = stage.released(PART)
    bodil = stage.world.user(Role.CASE_HANDLER, name="Bodil Berg")
    stage.declare(decision.application, by=bodil)
    proposal = prepare(stage, decision, FULL, by=bodil)
    from app.accounts.models import RoleGrant

    stage.hanne.role_grants.append(RoleGrant(role=Role.APPROVER, granted_at=stage.at))
    db.session.commit()
    with pytest.raises(NotPermitted) as error:
        approve(stage, proposal, by=stage.hanne)
    assert refusal(error).startswith("Du har vært med og forberedt saken. En annen må vedta den.")


def test_only_a_case_handler_prepares_and_only_an_approver_approves(stage: Stage) -> None:
    decision = stage.released(PART)
    with pytest.raises(NotPermitted):
        prepare(stage, decision, FULL, by=stage.gro)
    proposal = prepare(stage, decision, FULL)
    with pytest.raises(NotPermitted):
        approve(stage, proposal, by=stage.hanne)


def test_a_decision_that_is_not_released_is_sent_back_not_reversed(stage: Stage) -> None:
    with pytest.raises(NotNow) as error:
        prepare(stage, stage.decided(PART), FULL)
    assert refusal(error) == UNRELEASED


def test_a_new_version_that_is_not_released_is_not_reversed_either_nor_is_the_old_one(stage: Stage) -> None:
    first = stage.released(PART)
    made = reversed_(stage, first, part(4000))
    for decision in (made, first):
        with pytest.raises(NotNow):
            prepare(stage, decision, FULL)


def test_what_is_withdrawn_or_returned_is_not_approved(stage: Stage) -> None:
    decision = stage.released(PART)
    withdrawn = prepare(stage, decision, FULL)
    reversing.withdraw(withdrawn, by=stage.hanne, at=stage.at)
    db.session.commit()
    with pytest.raises(NotNow) as error:
        approve(stage, withdrawn)
    assert refusal(error) == "Forslaget er trukket."
    returned = prepare(stage, decision, FULL)
    reversing.send_back(returned, "Skriv mer.", by=stage.gro, at=stage.at)
    db.session.commit()
    with pytest.raises(NotNow) as error:
        approve(stage, returned)
    assert refusal(error) == "Forslaget er sendt tilbake, og må lages på nytt."
    assert (stage.round.committed_nok, decision.version) == (3000, 1)
    approved = prepare(stage, decision, FULL)
    approve(stage, approved)
    with pytest.raises(NotNow) as error:
        approve(stage, approved)
    assert refusal(error) == "Forslaget er godkjent allerede."
    with pytest.raises(NotNow):
        reversing.withdraw(approved, by=stage.hanne, at=stage.at)
    db.session.rollback()


def test_one_proposal_at_a_time(stage: Stage) -> None:
    decision = stage.released(PART)
    prepare(stage, decision, FULL)
    with pytest.raises(NotNow) as error:
        prepare(stage, decision, part(4000))
    assert refusal(error) == "Et forslag om omgjøring venter allerede. Det må avgjøres eller trekkes først."


@pytest.mark.parametrize(
    ("proposal", "field", "sentence"),
    [
        (part(5001), "a1-amount_nok", "En del er mer enn 0 og mindre enn de 5 000 kr det er søkt om."),
        (part(0), "a1-amount_nok", "En del er mer enn 0 og mindre enn de 5 000 kr det er søkt om."),
        (PART, "ground", "Er det bare en skrivefeil, bruker dere retting."),
    ],
)
def test_amounts_that_cannot_be_and_a_proposal_that_changes_nothing(
    stage: Stage, proposal: object, field: str, sentence: str
) -> None:
    with pytest.raises(NotComplete) as error:
        prepare(stage, stage.released(PART), proposal)  # type: ignore[arg-type]
    assert error.value.missing[field].replace("\u202f", " ").replace("\xa0", " ") == sentence


def test_reasons_are_demanded_and_so_is_why(stage: Stage) -> None:
    from app.decisions.outcomes import Proposal

    with pytest.raises(NotComplete) as error:
        prepare(stage, stage.released(PART), Proposal(Outcome.GRANTED_FULL), why=" ")
    assert set(error.value.missing) == {"a1-reasons", "explanation"}
    with pytest.raises(NotComplete) as error:
        prepare(stage, stage.released(PART), FULL, ground=None)  # type: ignore[arg-type]
    assert error.value.missing == {"ground": "Velg hva som gir adgang til å endre vedtaket."}


def test_the_pot_is_never_overspent(stage: Stage) -> None:
    first = stage.released(PART)
    grant_round = db.session.get_one(Round, stage.round.id)
    grant_round.reserve_nok = 1000
    grant_round.pot_nok = 5999  # 3 000 are decided, 1 000 kept back: 1 999 are left for the 2 000 more
    db.session.commit()
    proposal = prepare(stage, first, FULL)
    with pytest.raises(NotNow) as error:
        approve(stage, proposal)
    assert (
        refusal(error).replace("\u202f", " ").replace("\xa0", " ")
        == "Potten rekker ikke: økningen er på 2 000 kroner, og 1 999 kroner er igjen."
    )
    db.session.rollback()
    assert (stage.round.committed_nok, proposal.status) == (3000, ChangeStatus.PROPOSED)
    grant_round.pot_nok = 6000
    db.session.commit()
    approve(stage, proposal)
    assert stage.round.committed_nok == 5000


def test_only_the_activities_that_are_named_change(stage: Stage) -> None:
    decision = stage.released(FULL, PART, activities=TWO)
    given = {decision.lines[1].activity_id: FULL}
    proposal = reversing.prepare(decision, Ground.FAVOURABLE, given, WHY, by=stage.hanne, at=stage.at)
    made = approve(stage, proposal)
    assert [line.amount_nok for line in made.lines] == [5000, 5000]
    content = DecisionContent.from_dict(release(stage, made).letter.content)
    assert content.change is not None
    assert [line.title for line in content.change.lines] == ["Byttekveld"]


def test_nothing_stands_when_the_event_cannot_be_written(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    proposal = prepare(stage, stage.released(PART), FULL)

    def fail(*_args: object, **_fields: object) -> None:
        raise RuntimeError("no event")

    monkeypatch.setattr(reversing, "record", fail)
    with pytest.raises(RuntimeError):
        reversing.approve(proposal, by=stage.gro, at=stage.at)
    db.session.rollback()
    assert (proposal.status, proposal.decision_id, stage.round.committed_nok) == (ChangeStatus.PROPOSED, None, 3000)
