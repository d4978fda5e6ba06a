"""What a figure counts. Reach is at least seven different things (domain.md 1.1): figures are added inside a kind only,
and adding across kinds raises. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from flask_babel import lazy_gettext as _l


class Group(StrEnum):
    """The parts of the page, in order."""

    PROGRAMME = "programme"
    VISITORS = "visitors"
    MONEY = "money"
    REACH = "reach"
    RESULTS = "results"
    CAMPAIGN = "campaign"
    SURVEY = "survey"
    WORDS = "words"


GROUPS: dict[Group, str] = {
    Group.PROGRAMME: _l("Arrangementer"),
    Group.VISITORS: _l("Besøk"),
    Group.MONEY: _l("Tilskudd"),
    Group.REACH: _l("Rekkevidde"),
    Group.RESULTS: _l("Resultater"),
    Group.CAMPAIGN: _l("Kampanje og presse"),
    Group.SURVEY: _l("Kjennskap"),
    Group.WORDS: _l("Om gjennomføringen"),
}


class Unit(StrEnum):
    COUNT = "count"
    NOK = "nok"
    PERCENT = "percent"
    TEXT = "text"  # words only: such a kind has no number


@dataclass(frozen=True)
class Kind:
    """`counts`: what one of it is, in the plural («besøkende»). `is_reach`: one of the ways somebody may have been
    reached. `adds`: whether figures of it may be added at all (an average may not). `has_chart`: a chart of the years
    is drawn of it."""

    code: str
    label: str
    counts: str
    group: Group
    unit: Unit = Unit.COUNT
    is_reach: bool = False
    adds: bool = True
    has_chart: bool = False


_ALL = (
    Kind("events", _l("Arrangementer"), _l("arrangementer"), Group.PROGRAMME, has_chart=True),
    Kind("lighthouse_events", _l("Fyrtårnsarrangementer"), _l("fyrtårnsarrangementer"), Group.PROGRAMME),
    Kind("own_events", _l("I regi av Bymiljøetaten"), _l("arrangementer"), Group.PROGRAMME),
    Kind("films", _l("Filmer"), _l("filmer"), Group.PROGRAMME),
    Kind("visitors_counted", _l("Besøkende, talt"), _l("besøkende"), Group.VISITORS, is_reach=True, has_chart=True),
    Kind(
        "visitors_estimated", _l("Besøkende, anslått"), _l("besøkende"), Group.VISITORS, is_reach=True, has_chart=True
    ),
    Kind("visitors_unstated", _l("Besøkende, måten ikke oppgitt"), _l("besøkende"), Group.VISITORS, is_reach=True),
    Kind("visitors_per_event", _l("Besøkende per arrangement"), _l("besøkende"), Group.VISITORS, adds=False),
    Kind("pot_nok", _l("Ramme for tilskudd"), _l("kroner"), Group.MONEY, Unit.NOK, has_chart=True),
    Kind("sought_nok", _l("Søkt"), _l("kroner"), Group.MONEY, Unit.NOK),
    Kind("awarded_nok", _l("Tildelt"), _l("kroner"), Group.MONEY, Unit.NOK),
    Kind("paid_nok", _l("Utbetalt"), _l("kroner"), Group.MONEY, Unit.NOK),
    Kind("returned_nok", _l("Betalt tilbake"), _l("kroner"), Group.MONEY, Unit.NOK),
    Kind("per_activity_nok", _l("Tilskudd per aktivitet"), _l("kroner"), Group.MONEY, Unit.NOK, adds=False),
    Kind("grants", _l("Aktiviteter som fikk tilskudd"), _l("aktiviteter"), Group.MONEY),
    Kind("facebook_going", _l("«Deltagende» på Facebook"), _l("personer"), Group.REACH, is_reach=True),
    Kind("event_spread", _l("Arrangementsspredning på Facebook"), _l("visninger"), Group.REACH, is_reach=True),
    Kind("total_spread", _l("Sammenlagt spredning"), _l("visninger"), Group.REACH, is_reach=True),
    Kind("campaign_reach", _l("Rekkevidde for kampanjen"), _l("personer"), Group.REACH, is_reach=True),
    Kind("page_views", _l("Sidevisninger"), _l("sidevisninger"), Group.REACH, is_reach=True, has_chart=True),
    Kind("paid_impressions", _l("Betalte visninger"), _l("visninger"), Group.REACH, is_reach=True),
    Kind("paid_clicks", _l("Betalte klikk"), _l("klikk"), Group.REACH, is_reach=True),
    Kind("followers", _l("Følgere hos dem som deltok i #grøntgrep"), _l("følgere"), Group.REACH, is_reach=True),
    Kind("items_given_away", _l("Ting gitt bort"), _l("ting"), Group.RESULTS),
    Kind("bikes_serviced", _l("Sykler som fikk service"), _l("sykler"), Group.RESULTS),
    Kind("businesses", _l("Virksomheter i #grøntgrep"), _l("virksomheter"), Group.CAMPAIGN, has_chart=True),
    Kind("ad_surfaces", _l("Annonseflater i bybildet"), _l("flater"), Group.CAMPAIGN),
    Kind("press_items", _l("Presseoppslag"), _l("oppslag"), Group.CAMPAIGN),
    Kind("tv_items", _l("Innslag på TV"), _l("innslag"), Group.CAMPAIGN),
    Kind("sponsored_nok", _l("Sponsing per film"), _l("kroner"), Group.CAMPAIGN, Unit.NOK, adds=False),
    Kind("press", _l("Pressedekning"), "", Group.CAMPAIGN, Unit.TEXT, adds=False),
    Kind("campaign", _l("Kampanje"), "", Group.CAMPAIGN, Unit.TEXT, adds=False),
    Kind("awareness", _l("Svar i kjennskapsundersøkelsen"), _l("prosent"), Group.SURVEY, Unit.PERCENT, adds=False),
    Kind("name", _l("Navn og form"), "", Group.WORDS, Unit.TEXT, adds=False),
    Kind("organiser", _l("Arrangør"), "", Group.WORDS, Unit.TEXT, adds=False),
    Kind("content", _l("Innhold"), "", Group.WORDS, Unit.TEXT, adds=False),
    Kind("districts", _l("Bydeler"), "", Group.WORDS, Unit.TEXT, adds=False),
)

KINDS: dict[str, Kind] = {kind.code: kind for kind in _ALL}

COUNT_METHODS: dict[str, str] = {
    "counted": _l("talt"),
    "estimated": _l("anslått"),
    "not_counted": _l("ikke talt"),
    "unknown": _l("ikke oppgitt"),
}


class CannotBeAdded(ValueError):
    """Figures whose sum would mean nothing."""


class Counted(Protocol):
    """What adding needs to know of a figure."""

    @property
    def kind(self) -> str: ...
    @property
    def value(self) -> Decimal | None: ...
    @property
    def value_to(self) -> Decimal | None: ...
    @property
    def what(self) -> str | None: ...
    @property
    def contradicts(self) -> bool: ...


def added(figures: Sequence[Counted]) -> Decimal | None:
    """The sum of figures of one kind; None for none at all, since empty is never 0.

    Raises CannotBeAdded across kinds, for a kind that does not add, for a range or a figure without a number, for one
    that contradicts another, and for a part («what»), which a whole may hold already.
    """
    if not figures:
        return None
    if len({figure.kind for figure in figures}) > 1:
        raise CannotBeAdded("figures of different kinds are never added")
    if not KINDS[figures[0].kind].adds:
        raise CannotBeAdded(f"{figures[0].kind} is no count")
    if any(figure.what is not None for figure in figures):
        raise CannotBeAdded("a figure of a part may stand in another already")
    if any(figure.contradicts for figure in figures):
        raise CannotBeAdded("a figure that says otherwise is never added")
    numbers = [figure.value for figure in figures if figure.value is not None and figure.value_to is None]
    if len(numbers) < len(figures):
        raise CannotBeAdded("not all of them are one number")
    return sum(numbers, Decimal(0))
