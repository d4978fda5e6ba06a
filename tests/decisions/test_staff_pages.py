"""The pages of case handlers and approvers, as they are clicked through."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.applications.models import Status
from app.decisions import actions, queries
from app.decisions.models import Outcome, Recommendation
from app.extensions import db
from app.formatting import HARD, THIN
from app.rounds.models import RoundText, TextKind
from tests.decisions.stage import PART, Stage

SignIn = Callable[[Any], FlaskClient]
TYPED = {
    "a1-outcome": "granted_part",
    "a1-amount_nok": "3 000",
    "a1-reasons": "Treffer målet.",
    "a1-reduction_reasons": "Mange søkte.",
    "a1-expected_for_less": "Én kveld.",
}
JSON = {"Accept": "application/json"}


def address(application: Any) -> str:
    return f"/staff/cases/{application.reference}/recommendation"


def test_writing_is_saved_and_told_what_is_left(stage: Stage, sign_in: SignIn) -> None:
    application = stage.assessed()
    answer = sign_in(stage.hanne).post(address(application), data=TYPED, headers=JSON)
    assert answer.json == {
        "saved": "Lagret kl. 10.00",
        "this": f"3{THIN}000{HARD}kr",
        "left": f"222{THIN}000{HARD}kr",
    }
    kept = queries.latest_recommendation(application.id)
    assert kept is not None
    assert [(line.outcome, line.amount_nok, line.reasons) for line in kept.lines] == [
        (Outcome.GRANTED_PART, 3000, "Treffer målet.")
    ]


def test_sending_leads_back_to_the_case(stage: Stage, sign_in: SignIn) -> None:
    application = stage.assessed()
    answer = sign_in(stage.hanne).post(address(application), data={**TYPED, "act": "send"})
    db.session.rollback()
    assert (answer.status_code, answer.location) == (302, f"/staff/cases/{application.reference}")
    assert application.status is Status.RECOMMENDED


def test_what_is_missing_stands_at_its_field_and_what_was_typed_stays(stage: Stage, sign_in: SignIn) -> None:
    application = stage.assessed()
    typed = {**TYPED, "a1-reduction_reasons": "", "a1-reasons": "Et <b>langt</b> svar.", "act": "send"}
    answer = sign_in(stage.hanne).post(address(application), data=typed)
    db.session.rollback()
    assert answer.status_code == 409
    assert "Skriv hvorfor søkeren ikke får hele beløpet." in answer.text
    assert "Et &lt;b&gt;langt&lt;/b&gt; svar." in answer.text
    assert (application.status, queries.latest_recommendation(application.id)) == (Status.REVIEW, None)


def test_an_amount_that_is_no_number_is_refused_at_the_field(stage: Stage, sign_in: SignIn) -> None:
    application = stage.assessed()
    answer = sign_in(stage.hanne).post(address(application), data={**TYPED, "a1-amount_nok": "mye"})
    assert answer.status_code == 422
    assert "Skriv beløpet i hele kroner, bare tall." in answer.text
    assert 'value="mye"' in answer.text


def test_a_snippet_is_put_in_without_javascript(stage: Stage, sign_in: SignIn) -> None:
    application = stage.assessed()
    snippet = queries.snippets(stage.round.id)[0]
    typed = {**TYPED, "a1-snippet": str(snippet.position), "insert": "a1-"}
    sign_in(stage.hanne).post(address(application), data=typed)
    db.session.rollback()
    kept = queries.latest_recommendation(application.id)
    assert kept is not None
    assert kept.lines[0].reasons == f"Treffer målet.\n{snippet.text}"


def test_a_handler_who_has_not_declared_themselves_sees_nothing(stage: Stage, sign_in: SignIn) -> None:
    application = stage.assessed()
    stage.recommend(application)
    ingrid = stage.world.user(*stage.hanne.roles, name="Ingrid Ås")
    answer = sign_in(ingrid).get(address(application))
    assert answer.status_code == 409
    assert "Treffer målet" not in answer.text


def test_the_approver_declares_looks_decides_and_is_told(stage: Stage, sign_in: SignIn) -> None:
    plain, partly = stage.recommended(), stage.recommended(PART)
    client = sign_in(stage.gro)
    before = client.get("/staff/approval").text
    assert "Treffer målet" not in before
    client.post("/staff/approval/impartial", data={"case": [plain.reference, partly.reference]})
    page = client.get("/staff/approval").text
    assert ("Avvik som krever blikk (1)" in page, "Vedta alle 1 …" in page) == (True, True)
    listed = client.get("/staff/approval/decide").text
    assert (f"{plain.reference}:1" in listed, f"{partly.reference}:1" in listed) == (True, False)
    assert f"220{THIN}000{HARD}kr" in listed
    result = client.post("/staff/approval/decide", data={"case": f"{plain.reference}:1"})
    db.session.rollback()
    assert "1 sak er vedtatt" in result.text
    assert (plain.status, partly.status) == (Status.DECIDED, Status.RECOMMENDED)


def test_a_case_that_changed_meanwhile_is_skipped_with_the_reason(stage: Stage, sign_in: SignIn) -> None:
    application = stage.recommended()
    stage.declare(application)
    client = sign_in(stage.gro)
    client.post("/staff/approval/decide", data={"case": f"{application.reference}:1"})
    again = client.post("/staff/approval/decide", data={"case": f"{application.reference}:1"})
    assert "0 saker er vedtatt" in again.text
    assert "Saken har nå status «Vedtatt»." in again.text


def test_the_preview_is_the_letter_marked_as_such_and_keeps_nothing(stage: Stage, sign_in: SignIn) -> None:
    from app.letters.models import Letter

    application = stage.recommended(PART)
    stage.declare(application)
    page = sign_in(stage.gro).get(f"/staff/approval/{application.reference}/letter").text
    assert "Forhåndsvisning – ikke et vedtak" in page
    assert "Hvorfor ikke hele beløpet" in page
    assert "Gro Gran" in page
    assert db.session.scalars(select(Letter)).all() == []


def test_sending_back_needs_a_comment(stage: Stage, sign_in: SignIn) -> None:
    application = stage.recommended()
    stage.declare(application)
    client, path = sign_in(stage.gro), f"/staff/approval/{application.reference}/return"
    empty = client.post(path, data={"comment": ""})
    assert (empty.status_code, "Skriv hva som må endres." in empty.text) == (422, True)
    sent = client.post(path, data={"comment": "Se på beløpet."})
    db.session.rollback()
    assert (sent.status_code, application.status) == (302, Status.REVIEW)


def test_a_release_is_planned_and_stopped_on_its_pages(stage: Stage, sign_in: SignIn) -> None:
    decision = stage.with_receipt(stage.decided())
    client = sign_in(stage.gro)
    typed = {"case": decision.application.reference, "day": "2026-10-09", "hour": "09:00"}
    planned = client.post("/staff/releases", data=typed)
    page = client.get(planned.location)
    assert "Frigivelse fredag 9. oktober kl. 09.00" in page.text
    assert "0 av 1 brev er sendt" in page.text
    stopped = client.post(f"{planned.location}/cancel", follow_redirects=True)
    assert "Vedtakene står, og kan frigis på nytt." in stopped.text
    assert client.get("/staff/releases").text.count('name="case"') == 1


def test_a_letter_that_lacks_something_cannot_be_chosen(stage: Stage, sign_in: SignIn) -> None:
    stage.decided()
    page = sign_in(stage.gro).get("/staff/releases").text
    assert "1 brev mangler noe, og kan ikke sendes" in page
    assert "kopi av søknaden" in page
    assert 'name="case"' not in page


@pytest.mark.parametrize("path", ["/staff/approval/ukjent/letter", "/staff/releases/ukjent"])
def test_what_is_not_there_is_not_found(stage: Stage, sign_in: SignIn, path: str) -> None:
    assert sign_in(stage.gro).get(path).status_code == 404


def test_the_fields_of_a_snippet_are_filled_in_from_the_case(stage: Stage, sign_in: SignIn) -> None:
    application = stage.assessed()
    text = db.session.scalars(select(RoundText).where(RoundText.kind == TextKind.SNIPPET)).first()
    assert text is not None
    text.text = "{{soker}} søkte om {{sokt}} kroner til {{aktivitet}}."
    db.session.commit()
    client = sign_in(stage.hanne)
    merged = f"Fiksekroken søkte om 5{THIN}000 kroner til Fiksekveld 1."
    assert f'data-text="{merged}"' in client.get(address(application)).text
    client.post(address(application), data={**TYPED, "a1-snippet": str(text.position), "insert": "a1-"})
    db.session.rollback()
    kept = queries.latest_recommendation(application.id)
    assert kept is not None
    assert kept.lines[0].reasons == f"Treffer målet.\n{merged}"


def test_a_text_with_a_field_left_in_it_is_not_sent(stage: Stage, sign_in: SignIn) -> None:
    application = stage.assessed()
    typed = {**TYPED, "a1-reasons": "Fordi {{grunn}}.", "act": "send"}
    answer = sign_in(stage.hanne).post(address(application), data=typed)
    db.session.rollback()
    assert answer.status_code == 409
    assert "Fyll ut «{{grunn}}» før du sender." in answer.text
    assert application.status is Status.REVIEW


def test_a_recommendation_is_taken_back_until_somebody_has_decided(stage: Stage, sign_in: SignIn) -> None:
    application = stage.recommended()
    page = sign_in(stage.hanne).get(f"/staff/cases/{application.reference}").text
    assert "Ta tilbake innstillingen" in page
    answer = sign_in(stage.hanne).post(f"{address(application)}/take-back")
    db.session.rollback()
    assert (answer.status_code, application.status) == (302, Status.REVIEW)
    assert [row.recommended_nok for row in application.case_rows] == [None]
    stage.recommend(application)
    stage.declare(application)
    actions.decide(application, by=stage.gro, at=stage.at)
    db.session.commit()
    late = sign_in(stage.hanne).post(f"{address(application)}/take-back")
    assert late.status_code == 409
    assert "Saken har status «Vedtatt». Innstillingen kan ikke tas tilbake." in late.text


def test_what_was_taken_back_is_kept_and_begins_the_next(stage: Stage, sign_in: SignIn) -> None:
    application = stage.recommended()
    sign_in(stage.hanne).post(f"{address(application)}/take-back")
    sign_in(stage.hanne).post(address(application), data={"act": "send", **TYPED})
    db.session.rollback()
    found = db.session.scalars(select(Recommendation).order_by(Recommendation.number)).all()
    assert [(one.number, one.status.value, one.lines[0].amount_nok) for one in found] == [
        (1, "taken_back", 5000),
        (2, "sent", 3000),
    ]


@pytest.mark.parametrize(
    ("following", "leads_to"),
    [("/staff/cases/OMB-1?status=review", "/staff/cases/OMB-1?status=review"), ("https://ond.example", None)],
)
def test_sending_leads_to_the_next_case_of_the_list_and_nowhere_else(
    stage: Stage, sign_in: SignIn, following: str, leads_to: str | None
) -> None:
    application = stage.assessed()
    answer = sign_in(stage.hanne).post(address(application), data={**TYPED, "act": "send_next", "next": following})
    assert answer.location == (leads_to or f"/staff/cases/{application.reference}")
