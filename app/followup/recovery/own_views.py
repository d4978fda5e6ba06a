"""The party reads what we consider to claim, comments, reads the claim, and appeals it."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Role, require
from app.clock import now
from app.extensions import db
from app.followup.recovery import actions, forms, policy, queries
from app.followup.recovery.deadlines import deadline
from app.followup.recovery.jobs import print_letters
from app.followup.recovery.models import Recovery
from app.followup.recovery.workflow import CAUSES, LABELS
from app.followup.views import bp
from app.policy import NotAllowed, NotPermitted, denial

ONE = "/tilskudd/<reference>/<int(max=99):position>/krav/<int(max=9999):number>"


@bp.route(ONE)
@require(Role.APPLICANT)
def own_recovery(reference: str, position: int, number: int) -> ResponseReturnValue:
    return _page(queries.own_recovery(reference, position, number, current_user))


@bp.route(f"{ONE}/uttalelse", methods=["POST"])
@require(Role.APPLICANT)
def comment_recovery(reference: str, position: int, number: int) -> ResponseReturnValue:
    found = queries.own_recovery(reference, position, number, current_user, for_change=True)
    form = forms.CommentForm()
    if not form.validate():
        return _page(found, 422, comment=form)
    try:
        actions.comment(found, form.text.data, by=current_user, at=now())
    except NotAllowed as refusal:
        return _refused(found, refusal, comment=form)
    db.session.commit()
    flash(_("Takk. Vi leser det før vi avgjør saken."), "success")
    return redirect(url_for(".own_recovery", reference=reference, position=position, number=number))


@bp.route(f"{ONE}/klage", methods=["POST"])
@require(Role.APPLICANT)
def appeal_recovery(reference: str, position: int, number: int) -> ResponseReturnValue:
    found = queries.own_recovery(reference, position, number, current_user, for_change=True)
    form = forms.AppealForm()
    if not form.validate():
        return _page(found, 422, appeal=form)
    try:
        actions.appeal(found, form.text.data, by=current_user, at=now())
    except NotAllowed as refusal:
        return _refused(found, refusal, appeal=form)
    recovery_id = found.id
    db.session.commit()
    print_letters.enqueue(recovery_id)
    flash(_("Vi har fått klagen. Dere får en kvittering på e-post."), "success")
    return redirect(url_for(".own_recovery", reference=reference, position=position, number=number))


def _refused(found: Recovery, refusal: NotAllowed, **typed: Any) -> ResponseReturnValue:
    """The same page with what was typed; nothing is changed."""
    if isinstance(refusal, NotPermitted):
        raise refusal
    grant = found.grant
    key = (grant.application.reference, grant.activity.position, found.number)
    db.session.rollback()
    return _page(queries.own_recovery(*key, current_user), 409, refusal=refusal.reason, **typed)


def _page(found: Recovery, status: int = 200, **typed: Any) -> ResponseReturnValue:
    """`typed` replaces a form by the one that was refused."""
    values: dict[str, Any] = {
        "comment": forms.CommentForm(formdata=None),
        "appeal": forms.AppealForm(formdata=None),
        "refusal": None,
    }
    return render_template(
        "followup/recovery_own.html",
        recovery=found,
        grant=found.grant,
        labels=LABELS,
        causes=CAUSES,
        may_comment=denial(policy.can_comment, current_user, found) is None,
        may_appeal=denial(policy.can_appeal, current_user, found) is None,
        deadline=deadline(found),
        letters=queries.letters_of(found),
        **values | typed,
    ), status
