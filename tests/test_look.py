"""What every page shares: links in the header by the views' own roles, static files that may be kept, patched css."""

import re
from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from html5lib import parse

from app.access import Role
from app.assets import patch
from tests.world import World


def links(page: str) -> list[str]:
    html = parse(page, namespaceHTMLElements=False)
    return ["".join(link.itertext()).strip() for nav in html.iter("nav") for link in nav.iter("a")]


def test_strangers_are_offered_to_sign_in(client: FlaskClient) -> None:
    assert links(client.get("/").text) == ["Programmet", "Nøkkeltall", "Logg inn"]


def test_an_administrator_sees_only_what_an_administrator_may_open(
    world: World, sign_in: Callable[[Any], FlaskClient]
) -> None:
    page = sign_in(world.user(Role.ADMINISTRATOR)).get("/staff/rounds").text
    week = ["Programmet", "Uker", "Årshjulet", "Ombruksprisen", "Mål", "Nettverket", "Varsle meg-lista"]
    figures = ["Nøkkeltall", "Rundene i tall", "Sluttrapport", "Lister"]
    setting_up = ["Runder", "Ombruk fjorårets runde", "Organisasjoner", "Medarbeidere", "E-post"]
    assert links(page) == [*week, *figures, *setting_up]


def test_who_has_few_links_sees_them_in_a_row(world: World, sign_in: Callable[[Any], FlaskClient]) -> None:
    """Finance has two desks; an administrator's links are gathered in groups."""
    finance = sign_in(world.user(Role.FINANCE, name="Finn Fjell")).get("/konto").text
    assert ("<details" in finance.partition("</nav>")[0], links(finance)[:2]) == (False, ["Utbetalinger", "Kontoer"])
    page = sign_in(world.user(Role.ADMINISTRATOR)).get("/staff/rounds").text
    groups = re.findall(r'<summary class="site-nav__link(?: site-nav__link--current)?">([^<]+)<', page)
    assert groups == ["Uka", "Tall", "Oppsett"]


def test_a_link_to_a_static_file_may_be_kept_for_a_year_and_a_page_never(client: FlaskClient) -> None:
    page = client.get("/")
    assert page.headers["Cache-Control"] == "no-store"
    html = parse(page.text, namespaceHTMLElements=False)
    ours = next(link.get("href") for link in html.iter("link") if "ombruk.css" in (link.get("href") or ""))
    assert ours.startswith("/static/css/ombruk.css?v=")
    with client.get(ours) as file:
        assert file.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_an_address_that_leads_nowhere_gets_a_whole_page(client: FlaskClient) -> None:
    answer = client.get("/finnes-ikke")
    assert answer.status_code == 404
    assert '<h1 class="page__title">Vi finner ikke siden</h1>' in answer.text


def test_the_design_system_names_no_other_host_and_no_closed_font() -> None:
    css = (
        '@font-face{font-family:Oslo Sans;src:url("../fonts/OsloSans-Regular.woff2")}'
        "body{font-family:'Oslo Sans', arial}"
        "a{--svg: url(https://punkt-cdn.oslo.kommune.no/16.8/icons/check-medium.svg)}"
    )
    assert patch(css) == 'body{font-family:"Public Sans", arial}a{--svg: url(../icons/check-medium.svg)}'
