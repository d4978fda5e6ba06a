"""What staff does with reports, what the clock says to those who have not sent theirs, and what is printed."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import clock
from app.access import Role
from app.accounts.models import GrantHistory, ReportStatus
from app.extensions import db
from app.files.storage import path_of
from app.followup.grants.models import Grant
from app.followup.report import actions, drafting, jobs, queries
from app.followup.report.models import Again, CountMethod, Held, Report, ReportState
from app.letters.models import Letter, LetterKind
from app.mail.models import Mail
from tests.counting import statements
from tests.decisions.stage import events
from tests.files.test_kinds import PDF
from tests.followup_world import FollowupStage

SignIn = Callable[[Any], FlaskClient]
AFTER = datetime(2026, 12, 1, 18, 0, tzinfo=UTC)
DUE = date(2027, 1, 17)
ANSWERS: dict[str, Any] = {
    "held": Held.YES,
    "count_method": CountMethod.COUNTED,
    "visitors": 60,
    "learned": "Å fikse.",
    "again": Again.YES,
    "story_ok": "no",
    "is_confirmed": True,
}


def written(stage: FollowupStage, grant: Grant, at: datetime = AFTER, **changes: Any) -> Report:
    """Whole and not sent."""
    report = queries.report_of(grant.id) or drafting.begin(grant, by=stage.kari, at=at)
    cost = changes.pop("cost_nok", 5000)
    lines = [{**line, "actual_nok": cost} for line in report.accounts]
    drafting.save(report, {**ANSWERS, "accounts": lines, **changes}, by=stage.kari, at=at)
    db.session.commit()
    return report


def sent(stage: FollowupStage, grant: Grant, at: datetime = AFTER, **changes: Any) -> Report:
    report = written(stage, grant, at, **changes)
    actions.submit(report, by=stage.kari, at=at)
    db.session.commit()
    return report


def desk(grant: Grant, act: str = "") -> str:
    return f"/staff/cases/{grant.application.reference}/grants/{grant.activity.position}/report{act}"


def post(client: FlaskClient, grant: Grant, act: str, at: datetime = AFTER, **data: Any) -> TestResponse:
    with clock.frozen(at):
        return client.post(desk(grant, act), data=data)


def kept(grant: Grant) -> tuple[ReportState, date]:
    db.session.rollback()
    report = queries.report_of(grant.id)
    assert report is not None
    return report.state, report.grant.report_due_on


def history() -> ReportStatus:
    db.session.rollback()
    return db.session.scalars(select(GrantHistory)).one().report_status


def mails(word: str) -> list[str]:
    found = select(Mail.subject).where(Mail.key.startswith(f"report-{word}")).order_by(Mail.id)
    return sorted(set(db.session.scalars(found)))


def test_a_report_is_returned_mended_and_approved(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    sent(stage, grant)
    client = sign_in(stage.hanne)
    with clock.frozen(AFTER):
        page = client.get(desk(grant)).text
    assert "60 (talt)" in page
    empty = post(client, grant, "/return", returned_reason=" ", returned_due_on="2026-12-02")
    assert (empty.status_code, kept(grant)) == (422, (ReportState.SUBMITTED, DUE))
    assert "Velg en dag fra 4. desember 2026 til 1. mars 2027." in empty.text
    back = post(client, grant, "/return", returned_reason="Hvem var de 60?", returned_due_on="2026-12-15")
    assert (back.status_code, kept(grant)) == (302, (ReportState.RETURNED, date(2026, 12, 15)))
    assert mails("returned") == ["Vi trenger noe mer i rapporten for Fiksekveld 1"]
    assert history() is ReportStatus.NOT_DUE
    with clock.frozen(AFTER):
        assert "Hvem var de 60?" in sign_in(stage.kari).get(f"/tilskudd/{grant.application.reference}/1/rapport").text
    sent(stage, grant, AFTER + timedelta(days=3), learned="Naboer.")
    client = sign_in(stage.hanne)
    assert post(client, grant, "/approve").status_code == 302
    assert kept(grant) == (ReportState.APPROVED, date(2026, 12, 15))
    assert queries.approved([grant.id]) == {grant.id}
    assert history() is ReportStatus.ON_TIME
    with clock.frozen(AFTER):
        page = client.get(desk(grant)).text
    assert ("Versjon 1" in page, "Naboer." in page) == (True, True)
    assert post(client, grant, "/approve").status_code == 409
    assert [event["version"] for event in events(grant.application, "report_submitted")] == [1, 2]


@pytest.mark.parametrize(
    ("who", "act", "status"),
    [
        ("hanne", "/approve", 302),
        ("gro", "/approve", 403),
        ("gro", "/write-off", 302),
        ("hanne", "/write-off", 403),
        ("undeclared", "/approve", 409),
    ],
)
def test_who_may_approve_and_write_off(stage: FollowupStage, sign_in: SignIn, who: str, act: str, status: int) -> None:
    grant = stage.grant()
    sent(stage, grant)
    person = stage.world.user(Role.CASE_HANDLER, name="Ida Ny") if who == "undeclared" else getattr(stage, who)
    page = post(sign_in(person), grant, act, written_off_reason="De har svart på telefon.")
    assert (page.status_code, kept(grant)[0] is ReportState.SUBMITTED) == (status, status != 302)


def test_what_never_came_is_written_off_with_a_reason(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    client = sign_in(stage.gro)
    late = clock.at_oslo(DUE + timedelta(days=40), 12)
    early = post(client, grant, "/write-off", written_off_reason="Lagt ned.")
    assert (early.status_code, queries.report_of(grant.id)) == (409, None)
    assert post(client, grant, "/write-off", late, written_off_reason="").status_code == 422
    assert post(client, grant, "/write-off", late, written_off_reason="Foreningen er lagt ned.").status_code == 302
    assert kept(grant)[0] is ReportState.WRITTEN_OFF
    assert (history(), queries.missing(late)) == (ReportStatus.MISSING, [])


def test_the_day_is_moved_with_a_reason(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    client = sign_in(stage.hanne)
    day = clock.at_oslo(DUE + timedelta(days=2), 12)
    jobs.remind_due(day)
    db.session.commit()
    assert history() is ReportStatus.MISSING
    page = post(client, grant, "/deadline", day, extend_reason="Kassereren er syk.", extend_due_on="2027-02-01")
    assert page.status_code == 302
    assert (history(), mails("extended")) == (ReportStatus.NOT_DUE, ["Ny frist for rapporten om Fiksekveld 1"])
    [moved] = queries.extensions_of(grant.id)
    assert (moved.from_day, moved.to_day, moved.reason) == (DUE, date(2027, 2, 1), "Kassereren er syk.")
    sent(stage, db.session.get_one(Grant, grant.id), clock.at_oslo(date(2027, 2, 1), 23, 59))
    assert history() is ReportStatus.ON_TIME


def test_late_is_late_also_after_it_was_returned(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    late = clock.at_oslo(DUE + timedelta(days=1), 0, 1)
    sent(stage, grant, late)
    assert history() is ReportStatus.LATE
    actions.send_back(
        queries.own_report(grant.id), "Mer.", DUE + timedelta(30), public_url="http://x", by=stage.hanne, at=late
    )
    db.session.commit()
    sent(stage, db.session.get_one(Grant, grant.id), late + timedelta(days=5))
    assert history() is ReportStatus.LATE


def test_reminders_go_out_once_and_name_what_follows(stage: FollowupStage) -> None:
    grant, done = stage.accepted(activities=[{}, {}])
    sent(stage, done)
    days = {
        date(2026, 11, 25): "how",
        date(2027, 1, 17): None,
        date(2027, 1, 18): "first",
        date(2027, 1, 31): "second",
        date(2027, 2, 14): "warning",
        date(2027, 3, 30): None,
    }
    said = {}
    for day in days:
        at = clock.at_oslo(day, 9)
        before = db.session.scalars(select(Mail.key)).all()
        counts = [jobs.remind_due(at), jobs.remind_due(at)]
        db.session.commit()
        new = {key.split(":")[0] for key in db.session.scalars(select(Mail.key)) if key not in before}
        said[day] = next(iter(new), "report-None").removeprefix("report-")
        assert counts == [len(new), 0], day
    assert said == {day: str(what) for day, what in days.items()}
    assert [event["number"] for event in events(grant.application, "report_reminded")] == [1, 2, 3]
    warning = db.session.scalars(select(Mail.body).where(Mail.key.startswith("report-warning"))).first()
    assert warning is not None
    assert "kreve tilskuddet helt eller delvis tilbake, slik vilkårene i vedtaket sier" in warning
    assert f"/tilskudd/{grant.application.reference}/1/rapport" in warning
    assert [one.id for one in queries.missing(clock.at_oslo(date(2027, 2, 14), 9), days_late=28)] == [grant.id]
    assert queries.missing(clock.at_oslo(DUE, 9)) == []


def test_receipts_are_asked_for_and_sent(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    sent(stage, grant)
    own = f"/tilskudd/{grant.application.reference}/1/rapport"
    client = sign_in(stage.kari)
    with clock.frozen(AFTER):
        assert client.post(f"{own}/kvitteringer", data={"receipts": (io.BytesIO(PDF), "a.pdf")}).status_code == 422
    assert post(sign_in(stage.hanne), grant, "/receipts").status_code == 302
    assert mails("receipts") == ["Send oss kvitteringene for Fiksekveld 1"]
    client = sign_in(stage.kari)
    with clock.frozen(AFTER):
        wrong = client.post(f"{own}/kvitteringer", data={"receipts": (io.BytesIO(b"MZ"), "a.exe")})
        right = client.post(f"{own}/kvitteringer", data={"receipts": (io.BytesIO(PDF), "kvittering.pdf")})
    assert (wrong.status_code, right.status_code) == (422, 302)
    db.session.rollback()
    [file] = queries.own_report(grant.id).files
    with clock.frozen(AFTER):
        assert client.get(f"{own}/kvittering/{file.public_id}").data == PDF
        assert sign_in(stage.hanne).get(desk(grant, f"/files/{file.public_id}")).data == PDF
        assert "kvittering.pdf" in sign_in(stage.hanne).get(desk(grant)).text


def test_the_receipt_and_the_thanks_are_printed_once(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    report = sent(stage, grant, cost_nok=4000, unused_confirmed=True)
    actions.approve(report, by=stage.hanne, at=AFTER)
    db.session.commit()
    assert jobs.missing_report_letters(AFTER + timedelta(minutes=4)) == 0
    assert jobs.missing_report_letters(AFTER + timedelta(minutes=6)) == 1
    with clock.frozen(AFTER):
        jobs.print_report_letters.run(report.id)
        jobs.print_report_letters.run(report.id)
    found = db.session.scalars(
        select(Letter).where(Letter.kind.in_((LetterKind.REPORT_RECEIPT, LetterKind.REPORT_THANKS)))
    )
    letters = {letter.kind: letter for letter in found}
    assert {kind: letter.version for kind, letter in letters.items()} == {
        LetterKind.REPORT_RECEIPT: 1001,
        LetterKind.REPORT_THANKS: 1001,
    }
    thanks = letters[LetterKind.REPORT_THANKS]
    assert thanks.title == "Takk for rapporten om Fiksekveld 1"
    said = " ".join(
        text for section in thanks.content["sections"] for text in [*section["paragraphs"], *section["items"]]
    )
    assert "Det kom 60 besøkende." in said
    assert "1 000 kroner ble ikke brukt." in said.replace("\N{NO-BREAK SPACE}", " ")
    assert path_of(thanks.sha256).read_bytes().startswith(b"%PDF")
    assert jobs.missing_report_letters(AFTER + timedelta(days=1)) == 0
    with clock.frozen(AFTER):
        page = sign_in(stage.kari).get(f"/tilskudd/{grant.application.reference}/1/rapport").text
    assert "Vi har fått rapporten for Fiksekveld 1 (PDF)" in page


def test_the_list_by_state_and_lateness(stage: FollowupStage, sign_in: SignIn) -> None:
    """In the same few statements for one and for four."""
    counted = []
    first = stage.grant()
    client = sign_in(stage.hanne)
    with clock.frozen(AFTER):
        client.get("/staff/reports")
        with statements() as seen:
            client.get("/staff/reports")
    counted.append(len(seen))
    sent(stage, first)
    uncounted, late, _waiting = stage.accepted(activities=[{"title": f"Fiksekveld {n}"} for n in (2, 3, 4)])
    sent(stage, uncounted, count_method=CountMethod.NOT_COUNTED, count_reason="Åpen dør.", visitors=None)
    late.report_due_on = date(2026, 11, 28)
    db.session.commit()
    with clock.frozen(AFTER), statements() as seen:
        page = client.get("/staff/reports").text
    counted.append(len(seen))
    assert counted[0] == counted[1] <= 8
    assert page.index("Fiksekveld 1") < page.index("Fiksekveld 3") < page.index("Fiksekveld 4")
    assert "ikke talt" in page
    assert "3 dager over" in page
    with clock.frozen(AFTER):
        shown = {
            what: [f"Fiksekveld {n}" in client.get(f"/staff/reports?vis={what}").text for n in (1, 2, 3, 4)]
            for what in ("submitted", "late", "awaited", "approved")
        }
        assert client.get("/staff/reports?vis=noe&side=x").status_code == 200
    assert shown == {
        "submitted": [True, True, False, False],
        "late": [False, False, True, False],
        "awaited": [False, False, False, True],
        "approved": [False, False, False, False],
    }


def test_one_report_asks_the_database_little(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    sent(stage, grant)
    client = sign_in(stage.hanne)
    with clock.frozen(AFTER):
        client.get(desk(grant))
        with statements() as seen:
            client.get(desk(grant))
    assert len(seen) <= 12


def test_what_waits_on_min_side(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    client = sign_in(stage.kari)
    client.get(f"/vedtak/{grant.application.reference}")
    own = f"/tilskudd/{grant.application.reference}/1/rapport"
    seen = []
    for day in (date(2026, 11, 24), date(2026, 11, 25), DUE + timedelta(days=1)):
        with clock.frozen(clock.at_oslo(day, 12)):
            page = client.get("/min-side").text
        seen.append((own in page, "Send rapporten innen 17. januar 2027." in page, "skulle vært sendt" in page))
    assert seen == [(False, False, False), (True, True, False), (True, False, True)]
