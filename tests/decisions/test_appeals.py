"""An appeal is received at once, in time or late, and never refused for being late."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.accounts.models import ApplicantType
from app.decisions import jobs, queries
from app.decisions.models import Appeal
from app.extensions import db
from app.letters.models import LetterKind
from app.mail.models import Mail
from tests.decisions.stage import REJECTION, Stage, events

SignIn = Callable[[Any], FlaskClient]
PDF = b"%PDF-1.7\n%%EOF"
LAST_SECOND = datetime(2026, 9, 22, 21, 59, 59, tzinfo=UTC)  # told 1 September: three weeks, until midnight in Oslo
ONE_LATER = datetime(2026, 9, 22, 22, 0, 0, tzinfo=UTC)


def send(client: FlaskClient, text: str = "Vi er uenige.", **more: Any) -> Any:
    data = {"text": text, **more}
    return client.post("/vedtak/OMB-2026-0001/klage", data=data, content_type="multipart/form-data")


def appeals() -> list[Appeal]:
    db.session.rollback()
    return list(db.session.scalars(select(Appeal).order_by(Appeal.id)))


@pytest.mark.parametrize(("moment", "in_time"), [(LAST_SECOND, True), (ONE_LATER, False)])
def test_the_last_second_of_the_last_day_is_in_time(
    stage: Stage, sign_in: SignIn, moment: datetime, in_time: bool
) -> None:
    decision = stage.released(REJECTION)
    client = sign_in(stage.kari)
    with clock.frozen(moment):
        answer = send(client)
        receipt = client.get(answer.location).text
    (appeal,) = appeals()
    assert (appeal.in_time, appeal.deadline, appeal.received_at) == (in_time, date(2026, 9, 22), moment)
    assert events(decision.application, "appeal_received") == [{"in_time": in_time}]
    assert ("Klagen kom etter fristen" in receipt) is not in_time


def test_who_is_late_is_told_before_sending(stage: Stage, sign_in: SignIn) -> None:
    stage.released(REJECTION)
    client = sign_in(stage.kari)
    pages = []
    for at in (LAST_SECOND, ONE_LATER):
        with clock.frozen(at):
            pages.append("Dere kan sende klagen likevel." in client.get("/vedtak/OMB-2026-0001").text)
    assert pages == [False, True]


def test_the_receipt_has_reference_time_and_what_happens_next(app: Flask, stage: Stage, sign_in: SignIn) -> None:
    stage.released(REJECTION)
    client = sign_in(stage.kari)
    answer = send(client, attachment=(BytesIO(PDF), "bevis.pdf"))
    page = client.get(answer.location).text
    assert ("OMB-2026-0001" in page, "1. september 2026 kl. 10.00.00" in page, "bevis.pdf" in page) == (True,) * 3
    assert "sender vi klagen til Oslo kommunes klagenemnd" in page
    (appeal,) = appeals()
    app.extensions["jobs"].run_waiting()
    db.session.rollback()
    assert appeal.letter is not None
    assert (appeal.letter.kind, appeal.letter.version) == (LetterKind.APPEAL_RECEIPT, 1)
    assert client.get(f"{answer.location}/kvittering.pdf").data.startswith(b"%PDF-1.7")
    file = client.get(f"{answer.location}/vedlegg")
    assert (file.data, file.headers["Content-Disposition"]) == (PDF, "attachment; filename=bevis.pdf")


def test_a_mail_goes_out_at_once_without_the_text(stage: Stage, sign_in: SignIn) -> None:
    stage.released(REJECTION)
    send(sign_in(stage.kari), text="En hemmelig grunn.")
    mails = db.session.scalars(select(Mail).where(Mail.key.startswith("appeal:")).order_by(Mail.recipient)).all()
    assert [mail.recipient for mail in mails] == ["kari.nordmann.applicant@ombruk.example", "post@fiksekroken.example"]
    assert "hemmelig" not in mails[0].body
    assert f"http://localhost/vedtak/OMB-2026-0001/klage/{appeals()[0].public_id}" in mails[0].body


def test_a_double_click_is_one_appeal_and_another_text_is_another(stage: Stage, sign_in: SignIn) -> None:
    stage.released(REJECTION)
    client = sign_in(stage.kari)
    first, again, other = send(client), send(client), send(client, text="Og en ting til.")
    assert first.location == again.location != other.location
    assert [appeal.number for appeal in appeals()] == [1, 2]


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "tom.pdf", "Filen «tom.pdf» er tom."),
        (b"MZ", "virus.pdf", "Vi kan ikke ta imot «virus.pdf». Send pdf, png, jpg, docx eller odt."),
    ],
)
def test_a_file_that_is_not_received_is_refused_at_its_field_and_the_text_stays(
    stage: Stage, sign_in: SignIn, data: bytes, name: str, sentence: str
) -> None:
    stage.released(REJECTION)
    answer = send(sign_in(stage.kari), text="Vi er <i>uenige</i>.", attachment=(BytesIO(data), name))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Vi er &lt;i&gt;uenige&lt;/i&gt;." in answer.text
    assert appeals() == []


def test_an_empty_appeal_is_refused(stage: Stage, sign_in: SignIn) -> None:
    stage.released(REJECTION)
    answer = send(sign_in(stage.kari), text="  ")
    assert (answer.status_code, "Skriv hva dere klager på, og hvorfor." in answer.text) == (422, True)


def test_where_no_individual_decisions_are_made_there_is_no_appeal(stage: Stage, sign_in: SignIn) -> None:
    stage.organisation.cost_centre = "1234"
    stage.organisation.applicant_type = ApplicantType.MUNICIPAL
    stage.round.municipal_units_may_appeal = False
    db.session.commit()
    stage.released(REJECTION)
    client = sign_in(stage.kari)
    page = client.get("/vedtak/OMB-2026-0001").text
    assert ("Vil dere klage?" in page, "Spørsmål til fordelingen?" in page) == (False, True)
    answer = send(client)
    assert (answer.status_code, appeals()) == (409, [])


def test_the_handler_finds_the_appeals_of_a_case(stage: Stage, sign_in: SignIn) -> None:
    decision = stage.released(REJECTION)
    send(sign_in(stage.kari), attachment=(BytesIO(PDF), "bevis.pdf"))
    (appeal,) = queries.appeals(decision.application)
    assert (appeal.text, appeal.sent_by_name) == ("Vi er uenige.", "Kari Nordmann")
    assert sign_in(stage.hanne).get(f"/staff/appeals/{appeal.public_id}/enclosure").data == PDF
    ingrid = stage.world.user(*stage.hanne.roles, name="Ingrid Ås")
    assert sign_in(ingrid).get(f"/staff/appeals/{appeal.public_id}/enclosure").status_code == 409


def test_a_receipt_that_a_crash_lost_is_made_by_the_tick(app: Flask, stage: Stage, sign_in: SignIn) -> None:
    stage.released(REJECTION)
    send(sign_in(stage.kari))
    app.extensions["jobs"].huey.flush()
    assert jobs.missing_appeal_receipts(clock.now()) == 0
    with clock.frozen(datetime(2026, 9, 1, 9, 0, tzinfo=UTC)):
        assert jobs.missing_appeal_receipts(clock.now()) == 1
        app.extensions["jobs"].run_waiting()
        db.session.rollback()
        assert jobs.missing_appeal_receipts(clock.now()) == 0
    assert appeals()[0].letter_id is not None
