"""Pages by keys: every row once, in order, both ways, with ties and rows that have no score."""

import base64
import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Select, select

from app.applications.models import CaseRow, Status
from app.extensions import db
from app.overview import ordering
from app.overview.queries import scores_seen
from tests.overview.lists import Cases
from tests.world import World

SCORES = [
    Decimal("50"),
    None,
    Decimal("78.7500"),
    Decimal("50"),
    None,
    Decimal("0"),
    Decimal("78.7501"),
    None,
    Decimal(50),
]
ORDERS = ["referanse", "-referanse", "mottatt", "-mottatt", "sokt", "-sokt", "poeng", "-poeng"]
ROWS: Select[*tuple[Any, ...]] = select(
    CaseRow.activity_id, CaseRow.reference, CaseRow.score, CaseRow.sought_nok, CaseRow.received_at
)


@pytest.fixture
def cases(world: World) -> Cases:
    """Nine rows of three cases; many share their amount, time and score."""
    made = Cases(world)
    for number in range(3):
        application = made.case(*[{"title": f"{number} {i}", "sought_nok": [3000, 5000, 3000][i]} for i in range(3)])
        for i, row in enumerate(application.case_rows):
            row.score, row.status = SCORES[number * 3 + i], Status.DECIDED
            row.received_at += timedelta(microseconds=number % 2)
    db.session.commit()
    return made


def expected(order: str) -> list[int]:
    """The ids in order, reckoned in plain Python."""
    rows = db.session.execute(ROWS).all()
    name, down = order.removeprefix("-"), order.startswith("-")
    column = ordering.COLUMNS[name].key
    with_value = [row for row in rows if getattr(row, column) is not None]
    without = sorted((row for row in rows if getattr(row, column) is None), key=lambda r: (r.reference, r.activity_id))
    with_value.sort(key=lambda row: (getattr(row, column), row.activity_id), reverse=down)
    return [row.activity_id for row in [*with_value, *without]]


def ids(page: ordering.Page) -> list[int]:
    return [row.activity_id for row in page.rows]


@pytest.mark.parametrize("name", ORDERS)
@pytest.mark.parametrize("size", [1, 2, 4, 9, 10])
def test_pages_show_every_row_once_both_ways(cases: Cases, name: str, size: int) -> None:
    order = ordering.order_by(name, scores_seen(cases.reader))
    page = ordering.page(ROWS, order, size)
    assert page.before is None
    forward, pages = ids(page), [ids(page)]
    while page.after:
        place = ordering.place(str(page.after), order)
        assert place == page.after
        page = ordering.page(ROWS, order, size, after=place)
        forward += ids(page)
        pages.append(ids(page))
    assert forward == expected(name)
    while page.before:
        page = ordering.page(ROWS, order, size, before=ordering.place(str(page.before), order))
        pages.pop()
        assert ids(page) == pages[-1]
    assert len(pages) == 1


def test_scores_that_may_not_be_seen_do_not_order_the_list(cases: Cases) -> None:
    for row in db.session.scalars(select(CaseRow)):
        row.status = Status.REVIEW
    db.session.commit()
    order = ordering.order_by("-poeng", scores_seen(cases.hanne))
    assert ids(ordering.page(ROWS, order, 20)) == expected("referanse")


def test_a_page_before_the_first_rows_is_the_first_page(cases: Cases) -> None:
    order = ordering.order_by("referanse", scores_seen(cases.reader))
    third = list(ordering.walk(ROWS, order, None, 3))[2][0]
    page = ordering.page(ROWS, order, 5, before=third)
    assert (ids(page), page.before) == (expected("referanse")[:5], None)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "tull",
        "e30",
        "[",
        *(
            base64.urlsafe_b64encode(json.dumps(packed).encode()).decode()
            for packed in (
                {},
                [],
                [0],
                [0, "x"],
                [7, "78.75", 1],
                [-1, "OMB-2026-0001", 1],
                [0, "NaN", 1],
                [0, "1e999", 1],
                [0, "78.75", 1e30],
                [0, "78.75", "1", "2"],
                [1, "\x00", 1],
                [1, "\ud800", 1],
                [None, None, None],
                ["0", "78.75", 1],
            )
        ),
    ],
)
def test_what_is_no_place_is_no_place(cases: Cases, written: str) -> None:
    assert ordering.place(written, ordering.order_by("poeng", scores_seen(cases.reader))) is None


@settings(max_examples=100)
@given(written=st.text(max_size=30), name=st.sampled_from(ORDERS))
def test_no_text_breaks_the_reading_of_a_place(app: Flask, written: str, name: str) -> None:
    assert ordering.place(written, ordering.order_by(name, CaseRow.score.is_not(None))) is None
