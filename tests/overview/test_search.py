"""Find cases by words, on both databases, whatever is typed."""

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.applications.models import CaseRow
from app.extensions import db
from app.overview.search import matching
from tests.overview.lists import Cases
from tests.world import World


def found(query: str) -> list[int]:
    """The numbers of the cases that are found."""
    rows = db.session.scalars(select(CaseRow.reference).where(matching(query)).order_by(CaseRow.reference))
    return [int(reference.rpartition("-")[2]) for reference in rows]


@pytest.fixture
def cases(world: World) -> Cases:
    made = Cases(world)
    made.round.last_case_number = 40
    db.session.commit()
    made.case({"title": "Sykkelverksted på Tøyen", "venue_name": "Torget"}, name="Hjulet")  # 41
    made.case(
        {"title": "Byttedag", "venue_name": "Biblioteket", "description": "Bytt 42 plagg"}, name="Klærlaget"
    )  # 42
    made.case({"title": "Fiksekveld", "venue_name": "Ærfuglen", "description": "Sykler og ski"}, name="Fiks & ferdig")
    return made


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("sykkelverksted", [41]),
        ("SYKKEL", [41]),  # the beginning of a word, whatever the case
        ("syk", [41, 43]),
        ("kkel", []),  # not the middle of one
        ("sykler ski", [43]),  # every word
        ("sykler torget", []),
        ("ærfugl", [43]),
        ("KLÆR", [42]),
        ("Fiks & ferdig", [43]),
        ("42", [42]),  # the case's number, and a number in its text
        ("4", []),  # a number is matched whole
        ("0042", [42]),
        ("OMB-2026-0042", [42]),
        ("omb-2026-42", [42]),
        ("omb 2026", [41, 42, 43]),
        ("post@fiksekroken.example", [41, 42, 43]),
        ("", []),
        ("   ", []),
        ('"', []),
        ("***", []),
        ("🚲", []),
        ('"sykler"*', [43]),
        ("sykler* OR torget", []),
        ("NEAR(sykler)", []),
        ("søk'); DROP TABLE case_row;--", []),
        ("sykler\x00ski", [43]),
    ],
)
def test_what_is_found(cases: Cases, query: str, numbers: list[int]) -> None:
    assert found(query) == numbers


def test_many_and_long_words_are_cut(cases: Cases) -> None:
    assert found("sykler " * 500) == [43]
    assert found("x" * 5000) == []


def test_what_is_changed_is_found_by_its_new_words(cases: Cases) -> None:
    row = db.session.scalars(select(CaseRow).where(matching("byttedag"))).one()
    row.search_text = "noe helt annet"
    db.session.commit()
    assert (found("byttedag"), found("annet")) == ([], [42])
    db.session.delete(row)
    db.session.commit()
    assert found("annet") == []


@settings(max_examples=60)
@given(query=st.text(max_size=60))
def test_nothing_that_can_be_typed_is_an_error(app: Flask, query: str) -> None:
    assert found(query) == []
