"""Verdicts on the way to their documents: ranked, written, handed over, published; and how the documents are read."""

import io
from collections.abc import Callable
from typing import Any

import page as validator
import pypdfium2
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import db
from app.letters.models import Letter
from app.prize.jury.standing import standing
from app.prize.meeting.matrix import judged_nominations
from app.prize.meeting.models import Attendance
from app.prize.models import PrizeStatus
from app.prize.nominations.models import ImageConsent
from app.prize.verdict import confirming, handing, publishing, sealing, statement
from app.prize.verdict.publishing import Published
from app.prize.verdict.ranking import set_ranking
from app.prize.verdict.statement import Texts
from tests.prize.verdict_world import NONCE, Judged
from tests.prize_world import PrizeWorld

SignIn = Callable[[Any], FlaskClient]
STATEMENT = " ".join(["Stolene", "fikk", "leve", "videre,", "og", "rommet", "ble", "finere", "enn", "før."] * 10)
SENTENCE = "For stoler som fikk bli."
WORD = "Benkene ble bedre enn nye."


def ranked(prizes: PrizeWorld, **changes: Any) -> Judged:
    """The first of three wins, the second is mentioned; everybody was at the meeting."""
    prize, members, nominations = prizes.scored(PrizeStatus.MEETING)
    for name, value in changes.items():
        setattr(prize, name, value)
    db.session.add_all(Attendance(prize_id=prize.id, member_id=each.id, noted_at=prizes.at) for each in members)
    secretary = prizes.secretary()
    verdict = set_ranking(prize, nominations[:2], [nominations[1]], "total", None, by=members[-1].user, at=prizes.at)
    db.session.commit()
    return Judged(prize, members, nominations, verdict, secretary)


def written(prizes: PrizeWorld, judged: Judged | None = None, **changes: Any) -> Judged:
    """With all texts, and minutes that wait for the members."""
    judged = judged or ranked(prizes, **changes)
    others = [each for each in judged_nominations(judged.prize) if each.id != judged.verdict.winner.id]
    words = {each.reference: f"{WORD[:-1]}, {each.project}." for each in others}
    texts = Texts(STATEMENT, SENTENCE, words)
    statement.write(judged.verdict, others, texts, by=judged.secretary, at=prizes.at)
    db.session.flush()
    confirming.make(judged.verdict, standing(judged.prize), others, by=judged.secretary, at=prizes.at)
    db.session.commit()
    return judged


def confirm_all(prizes: PrizeWorld, judged: Judged, dissent: str | None = None) -> Judged:
    """Every member confirms; the second one with what they disagree with."""
    jury = standing(judged.prize)
    for number, each in enumerate(judged.members):
        confirming.confirm(
            judged.verdict,
            each,
            jury,
            sha256=judged.verdict.minutes_sha256 or "",
            dissent=dissent if number == 1 else None,
            by=each.user,
            at=prizes.at,
        )
    db.session.commit()
    return judged


def sealed(prizes: PrizeWorld, judged: Judged | None = None) -> Judged:
    judged = confirm_all(prizes, judged or written(prizes))
    sealing.seal_verdict(judged.prize, nonce=NONCE, by=judged.secretary, at=prizes.at)
    db.session.commit()
    return judged


def handed_over(prizes: PrizeWorld, judged: Judged | None = None) -> Judged:
    judged = sealed(prizes, judged)
    handing.hand_over(judged.prize, by=judged.secretary, at=prizes.at)
    db.session.commit()
    return judged


def published(prizes: PrizeWorld, judged: Judged | None = None, *images: str) -> Judged:
    judged = handed_over(prizes, judged)
    judged.nominations[0].image_consent = ImageConsent.PUBLIC
    chosen = Published(images=images, is_checked=True)
    publishing.publish(judged.prize, chosen, by=judged.secretary, at=prizes.at)
    db.session.commit()
    return judged


def failures(pdf: bytes) -> list[str]:
    """What is wrong with the file as PDF/A-3a and as PDF/UA-1."""
    reports = [validator.validate_pdf_bytes(pdf, profile=profile) for profile in ("3a", "ua1")]
    return [f"{failure.rule_id}: {failure.message}" for report in reports for failure in report.failures]


def pages(pdf: bytes) -> list[str]:
    """The text of each page, on one line, with plain spaces."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number in range(len(document)):
            side = document[number]
            text = side.get_textpage()
            found.append(" ".join(text.get_text_range().replace("\N{NO-BREAK SPACE}", " ").split()))
            text.close()
            side.close()
    return found


def size_of(pdf: bytes) -> tuple[int, int]:
    """Width and height of the first page, in millimetres."""
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        width, height = document.get_page_size(0)
    return round(width / 72 * 25.4), round(height / 72 * 25.4)


def letters() -> list[tuple[str, str, str]]:
    """Kind, case and title of every letter, in order."""
    rows = db.session.scalars(select(Letter).order_by(Letter.case_reference, Letter.id))
    return [(each.kind.value, each.case_reference, each.title) for each in rows]
