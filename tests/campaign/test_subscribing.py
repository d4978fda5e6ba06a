"""«Varsle meg»: nobody is on the list who did not say so, everybody hears once, and who leaves is forgotten."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.campaign.jobs import forget_unconfirmed, sender, tell_due
from app.campaign.models import Subscriber, Topic
from app.campaign.subscribing import ask, by_token, confirm, counts
from app.extensions import db
from app.mail.models import Mail
from app.rounds.models import RoundStatus
from tests.programme_world import ProgrammeWorld
from tests.world import World

ADDRESS = "kari@ombruk.example"
AUGUST = datetime(2026, 8, 1, 8, tzinfo=UTC)
LINK = re.compile(r"http://localhost(/varsle-meg/\w+)")


def mails() -> list[Mail]:
    return list(db.session.scalars(select(Mail).order_by(Mail.id)))


def link(mail: Mail) -> str:
    found = LINK.search(mail.body)
    assert found is not None
    return found[1]


def subscriber(email: str = ADDRESS, *topics: Topic, at: datetime = AUGUST) -> Subscriber:
    """Confirmed."""
    chosen = topics or (Topic.ROUND_OPENS,)
    ask(email, chosen, client=email, sender=sender(), at=at)
    made = db.session.scalars(select(Subscriber).where(Subscriber.email == email)).one()
    confirm(made, chosen, at=at)
    db.session.commit()
    return made


def test_an_address_is_on_the_list_when_its_link_is_followed_and_the_button_pressed(
    client: FlaskClient, world: World
) -> None:
    typed = {"email": " Kari@Ombruk.example ", "topics": ["round_opens", "lighthouse"]}
    assert client.post("/varsle-meg", data=typed).location == "/varsle-meg/sjekk-e-posten"
    (mail,) = mails()
    assert (mail.recipient, mail.subject, mail.is_secret) == (ADDRESS, "Bekreft at du vil ha beskjed", True)
    page = client.get(link(mail))
    assert "<h1" in page.text
    assert counts()["all"] == 0  # a program that opens links has said yes to nothing
    client.post(link(mail), data={"topics": ["round_opens", "lighthouse"]})
    assert counts() == {"all": 1, "round_opens": 1, "programme": 0, "lighthouse": 1}
    found = db.session.scalars(select(Subscriber)).one()
    assert (found.confirmed_at, found.token_hash in link(mail)) == (world.at, False)


def test_a_known_address_gets_the_same_answer_and_nothing_of_it_changes(client: FlaskClient) -> None:
    subscriber()
    new = client.post(
        "/varsle-meg", data={"email": "ny@ombruk.example", "topics": ["programme"]}, follow_redirects=True
    )
    known = client.post("/varsle-meg", data={"email": ADDRESS, "topics": ["programme"]}, follow_redirects=True)
    assert (known.status_code, known.text) == (new.status_code, new.text)
    assert mails()[-1].subject == "Du får allerede beskjed"
    assert db.session.scalars(select(Subscriber.topics).where(Subscriber.email == ADDRESS)).one() == ["round_opens"]


def test_who_leaves_is_deleted_and_the_old_link_says_so_kindly(client: FlaskClient) -> None:
    subscriber()
    path = link(mails()[0])
    assert client.post(f"{path}/av").location == "/varsle-meg"
    assert db.session.scalars(select(Subscriber)).all() == []
    for answer in (client.get(path), client.post(f"{path}/av")):
        assert answer.status_code == 404
        assert "Er du meldt av, er adressen slettet" in answer.text


def test_too_many_asks_are_refused_and_the_form_kept(client: FlaskClient) -> None:
    typed = {"email": ADDRESS, "topics": ["programme"]}
    assert [client.post("/varsle-meg", data=typed).status_code for _time in range(4)] == [302, 302, 302, 409]
    answer = client.post("/varsle-meg", data=typed)
    assert "Det er prøvd for mange ganger." in answer.text
    assert f'value="{ADDRESS}"' in answer.text
    assert len(mails()) == 3


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": "kari", "topics": ["programme"]}, "Skriv en e-postadresse, for eksempel kari@eksempel.no."),
        ({"email": ADDRESS}, "Velg minst én ting du vil ha beskjed om."),
        ({"email": ADDRESS, "topics": ["everything"]}, "everything"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(client: FlaskClient, typed: dict[str, object], sentence: str) -> None:
    answer = client.post("/varsle-meg", data=typed)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert mails() == []


def test_an_address_nobody_confirms_is_forgotten_after_a_week(client: FlaskClient) -> None:
    subscriber()
    ask("ny@ombruk.example", [Topic.PROGRAMME], client="1", sender=sender(), at=AUGUST)
    db.session.commit()
    week = timedelta(days=7)
    assert [forget_unconfirmed(AUGUST + week), forget_unconfirmed(AUGUST + week + timedelta(seconds=1))] == [0, 1]
    db.session.commit()
    assert db.session.scalars(select(Subscriber.email)).all() == [ADDRESS]


def test_a_round_that_opens_is_told_once_to_those_who_asked_before(world: World) -> None:
    grant_round = world.round()
    opened = grant_round.opens_at
    subscriber()
    subscriber("program@ombruk.example", Topic.PROGRAMME)
    subscriber("sen@ombruk.example", at=opened + timedelta(minutes=1))
    before = len(mails())
    later = opened + timedelta(hours=1)
    assert [tell_due(later), tell_due(later), tell_due(opened + timedelta(days=8))] == [1, 0, 0]
    db.session.commit()
    mail = mails()[before]
    assert (mail.recipient, mail.subject) == (ADDRESS, "Ombruksuka 2026: nå kan dere søke")
    assert "Fristen er søndag 20. september kl. 23.59." in mail.body
    assert by_token(link(mail).rpartition("/")[2]).email == ADDRESS


def test_an_announced_or_closed_round_is_no_news(world: World) -> None:
    subscriber()
    grant_round = world.round()
    for status in (RoundStatus.ANNOUNCED, RoundStatus.CLOSED, RoundStatus.CANCELLED):
        grant_round.status = status
        assert tell_due(grant_round.opens_at + timedelta(hours=1)) == 0
    db.session.commit()


def test_a_programme_that_becomes_public_is_told(programmes: ProgrammeWorld) -> None:
    opens = datetime(2026, 10, 26, 8, tzinfo=UTC)
    programmes.week(programme_opens_at=opens)
    subscriber(ADDRESS, Topic.PROGRAMME)
    assert [tell_due(opens - timedelta(seconds=1)), tell_due(opens), tell_due(opens)] == [0, 1, 0]
    db.session.commit()
    assert mails()[-1].subject == "Programmet for Ombruksuka 2026 er klart"
    assert "http://localhost/program/2026\n" in mails()[-1].body


def test_a_new_secret_makes_new_links_that_work(world: World) -> None:
    world.round()
    made = subscriber()
    made.token_hash = "0" * 64  # as if it were made with another secret
    db.session.commit()
    tell_due(datetime(2026, 8, 17, 8, tzinfo=UTC))
    db.session.commit()
    assert by_token(link(mails()[-1]).rpartition("/")[2]).id == made.id


def test_topics_are_changed_on_ones_own_page(client: FlaskClient) -> None:
    subscriber()
    path = link(mails()[0])
    assert client.post(path, data={}).status_code == 422
    with clock.frozen(AUGUST + timedelta(days=1)):
        client.post(path, data={"topics": ["programme"]})
    found = db.session.scalars(select(Subscriber)).one()
    assert (found.topics, found.confirmed_at) == (["programme"], AUGUST)
