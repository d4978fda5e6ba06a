"""Appeals through the pages, from the party's click to the last letter."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.decisions import jobs, releasing
from app.decisions.models import Appeal, Decision
from app.decisions.reversals import reversing
from app.decisions.reversals.models import Reversal
from app.extensions import db
from app.letters.models import Letter, LetterKind
from app.mail.models import Mail
from tests.decisions.appeals import IN_TIME, TOO_LATE, Appeals, fresh, statuses, worker
from tests.decisions.stage import PART, REJECTION

SignIn = Callable[[Any], FlaskClient]
CASE = "OMB-2026-0001"
PDF = b"%PDF-1.7\n%%EOF"


def public_id() -> str:
    db.session.rollback()
    return str(db.session.scalars(select(Appeal.public_id).order_by(Appeal.id.desc())).first())


def act(client: FlaskClient, name: str, **data: Any) -> Any:
    return client.post(f"/staff/appeals/{public_id()}/{name}", data=data)


def titles(kind: LetterKind) -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Letter.title).where(Letter.kind == kind).order_by(Letter.id)))


def appeal(sign_in: SignIn, appeals: Appeals, text: str = "Vi er uenige.") -> Any:
    return sign_in(appeals.stage.kari).post(f"/vedtak/{CASE}/klage", data={"text": text})


def test_received_late_and_dismissed(app: Flask, appeals: Appeals, sign_in: SignIn) -> None:
    appeals.impartial(appeals.stage.released(REJECTION))
    with clock.frozen(TOO_LATE):
        page = sign_in(appeals.stage.kari).get(appeal(sign_in, appeals).location).text
        assert "Den er 1 dag for sen." in page
        handler = sign_in(appeals.nils)
        assert act(handler, "take").status_code == 302
        assert "Vurder om den skal behandles" in handler.get(f"/staff/cases/{CASE}/appeals").text
        said = {"choice": "dismiss", "grounds": "Lederen var syk.", "assessment": "Andre kunne ha klaget."}
        assert act(handler, "late", **said).status_code == 302
        approver = sign_in(appeals.vera)
        preview = approver.get(f"/staff/appeals/{public_id()}/approve").text
        assert ("Vi behandler ikke klagen deres" in preview, "Lederen var syk." in preview) == (True, True)
        assert act(approver, "approve", act="approve").status_code == 302
        worker(app)
        assert (statuses(), titles(LetterKind.APPEAL_DISMISSAL)) == (["dismissed"], ["Vi behandler ikke klagen deres"])
        own = sign_in(appeals.stage.kari).get(f"/vedtak/{CASE}/klage/{public_id()}").text
    assert "Klagen er avvist fordi den kom for sent" in own
    assert "Klag på avvisningen" in own
    letter = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.APPEAL_DISMISSAL)).one()
    assert "onsdag 14.\xa0oktober 2026" in json.dumps(letter.content, ensure_ascii=False)
    told = db.session.scalars(select(Mail.recipient).where(Mail.key.startswith(f"notice-1:{letter.public_id}"))).all()
    assert sorted(told) == ["post@fiksekroken.example", "styret@fiksekroken.example"]
    with clock.frozen(TOO_LATE):
        assert sign_in(appeals.stage.kari).get(f"/soknader/{CASE}/brev/{letter.public_id}").data.startswith(b"%PDF")


def test_in_time_reversed_partly_and_a_new_letter(app: Flask, appeals: Appeals, sign_in: SignIn) -> None:
    decision = appeals.stage.released(REJECTION)
    appeals.impartial(decision)
    appeals.stage.with_receipt(decision)
    with clock.frozen(IN_TIME):
        appeal(sign_in, appeals)
        handler = sign_in(appeals.nils)
        act(handler, "take")
        page = handler.get(f"/staff/appeals/{public_id()}/reverse")
        assert "reserven som brukes ved medhold" in page.text
        said = {
            "grants_all": "no",
            "explanation": "Klagen viste at planen er tryggere enn vi så.",
            "a1-outcome": "granted_part",
            "a1-amount_nok": "3000",
            "a1-reasons": PART.reasons,
            "a1-reduction_reasons": PART.reduction_reasons,
            "a1-expected_for_less": PART.expected_for_less,
        }
        assert act(handler, "reverse", **said).status_code == 302
        assert statuses() == ["reversal_prepared"]
        appeals.stage.declare(decision.application, by=appeals.vera)
        reversing.approve(db.session.scalars(select(Reversal)).one(), by=appeals.vera, at=IN_TIME)
        db.session.commit()
        assert statuses() == ["reversed_partly"]
        made = db.session.scalars(select(Decision).where(Decision.version == 2)).one()
        assert [line.amount_nok for line in made.lines] == [3000]
        releasing.plan(appeals.stage.round.id, [CASE], IN_TIME, "http://localhost", by=appeals.vera, at=IN_TIME)
        db.session.commit()
        jobs.release_due(IN_TIME)
        worker(app)
        assert len(titles(LetterKind.DECISION)) == 2
        own = sign_in(appeals.stage.kari).get(f"/vedtak/{CASE}/klage/{public_id()}").text
        assert "Dere har fått delvis medhold" in own
        rest = {"grounds": "De vil ha alt.", "assessment": "Resten står.", "documents": "Søknaden\nKlagen"}
        assert act(sign_in(appeals.nils), "uphold", **rest).status_code == 302
    assert statuses() == ["upheld"]


def test_upheld_forwarded_and_confirmed(app: Flask, appeals: Appeals, sign_in: SignIn) -> None:
    appeals.impartial(appeals.stage.released(REJECTION))
    with clock.frozen(IN_TIME):
        appeal(sign_in, appeals)
        handler = sign_in(appeals.nils)
        act(handler, "take")
        form = handler.get(f"/staff/appeals/{public_id()}/uphold").text
        assert "Søknaden\nVedtaket\nKlagen" in form.replace("\r", "")
        said = {"grounds": "De mener …", "assessment": "Vi mener …", "documents": "Søknaden\r\n\r\nVedtaket"}
        act(handler, "uphold", **said)
        act(sign_in(appeals.vera), "approve", act="approve")
        worker(app)
    assert statuses() == ["forwarded"]
    party = sign_in(appeals.stage.kari)
    with clock.frozen(IN_TIME + timedelta(days=3)):
        own = party.get(f"/vedtak/{CASE}/klage/{public_id()}").text
        assert ("Klagen er sendt til klageinstansen" in own, "torsdag 24. september" in own) == (True, True)
        sent = party.post(f"/vedtak/{CASE}/klage/{public_id()}/merknad", data={"text": "Dere tar feil."})
        assert sent.status_code == 302
        act(sign_in(appeals.nils), "comments")
    with clock.frozen(datetime(2026, 11, 2, 9, tzinfo=UTC)):
        handler = sign_in(appeals.nils)
        said = {"result": "confirmed", "decided_on": "2026-10-28", "outcome": "Vedtaket står.", "reasons": "Enige."}
        data = {**said, "original": (BytesIO(PDF), "vedtak.pdf")}
        assert handler.post(f"/staff/appeals/{public_id()}/answer", data=data).status_code == 302
        worker(app)
        again = act(handler, "answer", **said)
        assert (again.status_code, "registrert allerede, av Nils Nes" in again.text) == (409, True)
        own = sign_in(appeals.stage.kari).get(f"/vedtak/{CASE}/klage/{public_id()}").text
    assert "Klagesaken er ferdig" in own
    assert titles(LetterKind.APPEAL_FORWARDING) == ["Vi sender klagen deres til Oslo kommunes klagenemnd"]
    assert titles(LetterKind.APPEAL_RESULT) == ["Vedtaket står: Oslo kommunes klagenemnd har avgjort klagen"]
    (result,) = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.APPEAL_RESULT)).all()
    assert ("sivilombudet.no" in str(result.content), "utgifter" in str(result.content)) == (True, False)


def test_a_returned_statement_is_written_again(appeals: Appeals, sign_in: SignIn) -> None:
    handling = appeals.upheld()
    with clock.frozen(IN_TIME):
        approver = sign_in(appeals.vera)
        assert act(approver, "approve", act="return").status_code == 422
        act(approver, "approve", act="return", comment="Svar på punkt to.")
        handler = sign_in(appeals.nils)
        assert "Svar på punkt to." in handler.get(f"/staff/cases/{CASE}/appeals").text
        assert "Den er for liten." in handler.get(f"/staff/appeals/{public_id()}/uphold").text
    assert fresh(handling).status == "under_review"


def test_one_on_paper_is_registered_with_its_original_and_gets_the_same_receipt(
    app: Flask, appeals: Appeals, sign_in: SignIn
) -> None:
    appeals.stage.released(REJECTION)
    with clock.frozen(datetime(2026, 9, 24, 12, tzinfo=UTC)):
        handler = sign_in(appeals.stage.hanne)
        data = {
            "channel": "post",
            "received_on": "2026-09-24",
            "received_time": "09:00",
            "posted_on": "2026-09-22",
            "appellant": "Kari Nordmann",
            "original": (BytesIO(PDF), "klage.pdf"),
        }
        sent = handler.post(f"/staff/cases/{CASE}/appeals/register", data=data)
        assert sent.status_code == 302, sent.text
        worker(app)
        page = handler.get(f"/staff/cases/{CASE}/appeals").text
    assert "Klagen ble sendt i posten tirsdag 22. september 2026." in page
    assert "Den er i tide." in page
    assert titles(LetterKind.APPEAL_RECEIPT) == [f"Vi har fått klagen deres i sak {CASE}"]
    mails = db.session.scalars(select(Mail.recipient).where(Mail.key.startswith("appeal:"))).all()
    assert (statuses(), mails) == (["received"], ["post@fiksekroken.example"])
