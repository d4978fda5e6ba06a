"""How grants were divided, as anybody may see it: rounds beside each other, and nothing that follows of few persons."""

from typing import Any

from flask import Flask

from app import clock
from app.insight import published
from app.insight.drafting_grants import divided_section, grant_section, outcome_section
from app.insight.summaries import Summary
from app.insight.tables import Table


def row(code: str, granted: int, of: int = 0, persons: int = 0) -> dict[str, Any]:
    """A category with `granted` activities of `of` organisations, `persons` of them groups of private persons."""
    return {
        "code": code,
        "name": code,
        "granted": granted,
        "granted_nok": granted * 1000,
        "granted_organisations": of or granted,
        "granted_groups": persons,
    }


def summary(name: str, *rows: dict[str, Any], **changes: Any) -> Summary:
    granted = sum(one["granted"] for one in rows)
    counted = {"cases": 9, "activities": 9, "organisations": 8, "granted": granted}
    money = {"sought_nok": 90_000, "granted_nok": granted * 1000, "paid_nok": 0, "returned_nok": 0}
    content = {"name": name, "slug": name, "total": counted | money, "categories": list(rows), **changes}
    return Summary(content, clock.now())


def plain(table: Table) -> list[list[str]]:
    return [[cell.replace("\u202f", " ").replace("\u00a0", " ") for cell in one] for one in table.plain]


BOTH = [
    summary("Uka", row("Mat", 6), row("Klær", 7), row("Sykler", 0)),
    summary("Året", row("Mat", 2), row("Klær", 0), row("Bøker", 1)),
]


def test_rounds_stand_beside_each_other_in_one_table(app: Flask) -> None:
    shown = published.shown(published.divided("categories", BOTH))
    assert plain(shown) == [
        ["Tema", "Uka", "Året", "Til sammen", "Tildelt beløp"],
        ["Mat", "6", "2", "8", "8 000 kr"],
        ["Klær", "7", "0", "7", "7 000 kr"],
        ["Bøker", "0", "1", "1", "1 000 kr"],
        ["Til sammen", "13", "3", "16", "16 000 kr"],
    ]
    assert shown.notes == ("Ingen tilskudd: Sykler.",)
    alone = published.shown(published.divided("categories", BOTH[1:]))
    assert plain(alone)[:2] == [["Tema", "Tildelte aktiviteter", "Tildelt beløp"], ["Mat", "2", "2 000 kr"]]


def test_what_is_hidden_in_one_round_is_hidden_in_all_of_them_together(app: Flask) -> None:
    """Else it would follow from the sum."""
    of_persons = summary("Uka", row("Mat", 2, persons=1), row("Klær", 3), row("Bøker", 9))
    found = published.divided("categories", [of_persons, BOTH[1]])
    assert plain(published.shown(found)) == [
        ["Tema", "Uka", "Året", "Til sammen", "Tildelt beløp"],
        ["Mat", "skjult", "2", "skjult", "skjult"],
        ["Klær", "skjult", "0", "skjult", "skjult"],
        ["Bøker", "9", "1", "10", "10 000 kr"],
        ["Til sammen", "14", "3", "17", "17 000 kr"],
    ]
    assert [(one.label, one.said) for one in published.chart(found).points] == [
        ("Mat", "skjult"),
        ("Klær", "skjult"),
        ("Bøker", "10"),
    ]


def test_a_division_that_is_all_hidden_is_a_sentence(app: Flask) -> None:
    few = {"districts": [], "types": [], "first_time": []}
    section = divided_section([summary("Uka", row("Mat", 1, persons=1), row("Klær", 1), **few)])
    assert not isinstance(section, str)
    assert section.blocks[-1] == (
        "Fordelingen er ikke vist for bydel, tema, søkertype og søkt før. Tallene gjelder få søkere."
    )
    assert divided_section([summary("Uka", row("Mat", 0))]) == "Ingen aktivitet har fått tilskudd ennå."


def test_money_of_several_rounds_is_added_and_organisations_are_not(app: Flask) -> None:
    section = grant_section(BOTH)
    assert not isinstance(section, str)
    said, numbers, _chart = section.blocks
    assert said == "Året hadde disse rundene: Uka og Året."
    assert isinstance(numbers, Table)
    assert plain(numbers)[:6] == [
        ["Hva", "Uka", "Året", "Til sammen"],
        ["Søknader", "9", "9", "18"],
        ["Aktiviteter det ble søkt om", "9", "9", "18"],
        ["Aktiviteter som fikk tilskudd", "13", "3", "16"],
        ["Organisasjoner som søkte", "8", "8", "–"],
        ["Søkt", "90 000 kr", "90 000 kr", "180 000 kr"],
    ]
    assert numbers.notes == ("En organisasjon kan ha søkt i flere runder. Derfor er de ikke lagt sammen.",)


def test_results_of_several_rounds_stand_in_one_table(app: Flask) -> None:
    counted = {"counted": {"reports": 1, "visitors": 30}, "estimated": {"reports": 0, "visitors": 0}}
    told = {"visitors": counted | {"not_counted": {"reports": 0}}, "reports": {"approved": 2}, "grants": 3}
    repaired, food = {"number": 12, "reports": 2}, {"number": 40, "reports": 1}
    both = [
        summary("Uka", outcomes={"repaired": repaired}, **told),
        summary("Året", outcomes={"repaired": repaired, "food_kg": food}, **told),
    ]
    section = outcome_section(both)
    assert not isinstance(section, str)
    assert section.blocks[0] == "Rapporten er godkjent for 4 av 6 tilskudd."
    assert isinstance(section.blocks[-1], Table)
    assert plain(section.blocks[-1]) == [
        ["Hva", "Uka", "Året", "Til sammen", "Rapporter"],
        ["Ting reparert", "12", "12", "24", "4"],
        ["Mat reddet, i kilo", "–", "40", "40", "1"],
    ]
