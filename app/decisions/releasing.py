"""Release decided letters together at a chosen time: plan, stop, follow, and find what is due."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.applications.models import Application
from app.audit.actions import record
from app.decisions import policy, printing
from app.decisions.models import Decision, Release
from app.decisions.standing import Standing, standings
from app.extensions import db
from app.formatting import number
from app.letters.blocks import missing_blocks
from app.policy import NotNow, denial

CHUNK = 25
"""So many letters one job makes."""


@dataclass(frozen=True)
class Ready:
    """A decided case that is not planned yet, and what its letter still lacks. `blocked`: why another must send it."""

    decision: Decision
    title: str
    missing: Sequence[str]
    blocked: str | None = None


@dataclass(frozen=True)
class Progress:
    """How far a release has come."""

    released: int
    problems: int
    total: int

    @property
    def waiting(self) -> int:
        return self.total - self.released - self.problems

    @property
    def text(self) -> str:
        """«312 av 500 brev er sendt»."""
        return str(_("%(done)s av %(total)s brev er sendt", done=number(self.released), total=number(self.total)))


def _of_round(round_id: int) -> ColumnElement[bool]:
    return Decision.application_id.in_(select(Application.id).where(Application.round_id == round_id))


def unplanned(round_id: int, references: Sequence[str] | None = None) -> Sequence[Decision]:
    """Decided cases without a release, oldest decision first, at most 1000 at a time; locked when they are named."""
    found = select(Decision).where(_of_round(round_id), Decision.released_at.is_(None), Decision.release_id.is_(None))
    if references is not None:
        named = select(Application.id).where(Application.reference.in_(list(references)))
        found = found.where(Decision.application_id.in_(named)).with_for_update(of=Decision)
    return db.session.scalars(printing.whole(found).limit(1000)).unique().all()


def ready(round_id: int, at: datetime, public_url: str, by: User) -> list[Ready]:
    """What can be planned, with what stops some of it: nothing of that can be sent, or not by this person."""
    listed = _looked_over(unplanned(round_id), at, public_url)
    stand = standings(by, [one.decision.application_id for one in listed])
    return [replace(one, blocked=_blocked(by, one.decision, stand[one.decision.application_id])) for one in listed]


def _blocked(by: User, decision: Decision, standing: Standing) -> str | None:
    return denial(policy.can_release_decision, by, decision, standing)


def _looked_over(decisions: Sequence[Decision], at: datetime, public_url: str) -> list[Ready]:
    contents = printing.contents_of(decisions, at, public_url)
    without_copy = printing.without_copy(decisions)
    shown = []
    for decision in decisions:
        content = contents[decision.id]
        missing = missing_blocks(content)
        if decision.id in without_copy:
            missing = [*missing, str(_("kopi av søknaden"))]
        shown.append(Ready(decision, content.title(), missing))
    return shown


def plan(
    round_id: int, references: Sequence[str], release_at: datetime, public_url: str, *, by: User, at: datetime
) -> Release:
    """Release these decided cases together at `release_at`.

    Raises NotPermitted for one that another must send; NotNow when nothing is chosen, when one of them is planned
    already or withdrawn from the list meanwhile, and when a letter lacks what the law demands, naming it.
    """
    policy.can_release(by)
    found = unplanned(round_id, references)
    if not found:
        raise NotNow(_("Ingen brev er valgt, eller de er planlagt allerede."))
    if len(found) != len(set(references)):
        raise NotNow(_("Noen av brevene er planlagt av en annen i mellomtiden. Se over listen på nytt."))
    stand = standings(by, [decision.application_id for decision in found])
    for one in _looked_over(found, release_at, public_url):
        policy.can_release_decision(by, one.decision, stand[one.decision.application_id])
        if one.missing:
            reference, missing = one.decision.application.reference, ", ".join(one.missing)
            raise NotNow(_("Brevet i sak %(reference)s mangler %(missing)s.", reference=reference, missing=missing))
    release = Release(
        round_id=round_id, release_at=release_at, planned_by_id=by.id, planned_by_name=by.name, planned_at=at
    )
    release.decisions = list(found)
    db.session.add(release)
    for decision in found:
        decision.release_problem = None
        record("release_planned", by=by, at=at, case=decision.application.reference, release_at=release_at)
    return release


def cancel(release: Release, *, by: User, at: datetime) -> None:
    """Before the first letter is out. The cases are decided still, and can be planned again."""
    policy.can_release(by)
    if release.cancelled_at is not None:
        raise NotNow(_("Frigivelsen er stoppet allerede."))
    if release.release_at <= at:
        raise NotNow(_("Frigivelsen har begynt og kan ikke stoppes."))
    release.cancelled_at = at
    for decision in planned(release):
        decision.release_id = None
        record("release_cancelled", by=by, at=at, case=decision.application.reference)


def planned(release: Release) -> Sequence[Decision]:
    return db.session.scalars(
        select(Decision)
        .where(Decision.release_id == release.id)
        .options(joinedload(Decision.application, innerjoin=True))
        .order_by(Decision.id)
    ).all()


def try_again(release: Release, *, by: User) -> None:
    """After what stopped a letter is mended: let the next round of work make it."""
    policy.can_release(by)
    for decision in planned(release):
        decision.release_problem = None
    release.finished_at = None


def progress(release_id: int) -> Progress:
    """One statement."""
    released, problems, total = db.session.execute(
        select(func.count(Decision.released_at), func.count(Decision.release_problem), func.count()).where(
            Decision.release_id == release_id
        )
    ).one()
    return Progress(released, problems, total)


def due(at: datetime) -> list[list[int]]:
    """Decisions whose letters are to be made now, in chunks."""
    ids = db.session.scalars(
        select(Decision.id)
        .join(Release, Decision.release_id == Release.id)
        .where(
            Release.release_at <= at,
            Release.cancelled_at.is_(None),
            Release.finished_at.is_(None),
            Decision.released_at.is_(None),
            Decision.release_problem.is_(None),
        )
        .order_by(Release.release_at, Decision.id)
    ).all()
    return [list(ids[start : start + CHUNK]) for start in range(0, len(ids), CHUNK)]


def finish(at: datetime) -> int:
    """Close the releases in which nothing waits any more. Returns how many."""
    open_ones = db.session.scalars(
        select(Release).where(Release.release_at <= at, Release.cancelled_at.is_(None), Release.finished_at.is_(None))
    ).all()
    done = [release for release in open_ones if not progress(release.id).waiting]
    for release in done:
        release.finished_at = at
    return len(done)
