"""The network: who said yes and when, the list without those who left, and the ways out."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from app import clock
from app.access import Role
from app.accounts.models import User
from app.applications.actions import confirm, reopen, submit
from app.applications.models import Application
from app.audit.models import AuditEvent
from app.campaign import network
from app.campaign.models import NetworkMember
from app.campaign.network import members, withdraw
from app.extensions import db
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
YES = datetime(2026, 8, 20, 8, tzinfo=UTC)


class Network:
    """Kari's organisation, and the round it applies to."""

    def __init__(self, world: World) -> None:
        self.world, self.at = world, world.at
        self.kari = world.user()
        self.organisation = world.organisation(self.kari)
        self.round = world.round()

    def applied(self, consented_at: datetime | None = YES) -> Application:
        changes = {"network_consent_at": consented_at, "contact_email": "post@fiksekroken.example"}
        return self.world.application(self.organisation, self.kari, self.round, **changes)

    def sent_again(self, application: Application, consented_at: datetime | None) -> None:
        reopen(application, by=self.kari, at=self.at)
        application.network_consent_at = consented_at
        confirm(application, signatory=True, truth=True, warnings_seen=True)
        submit(application, by=self.kari, at=self.at)
        db.session.commit()

    def handler(self) -> User:
        return self.world.user(Role.CASE_HANDLER, name="Hanne Holm")


@pytest.fixture
def talk(world: World) -> Network:
    return Network(world)


def listed() -> list[tuple[Any, ...]]:
    return [(one.organisation_id, one.email, one.source, one.consented_at) for one in members()]


def test_who_ticks_the_box_is_listed_when_the_application_is_sent_and_since_when(talk: Network) -> None:
    talk.applied()
    assert listed() == [(talk.organisation.id, "post@fiksekroken.example", "OMB-2026-0001", YES)]
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.kind == "network_joined")).one()
    assert event.fields == {"member": members()[0].public_id, "source": "OMB-2026-0001"}


def test_who_does_not_tick_it_is_not(talk: Network) -> None:
    talk.applied(None)
    assert listed() == []


def test_a_tick_taken_out_again_is_a_no_and_one_put_back_a_new_yes(talk: Network) -> None:
    application = talk.applied()
    talk.sent_again(application, YES)
    assert len(members()) == 1
    talk.sent_again(application, None)
    assert listed() == []
    talk.sent_again(application, YES)  # an old tick brings nobody back
    assert listed() == []
    talk.sent_again(application, talk.at + timedelta(seconds=1))
    assert [one[3] for one in listed()] == [talk.at + timedelta(seconds=1)]


def test_of_who_leaves_only_the_consent_and_its_dates_are_kept(talk: Network) -> None:
    talk.applied()
    member = members()[0]
    withdraw(member, by=talk.kari, at=talk.at)
    withdraw(member, by=talk.kari, at=talk.at + timedelta(days=1))
    db.session.commit()
    kept = db.session.scalars(select(NetworkMember)).one()
    assert (kept.organisation_id, kept.name, kept.email) == (None, None, None)
    assert (kept.source, kept.consented_at, kept.withdrawn_at) == ("OMB-2026-0001", YES, talk.at)


def test_the_link_asks_first_and_takes_them_off_once(talk: Network, client: FlaskClient) -> None:
    talk.applied()
    path = f"/nettverk/{members()[0].public_id}"
    assert "Vil dere ut av nettverket?" in client.get(path).text
    assert len(members()) == 1
    for _twice in range(2):
        assert "Dere er tatt av lista" in client.post(path, follow_redirects=True).text
    assert members() == []


def test_a_member_leaves_and_joins_from_the_account_and_sees_only_their_own(talk: Network, sign_in: SignIn) -> None:
    talk.applied()
    ola = talk.world.user(name="Ola Annen")
    others = talk.world.organisation(ola, name="Andre", orgnr=None)
    client = sign_in(talk.kari)
    assert "/nettverk" in client.get("/konto").text
    page = client.get("/nettverk").text
    assert "Dere sa ja 20. august 2026 (OMB-2026-0001). Invitasjoner går til post@fiksekroken.example." in page
    assert ("Fiksekroken" in page, "Andre" in page) == (True, False)
    path = f"/nettverk/{talk.organisation.public_id}"
    client.post(f"{path}/ut")
    assert members() == []
    client.post(f"{path}/inn")
    client.post(f"{path}/inn")
    assert listed() == [(talk.organisation.id, talk.kari.email, "Sagt fra på nett", talk.at)]
    assert client.post(f"/nettverk/{others.public_id}/inn").status_code == 404


def test_an_organisation_that_was_merged_is_found_under_the_one_it_is_part_of(talk: Network) -> None:
    talk.applied()
    into = talk.world.organisation(talk.kari, name="Sammen", orgnr="100260026")
    talk.organisation.merged_into_id = into.id
    db.session.commit()
    assert list(network.standing_of([into])) == [into.id]


def exported(client: FlaskClient) -> tuple[list[tuple[Any, ...]], list[list[str]]]:
    """The rows of both files, without the heads."""
    with client.post("/staff/network/list.xlsx") as response:
        book = load_workbook(io.BytesIO(response.data))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    text = client.post("/staff/network/list.csv").data.decode("utf-8-sig")
    return rows[1:], list(csv.reader(io.StringIO(text), delimiter=";"))[1:]


def test_the_files_hold_the_consent_and_not_those_who_left(talk: Network, sign_in: SignIn) -> None:
    talk.applied()
    gone = network.add("Per Gått", "per@ombruk.example", "møte", YES, by=talk.kari, at=talk.at)
    network.add('=HYPERLINK("x")', "formel@ombruk.example", "møte", YES, by=talk.kari, at=talk.at)
    withdraw(gone, by=talk.kari, at=talk.at)
    db.session.commit()
    first, second = members()
    xlsx, text = exported(sign_in(talk.handler()))
    day, link = datetime(2026, 8, 20), "http://localhost/nettverk/"
    assert xlsx == [
        (None, '=HYPERLINK("x")', "formel@ombruk.example", "møte", day, link + first.public_id),
        ("Fiksekroken", "Kari Nordmann", "post@fiksekroken.example", "OMB-2026-0001", day, link + second.public_id),
    ]
    assert [row[1:5] for row in text] == [
        ['\'=HYPERLINK("x")', "formel@ombruk.example", "møte", "2026-08-20"],
        ["Kari Nordmann", "post@fiksekroken.example", "OMB-2026-0001", "2026-08-20"],
    ]
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.kind == "list_exported")).all()
    assert [event.fields for event in events] == [{"list": "network"}] * 2


TYPED = {
    "name": "Per Reparatør",
    "email": "Per@ombruk.example",
    "source": "nettverksmøtet",
    "consented_on": "2026-06-03",
}


def test_staff_adds_who_said_yes_at_a_meeting_and_takes_off_who_asks(talk: Network, sign_in: SignIn) -> None:
    client = sign_in(talk.handler())
    assert client.post("/staff/network", data=TYPED).status_code == 302
    (member,) = members()
    assert (member.email, clock.local(member.consented_at).date()) == ("per@ombruk.example", date(2026, 6, 3))
    answers = [
        client.post("/staff/network", data=TYPED),
        client.post("/staff/network", data={**TYPED, "email": "b@ombruk.example", "consented_on": "2026-09-02"}),
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert "Adressen står på lista fra før." in answers[0].text
    assert "Dagen har ikke vært ennå." in answers[1].text
    client.post(f"/staff/network/{member.public_id}/remove")
    page = client.get("/staff/network").text
    assert ("Ingen er på lista ennå." in page, "Har trukket samtykket" in page) == (True, True)


def test_a_second_application_of_the_same_organisation_adds_nobody(talk: Network) -> None:
    talk.applied()
    talk.world.application(talk.organisation, talk.kari, talk.round, network_consent_at=talk.at)
    assert len(members()) == 1
