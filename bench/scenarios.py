"""What is measured, and the most it may cost in terms of the floor."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bench.client import TOKEN, Client
from bench.product import LOCKED_YEAR, SCORED_YEAR, Product

HANDLER, APPLICANT = "handler-3", "applicant-0"
JUROR = f"juror-{SCORED_YEAR}-0"
CARDS = f"/jury/{SCORED_YEAR}/nominations"
CARD = f"{CARDS}/PRIS-{SCORED_YEAR}-100"
MATRIX = f"/jury/{LOCKED_YEAR}/matrix"


@dataclass(frozen=True)
class Scenario:
    """One request. `most` is the highest ratio to the floor's page, or to its save for a POST (`values`)."""

    name: str
    person: str
    path: Callable[[Product], str] = field(hash=False, compare=False)
    most: float
    values: dict[str, str] | None = field(default=None, hash=False)

    @property
    def method(self) -> str:
        return "POST" if self.values else "GET"


def _list(query: str = "") -> Callable[[Product], str]:
    return lambda product: f"/staff/cases?runde=bench{query}"


RANKING = "/staff/ranking?runde=bench"

READS = (
    Scenario("work list, first page", HANDLER, _list(), 2.5),
    Scenario("work list, filtered", HANDLER, _list("&status=review&bydel=030105"), 2.5),
    Scenario("work list, by score", HANDLER, _list("&sorter=-poeng"), 2.5),
    Scenario("work list, far back", HANDLER, lambda product: f"/staff/cases?runde=bench&etter={product.far}", 2.5),
    Scenario("search, two words", HANDLER, _list("&sok=redesign+ski"), 3.0),
    Scenario("search, a common word", HANDLER, _list("&sok=reparere"), 3.0),
    Scenario("ranking, who sees what is proposed", "reader", lambda product: RANKING, 4.0),
    Scenario("ranking, who has assessed it all", "handler-0", lambda product: RANKING, 4.0),
    Scenario("ranking, who has assessed nothing", HANDLER, lambda product: RANKING, 4.0),
    Scenario("ranking, far back", "handler-0", lambda product: f"{RANKING}&etter={product.ranked_far}", 4.0),
    Scenario("how far scores can be trusted", "reader", lambda product: "/staff/ranking/trust?runde=bench", 4.0),
    Scenario("a juror's list of 200", JUROR, lambda product: CARDS, 3.0),
    Scenario("a juror's card among 200", JUROR, lambda product: CARD, 3.0),
    Scenario("matrix of 200 nominations and 9 jurors", f"juror-{LOCKED_YEAR}-0", lambda product: MATRIX, 6.0),
    Scenario("figures of ten rounds", "reader", lambda product: "/staff/insight/rounds", 4.0),
    Scenario("figures of one round", "reader", lambda product: "/staff/insight/rounds/bench", 4.0),
    Scenario("key figures of twenty years, for everybody", "reader", lambda product: "/nokkeltall", 4.0),
    Scenario("case page", HANDLER, lambda product: f"/staff/cases/{product.case}?runde=bench", 3.0),
)


def writes(product: Product, port: int) -> tuple[Scenario, ...]:
    """The posts, with the CSRF tokens of the pages they are made from."""
    case, step = f"/staff/cases/{product.scored}", f"/soknader/{product.draft}/steg/om-dere"
    return (
        Scenario(
            "save a score",
            HANDLER,
            lambda one: f"/staff/cases/{one.scored}/activities/1/scores/relevance",
            4.0,
            {"csrf_token": _token(product, HANDLER, port, case), "value": "4"},
        ),
        Scenario(
            "save a juror's score",
            JUROR,
            lambda one: f"{CARD}/scores",
            5.0,
            {"csrf_token": _token(product, JUROR, port, CARD), "value-circular": "4", "go": "stay"},
        ),
        Scenario(
            "save a page of the form",
            APPLICANT,
            lambda one: step,
            5.0,
            {
                "csrf_token": _token(product, APPLICANT, port, step),
                "_do": "save",
                "contact_name": "Kari Nordmann",
                "contact_phone": "21802180",
            },
        ),
    )


def _token(product: Product, person: str, port: int, path: str) -> str:
    client = Client(port, {"ombruk": product.cookies[person]})
    found = TOKEN.search(client.get(path))
    if found is None:
        raise RuntimeError(f"{path} has no form")
    product.cookies[person] = client.cookies["ombruk"]
    return found.group(1)
