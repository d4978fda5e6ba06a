"""What goes with every answer: headers, cookies, tokens; and where nobody is ever sent."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from app import clock, create_app
from app.access import Role
from app.accounts import links, password
from app.accounts.models import LinkPurpose, User
from app.applications import drafting
from app.extensions import db
from app.headers import CONTENT_SECURITY_POLICY
from tests.conftest import MORNING, settings
from tests.files.test_kinds import PDF
from tests.rows import everything
from tests.test_routes import address, method, routes
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
PASSWORD = "sykkelpumpe på loftet"
ELSEWHERE = [
    "https://evil.example",
    "//evil.example/x",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "evil.example",
]


OPEN_DATA = ("insight.figures_csv", "insight.figures_json")
"""What anybody may have, and caches may keep, though nothing is asked for that exists."""


@pytest.fixture
def everyone(world: World) -> User:
    """Somebody with every role, so that no page is refused for the role."""
    return world.user(*Role)


# --- headers ---------------------------------------------------------------------------------------------------------


def test_every_answer_keeps_strangers_out(app: Flask, client: FlaskClient, everyone: User, sign_in: SignIn) -> None:
    """Every route, with what it answers to something unknown: pages, redirects and refusals."""
    seen = set()
    for as_whom in (None, everyone):
        if as_whom:
            sign_in(as_whom)
        for rule in routes(app):
            with client.open(address(app, rule), method=method(rule)) as answer:
                told = answer.headers
                assert told["Content-Security-Policy"] == CONTENT_SECURITY_POLICY, rule
                assert (told["X-Content-Type-Options"], told["Referrer-Policy"]) == ("nosniff", "same-origin"), rule
                assert told["Cross-Origin-Opener-Policy"] == "same-origin", rule
                kept = "public, max-age=600" if rule.endpoint in OPEN_DATA and answer.status_code == 200 else "no-store"
                assert told["Cache-Control"] == kept, rule
                seen.add(answer.status_code)
    assert {200, 302, 404, 410} <= seen


def test_nothing_from_elsewhere_and_nothing_inline_may_run() -> None:
    rules = dict(rule.split(" ", 1) for rule in CONTENT_SECURITY_POLICY.split("; "))
    assert rules["default-src"] == "'none'"
    assert {rule for rule in rules.values()} == {"'none'", "'self'"}
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"


def test_a_file_that_somebody_sent_is_saved_and_runs_nothing(app: Flask, world: World, sign_in: SignIn) -> None:
    kari = world.user()
    draft = drafting.start(world.round(), world.organisation(kari), by=kari, at=world.at)
    attachment = drafting.attach(draft, "plakat.pdf", PDF, by=kari, at=world.at)
    db.session.commit()
    told = sign_in(kari).get(f"/vedlegg/{attachment.public_id}").headers
    assert told["Content-Disposition"] == "attachment; filename=plakat.pdf"
    assert "sandbox" in told["Content-Security-Policy"]
    assert (told["X-Content-Type-Options"], told["Cache-Control"]) == ("nosniff", "private, no-store")


# --- tokens ----------------------------------------------------------------------------------------------------------


def test_a_post_without_a_token_is_refused_everywhere(app: Flask, everyone: User, sign_in: SignIn) -> None:
    client = sign_in(everyone)
    app.config["WTF_CSRF_ENABLED"] = True
    before, tried = everything(), 0
    for rule in routes(app):
        if "POST" not in (rule.methods or set()):
            continue
        url = address(app, rule)
        for sent in ({"data": {"csrf_token": "made up"}}, {"json": {"path": "about", "value": "x"}}, {}):
            answer = client.post(url, **sent)
            assert (answer.status_code, "Skjemaet var blitt for gammelt" in answer.text) == (400, True), rule
            tried += 1
    assert everything() == before
    assert tried > 100


def test_a_token_of_another_browser_is_refused(app: Flask) -> None:
    hers, his = app.test_client(), app.test_client()
    token = token_of(hers.get("/logg-inn").text)
    his.get("/logg-inn")
    sent = {"csrf_token": token, "email": "kari@ombruk.example", "password": "x"}
    assert his.post("/logg-inn", data=sent).status_code == 400
    assert hers.post("/logg-inn", data=sent).status_code == 422


def token_of(html: str) -> str:
    return html.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]


def test_nothing_is_changed_by_a_link(app: Flask, world: World, sign_in: SignIn) -> None:
    """Every address that only takes a POST answers a GET with 405, signed in or not."""
    client = sign_in(world.user(*Role))
    only_posts = [rule for rule in routes(app) if "GET" not in (rule.methods or set())]
    assert {client.get(address(app, rule)).status_code for rule in only_posts} <= {405, 404}


# --- production ------------------------------------------------------------------------------------------------------


@pytest.fixture
def production(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An app as it is configured where people use it: neither a test nor a demonstration."""
    config = replace(settings(tmp_path, database_url), testing=False, public_url="https://ombruk.example")
    app = create_app(config)
    with clock.frozen(MORNING), app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    app.extensions["jobs"].close()


def signed_in_over_https(app: Flask) -> Any:
    kari = World(MORNING).user()
    kari.password_hash = password.hashed(PASSWORD)
    db.session.commit()
    client = app.test_client()
    form = client.get("/logg-inn", base_url="https://localhost").text
    sent = {"csrf_token": token_of(form), "email": kari.email, "password": PASSWORD}
    headers = {"Referer": "https://localhost/logg-inn"}
    return client.post("/logg-inn", data=sent, base_url="https://localhost", headers=headers)


def test_the_cookie_of_a_session_in_production(production: Flask) -> None:
    answer = signed_in_over_https(production)
    assert answer.status_code == 302
    (cookie,) = answer.headers.getlist("Set-Cookie")
    name, *flags = cookie.split("; ")
    assert name.startswith("__Host-ombruk=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(flags)
    assert not any(flag.startswith("Domain") for flag in flags)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_production_shows_no_traces_and_offers_no_shortcuts(production: Flask) -> None:
    client = production.test_client()
    assert client.post("/demo/logg-inn", data={"person": "anne@ombruk.example"}).status_code in {400, 404}
    assert "demo" not in client.get("/logg-inn", base_url="https://localhost").text
    db.session.execute(text("ALTER TABLE one_time_link RENAME TO gone"))
    db.session.commit()
    try:
        answer = client.get("/lenke/ukjent", base_url="https://localhost")
    finally:
        db.session.execute(text("ALTER TABLE gone RENAME TO one_time_link"))
        db.session.commit()
    assert (answer.status_code, "one_time_link" in answer.text) == (500, False)
    assert "Ingenting er endret." in answer.text
    assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


# --- where nobody is sent --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_nobody_is_sent_to_another_host(world: World, client: FlaskClient, sign_in: SignIn, elsewhere: str) -> None:
    """Whoever is signed in already, comes by a link, or makes an organisation on the way."""
    kari, _of_districts = world.user(), world.round()
    token = links.issue(LinkPurpose.SIGN_IN, kari.email, world.at)
    db.session.commit()
    onward = {"next": elsewhere}
    assert client.post(f"/lenke/{token}", query_string=onward).location == "/min-side"
    assert sign_in(kari).get("/logg-inn", query_string=onward).location == "/min-side"
    informal = {"name": "Naboene", "district_code": "030101"}
    made = client.post("/organisasjoner/ny", query_string={"type": "informal", **onward}, data=informal)
    assert made.status_code == 302
    assert made.location.startswith("/organisasjoner/")
    assert "evil" not in client.get("/organisasjoner/ny", query_string=onward).text.replace("%", "")


def test_a_link_in_a_mail_leads_on_inside_only(app: Flask, world: World, client: FlaskClient) -> None:
    from app.mail.models import Mail

    kari = world.user()
    for elsewhere in ELSEWHERE[:3]:
        client.post("/lenke", query_string={"next": elsewhere}, data={"email": kari.email})
    bodies = list(db.session.scalars(db.select(Mail.body)))
    assert (len(bodies), any("evil" in body for body in bodies)) == (3, False)
