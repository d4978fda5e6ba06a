"""The party tells of a change or calls the activity off, and takes a notice back."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Role, require
from app.clock import now
from app.extensions import db
from app.followup.changes import (
    actions,
    policy,
    queries,
    showing,  # noqa: F401 - adds its lines to the pages of a grant
)
from app.followup.changes.forms import CancelForm, ChangeForm
from app.followup.changes.wording import compared, names_of
from app.followup.changes.workflow import LABELS
from app.followup.grants.models import Grant
from app.followup.grants.queries import own_grant
from app.followup.views import bp
from app.policy import NotAllowed, NotComplete, NotPermitted, denial

CHANGE = "/tilskudd/<reference>/<int(max=99):position>/endring"


@bp.route(CHANGE, methods=["GET", "POST"])
@require(Role.APPLICANT)
def change(reference: str, position: int) -> ResponseReturnValue:
    form = _change_form(own_grant(reference, position, current_user))
    if form.is_submitted():
        return _send(reference, position, form, "followup/change.html")
    return _page("followup/change.html", own_grant(reference, position, current_user), form)


@bp.route("/tilskudd/<reference>/<int(max=99):position>/avlys", methods=["GET", "POST"])
@require(Role.APPLICANT)
def cancel(reference: str, position: int) -> ResponseReturnValue:
    form = CancelForm()
    if form.is_submitted():
        return _send(reference, position, form, "followup/change_cancel.html")
    return _page("followup/change_cancel.html", own_grant(reference, position, current_user), form)


def _change_form(grant: Grant) -> ChangeForm:
    of_round = grant.application.round
    return ChangeForm.of(grant.plan, of_round, names_of(of_round))


def _send(reference: str, position: int, form: ChangeForm | CancelForm, template: str) -> ResponseReturnValue:
    """The notice is kept, or the form comes back with what was typed."""
    grant = own_grant(reference, position, current_user, for_change=True)
    if not form.validate():
        return _page(template, grant, form, 422)
    try:
        actions.notify(grant, form.wanted(), by=current_user, at=now())
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        db.session.rollback()
        status = _place(form, refusal)
        return _page(template, own_grant(reference, position, current_user), form, status, refusal.reason)
    db.session.commit()
    flash(_("Takk! Vi har fått endringen, og svarer dere i et brev."), "success")
    return redirect(url_for(".own_grant", reference=reference, position=position))


def _place(form: ChangeForm | CancelForm, refusal: NotAllowed) -> int:
    """Each sentence at its field. 422 for what is typed wrong, 409 for what cannot be done now."""
    if not isinstance(refusal, NotComplete):
        return 409
    for name, sentence in refusal.missing.items():
        form[name].errors = [*form[name].errors, sentence] if name != "sessions" else [sentence]
    return 422


def _page(
    template: str, grant: Grant, form: ChangeForm | CancelForm, status: int = 200, refusal: str | None = None
) -> ResponseReturnValue:
    """What waits stands first; then the form, unless it may not be sent."""
    notices = queries.of_grants([grant.id]).get(grant.id, [])
    waiting = next((one for one in notices if one.status == "open"), None)
    blocked = denial(policy.can_notice, current_user, grant, waiting, now())
    shown: dict[str, Any] = {"waiting": waiting, "notices": notices, "blocked": blocked, "refusal": refusal}
    names = names_of(grant.application.round)
    differences = {one.number: compared(one, names) for one in notices}
    return render_template(template, grant=grant, form=form, differences=differences, labels=LABELS, **shown), status


@bp.route(f"{CHANGE}/<int(max=9999):number>/trekk", methods=["POST"])
@require(Role.APPLICANT)
def withdraw_change(reference: str, position: int, number: int) -> ResponseReturnValue:
    notice = queries.own_notice(reference, position, number, current_user, for_change=True)
    actions.withdraw(notice, by=current_user, at=now())
    db.session.commit()
    flash(_("Endringen er trukket. Planen er som før."), "success")
    return redirect(url_for(".change", reference=reference, position=position))
