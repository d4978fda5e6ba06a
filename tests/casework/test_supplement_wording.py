"""Every deviation has a question worded for it, with its own facts in it."""

from datetime import date

import pytest
from flask import Flask

from app.casework.supplements.wording import QUESTIONS, question, we_need
from app.review.models import CheckCode
from app.review.sentences import SENTENCES


def test_every_deviation_has_a_question(app: Flask) -> None:
    deviations = {key for key, (_sentence, advice) in SENTENCES.items() if advice}
    assert set(QUESTIONS) == deviations


def test_the_question_holds_the_facts(app: Flask) -> None:
    assert question(CheckCode.BUDGET_BALANCES, {"why": "lacking", "amount_nok": 2500}) == (
        "Budsjettet mangler 2\u202f500\u00a0kr på inntektssiden. Hvordan dekker dere resten?",
        "Vi må vite at aktiviteten kan gjennomføres.",
    )


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (1, "Vi trenger én opplysning innen 3. oktober"),
        (2, "Vi trenger to opplysninger innen 3. oktober"),
        (13, "Vi trenger 13 opplysninger innen 3. oktober"),
    ],
)
def test_how_much_and_by_when(app: Flask, count: int, sentence: str) -> None:
    assert we_need(count, date(2026, 10, 3)) == sentence
