"""Links that work once: signing up, signing in, and joining an organisation."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.access import Role
from app.accounts import actions, links, password, queries
from app.accounts.models import LinkPurpose, OneTimeLink, User
from app.extensions import db
from app.mail.models import Mail
from app.policy import NotNow
from tests.conftest import MORNING
from tests.world import World

NEW = {"name": "Nina Ny", "email": "Nina@Example.com", "password": "tre gode ord"}


def links_sent() -> list[str]:
    """The paths in the outbox, oldest first."""
    bodies = db.session.scalars(select(Mail.body).order_by(Mail.id)).all()
    return [re.findall(r"http://localhost(/lenke/\S+)", body)[0] for body in bodies]


def subjects() -> list[str]:
    return list(db.session.scalars(select(Mail.subject).order_by(Mail.id)))


def test_signing_up_makes_an_account_when_the_link_is_used(client: FlaskClient) -> None:
    answer = client.post("/ny-konto?next=/organisasjoner/ny", data=NEW)
    assert (answer.status_code, "Sjekk e-posten" in answer.text) == (200, True)
    assert db.session.scalars(select(User)).unique().all() == []
    [path] = links_sent()
    assert path not in answer.text
    assert client.get(path).status_code == 200
    assert client.post(path).headers["Location"] == "/organisasjoner/ny"
    nina = queries.user_by_email("nina@example.com")
    assert nina is not None
    assert (nina.name, nina.roles, nina.confirmed_at) == ("Nina Ny", {Role.APPLICANT}, MORNING)
    assert password.matches(NEW["password"], nina.password_hash)


def test_looking_at_a_link_uses_nothing_up(client: FlaskClient, world: World) -> None:
    client.post("/lenke", data={"email": world.user().email})
    [path] = links_sent()
    assert [client.get(path).status_code for _ in range(3)] == [200, 200, 200]
    assert client.post(path).status_code == 302


def test_a_link_works_once(app: Flask, client: FlaskClient, world: World) -> None:
    client.post("/lenke", data={"email": world.user().email})
    [path] = links_sent()
    assert client.post(path).status_code == 302
    stranger = app.test_client()
    for answer in (stranger.get(path), stranger.post(path)):
        assert answer.status_code == 410
        assert "Lenken virker ikke lenger" in answer.text
    assert stranger.get("/konto").status_code == 302


@pytest.mark.parametrize(("minutes", "status"), [(29, 302), (30, 410), (31, 410)])
def test_a_link_works_for_half_an_hour(client: FlaskClient, world: World, minutes: int, status: int) -> None:
    client.post("/lenke", data={"email": world.user().email})
    with clock.frozen(MORNING + timedelta(minutes=minutes)):
        assert client.post(links_sent()[0]).status_code == status


def test_an_unknown_link_gets_the_same_answer_as_a_used_one(client: FlaskClient) -> None:
    answer = client.get("/lenke/" + "x" * 43)
    assert (answer.status_code, "Lenken virker ikke lenger" in answer.text) == (410, True)


def test_only_the_hash_of_a_link_is_kept(app: Flask, world: World) -> None:
    token = links.issue(LinkPurpose.SIGN_IN, "a@example.com", MORNING)
    db.session.commit()
    kept = db.session.scalars(select(OneTimeLink)).one()
    assert kept.token_hash == links.hash_of(token) != token
    assert len(token) == 43


def test_a_used_link_is_refused_in_the_action_too(app: Flask, world: World) -> None:
    """What two at the same moment meet: the page showed the link as good to both."""
    token = links.issue(LinkPurpose.SIGN_IN, world.user().email, MORNING)
    db.session.commit()
    actions.use_link(token, is_same_browser=False, at=MORNING)
    db.session.commit()
    with pytest.raises(NotNow):
        actions.use_link(token, is_same_browser=False, at=MORNING)
    db.session.rollback()


@pytest.mark.parametrize("path", ["/lenke", "/ny-konto"])
def test_a_stranger_cannot_tell_who_has_an_account(app: Flask, world: World, path: str) -> None:
    known = world.user().email
    app.config["WTF_CSRF_ENABLED"] = False
    pages = []
    for email in (known, "nobody@ombruk.example"):
        answer = app.test_client().post(path, data={**NEW, "email": email})
        headers = {
            name: re.sub(r"[\w.-]{60,}", "…", value) for name, value in answer.headers if name != "Content-Length"
        }
        pages.append(
            (answer.status_code, headers, answer.text.replace(email, "X").replace(email.replace("@", "%40"), "X"))
        )
    assert pages[0] == pages[1]
    assert subjects() == (
        ["Lenken din for å logge inn"] if path == "/lenke" else ["Du har allerede en konto", "Bekreft kontoen din"]
    )


def test_signing_up_with_a_known_address_changes_nothing(client: FlaskClient, world: World) -> None:
    kari = world.user()
    client.post("/ny-konto", data={**NEW, "email": kari.email})
    client.post(links_sent()[0])
    found = queries.user_by_email(kari.email)
    assert found is not None
    assert (found.name, found.password_hash) == ("Kari Nordmann", None)


def test_a_strangers_password_is_dropped(app: Flask, client: FlaskClient) -> None:
    """Somebody signs up with an address that is not theirs; its owner answers the mail."""
    stranger = app.test_client()
    stranger.post("/ny-konto", data=NEW)
    answer = client.post(links_sent()[0])
    assert answer.headers["Location"] == "/konto"
    assert "Velg gjerne et passord" in client.get("/konto").text
    nina = queries.user_by_email("nina@example.com")
    assert nina is not None
    assert nina.password_hash is None
    assert stranger.post("/logg-inn", data=NEW).status_code == 422


def test_of_two_sign_ups_only_the_one_that_is_answered_counts(app: Flask, client: FlaskClient) -> None:
    app.test_client().post("/ny-konto", data={**NEW, "password": "ordene til en fremmed"})
    client.post("/ny-konto", data=NEW)
    theirs, own = links_sent()
    assert client.post(own).status_code == 302
    assert client.get(theirs).status_code == 410


def test_whoever_came_by_a_link_may_choose_a_new_password(client: FlaskClient, world: World) -> None:
    kari = world.user()
    actions.set_password(kari, "det jeg glemte")
    db.session.commit()
    client.post("/lenke", data={"email": kari.email})
    client.post(links_sent()[0])
    assert client.post("/konto/passord", data={"password": "det jeg husker"}).status_code == 302
    client.post("/logg-ut")
    assert client.post("/logg-inn", data={"email": kari.email, "password": "det jeg husker"}).status_code == 302


@pytest.mark.parametrize("email", ["kari.nordmann.applicant@ombruk.example", "nobody@ombruk.example"])
def test_three_links_an_address_and_then_one_waits(client: FlaskClient, world: World, email: str) -> None:
    world.user()
    answers = [client.post("/lenke", data={"email": email}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 409]
    assert "Prøv igjen klokka 10.15." in answers[3].text
    with clock.frozen(MORNING + timedelta(minutes=15)):
        assert client.post("/lenke", data={"email": email}).status_code == 200


def test_twenty_links_a_client_and_then_it_waits(client: FlaskClient) -> None:
    statuses = [client.post("/lenke", data={"email": f"a{n}@ombruk.example"}).status_code for n in range(21)]
    assert statuses == [200] * 20 + [409]


def test_the_demonstration_shows_the_link(client: FlaskClient) -> None:
    client.application.config["DEMO"] = True
    page = client.post("/ny-konto", data=NEW).text
    assert links_sent()[0] in page
    assert "Demo: lenken i e-posten er" in page


@pytest.mark.parametrize(
    ("email", "typed", "sentence"),
    [
        ("nina@example.com", "for kort", "Passordet må ha minst 10 tegn. Tre ord etter hverandre er fint."),
        ("nina@example.com", "Nina@Example.com", "Passordet kan ikke være e-postadressen din."),
        ("nina@example.com", "Passord1234", "Dette passordet er lett å gjette. Velg et annet."),
        ("nina@example.com", "aaaaaaaaaaaa", "Dette passordet er lett å gjette. Velg et annet."),
        ("nina@example.com", "tre gode ord", None),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(app: Flask, email: str, typed: str, sentence: str | None) -> None:
    with app.test_request_context():
        assert password.weakness(typed, email) == sentence


@pytest.mark.parametrize("email", ["", "nina", "nina@", "nina@localhost", "nina@example.com\nBcc: x@example.com"])
def test_what_is_no_address_is_refused_at_the_field(client: FlaskClient, email: str) -> None:
    answer = client.post("/ny-konto", data={**NEW, "email": email})
    assert (answer.status_code, 'id="email-error"' in answer.text) == (422, True)
    assert subjects() == []


def test_old_links_are_forgotten(app: Flask, world: World) -> None:
    links.issue(LinkPurpose.SIGN_IN, "a@example.com", MORNING)
    db.session.commit()
    actions.forget_old(MORNING + timedelta(days=2))
    db.session.commit()
    assert db.session.scalars(select(OneTimeLink)).all() == []
