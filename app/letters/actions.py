"""Issuing letters, telling of them, and noting that they were opened. Nothing here commits or sends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import insert as plain_insert
from sqlalchemy import select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from app.access import SYSTEM, Actor
from app.accounts.models import User, public_id
from app.audit.actions import record
from app.extensions import db
from app.files.actions import store_all
from app.letters import queries
from app.letters.content import Content
from app.letters.models import Letter, LetterKind, LetterOpening, Notice
from app.letters.notices import draft
from app.letters.pdf import Embedded, render
from app.mail.actions import queue_all, when_done
from app.mail.models import Mail, MailStatus
from app.policy import NotComplete

FIRST, SECOND = 1, 2
PDF = "application/pdf"


@dataclass(frozen=True)
class Rendered:
    """A letter that is printed and not yet kept. `version`: of the application or decision that it tells of."""

    case_reference: str
    version: int
    content: Content
    pdf: bytes


def issue(
    *,
    kind: LetterKind,
    case_reference: str,
    version: int,
    content: Content,
    by: Actor,
    at: datetime,
    embedded: Sequence[Embedded] = (),
    pdf: bytes | None = None,
) -> Letter:
    """Keep one letter, rendered here unless `pdf` is given. The same kind, case and version gives the same letter.

    Raises NotComplete, naming the block, when something that the law demands is missing.
    """
    if kind is not content.kind:
        raise ValueError(f"the content is of a {content.kind}")
    known = queries.letter_of(kind, case_reference, version)
    if known is not None:
        return known
    if pdf is None:
        if kind is LetterKind.DECISION and not embedded:
            raise NotComplete(_("Brevet kan ikke lages. Dette mangler: kopi av søknaden."))
        pdf = render(content, tuple(embedded))
    return issue_rendered([Rendered(case_reference, version, content, pdf)], by=by, at=at)[0]


def issue_rendered(letters: Sequence[Rendered], *, by: Actor, at: datetime) -> list[Letter]:
    """Keep many letters in the same number of statements as one; in the order given. Those that another worker kept
    first are given as it kept them."""
    if not letters:
        return []
    files = store_all([(each.pdf, PDF) for each in letters], at)
    rows = [
        {
            "public_id": public_id(),
            "kind": each.content.kind,
            "case_reference": each.case_reference,
            "version": each.version,
            "title": each.content.title(),
            "content": each.content.to_dict(),
            "sha256": file.sha256,
            "issued_at": at,
        }
        for each, file in zip(letters, files, strict=True)
    ]
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    db.session.execute(insert(Letter).on_conflict_do_nothing(), rows)
    keys = [(each.content.kind, each.case_reference, each.version) for each in letters]
    kept = {
        (letter.kind, letter.case_reference, letter.version): letter
        for letter in db.session.scalars(
            select(Letter).where(tuple_(Letter.kind, Letter.case_reference, Letter.version).in_(keys))
        )
    }
    ours = {row["public_id"] for row in rows}
    for letter in (kept[key] for key in keys):
        if letter.public_id in ours:
            record("letter_issued", by=by, at=at, case=letter.case_reference, kind=letter.kind, letter=letter.public_id)
    return [kept[key] for key in keys]


def notify(letter: Letter, recipients: Iterable[str], at: datetime) -> None:
    """Queue a notice to each address that the letter is ready, and where. Safe to repeat: one notice an address."""
    notify_all([(letter, recipients)], at)


def notify_all(letters: Sequence[tuple[Letter, Iterable[str]]], at: datetime, ordinal: int = FIRST) -> None:
    """The same for many letters, in the same number of statements."""
    owners: dict[str, Letter] = {}
    drafts = []
    for letter, recipients in letters:
        for address in sorted(set(recipients)):
            made = draft(letter, address, ordinal)
            owners[made.key] = letter
            drafts.append(made)
    mails = queue_all(drafts, at)
    told = set(db.session.scalars(select(Notice.mail_id).where(Notice.mail_id.in_([mail.id for mail in mails]))))
    rows = [
        {"letter_id": owners[mail.key].id, "mail_id": mail.id, "ordinal": ordinal, "queued_at": at}
        for mail in mails
        if mail.id not in told
    ]
    if rows:
        db.session.execute(plain_insert(Notice), rows)
        for letter, _recipients in letters:
            db.session.expire(letter, ["notices"])


def second_notices(at: datetime) -> int:
    """Tell once more, seven days after the first notice, where nobody on the applicant's side has opened the decision
    (eForvaltningsforskriften § 8). Returns how many letters. Safe to run twice."""
    unopened = queries.unopened_decisions(at)
    again = [(letter, [notice.mail.recipient for notice in letter.notices]) for letter in unopened]
    notify_all(again, at, SECOND)
    return len(again)


def open_letter(letter: Letter, *, by: User, by_party: bool, at: datetime) -> None:
    """Note who opened the letter and when: the first time each person does, which is what the law asks for.

    Once, also when the page and its PDF are asked for at the same moment."""
    opened = select(LetterOpening.id).where(LetterOpening.letter_id == letter.id, LetterOpening.user_id == by.id)
    if db.session.scalar(opened.limit(1)) is not None:
        return
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    row = {"letter_id": letter.id, "user_id": by.id, "by_party": by_party, "at": at}
    made = insert(LetterOpening).values(row).on_conflict_do_nothing().returning(LetterOpening.id)
    if db.session.scalar(made) is None:
        return
    db.session.expire(letter, ["openings"])
    record("letter_opened", by=by, at=at, case=letter.case_reference, letter=letter.public_id)


@when_done
def note_notice(mail: Mail, at: datetime) -> None:
    """The history says when a notice went out, or that it did not arrive."""
    notice = queries.notice_of(mail)
    if notice is None:
        return
    case, letter = notice.letter.case_reference, notice.letter.public_id
    if mail.status is MailStatus.SENT:
        record("notice_sent", by=SYSTEM, at=at, case=case, letter=letter, ordinal=notice.ordinal)
    else:
        record("notice_failed", by=SYSTEM, at=at, case=case, letter=letter)
