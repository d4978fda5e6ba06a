"""A decision builds on the answers: their day stands in its letter, and a copy of them lies with it."""

from datetime import date
from io import BytesIO
from typing import Any

import pikepdf

from app.applications.models import Application
from app.casework.queries import letter_to_party
from app.decisions.preview import content
from app.files.queries import read
from app.letters.models import LetterKind
from app.letters.queries import letter_of
from tests.casework.asking import WHEN, answer, ask
from tests.decisions.stage import Stage
from tests.world import World


class Answering(Stage):
    """Every case has been asked for more on its way, and has answered."""

    def in_screening(self, **changes: Any) -> Application:
        application = super().in_screening(**changes)
        answer(ask(self, application, WHEN), self.kari, self.at, "Tirsdag.")
        return application


def test_the_letter_says_the_day_and_carries_a_copy(world: World) -> None:
    decision = Answering(world).released()
    assert decision.letter is not None
    assert decision.letter.content["supplement_on"] == "2026-09-01"
    reference = decision.application.reference
    receipt = letter_of(LetterKind.SUPPLEMENT_RECEIPT, reference, 1)
    assert receipt is not None
    with pikepdf.open(BytesIO(read(decision.letter.sha256))) as pdf:
        assert sorted(pdf.attachments) == [f"{reference}-svar-1.pdf", f"{reference}.pdf"]
        copy = pdf.attachments[f"{reference}-svar-1.pdf"].get_file().read_bytes()
    assert copy == read(receipt.sha256)
    assert letter_to_party(reference, receipt.public_id) is receipt


def test_a_case_that_answered_nothing_says_nothing_of_it(world: World) -> None:
    decision = Stage(world).released()
    assert decision.letter is not None
    assert decision.letter.content["supplement_on"] is None


def test_the_preview_says_the_day_too(world: World) -> None:
    stage = Answering(world)
    application = stage.recommended()
    stage.declare(application)
    assert content(application, stage.gro, stage.at).supplement_on == date(2026, 9, 1)
