"""Who may answer a grant, and until when. Order: who, then when, then whether it is complete."""

from collections.abc import Mapping

from flask_babel import gettext as _

from app.accounts.models import User
from app.accounts.queries import is_member
from app.decisions.deadlines import Deadlines
from app.decisions.models import Decision
from app.decisions.replies import Reply
from app.followup.acceptance.models import AcceptanceAnswer
from app.formatting import full_day
from app.policy import NotComplete, NotNow, NotPermitted


def can_answer(user: User, decision: Decision, times: Deadlines) -> None:
    """A party, until the end of the last day to accept."""
    if not is_member(user.id, decision.application.organisation_id):
        raise NotPermitted(_("Bare de som hører til %(name)s, kan svare.", name=decision.application.organisation.name))
    if not times.may_answer:
        raise NotNow(
            _(
                "Fristen for å svare var %(day)s. Ta kontakt med %(unit)s.",
                day=full_day(times.acceptance),
                unit=decision.application.round.owner_unit,
            )
        )


def is_read(decision: Decision, version: str | None) -> None:
    """The answer is to the version that was on the page, not to one that came meanwhile."""
    if version is not None and version != str(decision.version):
        raise NotNow(_("Vedtaket er endret siden dere åpnet siden. Les det nye først, og svar på nytt."))


def is_answerable(
    decision: Decision, chosen: Mapping[int, AcceptanceAnswer], stands: Mapping[int, Reply], *, agrees: bool
) -> None:
    """Each grant is answered once, and what was answered to an earlier version stands (decisions.replies); accepting
    one means agreeing to the conditions. `chosen` and `stands` by decision line."""
    if not chosen:
        raise NotComplete(_("Svaret er ikke sendt."), {"answer": _("Velg om dere godtar eller takker nei.")})
    grants = {line.id for line in decision.lines if line.outcome.is_grant}
    if not set(chosen) <= grants:
        raise NotNow(_("Det er bare tilskudd dere kan svare på."))
    if any(not stands[line_id].asked_nok for line_id in chosen):
        raise NotNow(_("Dere har svart allerede. Ta kontakt hvis noe må endres."))
    if AcceptanceAnswer.ACCEPTED in chosen.values() and not agrees:
        raise NotComplete(_("Svaret er ikke sendt."), {"agrees": _("Kryss av for at dere godtar vilkårene.")})
