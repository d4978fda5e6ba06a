"""A permit that is to be seen before money goes out, and the page where staff follow a case."""

import io
from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import db
from app.followup.acceptance.models import PermitProof
from app.followup.acceptance.permits import lacks
from app.followup.grants.queries import of_case
from tests.counting import statements
from tests.decisions.stage import events
from tests.files.test_kinds import PDF, PNG
from tests.followup.answers import said
from tests.followup_world import FollowupStage

SignIn = Callable[[Any], FlaskClient]
CASE = "/staff/cases/OMB-2026-0001/grants"
OWN = "/tilskudd/OMB-2026-0001/1"
GROUND = [{"title": "Gatefest", "permits": [{"code": "municipal_ground", "status": "applied"}]}]


def test_demanded_sent_refused_and_accepted(stage: FollowupStage, sign_in: SignIn) -> None:
    decision = stage.released(activities=GROUND)
    page = sign_in(stage.hanne).get(CASE).text
    assert 'value="Kommunal grunn"' in page  # suggested
    demanded = {"what": "Tillatelse til å bruke Tøyen torg"}
    assert sign_in(stage.hanne).post(f"{CASE}/1/permit-demand", data=demanded).status_code == 302
    client = sign_in(stage.kari)
    assert "Tillatelse til å bruke Tøyen torg" in client.get("/vedtak/OMB-2026-0001/svar").text
    program = {"permit-1": (io.BytesIO(b"MZ"), "a.exe")}
    refused = client.post("/vedtak/OMB-2026-0001/svar", data=said(decision, "accepted", **program))
    assert (refused.status_code, "Vi kan ikke ta imot «a.exe»." in refused.text) == (409, True)
    file = {"permit-1": (io.BytesIO(PDF), "torg.pdf")}
    assert client.post("/vedtak/OMB-2026-0001/svar", data=said(decision, "accepted", **file)).status_code == 302
    [grant] = of_case(decision.application_id)
    assert lacks([grant]) == {
        grant.id: "Tillatelsen er sendt inn, men ikke godkjent ennå: Tillatelse til å bruke Tøyen torg"
    }
    proof = db.session.scalars(select(PermitProof)).one()
    settle = f"{CASE}/permits/{proof.public_id}"
    handler = sign_in(stage.hanne)
    assert "Skriv hva som er galt" in handler.post(settle, data={}).text
    assert handler.post(settle, data={"comment": "Den gjelder for feil dag."}).status_code == 302
    client = sign_in(stage.kari)
    assert "Den gjelder for feil dag." in client.get(OWN).text
    assert lacks([grant]) == {grant.id: "Tillatelse mangler: Tillatelse til å bruke Tøyen torg"}
    assert client.post(f"{OWN}/tillatelse", data={"permit": (io.BytesIO(b""), "tom.pdf")}).status_code == 422
    assert client.post(f"{OWN}/tillatelse", data={"permit": (io.BytesIO(PNG), "ny.png")}).status_code == 302
    new = db.session.scalars(select(PermitProof).order_by(PermitProof.id.desc())).first()
    assert new is not None
    assert client.get(f"{OWN}/tillatelse/{new.public_id}").data == PNG
    sign_in(stage.hanne).post(f"{CASE}/permits/{new.public_id}", data={"accept": "y"})
    assert lacks([grant]) == {}
    assert events(decision.application, "permit_settled") == [
        {"activity": 1, "accepted": False},
        {"activity": 1, "accepted": True},
    ]


def test_a_demand_may_be_dropped_and_made_again(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    client, url = sign_in(stage.hanne), f"{CASE}/1/permit-demand"
    for data, missing in (({"what": "Brann"}, 1), ({"drop": "y"}, 0), ({"what": "Politi"}, 1)):
        assert client.post(url, data=data).status_code == 302
        assert len(lacks([grant])) == missing
    assert "Skriv hvilken tillatelse." in client.post(url, data={"what": " "}).text


def test_the_pages_of_a_case_keep_their_number_of_statements(stage: FollowupStage, sign_in: SignIn) -> None:
    stage.accepted(activities=[{"title": "En"}])
    stage.accepted(activities=[{"title": "En"}, {"title": "To"}, {"title": "Tre"}])
    stage.account()
    counts: dict[str, list[int]] = {}
    for person, path in ((stage.hanne, "/staff/cases/{}/grants"), (stage.kari, "/tilskudd/{}/1")):
        client = sign_in(person)
        client.get(path.format("OMB-2026-0001"))  # what a session loads once
        for reference in ("OMB-2026-0001", "OMB-2026-0002"):
            with statements() as counted:
                assert client.get(path.format(reference)).status_code == 200
            counts.setdefault(path, []).append(len(counted))
    assert counts == {path: [few, few] for path, (few, _many) in counts.items()}
    assert max(counts["/tilskudd/{}/1"]) <= 12
