"""Money comes back only where the decision reserved it: warned of first, decided by another, and back in the pot."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.accounts.models import GrantHistory
from app.decisions.appeals.queries import newest_released
from app.extensions import db
from app.followup.grants.models import GiveBack, GiveBackCause
from app.followup.recovery import actions, letters, queries
from app.followup.recovery.jobs import missing_recovery_letters, print_letters
from app.followup.recovery.models import Recovery, RecoveryCause, RecoveryStatus
from app.followup.recovery.policy import reservation, reserves_recovery
from app.followup.recovery.suggesting import suggestions
from app.followup.report.models import Held, ReportState
from app.letters.blocks import check
from app.letters.models import Letter, LetterKind
from app.policy import NotAllowed
from tests.counting import statements
from tests.decisions.stage import events
from tests.followup.recovery_stage import all_paid, claimed, paid, reported, warned
from tests.followup_world import FollowupStage

SignIn = Callable[[Any], FlaskClient]
S = RecoveryStatus
OWN = "/tilskudd/OMB-2026-0001/1/krav/1"
WARN = "/staff/cases/OMB-2026-0001/grants/1/recovery"
AFTERWARDS = datetime(2027, 3, 1, 9, tzinfo=UTC)


def test_a_claim_from_the_warning_to_the_last_krone(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = paid(stage)
    reported(grant, stage.at, unused_nok=2000)
    hanne = sign_in(stage.hanne)
    form = hanne.get(WARN).text
    assert ('value="2000"' in form, "Vilkåret i vedtaket" in form) == (True, True)
    typed = {"cause": "unused", "amount_nok": "2 000", "facts": "2 000 kroner ble til overs."}
    soon = hanne.post(WARN, data={**typed, "comment_by": "2026-09-14"})
    sentence = "Søkeren må få minst 14 dager: tidligst 15. september 2026."
    assert (soon.status_code, sentence in soon.text, "ble til overs." in soon.text) == (422, True, True)
    assert hanne.post(WARN, data={**typed, "comment_by": "2026-09-15"}).status_code == 302
    recovery = db.session.scalars(select(Recovery)).one()
    print_letters.run(recovery.id)
    url = f"/staff/recoveries/{recovery.public_id}"

    kari = sign_in(stage.kari)
    assert "Si hva dere mener" in kari.get(OWN).text
    assert kari.post(f"{OWN}/uttalelse", data={"text": "Vi kjøpte verktøy."}).status_code == 302
    assert kari.post(f"{OWN}/uttalelse", data={"text": "Og lim."}).status_code == 409

    decision = {"reasons": "Verktøy var ikke med.", "pay_by": "2026-09-22"}
    assert sign_in(stage.hanne).post(f"{url}/claim", data=decision).status_code == 403
    gro = sign_in(stage.gro)
    assert gro.post(f"{url}/claim", data={**decision, "pay_by": "2026-09-21"}).status_code == 422
    assert gro.post(f"{url}/claim", data=decision).status_code == 302
    print_letters.run(recovery.id)
    kinds = select(Letter.kind, Letter.version).where(Letter.kind.in_([*CLAIM_LETTERS])).order_by(Letter.id)
    assert db.session.execute(kinds).all() == [(kind, 101) for kind in CLAIM_LETTERS]

    assert gro.post(f"{url}/paid", data={"amount_nok": "1", "returned_on": "2026-09-01"}).status_code == 403
    finn = sign_in(stage.finn)
    much = finn.post(f"{url}/paid", data={"amount_nok": "2500", "returned_on": "2026-09-01"})
    assert (much.status_code, "som er det som gjenstår." in much.text) == (422, True)
    for part, status, pot in (("500", S.CLAIMED, 4500), ("1500", S.PAID, 3000)):
        assert finn.post(f"{url}/paid", data={"amount_nok": part, "returned_on": "2026-09-01"}).status_code == 302
        assert (recovery.status, stage.round.committed_nok) == (status, pot)
    kept = db.session.scalars(select(GiveBack)).one()
    assert (kept.kept_nok, kept.cause, grant.accepted_nok) == (3000, GiveBackCause.RECOVERED, 5000)
    assert db.session.scalars(select(GrantHistory.granted_nok)).one() == 3000
    assert queries.returned([grant.id]) == {grant.id: 2000}
    assert [one["returned_nok"] for one in events(grant.application, "recovery_paid")] == [500, 1500]
    assert suggestions(AFTERWARDS) == []


CLAIM_LETTERS = (LetterKind.RECOVERY_WARNING, LetterKind.RECOVERY_CLAIM)


def test_only_what_the_decision_reserved_can_be_claimed(stage: FollowupStage, sign_in: SignIn) -> None:
    for text in stage.round.texts:
        if text.code == "recovery":
            text.code = "standard"
    db.session.commit()
    grant = paid(stage)
    assert reserves_recovery(newest_released(grant.application_id)) is False
    desk = sign_in(stage.hanne)
    assert "Vedtaket har ikke noe vilkår om tilbakebetaling." in desk.get(WARN).text
    typed = {"cause": "not_held", "amount_nok": "5000", "facts": "Ikke holdt.", "comment_by": "2026-10-01"}
    refused = desk.post(WARN, data=typed)
    assert (refused.status_code, "Vedtaket sier ikke at tilskuddet kan kreves tilbake." in refused.text) == (409, True)
    assert db.session.scalars(select(Recovery)).all() == []


def test_the_letters_say_what_the_law_asks_and_the_condition_itself(stage: FollowupStage) -> None:
    grant = paid(stage)
    recovery = claimed(stage, grant)
    quoted = reservation(newest_released(grant.application_id))
    assert quoted is not None
    assert quoted.startswith("Oslo kommune kan endre vedtaket eller kreve tilskuddet helt eller delvis tilbake")
    warning = letters.warning(recovery, quoted, "https://ombruk.example")
    claim = letters.claim(recovery, quoted, "https://ombruk.example")
    for content in (warning, claim):
        check(content)
        assert any(f"«{quoted}»" in text for section in content.sections for text in section.paragraphs)
    assert warning.lead == (
        "Dere har ikke brukt hele tilskuddet. Vi vurderer å kreve 2\N{NO-BREAK SPACE}000 kroner tilbake. "
        "Skriv til oss innen tirsdag 15.\N{NO-BREAK SPACE}september 2026 hvis dere mener det er feil."
    )
    payment = next(section for section in claim.sections if section.block == "payment").paragraphs
    assert payment[0] == (
        "Betal 2\N{NO-BREAK SPACE}000 kroner til konto 8601 11 17947 "
        "innen tirsdag 22.\N{NO-BREAK SPACE}september 2026. Merk betalingen med OMB-2026-0001."
    )
    assert payment[2] == (
        "Betaler dere for sent, kan vi kreve forsinkelsesrente etter forsinkelsesrenteloven (LOV-1976-12-17-100). "
        "Vi krever ikke rente for tiden før 1.\N{NO-BREAK SPACE}oktober 2026."
    )
    assert recovery.interest_from == date(2026, 10, 1)  # thirty days after 1 September
    assert [official.name for official in claim.officials] == ["Hanne Holm", "Gro Gran"]
    assert "§\N{NO-BREAK SPACE}16" in (warning.rules or "")


def test_the_one_who_prepared_never_decides_and_the_party_has_its_time(stage: FollowupStage) -> None:
    recovery = warned(stage, paid(stage))
    pay_by = (stage.at + timedelta(days=60)).date()
    with pytest.raises(NotAllowed, match="Søkeren kan uttale seg til og med 15\\. september"):
        actions.claim(recovery, "Nei.", pay_by, by=stage.gro, at=stage.at)
    last = datetime(2026, 9, 15, 21, 59, tzinfo=UTC)
    with pytest.raises(NotAllowed, match="Søkeren kan uttale seg"):
        actions.claim(recovery, "Nei.", pay_by, by=stage.gro, at=last)
    recovery.prepared_by_id = stage.gro.id
    with pytest.raises(NotAllowed, match="Du har forberedt kravet"):
        actions.claim(recovery, "Nei.", pay_by, by=stage.gro, at=last + timedelta(minutes=2))
    recovery.prepared_by_id = stage.hanne.id
    stage.round.payer_account = None
    with pytest.raises(NotAllowed, match="Runden mangler kontoen"):
        actions.claim(recovery, "Nei.", pay_by, by=stage.gro, at=last + timedelta(minutes=2))


def test_what_is_claimed_twice_is_not(stage: FollowupStage) -> None:
    grant = paid(stage)
    warned(stage, grant, 4000)
    with pytest.raises(NotAllowed) as refusal:
        warned(stage, grant, 2000)
    assert refusal.value.missing == {  # type: ignore[attr-defined]
        "amount_nok": "Skriv et beløp fra 1 kr til 1\N{NARROW NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr."
    }


def test_dropped_written_off_and_let_go_end_it_with_a_reason(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = paid(stage)
    reported(grant, stage.at, unused_nok=3000)
    first = warned(stage, grant, 1000)
    hanne = sign_in(stage.hanne)
    assert hanne.post(f"/staff/recoveries/{first.public_id}/drop", data={"drop-reason": ""}).status_code == 422
    done = hanne.post(f"/staff/recoveries/{first.public_id}/drop", data={"drop-reason": "Feil regnet."})
    assert (done.status_code, first.status, first.closed_reason) == (302, S.DROPPED, "Feil regnet.")
    second = claimed(stage, grant, 1000)
    gro = sign_in(stage.gro)
    written = gro.post(f"/staff/recoveries/{second.public_id}/write-off", data={"write-reason": "Laget er oppløst."})
    assert (written.status_code, second.status, stage.round.committed_nok) == (302, S.WRITTEN_OFF, 5000)
    assert [one.amount_nok for one in suggestions(stage.at)] == [1000]
    assert gro.post(f"{WARN}/let-go", data={"cause": "unused", "reason": "For lite til å kreve."}).status_code == 302
    third = queries.of_grants([grant.id])[grant.id][-1]
    assert (third.amount_nok, third.status, third.warned_of) == (1000, S.WRITTEN_OFF, False)
    assert suggestions(stage.at) == []
    kari = sign_in(stage.kari)
    assert [kari.get(f"/tilskudd/OMB-2026-0001/1/krav/{number}").status_code for number in (1, 2, 3)] == [200, 200, 404]


def test_an_appeal_on_the_claim_is_answered_by_a_third_person(stage: FollowupStage, sign_in: SignIn) -> None:
    recovery = claimed(stage, paid(stage))
    kari = sign_in(stage.kari)
    assert kari.post(f"{OWN}/klage", data={"text": " "}).status_code == 422
    assert kari.post(f"{OWN}/klage", data={"text": "Verktøyet hører med."}).status_code == 302
    assert "Verktøyet hører med." in kari.get(OWN).text
    answer = {"outcome": "dropped", "answer": "Dere har rett."}
    url = f"/staff/recoveries/{recovery.public_id}/appeal"
    assert sign_in(stage.gro).post(url, data=answer).status_code == 403
    stage.declare(recovery.grant.application, by=(siv := stage.approver("Siv Stor")))
    assert sign_in(siv).post(url, data=answer).status_code == 302
    assert (recovery.status, recovery.appeal_answer) == (S.DROPPED, "Dere har rett.")
    assert "Dere har rett." in sign_in(stage.kari).get(OWN).text


def test_what_is_suggested_follows_from_what_happened(stage: FollowupStage) -> None:
    unused, not_held, cancelled, missing, fine = grants = all_paid(stage, 5)
    reported(unused, stage.at, unused_nok=300)
    reported(not_held, stage.at, held=Held.NO, unused_nok=None)
    cancelled.cancelled_at = stage.at
    reported(fine, stage.at)
    for grant in grants:
        grant.report_due_on = (AFTERWARDS - timedelta(days=28)).date()
    db.session.commit()
    found = {one.grant.id: (one.cause, one.amount_nok) for one in suggestions(AFTERWARDS)}
    assert found == {
        unused.id: (RecoveryCause.UNUSED, 300),
        not_held.id: (RecoveryCause.NOT_HELD, 1000),
        cancelled.id: (RecoveryCause.NOT_HELD, 1000),
        missing.id: (RecoveryCause.NO_REPORT, 1000),
    }
    assert missing.id not in {one.grant.id for one in suggestions(AFTERWARDS - timedelta(days=1))}
    reported(missing, stage.at, ReportState.SUBMITTED)
    assert missing.id not in {one.grant.id for one in suggestions(AFTERWARDS)}


def test_the_list_costs_the_same_for_three_as_for_one(stage: FollowupStage, sign_in: SignIn) -> None:
    grants = all_paid(stage, 3)
    desk, counts = sign_in(stage.finn), []
    for some in (grants[:1], grants[1:]):
        for grant in some:
            claimed(stage, grant, 500)
            reported(grant, stage.at, unused_nok=800)
        desk.get("/staff/recoveries")
        with statements() as seen:
            page = desk.get("/staff/recoveries").text
        counts.append((page.count('scope="row"'), len(seen)))
    assert [rows for rows, _count in counts] == [2, 6]
    assert (counts[0][1] == counts[1][1], counts[1][1] <= 8) == (True, True)


def test_lost_letters_are_found_and_made_once(stage: FollowupStage) -> None:
    recovery = warned(stage, paid(stage))
    assert missing_recovery_letters(stage.at + timedelta(minutes=4)) == 0
    with clock.frozen(stage.at + timedelta(minutes=6)):
        assert missing_recovery_letters(clock.now()) == 1
        print_letters.run(recovery.id)
        print_letters.run(recovery.id)
        assert missing_recovery_letters(clock.now()) == 0
    assert len(db.session.scalars(select(Letter).where(Letter.kind == LetterKind.RECOVERY_WARNING)).all()) == 1
