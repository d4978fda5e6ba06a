"""The pages of reversals and corrections: found, filled in, refused with what was typed, and approved by another."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.access import Role
from app.decisions.models import Decision
from app.decisions.reversals.models import ChangeStatus, Correction, Ground, Reversal
from app.extensions import db
from app.formatting import HARD, THIN
from app.letters.models import Letter, LetterKind
from tests.counting import statements
from tests.decisions.reversal_stage import WHY, part, prepare, release, reversed_
from tests.decisions.stage import FULL, PART, REJECTION, Stage

SignIn = Callable[[Any], FlaskClient]
PAGE = "/staff/cases/OMB-2026-0001/reversal"
CORRECTION = "/staff/cases/OMB-2026-0001/correction"
TYPED = {"ground": "favourable", "explanation": WHY, "a1-outcome": "granted_full", "a1-reasons": "Planen er trygg."}


def plain(text: str) -> str:
    return text.replace(HARD, " ").replace(THIN, " ")


def test_proposed_seen_and_approved(stage: Stage, sign_in: SignIn) -> None:
    stage.released(PART)
    handler = sign_in(stage.hanne)
    empty = plain(handler.get(PAGE).text)
    assert ("Foreslå et nytt vedtak" in empty, "Hva gir adgang til å endre vedtaket?" in empty) == (True, True)
    assert handler.post(PAGE, data=TYPED).status_code == 302
    shown = plain(handler.get(PAGE).text)
    assert "Venter på godkjenning: fra 3 000 kr til 5 000 kr" in shown
    assert "Foreslå et nytt vedtak" not in shown
    address = f"{PAGE}/{db.session.scalar(select(Reversal.public_id))}"
    letter = plain(handler.get(f"{address}/letter").text)
    assert "Vi har endret vedtaket: dere får 5 000 kroner til Fiksekveld 1" in letter
    approver = sign_in(stage.gro)
    assert PAGE in approver.get("/staff/approval").text
    assert approver.post(f"{address}/approve").status_code == 302
    assert db.session.scalar(select(Decision.version).order_by(Decision.version.desc())) == 2
    assert "Dere får" not in approver.get("/staff/releases").text
    assert "Vi har endret vedtaket" in approver.get("/staff/releases").text
    again = approver.post(f"{address}/approve")
    assert (again.status_code, "Forslaget er godkjent allerede." in again.text) == (409, True)


def test_a_refused_form_keeps_what_was_typed(stage: Stage, sign_in: SignIn) -> None:
    stage.released(FULL)
    typed = {**TYPED, "a1-outcome": "granted_part", "a1-amount_nok": "3000", "a1-reduction_reasons": "Mange søkte."}
    page = sign_in(stage.hanne).post(PAGE, data={**typed, "a1-expected_for_less": "Én kveld."})
    assert page.status_code == 409
    assert "Endringen er til skade for parten." in page.text
    assert (WHY in page.text, 'value="3000"' in page.text, "Én kveld." in page.text) == (True, True, True)
    assert db.session.scalar(select(Reversal.id)) is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"a1-outcome": "granted_part", "a1-amount_nok": "mange"}, "Skriv beløpet i hele kroner, bare tall."),
        ({"ground": "appeal"}, "Not a valid choice"),
        ({"condition": "99", "ground": "reserved_power"}, "Not a valid choice"),
        ({"explanation": "x" * 2001}, "Teksten er for lang: høyst 2000 tegn."),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(
    stage: Stage, sign_in: SignIn, typed: dict[str, str], sentence: str
) -> None:
    stage.released(PART)
    page = sign_in(stage.hanne).post(PAGE, data={**TYPED, **typed})
    assert (page.status_code, db.session.scalar(select(Reversal.id))) == (422, None)
    assert sentence in page.text or "Ikke et gyldig valg" in page.text


def test_the_notice_and_the_comment_are_registered_on_the_page(stage: Stage, sign_in: SignIn) -> None:
    proposal = prepare(stage, stage.released(FULL), part(3000), ground=Ground.INVALID)
    address, handler = f"{PAGE}/{proposal.public_id}", sign_in(stage.hanne)
    wrong = handler.post(f"{address}/notice", data={"noticed_on": "2026-09-02", "comment_by": "2026-09-01"})
    assert (wrong.status_code, "Varselet må være sendt." in wrong.text) == (409, True)
    assert handler.post(f"{address}/notice", data={"noticed_on": "i går"}).status_code == 422
    days = {"noticed_on": "2026-09-01", "comment_by": "2026-09-08"}
    assert handler.post(f"{address}/notice", data=days).status_code == 302
    said = {"comment_on": "2026-09-01", "comment": "Vi er uenige."}
    assert handler.post(f"{address}/comment", data=said).status_code == 302
    page = sign_in(stage.gro).get(PAGE).text
    assert "Parten kan uttale seg til og med 8. september 2026." in page.replace(HARD, " ")
    assert "Vi er uenige." in page
    with clock.frozen(stage.at + timedelta(days=8)):
        assert sign_in(stage.gro).post(f"{address}/approve").status_code == 302


def test_returned_with_a_comment_and_begun_anew_with_what_was_proposed(stage: Stage, sign_in: SignIn) -> None:
    proposal = prepare(stage, stage.released(REJECTION), part(4000))
    address = f"{PAGE}/{proposal.public_id}"
    approver = sign_in(stage.gro)
    assert approver.post(f"{address}/return", data={"comment": " "}).status_code == 422
    assert approver.post(f"{address}/return", data={"comment": "Gi hele."}).status_code == 302
    page = sign_in(stage.hanne).get(PAGE).text
    assert ("Gi hele." in page, 'value="4000"' in page, WHY in page) == (True, True, True)


def test_withdrawn_on_the_page_and_the_decision_stands(stage: Stage, sign_in: SignIn) -> None:
    proposal = prepare(stage, stage.released(PART), FULL)
    address = f"{PAGE}/{proposal.public_id}"
    assert sign_in(stage.hanne).post(f"{address}/withdraw").status_code == 302
    refused = sign_in(stage.gro).post(f"{address}/approve")
    assert (refused.status_code, "Forslaget er trukket." in refused.text) == (409, True)


def test_who_is_not_asked_on_impartiality_sees_the_name_only(stage: Stage, sign_in: SignIn) -> None:
    prepare(stage, stage.released(PART), FULL)
    siri = stage.approver("Siri Sol")
    client = sign_in(siri)
    page = plain(client.get("/staff/approval").text)
    assert ("Fiksekroken (OMB-2026-0001)" in page, "fra 3 000 kr" in page) == (True, False)
    assert client.get(PAGE).status_code == 409
    client.post("/staff/approval/impartial", data={"case": "OMB-2026-0001", "round": stage.round.slug})
    assert "fra 3 000 kr til 5 000 kr" in plain(client.get("/staff/approval").text)


def test_another_case_s_proposal_is_not_found(stage: Stage, sign_in: SignIn) -> None:
    proposal = prepare(stage, stage.released(PART), FULL)
    stage.released(PART)
    other = f"/staff/cases/OMB-2026-0002/reversal/{proposal.public_id}"
    assert sign_in(stage.gro).post(f"{other}/approve").status_code == 404
    assert sign_in(stage.hanne).post(f"{other}/withdraw").status_code == 404


def test_an_unreleased_decision_says_that_it_is_sent_back(stage: Stage, sign_in: SignIn) -> None:
    stage.decided(PART)
    page = sign_in(stage.hanne).get(PAGE).text
    assert "Da omgjøres det ikke: en godkjenner tar det tilbake på saken." in page


@pytest.mark.parametrize("amounts", [[3000], [3000, 4000]])
def test_the_page_takes_as_many_statements_after_two_reversals(
    stage: Stage, sign_in: SignIn, amounts: list[int]
) -> None:
    decision = stage.released(REJECTION)
    for amount in amounts:
        decision = release(stage, reversed_(stage, decision, part(amount)))
    assert count(sign_in(stage.hanne)) == 21


def count(client: FlaskClient) -> int:
    db.session.remove()
    with statements() as seen:
        assert client.get(PAGE).status_code == 200
    return len(seen)


# --- corrections


def correct(client: FlaskClient, **typed: str) -> Any:
    texts = {"a1-reasons": "Treffer målet svært godt.\nPlanen er trygg.", "explanation": "Et ord var falt ut."}
    return client.post(CORRECTION, data={**texts, **{name.replace("_", "-", 1): text for name, text in typed.items()}})


def test_an_error_of_writing_is_put_right_by_two_persons(stage: Stage, sign_in: SignIn) -> None:
    decision = stage.released(FULL)
    assert correct(sign_in(stage.hanne)).status_code == 302
    made = db.session.scalars(select(Correction)).one()
    own = sign_in(stage.hanne).post(f"{CORRECTION}/{made.public_id}/confirm")
    assert (own.status_code, "En annen må bekrefte den." in own.text) == (403, True)
    assert sign_in(stage.gro).post(f"{CORRECTION}/{made.public_id}/confirm").status_code == 302
    db.session.refresh(made)
    assert (made.status, made.decided_by_name) == (ChangeStatus.APPROVED, "Gro Gran")
    assert decision.lines[0].reasons == "Treffer målet godt.\nPlanen er trygg."
    assert db.session.scalar(select(Decision.version)) == 1
    letter = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.CORRECTION)).one()
    assert letter.title == "Vi har rettet en feil i vedtaket"
    marked = next(section for section in letter.content["sections"] if section["block"] == "corrected")
    assert marked["paragraphs"] == [
        "Det sto: «Treffer målet godt.\nPlanen er trygg.»",
        "Det skal stå: «Treffer målet svært godt.\nPlanen er trygg.»",
    ]
    page = sign_in(stage.kari).get("/vedtak/OMB-2026-0001").text
    assert ("En feil i vedtaksbrevet er rettet" in page, "Et ord var falt ut." in page) == (True, True)
    read = sign_in(stage.kari).get(f"/soknader/OMB-2026-0001/brev/{letter.public_id}")
    assert (read.status_code, read.data[:4]) == (200, b"%PDF")


def test_the_next_correction_begins_with_what_was_corrected(stage: Stage, sign_in: SignIn) -> None:
    stage.released(FULL)
    correct(sign_in(stage.hanne))
    made = db.session.scalars(select(Correction)).one()
    sign_in(stage.gro).post(f"{CORRECTION}/{made.public_id}/confirm")
    assert "Treffer målet svært godt." in sign_in(stage.hanne).get(CORRECTION).text
    same = correct(sign_in(stage.hanne))
    assert (same.status_code, "Ingenting er endret." in same.text) == (409, True)


@pytest.mark.parametrize(
    "typed", [{"a1_special_condition": "Send bilder."}, {"a1_reasons": ""}, {"a1_reduction_reasons": "Mange søkte."}]
)
def test_what_changes_the_decision_is_no_correction(stage: Stage, sign_in: SignIn, typed: dict[str, str]) -> None:
    stage.released(FULL)
    page = correct(sign_in(stage.hanne), **typed)
    assert (page.status_code, "Bruk omgjøring i stedet." in page.text) == (409, True)
    assert db.session.scalar(select(Correction.id)) is None


def test_a_correction_is_returned_with_why_or_taken_back(stage: Stage, sign_in: SignIn) -> None:
    stage.released(FULL)
    correct(sign_in(stage.hanne))
    made = db.session.scalars(select(Correction)).one()
    address = f"{CORRECTION}/{made.public_id}/return"
    assert sign_in(stage.gro).post(address).status_code == 409
    assert sign_in(stage.gro).post(address, data={"comment": "Det sto riktig."}).status_code == 302
    again = sign_in(stage.gro).post(f"{CORRECTION}/{made.public_id}/confirm")
    assert (again.status_code, "Forslaget er sendt tilbake" in again.text) == (409, True)
    correct(sign_in(stage.hanne))
    second = db.session.scalars(select(Correction).order_by(Correction.id.desc())).first()
    assert second is not None
    assert sign_in(stage.hanne).post(f"{CORRECTION}/{second.public_id}/return").status_code == 302
    db.session.refresh(second)
    assert (second.status, second.number) == (ChangeStatus.WITHDRAWN, 2)


def test_outcome_and_amount_are_never_corrected(stage: Stage) -> None:
    from app.decisions.reversals import correcting
    from app.policy import NotNow

    decision = stage.released(PART)
    for proposal in (FULL, part(3100), REJECTION):
        with pytest.raises(NotNow) as error:
            correcting.propose(decision, {decision.lines[0].activity_id: proposal}, "x", by=stage.hanne, at=stage.at)
        assert "Bruk omgjøring i stedet." in error.value.reason


def test_a_handler_may_confirm_another_s_correction(stage: Stage, sign_in: SignIn) -> None:
    decision = stage.released(FULL)
    bodil = stage.world.user(Role.CASE_HANDLER, name="Bodil Berg")
    stage.declare(decision.application, by=bodil)
    correct(sign_in(stage.hanne))
    made = db.session.scalars(select(Correction)).one()
    assert sign_in(bodil).post(f"{CORRECTION}/{made.public_id}/confirm").status_code == 302
