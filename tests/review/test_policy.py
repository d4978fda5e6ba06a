"""Who may read, declare, settle, screen and score: one row a fact, with the sentence that refuses."""

from collections.abc import Callable
from typing import Any

import pytest

from app.access import Role
from app.accounts.models import User
from app.applications.models import Application, Status
from app.extensions import db
from app.policy import denial
from app.review import policy, queries
from app.review.standing import Answer, standing, standings
from tests.counting import statements
from tests.review.cases import DISQUALIFIED, DOUBT, IMPARTIAL, declare, handler, submitted
from tests.world import World

HANDLER, APPROVER, READER = Role.CASE_HANDLER, Role.APPROVER, Role.READER
DECLARE_FIRST = "Svar på om du er habil, før du leser saken."
WAIT = "En godkjenner må avgjøre om du er habil, før du kan lese saken."
OUT = "Du er inhabil i denne saken. Disse kan behandle den: Berit Bø."
MEMBER = "Du hører til Fiksekroken og kan ikke ha med saken å gjøre. Disse kan behandle den: Berit Bø."
NOT_HANDLER = "Bare saksbehandlere kan gjøre dette."


@pytest.fixture
def case(world: World) -> Application:
    world.user(HANDLER, name="Berit Bø")
    return submitted(world)


@pytest.mark.parametrize(
    ("roles", "answer", "is_member", "refusal"),
    [
        ([Role.APPLICANT], None, False, "Rollen din leser ikke saker."),
        ([Role.ADMINISTRATOR], None, False, "Rollen din leser ikke saker."),
        ([READER], None, False, None),
        ([READER], None, True, MEMBER),
        ([HANDLER], None, False, DECLARE_FIRST),
        ([APPROVER], None, False, DECLARE_FIRST),
        ([READER, APPROVER], None, False, DECLARE_FIRST),
        ([HANDLER], IMPARTIAL, False, None),
        ([APPROVER], IMPARTIAL, False, None),
        ([HANDLER], DOUBT, False, WAIT),
        ([HANDLER], DISQUALIFIED, False, OUT),
        ([HANDLER, Role.APPLICANT], None, True, MEMBER),
    ],
)
def test_reading(
    world: World, case: Application, roles: list[Role], answer: Any, is_member: bool, refusal: str | None
) -> None:
    person = world.user(*roles, name="Hanne Holm")
    if answer:
        declare(case, person, answer=answer, reason="Søsteren min er med.")
    if is_member:
        join(world, case, person)
    assert denial(policy.can_read, person, case) == refusal


def join(world: World, case: Application, person: User) -> None:
    """Make the person a member of another registration of the applicant's number."""
    world.organisation(person, name="Fiksekroken Oslo", orgnr=case.organisation.orgnr)


def test_an_answer_is_asked_again_for_an_activity_that_came_later(world: World) -> None:
    kari, hanne, grant_round = world.user(), handler(world), world.round()
    one = world.application(world.organisation(kari), kari, grant_round, activities=[{}, {"title": "Eplesaft"}])
    assert standing(hanne, one).answer is Answer.NOT_ASKED
    declare(one, hanne)
    assert standing(hanne, one).answer is Answer.IMPARTIAL


def test_standings_of_many_cases_are_one_query(world: World) -> None:
    kari, hanne, grant_round = world.user(), handler(world), world.round()
    cases = [world.application(world.organisation(kari, orgnr=None), kari, grant_round) for _ in range(3)]
    declare(cases[1], hanne)
    ids, _person = [case.id for case in cases], hanne.name
    with statements() as seen:
        found = standings(hanne, ids)
    assert [found[case].answer for case in ids] == [Answer.NOT_ASKED, Answer.IMPARTIAL, Answer.NOT_ASKED]
    assert len(seen) == 1


Act = Callable[[User, Application], str | None]
ACTS: dict[str, Act] = {
    "start": lambda user, case: denial(policy.can_start_screening, user, case),
    "run": lambda user, case: denial(policy.can_run_checks, user, case),
    "screen": lambda user, case: denial(policy.can_screen, user, case),
    "pass": lambda user, case: denial(policy.can_pass_screening, user, case, queries.results(case.id)),
    "begin": lambda user, case: denial(policy.can_begin_review, user, case),
    "score": lambda user, case: denial(policy.can_score, user, case),
}
STATUSES = [Status.SUBMITTED, Status.SCREENING, Status.ELIGIBLE, Status.REVIEW, Status.RECOMMENDED, Status.DECIDED]
OPEN = {
    "start": [Status.SUBMITTED],
    "run": [Status.SUBMITTED, Status.SCREENING],
    "screen": [Status.SCREENING],
    "pass": [Status.SCREENING],
    "begin": [Status.ELIGIBLE],
    "score": [Status.REVIEW],
}


@pytest.mark.parametrize("act", ACTS)
def test_each_act_has_its_statuses(world: World, case: Application, act: str) -> None:
    hanne = handler(world)
    declare(case, hanne)
    open_at = []
    for status in STATUSES:
        case.status = status
        if ACTS[act](hanne, case) is None:
            open_at.append(status)
    db.session.rollback()
    assert open_at == OPEN[act]


@pytest.mark.parametrize("act", ACTS)
def test_each_act_is_a_handlers_who_has_declared(world: World, case: Application, act: str) -> None:
    approver, hanne = world.user(APPROVER, name="Grete Gran"), handler(world)
    declare(case, approver)
    case.status = OPEN[act][0]
    refusals = (ACTS[act](approver, case), ACTS[act](hanne, case))
    db.session.rollback()
    assert refusals == (NOT_HANDLER, DECLARE_FIRST)


def test_the_wrong_status_is_named(world: World, case: Application) -> None:
    hanne = handler(world)
    declare(case, hanne)
    assert ACTS["score"](hanne, case) == "Saken har status «Innsendt». Dette kan ikke gjøres nå."


@pytest.mark.parametrize(
    ("roles", "refusal"),
    [
        ([HANDLER], None),
        ([APPROVER], None),
        ([READER], "Bare saksbehandlere og godkjennere svarer på om de er habile."),
        ([Role.ADMINISTRATOR], "Bare saksbehandlere og godkjennere svarer på om de er habile."),
    ],
)
def test_declaring(world: World, case: Application, roles: list[Role], refusal: str | None) -> None:
    assert denial(policy.can_declare, world.user(*roles, name="Hanne Holm"), case) == refusal


def test_settling_is_an_approvers_who_is_outside_and_not_disqualified(world: World, case: Application) -> None:
    approver, member = world.user(APPROVER, name="Grete Gran"), world.user(APPROVER, name="Mona Moe")
    join(world, case, member)
    disqualified = world.user(APPROVER, name="Dag Dahl")
    declare(case, disqualified, answer=DISQUALIFIED)
    reader = world.user(READER, name="Rune Ro")
    refusals = [denial(policy.can_settle, who, case) for who in (approver, member, disqualified, reader)]
    assert refusals == [
        None,
        MEMBER,
        "Du er selv inhabil i denne saken.",
        "Bare en godkjenner kan avgjøre tvil om habilitet.",
    ]
