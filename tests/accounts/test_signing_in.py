"""Signing in with a password, the limits on it, and what a stranger can learn."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app import clock, create_app
from app.access import Role
from app.accounts import actions
from app.accounts.models import SignInAttempt, User
from app.extensions import db
from tests.conftest import MORNING, settings
from tests.counting import statements
from tests.world import World

PASSWORD = "tre gode ord"


@pytest.fixture
def kari(world: World) -> User:
    user = world.user()
    actions.set_password(user, PASSWORD)
    db.session.commit()
    return user


def try_it(
    client: FlaskClient, email: str, password: str, path: str = "/logg-inn", remote: str = "192.0.2.1"
) -> tuple[int, str]:
    environ = {"REMOTE_ADDR": remote}
    answer = client.post(path, data={"email": email, "password": password}, environ_base=environ)
    return answer.status_code, answer.headers.get("Location", "") or answer.text


def test_a_person_signs_in_and_out(client: FlaskClient, kari: User) -> None:
    assert client.get("/konto").headers["Location"] == "/logg-inn?next=/konto"
    assert try_it(client, kari.email, PASSWORD, "/logg-inn?next=/konto") == (302, "/konto")
    assert client.get("/konto").status_code == 200
    assert client.post("/logg-ut").headers["Location"] == "/"
    assert client.get("/konto").status_code == 302


def test_the_address_is_read_without_regard_to_capitals(client: FlaskClient, kari: User) -> None:
    assert try_it(client, f" {kari.email.upper()} ", PASSWORD, "/logg-inn?next=/konto") == (302, "/konto")


@pytest.mark.parametrize("onward", ["//evil.example/x", "https://evil.example", "/\\evil.example", "evil", "/\t/x"])
def test_one_is_never_sent_to_another_host(client: FlaskClient, kari: User, onward: str) -> None:
    answer = client.post("/logg-inn", data={"email": kari.email, "password": PASSWORD}, query_string={"next": onward})
    assert answer.headers["Location"] in {"/min-side", "/konto"}


def test_the_answer_is_the_same_whether_the_address_exists(client: FlaskClient, kari: User) -> None:
    unknown = "nobody.applicant@ombruk.example"
    answers = [try_it(client, email, "feil passord her") for email in (kari.email, unknown)]
    pages = [re.sub(r'name="csrf_token" value="[^"]*"', "", text) for _, text in answers]
    known_page, unknown_page = (text.replace(kari.email, "X").replace(unknown, "X") for text in pages)
    assert [status for status, _ in answers] == [422, 422]
    assert known_page == unknown_page
    assert "E-postadressen eller passordet stemmer ikke." in known_page


def test_an_unknown_address_costs_the_same_work(app: Flask, kari: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted rather than timed: one comparison of one hash, whoever asks."""
    from app.accounts import password

    compared: list[str] = []
    verify = password._hasher.verify
    monkeypatch.setattr(password._hasher, "verify", lambda text, known: compared.append(known) or verify(text, known))
    for email in (kari.email, "nobody@ombruk.example"):
        actions.sign_in(email, "feil passord her", client="192.0.2.1", at=MORNING)
    db.session.rollback()
    assert len(compared) == 2
    assert len({text.split("$")[3] for text in compared}) == 1


@pytest.mark.parametrize("is_known", [True, False])
def test_five_wrong_passwords_and_the_address_waits(client: FlaskClient, kari: User, is_known: bool) -> None:
    email = kari.email if is_known else "nobody@ombruk.example"
    assert [try_it(client, email, "feil passord her", remote=f"192.0.2.{n}")[0] for n in range(5)] == [422] * 5
    status, page = try_it(client, email, PASSWORD)
    assert status == 409
    assert "Det er prøvd for mange ganger. Prøv igjen klokka 10.15." in page
    with clock.frozen(MORNING + timedelta(minutes=15)):
        assert try_it(client, email, PASSWORD)[0] == (302 if is_known else 422)


def test_thirty_wrong_passwords_and_the_client_waits(client: FlaskClient, kari: User) -> None:
    for n in range(30):
        assert try_it(client, f"somebody{n}@ombruk.example", "feil passord her")[0] == 422
    assert try_it(client, kari.email, PASSWORD)[0] == 409
    assert try_it(client, kari.email, PASSWORD, remote="192.0.2.99")[0] == 302


def test_attempts_are_kept_for_a_day(client: FlaskClient, kari: User) -> None:
    try_it(client, kari.email, "feil passord her")
    actions.forget_old(MORNING + timedelta(hours=23))
    assert db.session.scalar(select(func.count()).select_from(SignInAttempt)) == 1
    actions.forget_old(MORNING + timedelta(hours=25))
    assert db.session.scalar(select(func.count()).select_from(SignInAttempt)) == 0
    db.session.rollback()


def test_the_session_is_new_at_sign_in(client: FlaskClient, kari: User) -> None:
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    try_it(client, kari.email, PASSWORD)
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session["_user_id"] == kari.session_key


def test_a_new_password_signs_out_every_other_browser(app: Flask, client: FlaskClient, kari: User) -> None:
    other = app.test_client()
    for browser in (client, other):
        try_it(browser, kari.email, PASSWORD)
    wrong = client.post("/konto/passord", data={"current": "feil", "password": "fire helt nye ord"})
    assert (wrong.status_code, "Dette er ikke passordet du har nå." in wrong.text) == (422, True)
    assert client.post("/konto/passord", data={"current": PASSWORD, "password": "fire helt nye ord"}).status_code == 302
    assert client.get("/konto").status_code == 200
    assert other.get("/konto").status_code == 302
    assert try_it(other, kari.email, "fire helt nye ord", "/logg-inn?next=/konto") == (302, "/konto")


def test_an_open_browser_does_not_let_one_guess_the_password(client: FlaskClient, kari: User) -> None:
    try_it(client, kari.email, PASSWORD)
    guesses = [client.post("/konto/passord", data={"current": f"g{n}", "password": "x" * 12}) for n in range(6)]
    assert [answer.status_code for answer in guesses] == [422] * 5 + [409]


def test_signing_out_everywhere(app: Flask, client: FlaskClient, kari: User) -> None:
    other = app.test_client()
    for browser in (client, other):
        try_it(browser, kari.email, PASSWORD)
    client.post("/konto/logg-ut-overalt")
    assert [browser.get("/konto").status_code for browser in (client, other)] == [302, 302]


def test_the_person_of_a_request_is_one_query(app: Flask, client: FlaskClient, world: World, sign_in: object) -> None:
    user = world.user(Role.CASE_HANDLER, Role.APPROVER)
    sign_in(user)  # type: ignore[operator]
    db.session.remove()
    with statements() as seen:
        client.get("/staff/people")
    assert len(seen) == 1


def test_the_demonstrations_buttons_work_in_demo_mode_only(client: FlaskClient, world: World) -> None:
    handler = world.user(Role.CASE_HANDLER, name="Sara Sak")
    outsider = world.user(Role.CASE_HANDLER, email="sara@kommune.example")
    assert client.post("/demo/logg-inn", data={"person": handler.public_id}).status_code == 404
    assert handler.name not in client.get("/logg-inn").text
    client.application.config["DEMO"] = True
    assert handler.public_id in client.get("/logg-inn").text
    assert client.post("/demo/logg-inn", data={"person": outsider.public_id}).status_code == 404
    answer = client.post("/demo/logg-inn?next=/konto", data={"person": handler.public_id})
    assert answer.headers["Location"] == "/konto"


@pytest.mark.parametrize(("proxies", "counted_as"), [(0, "127.0.0.1"), (1, "192.0.2.7")])
def test_a_proxys_word_is_believed_only_by_configuration(
    tmp_path: Path, database_url: str, at: datetime, proxies: int, counted_as: str
) -> None:
    app = create_app(settings(tmp_path, database_url, trusted_proxies=proxies))
    app.config["WTF_CSRF_ENABLED"] = False
    data = {"email": "nobody@ombruk.example", "password": "feil passord her"}
    app.test_client().post("/logg-inn", data=data, headers={"X-Forwarded-For": "192.0.2.7"})
    with app.app_context():
        assert db.session.scalars(select(SignInAttempt.client)).all() == [counted_as]
        db.session.remove()
        db.engine.dispose()
