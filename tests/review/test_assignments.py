"""Giving and withdrawing by hand and by proposal: what is shown is what is applied, and what is hidden stays so."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.access import Role
from app.accounts import actions as accounts
from app.accounts.models import ApplicantType, Superior, User
from app.applications.models import Activity, Application, Status
from app.extensions import db
from app.judging.models import ImpartialityAnswer
from app.policy import denial
from app.review import actions, assignment_policy, assignments
from app.review.assignment_queries import activity_to_assign
from app.review.models import Assignment
from tests.counting import statements
from tests.review.cases import DISQUALIFIED, DOUBT, declare, events, handler, send
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
PAGE, PROPOSAL = "/staff/assignments", "/staff/assignments/proposal"


class Office:
    """A round in review: Hanne and Jon assess, Gro approves; cases of organisations of their own."""

    def __init__(self, world: World) -> None:
        self.world, self.at = world, world.at
        self.round = world.round()
        self.kari = world.user()
        self.hanne, self.jon = handler(world), handler(world, "Jon Dahl")
        self.gro = world.user(Role.APPROVER, name="Gro Gran")
        self.count = 0

    def case(self, *members: User, status: Status = Status.REVIEW, **changes: Any) -> Application:
        self.count += 1
        organisation = self.world.organisation(self.kari, *members, name=f"Forening {self.count}", orgnr=None)
        titles = {"activities": [{"title": f"Fiksekveld {self.count}"}]}
        made = self.world.application(organisation, self.kari, self.round, **{**titles, **changes})
        made.status = status
        for row in made.case_rows:
            row.status = status
        db.session.commit()
        return made

    def give(self, application: Application, person: User, *, by: User | None = None) -> Assignment:
        made = assignments.give(application.activities[0], person, by=by or self.hanne, at=self.at)
        db.session.commit()
        return made


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def given() -> list[tuple[str, str]]:
    """(activity's title, person) of what is open."""
    found = select(Activity.title, Assignment.user_name).join(Assignment, Assignment.activity_id == Activity.id)
    rows = db.session.execute(found.where(Assignment.withdrawn_at.is_(None)).order_by(Assignment.id))
    return [(title or "", name) for title, name in rows]


def text(answer: TestResponse) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def propose(client: FlaskClient, query: str = "antall=1", status: int = 200) -> tuple[str, dict[str, str]]:
    """The page of a proposal, and the fields of its button."""
    answer = client.get(f"{PROPOSAL}?{query}")
    assert answer.status_code == status
    form = answer.text.partition('method="post"')[2]
    return answer.text, dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def test_a_proposal_is_shown_writes_nothing_and_is_applied_as_shown(office: Office, sign_in: SignIn) -> None:
    for _ in range(4):
        office.case()
    client = sign_in(office.hanne)
    page, fields = propose(client)
    assert given() == []
    rows = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row) for row in re.findall(r"<tr[^>]*>(.*?)</tr>", page)]
    shown = [(row[1], row[3]) for row in rows if len(row) == 4 and row[0].startswith("OMB")]
    assert client.post(PROPOSAL, data=fields).status_code == 302
    assert given() == shown
    assert sorted(name for _title, name in given()) == ["Hanne Holm"] * 2 + ["Jon Dahl"] * 2
    first = db.session.scalars(select(Application).order_by(Application.id)).first()
    assert first is not None
    assert events(first, "assessor_assigned")[0] == {"activity": 1, "person": shown[0][1]}


def test_what_changed_meanwhile_stops_it_and_shows_the_new_proposal(office: Office, sign_in: SignIn) -> None:
    first, _second = office.case(), office.case()
    client = sign_in(office.hanne)
    _page, fields = propose(client)
    office.give(first, office.jon)
    answer = client.post(PROPOSAL, data=fields)
    assert answer.status_code == 409
    assert "Noe er endret siden forslaget ble laget. Ingenting er tildelt. Se over det nye forslaget." in answer.text
    assert given() == [("Fiksekveld 1", "Jon Dahl")]
    _page, fields = propose(client)
    assert client.post(PROPOSAL, data=fields).status_code == 302


@pytest.mark.parametrize("digest", ["", "0" * 64])
def test_a_proposal_that_was_never_shown_is_not_applied(office: Office, sign_in: SignIn, digest: str) -> None:
    office.case()
    answer = sign_in(office.hanne).post(PROPOSAL, data={"antall": "1", "digest": digest})
    assert (answer.status_code, given()) == (409, [])


@pytest.mark.parametrize("number", ["0", "6", "mange", ""])
def test_a_number_that_makes_no_sense_leads_back(office: Office, sign_in: SignIn, number: str) -> None:
    answer = sign_in(office.hanne).get(f"{PROPOSAL}?antall={number}")
    assert (answer.status_code, answer.location) == (302, f"{PAGE}?runde=ombruksuka-2026")


def test_who_is_tied_is_left_out_and_it_is_said_why_and_who_could(office: Office, sign_in: SignIn) -> None:
    """Jon's leader sits on the board: the proposal leaves him out, a person may choose him."""
    application = office.case(office.gro)
    declare(application, office.hanne, answer=DOUBT, reason="Jeg kjenner dem.")
    db.session.add(Superior(user_id=office.jon.id, leader_id=office.gro.id))
    db.session.commit()
    ida = office.world.user(Role.APPROVER, name="Ida Lie")
    page = text(sign_in(ida).get(f"{PROPOSAL}?antall=1"))
    assert (
        "Mangler 1 vurderer. Hanne Holm har meldt tvil om habilitet, lederen til Jon Dahl er inhabil."
        " Kan velges for hånd, siden den som vurderer ikke vedtar: Jon Dahl." in page
    )
    office.give(application, office.jon, by=ida)
    assert given() == [("Fiksekveld 1", "Jon Dahl")]


FACTS: list[tuple[str, str | None]] = [
    ("free", None),
    ("member", "Jon Dahl hører til Forening 1 og kan ikke vurdere saken."),
    ("same number", "Jon Dahl hører til Forening 1 og kan ikke vurdere saken."),
    ("disqualified", "Jon Dahl er inhabil i saken."),
    ("doubt", "Jon Dahl har meldt tvil om habilitet. Den må avgjøres først."),
    ("settled as impartial", None),
    ("leader disqualified", None),
    ("no handler", "Jon Dahl er ikke saksbehandler."),
    ("has it", "Jon Dahl har vurderingen fra før."),
    ("decided", "Saken har status «Vedtatt» og kan ikke tildeles nå."),
    ("submitted", "Saken har status «Innsendt» og kan ikke tildeles nå."),
]


@pytest.mark.parametrize(("fact", "reason"), FACTS)
def test_who_may_be_given_what(office: Office, fact: str, reason: str | None) -> None:
    application = office.case(*([office.jon] if fact == "member" else []))
    arrange(office, application, fact)
    assert denial(assignments.give, application.activities[0], office.jon, by=office.hanne, at=office.at) == reason
    db.session.rollback()


def arrange(office: Office, application: Application, fact: str) -> None:
    if fact == "same number":
        application.organisation.applicant_type = ApplicantType.VOLUNTARY
        application.organisation.orgnr = "100260018"
        office.world.organisation(office.jon)
    if fact in {"disqualified", "doubt", "settled as impartial"}:
        declare(application, office.jon, answer=DISQUALIFIED if fact == "disqualified" else DOUBT, reason="Fetter.")
    if fact == "settled as impartial":
        declare(application, office.gro)
        actions.settle(
            application, office.jon, ImpartialityAnswer.IMPARTIAL, "Fjern slekt.", by=office.gro, at=office.at
        )
    if fact == "leader disqualified":
        declare(application, office.gro, answer=DISQUALIFIED)
        db.session.add(Superior(user_id=office.jon.id, leader_id=office.gro.id))
    if fact == "no handler":
        accounts.withdraw_role(office.jon, Role.CASE_HANDLER, by=admin(office), at=office.at)
    if fact == "has it":
        office.give(application, office.jon)
    if fact in {"decided", "submitted"}:
        application.status = Status(fact)
    db.session.commit()


def admin(office: Office) -> User:
    return office.world.user(Role.ADMINISTRATOR, name="Ada Admin")


@pytest.mark.parametrize(
    ("role", "reason"),
    [
        (Role.CASE_HANDLER, None),
        (Role.APPROVER, None),
        (Role.READER, "Bare saksbehandlere og godkjennere kan tildele vurderinger."),
        (Role.ADMINISTRATOR, "Bare saksbehandlere og godkjennere kan tildele vurderinger."),
        (Role.APPLICANT, "Bare saksbehandlere og godkjennere kan tildele vurderinger."),
    ],
)
def test_who_may_give(office: Office, role: Role, reason: str | None) -> None:
    somebody = office.world.user(role, name="Siri Moe")
    assert denial(assignment_policy.can_choose, somebody, office.case()) == reason


def test_one_activity_by_hand_and_taken_back_with_a_reason(office: Office, sign_in: SignIn) -> None:
    application = office.case()
    client, path = sign_in(office.hanne), f"{PAGE}/{application.reference}/1"
    assert client.post(path, data={}).status_code == 422
    assert client.post(path, data={"person": office.jon.public_id}).status_code == 302
    again = client.post(path, data={"person": office.jon.public_id})
    assert (again.status_code, "Jon Dahl har vurderingen fra før." in again.text) == (409, True)
    refused = client.post(f"{path}/withdraw", data={"person": office.jon.public_id, "reason": " "})
    assert (refused.status_code, "Skriv kort hvorfor." in refused.text) == (409, True)
    taken = client.post(f"{path}/withdraw", data={"person": office.jon.public_id, "reason": "Har for mye."})
    assert taken.status_code == 302
    assert "fra 1. sep. til 1. sep., tatt tilbake av Hanne Holm: Har for mye." in text(client.get(path))
    assert client.post(f"{path}/withdraw", data={"person": office.jon.public_id, "reason": "Igjen"}).status_code == 404
    assert events(application, "assignment_withdrawn") == [{"activity": 1, "person": "Jon Dahl"}]
    office.give(application, office.jon)  # and can be given again
    assert given() == [("Fiksekveld 1", "Jon Dahl")]


def test_who_is_tied_to_a_case_does_not_learn_who_assesses_it(office: Office, sign_in: SignIn) -> None:
    """The pages are the same to the letter whoever has it, and choosing is refused."""
    own, _other = office.case(office.jon), office.case()
    client, pages = sign_in(office.jon), [PAGE, f"{PAGE}?vis=alle", f"{PROPOSAL}?antall=1"]
    before = [stable(client.get(page).text) for page in pages]
    office.give(own, office.hanne)
    sign_in(office.jon)
    assert [stable(client.get(page).text) for page in pages] == before
    assert own.reference not in "".join(before)
    assert "1 sak du er inhabil i, er ikke med her." in before[0]
    path = f"{PAGE}/{own.reference}/1"
    answers = [client.get(path), client.post(path, data={"person": office.hanne.public_id})]
    assert [answer.status_code for answer in answers] == [403, 403]
    taken = client.post(f"{path}/withdraw", data={"person": office.hanne.public_id, "reason": "Nei."})
    assert (taken.status_code, given()) == (403, [("Fiksekveld 1", "Hanne Holm")])


def stable(page: str) -> str:
    """Without the tokens of the request."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


def test_the_pages_do_not_tell_who_has_assessed(office: Office, sign_in: SignIn) -> None:
    """Byte for byte the same before and after Jon has sent his assessment."""
    application = office.case()
    office.give(application, office.jon)
    declare(application, office.jon, office.hanne)
    client = sign_in(office.hanne)
    paths = [PAGE, f"{PAGE}?vis=alle", f"{PROPOSAL}?antall=2", f"{PAGE}/{application.reference}/1", "/staff/mine"]
    before = [stable(client.get(path).text) for path in paths]
    send(office.world, application, office.jon, 4, 4, 4, 4, 4, 4)
    sign_in(office.hanne)
    assert [stable(client.get(path).text) for path in paths] == before
    assignments.withdraw(
        activity_to_assign(application.reference, 1),
        db.session.scalars(select(Assignment)).one(),
        "Bytte.",
        by=office.hanne,
        at=office.at,
    )  # not refused either
    db.session.commit()


@pytest.mark.parametrize("answer", [DISQUALIFIED, DOUBT])
def test_who_steps_down_has_nothing_to_assess_in_the_case(office: Office, answer: ImpartialityAnswer) -> None:
    application, other = office.case(), office.case()
    office.give(application, office.jon)
    office.give(other, office.jon)
    declare(application, office.jon, answer=answer, reason="Fetter.")
    assert given() == [("Fiksekveld 2", "Jon Dahl")]
    gone = db.session.scalars(select(Assignment).where(Assignment.withdrawn_at.is_not(None))).one()
    assert (gone.withdrawn_reason, gone.withdrawn_by_name) == ("Ikke habil i saken", "Jon Dahl")


def test_the_lists_cost_the_same_with_more_rows(office: Office, sign_in: SignIn) -> None:
    counts = []
    client = sign_in(office.hanne)
    for rows in (1, 3):
        while office.count < rows:
            office.give(office.case(), office.jon)
        for path in (f"{PAGE}?vis=alle", PAGE, f"{PROPOSAL}?antall=2", "/staff/mine"):
            db.session.expire_all()
            with statements() as seen:
                assert client.get(path).status_code == 200
            counts.append(len(seen))
    assert counts[:4] == counts[4:]
    assert max(counts) <= 8


def test_a_long_list_goes_on_from_where_it_stopped(
    office: Office, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.review.assignment_queries.ROWS", 2)
    for _ in range(3):
        office.case()
    client = sign_in(office.hanne)
    first = client.get(PAGE).text
    following = re.findall(r'rel="next" href="([^"]+)"', first)[0]
    titles = [re.findall(r"Fiksekveld \d", page) for page in (first, client.get(html.unescape(following)).text)]
    assert titles == [["Fiksekveld 1", "Fiksekveld 2"], ["Fiksekveld 3"]]


def test_two_who_apply_the_same_proposal_give_it_once(office: Office, sign_in: SignIn) -> None:
    office.case()
    client = sign_in(office.hanne)
    _page, fields = propose(client)
    answers = [client.post(PROPOSAL, data=fields).status_code for _ in range(2)]
    assert (answers, len(given())) == ([302, 409], 1)
