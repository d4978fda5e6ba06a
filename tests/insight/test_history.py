"""The ten years: every figure equal to the source lines it cites, on the page too, and nothing tidied."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path

import html5lib
import pytest
from flask.testing import FlaskClient

from app.access import SYSTEM
from app.audit.models import AuditEvent
from app.extensions import db
from app.insight.figures import Figure, all_figures, years
from app.insight.kinds import KINDS, Unit
from app.insight.loading import history, lacks, load_history
from tests.conftest import MORNING

LINES = {
    int(number): text
    for number, text in tomllib.loads(Path(__file__).with_name("report_lines.toml").read_text("utf-8"))["lines"].items()
}
NUMBER = re.compile(r"(?<![\d,])(\d{1,3}(?:[ .]\d{3})+|\d+)(?:[.,](\d))?( millioner)?")
WORDS = {"et": 1, "to": 2}
REACH = {
    "visitors_counted",
    "visitors_estimated",
    "visitors_unstated",
    "facebook_going",
    "event_spread",
    "total_spread",
    "campaign_reach",
    "page_views",
    "paid_impressions",
    "paid_clicks",
    "followers",
}


def cited(figure: Figure) -> str:
    """The lines as running text; a word that a line end divides is whole again."""
    assert figure.line_from is not None
    assert figure.line_to is not None
    text = " ".join(LINES[line] for line in range(figure.line_from, figure.line_to + 1))
    return text.replace("Facebook- side", "Facebook-side")


def numbers(quote: str) -> set[Decimal]:
    """Every number that the words say: «250.000», «1,2 millioner», «150-200», «to»."""
    found = {Decimal(WORDS[word]) for word in quote.split() if word in WORDS}
    for whole, tenth, millions in NUMBER.findall(quote):
        value = Decimal(re.sub(r"[ .]", "", whole)) + Decimal(tenth or 0) / 10
        found.add(value * 1_000_000 if millions else value)
    return found


@pytest.mark.parametrize("figure", history(), ids=lambda one: f"{one.year}-{one.kind}-{one.line_from}")
def test_a_figure_is_what_its_lines_say(figure: Figure) -> None:
    assert figure.value_text is not None
    assert figure.value_text in cited(figure)
    assert {figure.value, figure.value_to} - {None} <= numbers(figure.value_text)
    assert (KINDS[figure.kind].unit is Unit.TEXT) <= (figure.value is None)


def test_only_cited_lines_are_kept() -> None:
    lines = {line for one in history() for line in range(one.line_from or 0, (one.line_to or 0) + 1)}
    assert sorted(LINES) == sorted(lines)


def test_the_table_of_the_years() -> None:
    """Each year's main numbers, as the report's own summaries give them; nothing where it gives nothing."""
    main = {(one.year, one.kind): one.value for one in history() if not one.contradicts and one.what is None}
    events = {year: main.get((year, "events")) for year in range(2014, 2025)}
    assert events == {
        2014: None,
        2015: 3,
        2016: 3,
        2017: 41,
        2018: 86,
        2019: 47,
        2020: None,
        2021: 29,
        2022: 6,
        2023: 65,
        2024: 120,
    }
    money = {(year, kind): value for (year, kind), value in main.items() if kind in {"pot_nok", "awarded_nok"}}
    assert money == {
        (2017, "pot_nok"): None,
        (2018, "pot_nok"): 250_000,
        (2019, "awarded_nok"): 300_000,
        (2024, "pot_nok"): 500_000,
    }


def test_contradictions_stand() -> None:
    found = [(one.year, one.kind, one.value_text) for one in history() if one.contradicts]
    assert found == [
        (2018, "events", "over 80 arrangementer i hele byen"),
        (2019, "events", "nærmere 50 arrangementer"),
        (2019, "content", "Gi-bort marked har blitt gjennomført hvert år siden det i forbindelse med Ombruksuka"),
        (2021, "total_spread", "Sammenlagt spredning på Oslo kommunes Facebook-side på 157.000"),
        (2023, "visitors_unstated", "klarte man å betjene 527 personer, før det ble tomt for utstyr"),
        (2023, "content", "For fjerde år ble det invitert til Gi-bort marked for vintersportsutstyr på Gamle Munch"),
        (2024, "paid_impressions", "over 4 millioner betalte visninger"),
        (2024, "businesses", "en dobling fra 2023"),
    ]


def test_reach_is_kept_apart() -> None:
    assert {kind.code for kind in KINDS.values() if kind.is_reach} == REACH
    assert {one.kind for one in history()} > REACH - {"visitors_counted"}


def test_loaded_once(app: object) -> None:
    assert lacks(all_figures())
    assert [load_history(SYSTEM, MORNING), load_history(SYSTEM, MORNING)] == [117, 0]
    db.session.commit()
    kept = all_figures()
    assert not lacks(kept)
    assert {one.public_id for one in kept} != {""}
    assert years(kept) == list(range(2014, 2026))
    assert [event.kind for event in db.session.query(AuditEvent)] == ["history_loaded"]


def test_the_page_shows_every_figure_with_its_lines(client: FlaskClient) -> None:
    load_history(SYSTEM, MORNING)
    db.session.commit()
    page = client.get("/nokkeltall").text
    expected = {(str(KINDS[one.kind].label), str(one.year), one.shown, one.lines) for one in history()}
    assert entries(page) == expected
    assert "Ingen har skrevet ned hvor mange arrangementer det var i 2014." in page


def entries(html: str) -> set[tuple[str, ...]]:
    """(kind, year, figure, source) of every row of every table; a kind stands once, over its rows."""
    found, kind = set(), ""
    for row in html5lib.parse(html, namespaceHTMLElements=False).iter("tr"):
        cells = [one.find("span/span") for one in row.iter("td")]
        if cells:
            kind = next(("".join(name.itertext()) for name in row.iter("th")), kind)
            found.add((kind, *("".join(cell.itertext()) for cell in cells)))
    return found
