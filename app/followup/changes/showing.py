"""What the party's page of a grant and the staff page of a case say of changes."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.applications.models import Status
from app.clock import local
from app.followup.changes import queries
from app.followup.changes.models import ChangeNotice, ChangeStatus
from app.followup.changes.wording import gist
from app.followup.changes.workflow import LABELS
from app.followup.grants.models import Grant
from app.followup.steps import CaseSeen, Step, StepState, adds_part, adds_steps

STATES = {
    ChangeStatus.OPEN: StepState.OURS,
    ChangeStatus.APPROVED: StepState.DONE,
    ChangeStatus.NOTED: StepState.DONE,
    ChangeStatus.REFUSED: StepState.STOPPED,
}


@adds_steps("changes")
def steps(grant: Grant, at: datetime) -> list[Step]:
    """Every notice but those withdrawn, and where to tell of a change while it may be told."""
    notices = queries.of_grants([grant.id]).get(grant.id, [])
    found = [_line(grant, one) for one in reversed(notices) if one.status in STATES]
    is_open = any(one.status is ChangeStatus.OPEN for one in notices)
    if not is_open and _may_tell(grant, at):
        found.append(
            Step(
                _("Blir noe annerledes?"),
                StepState.LATER,
                _("Si fra før dere endrer dato, sted eller innhold, eller hvis dere må avlyse."),
                grant.ends_on,
                _url(grant),
                _("Meld endring"),
            )
        )
    return found


def _may_tell(grant: Grant, at: datetime) -> bool:
    is_live = grant.cancelled_at is None and grant.application.status is Status.RELEASED
    return is_live and local(at).date() <= grant.ends_on


def _url(grant: Grant) -> str:
    return url_for("followup.change", reference=grant.application.reference, position=grant.activity.position)


def _line(grant: Grant, one: ChangeNotice) -> Step:
    if one.cancels and one.status is ChangeStatus.APPROVED:
        return Step(
            _("Aktiviteten er avlyst"), StepState.STOPPED, on=one.decided_at, url=_url(grant), link=_("Les mer")
        )
    return Step(
        _("Endring %(number)s: %(gist)s", number=one.number, gist=gist(one)),
        STATES[one.status],
        str(LABELS[one.status].applicant),
        one.decided_at or one.sent_at,
        _url(grant),
        _("Se endringen"),
    )


@adds_part("changes")
def part(case: CaseSeen) -> dict[str, Any] | None:
    """All notices of the case, the newest first; None when there is none. One statement."""
    if not case.grants:
        return None
    by_grant = case.once(queries.of_grants, case.grant_ids)
    titles = {grant.id: grant.activity.title for grant in case.grants}
    notices = sorted((one for found in by_grant.values() for one in found), key=lambda one: one.sent_at, reverse=True)
    return {"notices": notices, "titles": titles, "labels": LABELS, "gist": gist} if notices else None
