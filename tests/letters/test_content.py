"""What a letter says: its heading for every outcome, and keeping it as plain values."""

from dataclasses import replace

import pytest

from app.letters.content import AppealReceiptContent, DecisionContent, DecisionLineContent, ReceiptContent
from tests.letters.letters import DISMISSED, FULL, PART, REJECTED, appeal_receipt, decision, receipt

N = "\N{NO-BREAK SPACE}"

TITLES = [
    ((FULL,), f"Dere får 10{N}000 kroner til Fiksekveld på Tøyen"),
    ((PART,), f"Dere får 5{N}000 av 7{N}500 kroner til Byttedag for barneklær"),
    ((REJECTED,), "Vi kan dessverre ikke støtte Foredrag om sirkulær økonomi"),
    ((DISMISSED,), "Vi behandler ikke søknaden om Sykkelverksted i Groruddalen"),
    ((FULL, FULL), f"Dere får 20{N}000 kroner til to aktiviteter"),
    ((FULL, PART), f"Dere får 15{N}000 av 17{N}500 kroner til to aktiviteter"),
    ((FULL, PART, REJECTED), f"Dere får 15{N}000 kroner til to av tre aktiviteter"),
    ((REJECTED, DISMISSED), "Vi kan dessverre ikke støtte de to aktivitetene dere søkte om"),
    ((DISMISSED, DISMISSED), "Vi behandler ikke søknaden om to aktiviteter"),
]


@pytest.mark.parametrize(("lines", "title"), TITLES, ids=[title for _, title in TITLES])
def test_the_heading_states_the_outcome(lines: tuple[DecisionLineContent, ...], title: str) -> None:
    assert decision(*lines).title() == title


def test_the_longest_heading_fits_its_column() -> None:
    assert len(decision(replace(PART, title="å" * 80)).title()) <= 200


def test_contents_are_kept_as_plain_values_and_come_back_the_same() -> None:
    mixed = decision(FULL, PART, DISMISSED)
    assert DecisionContent.from_dict(mixed.to_dict()) == mixed
    assert ReceiptContent.from_dict(receipt().to_dict()) == receipt()
    assert AppealReceiptContent.from_dict(appeal_receipt().to_dict()) == appeal_receipt()


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(TypeError):
        DecisionContent.from_dict({**decision().to_dict(), "other": 1})
