"""Nobody waits for the database while a letter is printed."""

import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.applications.jobs import render_receipt
from app.decisions.appeals.receiving import appeal
from app.decisions.jobs import release_chunk, render_appeal_receipt
from app.decisions.releasing import plan
from app.extensions import db
from app.letters import pdf
from app.letters.models import Letter, LetterKind
from tests.decisions.stage import REJECTION, Stage


@pytest.mark.parametrize("kind", [LetterKind.RECEIPT, LetterKind.APPEAL_RECEIPT, LetterKind.DECISION])
def test_nobody_waits_while_a_letter_is_printed(
    app: Flask, stage: Stage, is_postgresql: bool, monkeypatch: pytest.MonkeyPatch, kind: LetterKind
) -> None:
    """SQLite has one writer at a time, and printing takes longer than many writes."""
    if is_postgresql:
        pytest.skip("writers do not wait for each other in PostgreSQL")
    work = job(stage, kind)
    at_once: list[int] = []
    really_print = pdf.print_page

    def write_meanwhile(*page: Any) -> bytes:
        other = sqlite3.connect(app.config["OMBRUK"].instance / "ombruk.db", timeout=0)
        at_once.append(other.execute("UPDATE user_account SET name = name").rowcount)
        other.commit()
        other.close()
        return really_print(*page)

    monkeypatch.setattr(pdf, "print_page", write_meanwhile)
    work()
    db.session.rollback()
    assert at_once == [3]
    assert db.session.scalar(select(func.count()).where(Letter.kind == kind)) == 1


def job(stage: Stage, kind: LetterKind) -> Callable[[], object]:
    """The background work that makes a letter of this kind, with nothing else waiting."""
    if kind is LetterKind.RECEIPT:
        return partial(render_receipt.run, stage.applied().id)
    if kind is LetterKind.DECISION:
        decision = stage.with_receipt(stage.decided())
        plan(stage.round.id, [decision.application.reference], stage.at, "http://localhost", by=stage.gro, at=stage.at)
        db.session.commit()
        return partial(release_chunk.run, [decision.id])
    sent = appeal(stage.released(REJECTION), "Nei.", None, public_url="http://localhost", by=stage.kari, at=stage.at)
    db.session.commit()
    return partial(render_appeal_receipt.run, sent.id)
