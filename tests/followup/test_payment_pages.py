"""The pages of payments, from what is planned to what is confirmed, as finance and an approver see them."""

import re
from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.extensions import db
from app.followup.payment import queries, showing
from app.followup.payment.models import PaymentBatch
from app.followup.steps import StepState
from tests.counting import statements
from tests.followup.payment_stage import MONDAY, PAYER, confirmed, internal, planned
from tests.followup_world import FollowupStage

SignIn = Callable[[Any], FlaskClient]
REFERENCE = "OMB-2026-0001-1-1"


def words(page: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", page.get_data(as_text=True))
    return " ".join(text.split())


def chosen(page: Any) -> list[str]:
    """The payments that the page offers to tick."""
    return re.findall(r'type="checkbox" name="payment" value="([^"]+)"', page.get_data(as_text=True))


def test_from_planned_to_paid(stage: FollowupStage, sign_in: SignIn) -> None:
    first, second = planned(stage, 2)
    references = sorted([first.reference, second.reference])
    finn = sign_in(stage.finn)
    page = finn.get("/staff/payments")
    assert "2 utbetalinger venter på godkjenning" in words(page)
    assert "0000 12 34749" in words(page)  # finance sees the number whole
    assert sorted(chosen(page)) == references
    finn.post("/staff/payments/approve", data={"alle": "1", "offered": references})
    again = finn.post("/staff/payments/approve", data={"payment": references})
    assert (again.status_code, words(again).count("Du har godkjent. En annen må godkjenne også.")) == (409, 2)

    gro = sign_in(stage.gro)
    page = gro.get("/staff/payments")
    assert ("••••" in words(page), "0000 12 34749" in words(page)) == (True, False)
    answer = gro.post(f"/staff/payments/approve?bare={first.reference}", follow_redirects=True)
    assert "Du har godkjent 1 utbetaling. 1 er klar for banken. Angre" in words(answer)
    gro.post("/staff/payments/approve", data={"payment": [second.reference]})
    assert gro.get("/staff/payments/export").status_code == 403

    tuva = sign_in(stage.tuva)
    typed = {"payment": references, "pay_on": "2026-09-05", "payer_account": "8601 11 17947"}
    page = tuva.post("/staff/payments/export", data=typed)
    assert page.status_code == 422
    assert "Banken er stengt den dagen. Neste bankdag er 7. september 2026." in words(page)
    assert 'value="8601 11 17947"' in page.get_data(as_text=True)
    made = tuva.post("/staff/payments/export", data={**typed, "pay_on": "2026-09-07"})
    assert made.headers["Location"] == "/staff/payments/batches/OMB-2026-U001"
    twice = tuva.post("/staff/payments/export", data={**typed, "pay_on": "2026-09-07"})
    assert (twice.status_code, "er allerede eksportert" in words(twice)) == (409, True)

    files = [tuva.post(f"{made.headers['Location']}/{kind}") for kind in ("xml", "xml", "csv")]
    assert files[0].data == files[1].data
    assert [file.mimetype for file in files] == ["application/xml", "application/xml", "text/csv"]
    assert files[2].headers["Content-Disposition"] == "attachment; filename=OMB-2026-U001.csv"
    logged = select(AuditEvent.fields).where(AuditEvent.kind == "payment_file_fetched").order_by(AuditEvent.number)
    fetched = db.session.scalars(logged).all()
    assert fetched == [{"batch": "OMB-2026-U001", "file": kind} for kind in ("xml", "xml", "csv")]

    page = tuva.get(made.headers["Location"])
    assert sorted(chosen(page)) == references
    confirm = f"{made.headers['Location']}/confirm"
    assert tuva.post(confirm, data={"payment": [first.reference], "paid_on": "2026-09-30"}).status_code == 422
    done = tuva.post(confirm, data={"payment": [first.reference], "paid_on": "2026-09-01"}, follow_redirects=True)
    assert "1 utbetaling er bekreftet." in words(done)
    failing = f"/staff/payments/{second.reference}/failed"
    assert "Skriv hva banken sa." in words(tuva.post(failing, data={"reason": "  "}))
    answer = tuva.post(failing, data={"reason": "Ukjent <b>konto</b>", "account_is_wrong": "y"}, follow_redirects=True)
    assert "Ukjent &lt;b&gt;konto&lt;/b&gt;" in answer.get_data(as_text=True)
    listed = words(tuva.get("/staff/payments/batches"))
    assert "OMB-2026-U001 7. september 2026 2 10 000 Tuva Tall Ferdig 1 kom ikke fram" in listed.replace("\u202f", " ")


def test_what_waits_says_what_for(stage: FollowupStage, sign_in: SignIn) -> None:
    stage.grant()
    finn = sign_in(stage.finn)
    assert "Fiksekveld 1 5 000 Vi har ikke kontonummer." in words(finn.get("/staff/payments/waiting")).replace(
        "\u202f", " "
    )
    assert "Ingen utbetalinger venter på godkjenning." in words(finn.get("/staff/payments"))


def test_internal_transfers_have_no_file_for_the_bank(stage: FollowupStage, sign_in: SignIn) -> None:
    reference = confirmed(stage, internal(stage)).reference
    finn = sign_in(stage.finn)
    page = words(finn.get(f"/staff/payments/batches/{reference}"))
    assert ("pain.001" in page, "koststed 27110" in page) == (False, True)
    assert finn.post(f"/staff/payments/batches/{reference}/xml").status_code == 404


def test_the_pages_ask_as_much_whatever_their_length(stage: FollowupStage, sign_in: SignIn) -> None:
    finn = sign_in(stage.finn)
    pages = ("/staff/payments", "/staff/payments/export", "/staff/payments/waiting", "/staff/payments/batches")
    counts = []
    for count in (1, 2):
        planned(stage, count)
        stage.grant()
        counts.append([_count(finn, page) for page in pages])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 8
    made = []
    for payment in queries.unsent(stage.round.id):
        batch = confirmed(stage, payment)
        made.append(_count(finn, f"/staff/payments/batches/{batch.reference}"))
    assert len(set(made)) == 1
    assert db.session.scalars(select(PaymentBatch.reference).order_by(PaymentBatch.id)).all() == [
        f"OMB-2026-U00{n}" for n in (1, 2, 3)
    ]
    assert stage.round.payer_account == PAYER


def _count(client: FlaskClient, address: str) -> int:
    db.session.expire_all()
    with statements() as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_the_party_reads_what_is_on_its_way_and_what_came(app: Flask, stage: FollowupStage) -> None:
    [payment] = planned(stage)
    grant = payment.grant
    with app.test_request_context():
        [line] = showing.steps(grant, stage.at)
        assert (line.text, line.state) == ("Vi gjør klar utbetalingen: 5\u202f000\u00a0kr", StepState.OURS)
        confirmed(stage, payment)
        [line] = showing.steps(grant, stage.at)
        assert (line.text, line.detail, line.state, line.on) == (
            "Utbetalt: 5\u202f000\u00a0kr",
            "Til kontoen som slutter på 4749",
            StepState.DONE,
            MONDAY,
        )
