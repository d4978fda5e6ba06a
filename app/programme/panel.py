"""What the programme adds to the party's page of a grant: that it stands in it, and the way to its picture."""

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from app.extensions import db
from app.followup.grants.models import Grant
from app.followup.steps import Step, StepState, adds_steps
from app.programme.models import EventStatus, ProgrammeEvent


@adds_steps("programme")
def steps_of(grant: Grant, at: datetime) -> list[Step]:
    """Nothing before a week has it, nor when it is cancelled: another line says so. One statement."""
    event = db.session.scalars(select(ProgrammeEvent).where(ProgrammeEvent.grant_id == grant.id)).one_or_none()
    if event is None or event.status is not EventStatus.APPROVED:
        return []
    url = url_for("programme.grant_picture", reference=grant.application.reference, position=grant.activity.position)
    if event.proposal is not None:
        return [Step(_("Vi ser på bildet til programmet"), StepState.OURS, url=url, link=_("Se eller bytt bildet"))]
    detail = _("Vi kunne ikke bruke bildet: %(answer)s", answer=event.answer) if event.answer else ""
    if event.image_sha256 is not None:
        return [_standing(detail, url, _("Se eller bytt bildet"))]
    return [_standing(detail or _("Et bilde gjør at flere legger merke til den."), url, _("Legg til et bilde"))]


def _standing(detail: str, url: str, link: str) -> Step:
    return Step(_("Aktiviteten er med i programmet"), StepState.DONE, detail, url=url, link=link)
