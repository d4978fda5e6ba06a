"""Issuing once, telling where and never what, and noting who opened it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.exc import DatabaseError

from app.access import SYSTEM
from app.audit.models import AuditEvent
from app.extensions import db
from app.files import queries as files
from app.letters import queries
from app.letters.actions import Rendered, issue, issue_rendered, notify, notify_all, open_letter, second_notices
from app.letters.content import DecisionContent
from app.letters.models import Letter, LetterKind, LetterOpening
from app.letters.pdf import Embedded
from app.mail.actions import mark_not_sent, mark_sent
from app.mail.models import Mail, MailStatus
from app.policy import NotComplete
from tests.letters.letters import FULL, decision, receipt
from tests.world import World

DAY = timedelta(days=1)
LINK = "https://ombruk.oslo.example/vedtak/OMB-2026-0042"
NORA, STYRET = "nora@fiksekroken.example", "styret@fiksekroken.example"


def content() -> DecisionContent:
    return decision(decision_link=LINK)


def kept(at: datetime, version: int = 1) -> Letter:
    """A decision's letter that is issued, without the time it takes to print."""
    letter = issue_rendered([Rendered("OMB-2026-0042", version, content(), b"%PDF-1.7")], by=SYSTEM, at=at)[0]
    db.session.commit()
    return letter


def told(letter: Letter, at: datetime, *, sent_at: datetime | None = None) -> list[Mail]:
    notify(letter, [NORA, STYRET], at)
    mails = list(db.session.scalars(select(Mail).order_by(Mail.recipient)))
    for mail in mails:
        if sent_at:
            mark_sent(mail, sent_at)
    db.session.commit()
    return mails


def history() -> list[tuple[str, dict[str, object]]]:
    return [(each.kind, each.fields) for each in db.session.scalars(select(AuditEvent).order_by(AuditEvent.number))]


@contextmanager
def counted() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield statements
    event.remove(db.engine, "before_cursor_execute", note)


def test_a_letter_is_printed_kept_and_recorded(app: Flask, at: datetime) -> None:
    copy = Embedded("soknad.pdf", "Søknaden", b"%PDF-1.7 x")
    letter = issue(
        kind=LetterKind.DECISION,
        case_reference="OMB-2026-0042",
        version=1,
        content=content(),
        by=SYSTEM,
        at=at,
        embedded=[copy],
    )
    db.session.commit()
    assert letter.title == content().title()
    assert DecisionContent.from_dict(letter.content) == content()
    assert letter.file.media_type == "application/pdf"
    assert files.read(letter.sha256).startswith(b"%PDF-1.7")
    assert history() == [("letter_issued", {"kind": "decision", "letter": letter.public_id})]


def test_the_same_version_is_issued_once(app: Flask, at: datetime) -> None:
    first = kept(at)
    again = issue(
        kind=LetterKind.DECISION, case_reference="OMB-2026-0042", version=1, content=content(), by=SYSTEM, at=at + DAY
    )
    db.session.commit()
    assert again is first
    assert [kind for kind, _ in history()] == ["letter_issued"]
    assert kept(at, version=2).id != first.id


def test_what_another_worker_kept_meanwhile_is_left_as_it_is(app: Flask, at: datetime) -> None:
    first = kept(at)
    again = issue_rendered([Rendered("OMB-2026-0042", 1, content(), b"%PDF other")], by=SYSTEM, at=at + DAY)
    db.session.commit()
    assert [letter.id for letter in again] == [first.id]
    assert files.read(again[0].sha256) == b"%PDF-1.7"
    assert [kind for kind, _ in history()] == ["letter_issued"]


@pytest.mark.parametrize("lacking", [replace(FULL, reasons=""), None])
def test_an_incomplete_decision_is_not_issued(app: Flask, at: datetime, lacking: object) -> None:
    embedded = [Embedded("x.pdf", "x", b"x")] if lacking else []
    with pytest.raises(NotComplete) as refusal:
        issue(
            kind=LetterKind.DECISION,
            case_reference="OMB-2026-0042",
            version=1,
            content=decision(lacking) if lacking else content(),  # type: ignore[arg-type]
            by=SYSTEM,
            at=at,
            embedded=embedded,
        )
    missing = "begrunnelsen for Fiksekveld på Tøyen" if lacking else "kopi av søknaden"
    assert refusal.value.reason == f"Brevet kan ikke lages. Dette mangler: {missing}."
    assert db.session.scalars(select(Letter)).all() == []


def test_the_database_refuses_to_change_or_delete_a_letter(app: Flask, at: datetime) -> None:
    letter = kept(at)
    for change in (f"UPDATE letter SET title = 'x' WHERE id = {letter.id}", "DELETE FROM letter"):
        with pytest.raises(DatabaseError, match="insert-only"):
            db.session.connection().exec_driver_sql(change)
        db.session.rollback()


def test_a_notice_says_that_and_where_but_not_what(app: Flask, at: datetime) -> None:
    mails = told(kept(at), at)
    assert [mail.recipient for mail in mails] == [NORA, STYRET]
    assert mails[0].subject == "Vedtaket i saken OMB-2026-0042 ligger klart"
    assert mails[0].body == (
        "Hei!\n\n"
        "Vedtaket i saken OMB-2026-0042 ligger klart. Logg inn her for å lese det:\n"
        f"{LINK}\n\n"
        "Klagefristen løper fra i dag.\n\n"
        "Vennlig hilsen\n"
        "Klimaetaten, Oslo kommune\n"
        "Telefon 21 80 21 80\n"
    )
    assert mails[0].case_reference == "OMB-2026-0042"


def test_notifying_twice_tells_each_address_once(app: Flask, at: datetime) -> None:
    letter = kept(at)
    told(letter, at)
    assert len(told(letter, at + DAY)) == 2
    assert [notice.ordinal for notice in letter.notices] == [1, 1]


def test_the_time_to_appeal_runs_from_the_first_notice_that_was_sent(app: Flask, at: datetime) -> None:
    letter = kept(at)
    assert queries.notified_at(letter) is None
    mails = told(letter, at)
    assert queries.notified_at(letter) is None
    mark_sent(mails[1], at + DAY)
    mark_sent(mails[0], at + 2 * DAY)
    db.session.commit()
    assert queries.notified_at(letter) == at + DAY


def test_a_sent_notice_is_in_the_history(app: Flask, at: datetime) -> None:
    letter = kept(at)
    mails = told(letter, at)
    mark_sent(mails[0], at)
    mark_not_sent(mails[1], "550 no such user", at, is_final=True)
    db.session.commit()
    assert history()[1:] == [
        ("notice_sent", {"letter": letter.public_id, "ordinal": 1}),
        ("notice_failed", {"letter": letter.public_id}),
    ]


def test_the_handler_sees_what_became_of_the_notices(app: Flask, at: datetime) -> None:
    letter = kept(at)
    assert queries.notice_state(letter).needs_attention
    nora, styret = told(letter, at)
    assert queries.notice_state(letter).sentences == [
        f"Varselet til {NORA} venter på å bli sendt.",
        f"Varselet til {STYRET} venter på å bli sendt.",
    ]
    nora.attempts = 1
    mark_not_sent(nora, "connection refused", at)
    mark_not_sent(styret, "550 no such user", at, is_final=True)
    db.session.commit()
    assert queries.notice_state(letter).sentences == [
        f"Varselet til {NORA} er ikke sendt ennå. Vi prøver igjen tirsdag 1. september kl. 10.01.",
        f"Varselet til {STYRET} kom ikke fram: 550 no such user",
    ]
    assert queries.notice_state(letter).needs_attention
    for mail in (nora, styret):
        mail.status = MailStatus.QUEUED
        mark_sent(mail, at)
    db.session.commit()
    assert queries.notice_state(letter).sentences == [
        f"Varselet til {NORA} ble sendt tirsdag 1. september kl. 10.00.",
        f"Varselet til {STYRET} ble sendt tirsdag 1. september kl. 10.00.",
    ]
    assert not queries.notice_state(letter).needs_attention


def second(at: datetime) -> list[str]:
    second_notices(at)
    db.session.commit()
    found = select(Mail).where(Mail.subject.startswith("Dere har ikke")).order_by(Mail.recipient)
    return [mail.recipient for mail in db.session.scalars(found)]


def test_an_unopened_decision_is_told_of_again_after_seven_days_and_only_once(app: Flask, at: datetime) -> None:
    letter = kept(at)
    told(letter, at, sent_at=at + DAY)
    assert second(at + 8 * DAY - timedelta(seconds=1)) == []
    assert second(at + 8 * DAY) == [NORA, STYRET]
    assert second(at + 30 * DAY) == [NORA, STYRET]
    db.session.expire_all()
    assert [notice.ordinal for notice in letter.notices] == [1, 1, 2, 2]
    assert queries.notified_at(letter) == at + DAY


def test_the_second_notice_in_words(app: Flask, at: datetime) -> None:
    told(kept(at), at, sent_at=at)
    second(at + 7 * DAY)
    mail = db.session.scalars(select(Mail).where(Mail.recipient == NORA, Mail.status == MailStatus.QUEUED)).one()
    assert mail.subject == "Dere har ikke åpnet vedtaket i saken OMB-2026-0042"
    assert mail.body.startswith(
        f"Hei!\n\nDere har ikke åpnet vedtaket i saken OMB-2026-0042. Les det her:\n{LINK}\n\n"
        "Får dere det ikke til, ring oss på 21 80 21 80.\n"
    )


def test_no_second_notice_when_the_party_opened_it(app: Flask, world: World, at: datetime) -> None:
    letter = kept(at)
    told(letter, at, sent_at=at)
    open_letter(letter, by=world.user(name="Nora Berg"), by_party=True, at=at + DAY)
    db.session.commit()
    assert second(at + 30 * DAY) == []
    assert queries.opened_at(letter) == at + DAY


def test_a_case_handler_who_opens_it_does_not_count(app: Flask, world: World, at: datetime) -> None:
    letter = kept(at)
    told(letter, at, sent_at=at)
    open_letter(letter, by=world.user(), by_party=False, at=at)
    db.session.commit()
    assert second(at + 30 * DAY) == [NORA, STYRET]
    assert queries.opened_at(letter) is None


def test_no_second_notice_while_the_first_is_not_sent_and_none_for_receipts(app: Flask, at: datetime) -> None:
    told(kept(at), at)
    made = issue_rendered([Rendered("OMB-2026-0042", 1, receipt(), b"%PDF r")], by=SYSTEM, at=at)
    notify(made[0], [NORA], at)
    for mail in db.session.scalars(select(Mail).where(Mail.subject.startswith("Vi har fått"))):
        mark_sent(mail, at)
    db.session.commit()
    assert second(at + 30 * DAY) == []


def test_opening_is_noted_the_first_time_each_person_does(app: Flask, world: World, at: datetime) -> None:
    letter, nora, amir = kept(at), world.user(name="Nora Berg"), world.user(name="Amir Ali")
    for person, days in [(nora, 0), (nora, 1), (amir, 2)]:
        open_letter(letter, by=person, by_party=True, at=at + days * DAY)
        db.session.commit()
    rows = db.session.scalars(select(LetterOpening).order_by(LetterOpening.at)).all()
    assert [(row.user_id, row.at) for row in rows] == [(nora.id, at), (amir.id, at + 2 * DAY)]
    assert [kind for kind, _ in history()] == ["letter_issued", "letter_opened", "letter_opened"]


def test_many_letters_and_notices_take_as_many_statements_as_one(app: Flask, at: datetime) -> None:
    def release(first: int, count: int) -> int:
        made = [
            Rendered(
                f"OMB-2026-{number:04}", 1, replace(content(), reference=f"OMB-2026-{number:04}"), b"%%PDF %d" % number
            )
            for number in range(first, first + count)
        ]
        with counted() as statements:
            letters = issue_rendered(made, by=SYSTEM, at=at)
            notify_all([(letter, [NORA, STYRET]) for letter in letters], at)
            db.session.commit()
        return len(statements)

    assert release(1, 1) == release(100, 100) <= 12
    assert db.session.scalars(select(Letter.case_reference).order_by(Letter.id)).all() == [
        "OMB-2026-0001",
        *[f"OMB-2026-{number:04}" for number in range(100, 200)],
    ]
    assert len(db.session.scalars(select(Mail.id)).all()) == 202
