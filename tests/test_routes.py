"""Closed by default: every route as every role. Who is not named is refused; strangers are sent to sign in."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.access import Role, declared_roles
from app.extensions import db
from tests.access_grid import EXPECTED
from tests.world import World

UNLIKE_404 = {
    "accounts.use_link": 410,  # a link that never was is like one that is used up
    "fileaccess.read_answer": 410,  # the same
}


def routes(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def address(app: Flask, rule: Rule) -> str:
    """The route's address with something unknown in every place."""
    values = {name: 1 if "Integer" in type(rule._converters[name]).__name__ else "ukjent" for name in rule.arguments}
    with app.test_request_context():
        return str(
            app.url_map.bind("localhost").build(rule.endpoint, values, method=next(iter(rule.methods or {"GET"})))
        )


def method(rule: Rule) -> str:
    return "GET" if "GET" in (rule.methods or set()) else "POST"


def test_the_grid_is_as_written_down(app: Flask) -> None:
    declared = {rule.endpoint: declared_roles(app.view_functions[rule.endpoint]) for rule in routes(app)}
    assert declared == EXPECTED


def test_every_view_declares_who_may_reach_it(app: Flask) -> None:
    closed = [rule.endpoint for rule in routes(app) if declared_roles(app.view_functions[rule.endpoint]) == frozenset()]
    assert closed == []


def test_a_stranger_is_sent_to_sign_in_from_every_closed_route(app: Flask, client: FlaskClient) -> None:
    for rule in routes(app):
        if declared_roles(app.view_functions[rule.endpoint]) is None:
            continue
        answer = client.open(address(app, rule), method=method(rule))
        assert (answer.status_code, answer.location.split("?")[0]) == (302, "/logg-inn"), rule


@pytest.mark.parametrize("role", Role)
def test_a_role_that_is_not_named_is_refused(
    app: Flask, world: World, sign_in: Callable[[Any], FlaskClient], role: Role
) -> None:
    client = sign_in(world.user(role))
    for rule in routes(app):
        allowed = declared_roles(app.view_functions[rule.endpoint])
        if allowed is None or role in allowed:
            continue
        assert client.open(address(app, rule), method=method(rule)).status_code == 403, rule


@pytest.mark.parametrize("role", Role)
def test_an_unknown_thing_is_not_found_and_nothing_breaks(
    app: Flask, world: World, sign_in: Callable[[Any], FlaskClient], role: Role
) -> None:
    person = world.user(role)
    for rule in routes(app):
        allowed = declared_roles(app.view_functions[rule.endpoint])
        if allowed is not None and role not in allowed:
            continue
        client = sign_in(db.session.merge(person))  # anew each time: some of the routes sign out
        status = client.open(address(app, rule), method=method(rule)).status_code
        unknown = {UNLIKE_404.get(rule.endpoint, 404)}
        assert status in (unknown if rule.arguments else {200, 302, 404, 409, 422}), (rule, status)
