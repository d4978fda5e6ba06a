"""Asking for access: anybody may, and nobody is told what exists."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.applications.models import Channel
from app.extensions import db
from app.fileaccess.actions import Asked, register, tie
from app.fileaccess.models import AccessRequest
from app.fileaccess.waiting import waiting
from app.letters.models import Letter
from app.mail.models import Mail
from app.policy import NotComplete, NotNow
from tests.counting import statements
from tests.decisions.stage import Stage, events
from tests.fileaccess.cases import asked

SignIn = Callable[[Any], FlaskClient]
FORM = {"about": "", "wanted": "Søknaden og vedtaket", "email": "per@avis.example", "name": ""}


def only() -> AccessRequest:
    return db.session.scalars(select(AccessRequest)).one()


def test_anybody_asks_without_saying_who_they_are(stage: Stage, client: FlaskClient) -> None:
    application = stage.applied()
    answer = client.post("/innsyn", data={**FORM, "about": f" {application.reference.lower()} "})
    assert (answer.status_code, answer.location) == (302, "/innsyn/takk")
    made = only()
    assert (made.application_id, made.requester_name, made.channel) == (application.id, None, Channel.WEB)
    assert made.due_on == date(2026, 9, 4)  # Tuesday 1 September and three working days
    mail = db.session.scalars(select(Mail).where(Mail.recipient == "per@avis.example")).one()
    assert mail.subject == "Vi har fått kravet om innsyn"
    assert "innen 4.\N{NO-BREAK SPACE}september 2026." in mail.body
    assert events(application, "access_requested") == [{"channel": "web", "is_party": False}]


def test_a_draft_a_case_and_nothing_at_all_are_answered_the_same(stage: Stage, client: FlaskClient) -> None:
    """An attack: find out whether somebody is writing an application."""
    sent = stage.applied()
    draft = stage.world.application(stage.organisation, stage.kari, stage.round, sent=False)
    answers = [
        client.post("/innsyn", data={**FORM, "about": about, "email": f"per{number}@avis.example"})
        for number, about in enumerate([sent.reference, draft.reference, "OMB-2026-9999"])
    ]
    assert len({(answer.status_code, answer.data, answer.location) for answer in answers}) == 1
    bodies = {mail.body for mail in db.session.scalars(select(Mail).where(Mail.key.startswith("access-received")))}
    assert len(bodies) == 1
    tied = [made.application_id for made in db.session.scalars(select(AccessRequest).order_by(AccessRequest.id))]
    assert tied == [sent.id, None, None]


def test_a_handler_finds_a_draft_no_more_than_what_does_not_exist(stage: Stage) -> None:
    draft = stage.world.application(stage.organisation, stage.kari, stage.round, sent=False)
    made = asked(stage, None)
    sentences = []
    for number in (draft.reference, "OMB-2026-9999"):
        with pytest.raises(NotComplete) as refusal:
            tie(made, [number], by=stage.hanne, at=stage.at)
        sentences.append(refusal.value.reason.replace(number, "X"))
        db.session.rollback()
    assert sentences == ["Vi finner ingen sak med nummeret X."] * 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"wanted": " "}, "Skriv hvilke dokumenter det gjelder."),
        ({"email": ""}, "Skriv e-postadressen vi skal svare til."),
        ({"email": "ikke en adresse"}, "Skriv en e-postadresse, for eksempel kari@eksempel.no."),
        ({"wanted": "x" * 2001}, "Teksten er for lang: høyst 2000 tegn."),
        ({"about": "x" * 121}, "Teksten er for lang: høyst 120 tegn."),
    ],
)
def test_what_is_missing_is_said_at_the_field(
    stage: Stage, client: FlaskClient, changes: dict[str, str], sentence: str
) -> None:
    answer = client.post("/innsyn", data={**FORM, **changes})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalars(select(AccessRequest)).all() == []


def test_one_address_cannot_be_flooded(stage: Stage, client: FlaskClient) -> None:
    codes = [client.post("/innsyn", data=FORM).status_code for _ in range(6)]
    assert codes == [302] * 5 + [409]


def test_a_round_that_is_not_announced_is_not_offered(stage: Stage, client: FlaskClient) -> None:
    from app.rounds.models import RoundStatus

    stage.round.status = RoundStatus.DRAFT
    db.session.commit()
    assert stage.round.name not in client.get("/innsyn").text
    client.post("/innsyn", data={**FORM, "round": stage.round.slug})
    assert only().round_id is None


def test_a_handler_registers_what_came_on_paper(stage: Stage, sign_in: SignIn) -> None:
    application = stage.applied()
    form = {
        "channel": "post",
        "received_on": "2026-08-28",
        "received_time": "12:00",
        "about": application.reference,
        "wanted": "Alt",
        "name": "Per Spør",
        "email": "",
    }
    answer = sign_in(stage.hanne).post("/staff/access/new", data=form)
    made = only()
    assert answer.location == f"/staff/cases/{application.reference}/access/requests/{made.public_id}"
    assert (made.registered_by_id, made.requester_email, made.due_on) == (stage.hanne.id, None, date(2026, 9, 2))
    assert db.session.scalars(select(Mail).where(Mail.key.startswith("access"))).all() == []


def test_what_came_tomorrow_is_refused(stage: Stage, sign_in: SignIn) -> None:
    form = {"channel": "post", "received_on": "2026-09-02", "received_time": "12:00", "wanted": "Alt"}
    answer = sign_in(stage.hanne).post("/staff/access/new", data=form)
    assert answer.status_code == 409
    assert "Kravet kan ikke være mottatt i framtiden." in answer.text


def test_a_reader_registers_nothing(stage: Stage, sign_in: SignIn) -> None:
    reader = stage.world.user(Role.READER, name="Rune Les")
    assert sign_in(reader).get("/staff/access/new").status_code == 403
    assert sign_in(reader).get("/staff/access").status_code == 200


def test_a_request_that_means_two_cases_becomes_two(stage: Stage, sign_in: SignIn) -> None:
    first, second = stage.applied(), stage.applied()
    made = asked(stage, None)
    answer = sign_in(stage.hanne).post(
        f"/staff/access/{made.public_id}", data={"references": f"{first.reference}, {second.reference}"}
    )
    assert answer.location == "/staff/access"
    found = db.session.scalars(select(AccessRequest).order_by(AccessRequest.id)).all()
    assert [(each.application_id, each.wanted, each.requester_email) for each in found] == [
        (first.id, "Alt i saken", "per@avis.example"),
        (second.id, "Alt i saken", "per@avis.example"),
    ]
    with pytest.raises(NotNow):
        tie(found[0], [second.reference], by=stage.hanne, at=stage.at)
    db.session.rollback()


def test_that_there_is_nothing_is_answered_in_writing(stage: Stage, sign_in: SignIn) -> None:
    made = asked(stage, None)
    client = sign_in(stage.hanne)
    assert client.post(f"/staff/access/{made.public_id}/not-found", data={}).location == "/staff/access"
    letter = db.session.scalars(select(Letter)).one()
    assert letter.title == "Vi har ikke dokumentene dere ba om"
    assert "Statsforvalteren" in str(letter.content)
    again = client.post(f"/staff/access/{made.public_id}/not-found", data={})
    assert again.status_code == 409


def test_the_party_asks_for_more_on_its_own_page(stage: Stage, sign_in: SignIn) -> None:
    application = stage.applied()
    page = f"/soknader/{application.reference}/dokumenter"
    client = sign_in(stage.kari)
    assert client.post(f"{page}/mer", data={"wanted": ""}).status_code == 422
    assert client.post(f"{page}/mer", data={"wanted": "Notatene"}).location == f"{page}#krav"
    made = only()
    assert (made.is_party, made.requester_id, made.application_id) == (True, stage.kari.id, application.id)
    assert "Notatene" in client.get(page).text


def test_somebody_elses_request_is_not_the_partys_to_see(stage: Stage, sign_in: SignIn) -> None:
    application = stage.applied()
    asked(stage, application)
    assert "Per Spør" not in sign_in(stage.kari).get(f"/soknader/{application.reference}/dokumenter").text


def test_what_waits_for_staff(stage: Stage, app: Any) -> None:
    application = stage.applied()
    application.handler_id = stage.hanne.id
    db.session.commit()
    tied, loose = asked(stage, application), asked(stage, None)
    with app.test_request_context(), statements() as seen:
        found = waiting(stage.at)
    assert len(seen) == 1
    assert [(each.reference, each.due_on, each.person_id, each.url) for each in found] == [
        (
            application.reference,
            date(2026, 9, 4),
            stage.hanne.id,
            f"/staff/cases/{application.reference}/access/requests/{tied.public_id}",
        ),
        ("Uten sak", date(2026, 9, 4), None, f"/staff/access/{loose.public_id}"),
    ]


def test_the_list_asks_the_same_number_of_questions(stage: Stage, sign_in: SignIn) -> None:
    asked(stage, stage.applied())
    client, counts = sign_in(stage.hanne), []
    for _ in range(2):
        with statements() as seen:
            assert client.get("/staff/access").status_code == 200
        counts.append(len(seen))
        for _more in range(2):
            asked(stage, stage.applied())
    assert counts[0] == counts[1]
    assert counts[0] <= 8


def test_late_requests_say_so(stage: Stage, sign_in: SignIn) -> None:
    at = stage.at - timedelta(days=10)
    register(
        Asked("Alt", None, "Per", None), None, stage.round, Channel.POST, received_at=at, by=stage.hanne, at=stage.at
    )
    db.session.commit()
    assert "Regnes som avslått siden" in sign_in(stage.hanne).get("/staff/access").text
