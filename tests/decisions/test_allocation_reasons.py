"""Each activity says why it gets what it gets, and what stands between it and more; rules that collide are named."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from flask import Flask

from app.decisions.allocation.allocate import UnknownVersion, UnusableRules, allocate
from app.decisions.allocation.least import least_named
from app.decisions.allocation.result import Line, Result
from app.decisions.allocation.rules import Applied, Rules, Spread
from app.decisions.allocation.sentences import Names, binding, conflict, hinders, proof, why
from tests.decisions.pots import applied, rules

NAMES = Names({"food": "Mat"}, {"north": "Stovner", "south": "Nordstrand"}, {"relevance": "Relevans"})


def line_of(result: Result, key: str) -> Line:
    return next(line for line in result.lines if line.key == key)


def said(inputs: Sequence[Applied], by: Rules, key: str) -> tuple[int, str, str]:
    line = line_of(allocate(inputs, by), key)
    return line.amount_nok, why(line.why, NAMES), hinders(line.next_nok, line.hinders, NAMES)


@pytest.mark.parametrize(
    ("one", "by", "expected"),
    [
        (applied("a"), rules(), (5000, "Hele beløpet det er søkt om.", "")),
        (applied("a", sought=12_000), rules(), (10_000, "Taket per aktivitet, som er 10\u202f000\u00a0kr.", "")),
        (
            applied("a", expenses_nok=3000),
            rules(),
            (2500, "Så mye som utgiftene på 3\u202f000\u00a0kr gir rom for.", ""),
        ),
        (
            applied("a"),
            rules(pot_nok=3800),
            (
                2500,
                "Det minste beløpet: 50 prosent av det aktiviteten kan få, rundet opp.",
                "Neste beløp er 5\u202f000\u00a0kr: 1\u202f200\u00a0kr mangler i potten.",
            ),
        ),
        (
            applied("a"),
            rules(pot_nok=2000),
            (0, "Fikk ikke plass.", "Neste beløp er 2\u202f500\u00a0kr: 500\u00a0kr mangler i potten."),
        ),
        (
            applied("a", sought=10_000),
            rules(max_organisation_nok=6000),
            (
                5000,
                "Det minste beløpet: 50 prosent av det aktiviteten kan få, rundet opp.",
                "Neste beløp er 10\u202f000\u00a0kr: "
                "taket per søker er 6\u202f000\u00a0kr, og 4\u202f000\u00a0kr mangler under det.",
            ),
        ),
        (applied("a", 2), rules(fundable_score=Decimal(40)), (0, "Under terskelen på 40 poeng.", "")),
        (
            applied("a", "1.5"),
            rules(floor_criterion="relevance"),
            (0, "1,5 på «Relevans», under 2 som kreves.", ""),
        ),
        (applied("a", medians=()), rules(), (0, "Ikke med: vurderingen er ikke fullstendig.", "")),
        (
            applied("a", blocked="screening"),
            rules(),
            (0, "Ikke med: saken har status «Formell kontroll».", ""),
        ),
        (
            applied("a", blocked="hidden", medians=()),
            rules(),
            (0, "Ikke med: du har ikke sendt din egen vurdering, og ser ikke poengene.", ""),
        ),
        (
            applied("a", settled_nok=2500, settled_as="decided"),
            rules(),
            (2500, "Vedtatt med 2\u202f500\u00a0kr.", ""),
        ),
        (
            applied("a", expenses_nok=2000, lowest_named_nok=4000),
            rules(),
            (0, "Søkeren trenger minst 4\u202f000\u00a0kr, og så mye kan ikke gis.", ""),
        ),
    ],
)
def test_why_this_amount_and_what_stands_between_it_and_more(
    app: Flask, one: Applied, by: Rules, expected: tuple[int, str, str]
) -> None:
    assert said([one], by, "a") == expected


def test_at_most_so_many_activities_for_one_organisation(app: Flask) -> None:
    both = [applied("a", 5, organisation="x"), applied("b", 4, organisation="x")]
    assert said(both, rules(max_organisation_activities=1), "b") == (
        0,
        "Fikk ikke plass.",
        "Neste beløp er 2\u202f500\u00a0kr: søkeren har 1 aktivitet med, og kan ikke få støtte til flere.",
    )


DISTRICTS = (Spread("district", needs_one=True),)


def test_the_only_one_in_its_district_is_lifted_and_the_other_is_told(app: Flask) -> None:
    inputs = [applied("a", 5, district="south"), applied("b", 5, district="south"), applied("c", 3, district="north")]
    by = rules(pot_nok=10_000, spreads=DISTRICTS)
    result = allocate(inputs, by)
    assert {line.key: (line.unspread_nok, line.amount_nok, line.ranked_nok) for line in result.lines} == {
        "a": (5000, 5000, 5000),
        "b": (5000, 2500, 5000),
        "c": (0, 2500, 0),
    }
    assert said(inputs, by, "c")[1] == "Løftet fordi den er den eneste støtteberettigede i Stovner."
    assert said(inputs, by, "b")[2] == (
        "Neste beløp er 5\u202f000\u00a0kr: pengene gikk til en som ble løftet for spredningens skyld."
    )
    assert [binding(one, NAMES) for one in result.binding] == [
        "Potten: 2 aktiviteter kunne fått mer. 0\u00a0kr blir igjen, for lite til neste beløp.",
        "Kravet om minst én i Stovner flytter penger.",
    ]


def test_nobody_is_lifted_below_the_points_for_spread(app: Flask) -> None:
    inputs = [applied("a", 5, district="south"), applied("c", 2, district="north")]
    result = allocate(inputs, rules(pot_nok=5000, spreads=DISTRICTS))
    assert line_of(result, "c").amount_nok == 0
    assert result.conflict is None


def test_the_whole_city_is_no_district(app: Flask) -> None:
    inputs = [applied("a", 5, district="south"), applied("c", 4, district="city")]
    result = allocate(inputs, rules(pot_nok=5000, least_share=100, spreads=DISTRICTS))
    assert (line_of(result, "a").amount_nok, result.conflict) == (5000, None)


def test_a_share_to_each_category(app: Flask) -> None:
    inputs = [
        applied("a", 5, 10_000, category="sharing"),
        applied("b", 5, 10_000, category="sharing"),
        applied("c", 3, 10_000, category="food"),
    ]
    by = rules(spreads=(Spread("category", share=25),))
    assert said(inputs, by, "c") == (
        5000,
        "Løftet fordi den er den eneste støtteberettigede i «Mat».",
        "Neste beløp er 10\u202f000\u00a0kr: 5\u202f000\u00a0kr mangler i potten.",
    )


def test_demands_that_cost_more_than_the_pot_say_what_collides_and_what_is_nearest(app: Flask) -> None:
    inputs = [applied("a", 5, district="south"), applied("c", 3, district="north")]
    result = allocate(inputs, rules(pot_nok=4000, spreads=DISTRICTS))
    assert result.conflict is not None
    assert conflict(result.conflict, result.room_nok, NAMES) == [
        "Disse reglene kan ikke holdes samtidig: minst én i Stovner; minst én i Nordstrand; potten.",
        "Alle kravene til spredning koster minst 5\u202f000\u00a0kr, og 4\u202f000\u00a0kr kan deles ut.",
        "Nærmest kommer forslaget under. Det holder alt unntatt: minst én i Stovner.",
    ]
    assert {line.key: line.amount_nok for line in result.lines} == {"a": 2500, "c": 0}


def test_a_cap_on_an_organisation_that_collides_with_spread(app: Flask) -> None:
    inputs = [
        applied("a", 5, organisation="x", district="south"),
        applied("c", 3, organisation="x", district="north"),
    ]
    result = allocate(inputs, rules(max_organisation_activities=1, spreads=DISTRICTS))
    assert result.conflict is not None
    assert conflict(result.conflict, result.room_nok, NAMES)[:2] == [
        "Disse reglene kan ikke holdes samtidig: minst én i Stovner; minst én i Nordstrand; "
        "høyst så mange aktiviteter per søker.",
        "Ingen pott er stor nok, for takene per søker står i veien.",
    ]


def test_more_is_settled_than_the_pot_holds(app: Flask) -> None:
    inputs = [applied("a", settled_nok=5000, settled_as="decided"), applied("b")]
    result = allocate(inputs, rules(pot_nok=4000))
    assert result.conflict is not None
    assert conflict(result.conflict, result.room_nok, NAMES) == [
        "Det er alt vedtatt og innstilt 1\u202f000\u00a0kr mer enn potten uten reserven. Ingen får noe mer."
    ]
    assert line_of(result, "b").amount_nok == 0


def test_an_earlier_application_goes_first_where_points_are_equal(app: Flask) -> None:
    inputs = [applied("a", received="2026-09-02"), applied("b", received="2026-09-01")]
    result = allocate(inputs, rules(pot_nok=5000, least_share=100))
    assert {line.key: line.amount_nok for line in result.lines} == {"a": 0, "b": 5000}


def test_it_says_that_it_is_the_best(app: Flask) -> None:
    result = allocate([applied("a")], rules())
    assert proof(result) == "Bevist best: ingen fordeling innenfor reglene gir mer poeng for pengene."


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"reserve_nok": 20_001}, {"reserve_nok": "reserve"}),
        ({"weights": (("relevance", 60), ("delivery", 39))}, {"weights": "weights"}),
        ({"least_share": 0}, {"least_share": "share"}),
    ],
)
def test_rules_that_mean_nothing_are_refused(changes: dict[str, object], wrong: dict[str, str]) -> None:
    with pytest.raises(UnusableRules) as refusal:
        allocate([applied("a")], rules(**changes))
    assert refusal.value.problems == wrong


def test_rules_of_another_version_are_refused() -> None:
    with pytest.raises(UnknownVersion):
        allocate([applied("a")], rules(), "0")


@pytest.mark.parametrize(
    ("text", "nok"),
    [
        ("Vi trenger minst 3 000 kroner for å gjennomføre.", 3000),
        ("Minimum kr 2.500,- til lokalet", 2500),
        ("minimum 2500 kr", 2500),
        ("Vi kutter servering og plakater først.", None),
        ("Det kommer minst 3 000 besøkende", None),
        ("Minst 9000 kroner", None),
        (None, None),
    ],
)
def test_the_least_that_an_applicant_names(text: str | None, nok: int | None) -> None:
    assert least_named(text, 5000) == nok
