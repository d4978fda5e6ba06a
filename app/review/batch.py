"""One act on many cases: tried first, without changing anything, then done, with a result for each case.

The trial asks the same policies as the act itself. A case that is refused stays as it is; the others are done.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.applications import actions as applications
from app.applications import policy as application_policy
from app.applications.models import Application
from app.judging.models import ImpartialityAnswer
from app.policy import NotAllowed, NotNow
from app.review import actions, policy, queries
from app.review.models import CheckResult
from app.review.standing import Answer, Standing, standings

MOST = 200
"""Cases at a time: what a person can look over, and done in seconds."""


class Act(StrEnum):
    TAKE = "take"
    IMPARTIAL = "impartial"
    RUN_CHECKS = "run_checks"
    APPROVE = "approve"


NAMES: dict[Act, str] = {
    Act.TAKE: _l("Ta sakene"),
    Act.IMPARTIAL: _l("Svar at du er habil"),
    Act.RUN_CHECKS: _l("Kjør den formelle kontrollen på nytt"),
    Act.APPROVE: _l("Godkjenn den formelle kontrollen der alt er i orden eller forklart"),
}
DONE: dict[Act, str] = {
    Act.TAKE: _l("Saken er din"),
    Act.IMPARTIAL: _l("Du er habil"),
    Act.RUN_CHECKS: _l("Kontrollen er kjørt"),
    Act.APPROVE: _l("Kontrollen er godkjent"),
}


@dataclass(frozen=True)
class Result:
    """What came of one case, or would come of it. `refusal` says why not."""

    reference: str
    organisation: str
    refusal: str | None


@dataclass(frozen=True)
class Facts:
    """What the policies ask of a case, loaded for all cases at once."""

    own: Standing
    results: Sequence[CheckResult]


Check = Callable[[User, Application, Facts], None]


def _can_take(user: User, application: Application, facts: Facts) -> None:
    application_policy.can_assign(user, application, user)
    if application.handler_id == user.id:
        raise NotNow(_("Saken er din allerede."))


def _can_declare(user: User, application: Application, facts: Facts) -> None:
    policy.can_declare(user, application, facts.own)
    if facts.own.answer is not Answer.NOT_ASKED:
        raise NotNow(_("Du har svart allerede."))


def _can_run_checks(user: User, application: Application, facts: Facts) -> None:
    policy.can_run_checks(user, application, facts.own)


def _can_pass(user: User, application: Application, facts: Facts) -> None:
    policy.can_pass_screening(user, application, facts.results, facts.own)


CHECKS: dict[Act, Check] = {
    Act.TAKE: _can_take,
    Act.IMPARTIAL: _can_declare,
    Act.RUN_CHECKS: _can_run_checks,
    Act.APPROVE: _can_pass,
}


def trial(act: Act, references: Sequence[str], *, by: User) -> list[Result]:
    """What would come of each case. Changes nothing."""
    return _each(act, references, by, lambda _application: None, for_change=False)


def do(act: Act, references: Sequence[str], *, by: User, at: datetime) -> list[Result]:
    """Do it where it may be done now."""
    return _each(act, references, by, lambda application: _do(act, application, by, at), for_change=True)


def _each(
    act: Act, references: Sequence[str], by: User, then: Callable[[Application], None], *, for_change: bool
) -> list[Result]:
    """In the order given; a case that does not exist is left out."""
    cases = queries.cases(references[:MOST], for_change=for_change)
    facts = _facts(by, cases)
    return [_result(act, cases[one], facts, by, then) for one in dict.fromkeys(references) if one in cases]


def _result(
    act: Act, application: Application, facts: Mapping[int, Facts], by: User, then: Callable[[Application], None]
) -> Result:
    refusal = None
    try:
        CHECKS[act](by, application, facts[application.id])
        then(application)
    except NotAllowed as refused:
        refusal = refused.reason
    return Result(application.reference, application.organisation.name, refusal)


def _facts(by: User, cases: Mapping[str, Application]) -> dict[int, Facts]:
    ids = [application.id for application in cases.values()]
    own, results = standings(by, ids), queries.results_of(ids)
    return {one: Facts(own[one], results.get(one, [])) for one in ids}


def _do(act: Act, application: Application, by: User, at: datetime) -> None:
    if act is Act.TAKE:
        applications.assign(application, by, by=by, at=at)
    elif act is Act.IMPARTIAL:
        actions.declare(application, ImpartialityAnswer.IMPARTIAL, None, by=by, at=at)
    elif act is Act.RUN_CHECKS:
        actions.run_checks_again(application, by=by, at=at)
    else:
        actions.pass_screening(application, by=by, at=at)
