"""Accounts: the party gives another one; a second person looks at those that wait."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.access import Role, require
from app.accounts.models import ApplicantType
from app.accounts.queries import organisations_of
from app.extensions import db
from app.followup.acceptance import accounts, policy
from app.followup.acceptance.forms import AccountCheckForm, AccountForm
from app.followup.acceptance.models import AccountStatus
from app.followup.acceptance.workflow import SETTLERS
from app.followup.grants.models import Grant
from app.followup.grants.queries import own_grant
from app.followup.views import bp
from app.mail.jobs import send_waiting
from app.policy import NotAllowed, NotComplete, NotPermitted, denial


@bp.route("/tilskudd/<reference>/<int(max=99):position>/konto", methods=["GET", "POST"])
@require(Role.APPLICANT)
def own_account(reference: str, position: int) -> ResponseReturnValue:
    """Give the account, or another."""
    grant, form = own_grant(reference, position, current_user), AccountForm()
    organisation = grant.application.organisation
    if not form.is_submitted():
        return _own_page(grant, form)
    if not form.validate():
        return _own_page(grant, form, 422)
    try:
        made = accounts.enter(organisation, form.typed(), reference, by=current_user, at=clock.now())
    except NotAllowed as refusal:
        return _refused(reference, position, form, refusal)
    db.session.commit()
    send_waiting.enqueue()
    waits = made.status is AccountStatus.WAITING
    flash(_("Takk! Vi kontrollerer kontoen før vi betaler.") if waits else _("Kontoen er lagret."), "success")
    return redirect(url_for(".own_grant", reference=reference, position=position))


def _refused(reference: str, position: int, form: AccountForm, refusal: NotAllowed) -> ResponseReturnValue:
    db.session.rollback()
    if isinstance(refusal, NotPermitted):
        raise refusal
    form.put(refusal.missing if isinstance(refusal, NotComplete) else {})
    return _own_page(own_grant(reference, position, current_user), form, 409, refusal.reason)


def _own_page(grant: Grant, form: AccountForm, status: int = 200, refusal: str | None = None) -> ResponseReturnValue:
    organisation = grant.application.organisation
    is_informal = organisation.applicant_type is ApplicantType.INFORMAL
    form.ask_about(organisation.name, is_informal=is_informal)
    known = accounts.live_account(organisation.id)
    return render_template(
        "followup/acceptance_account.html",
        grant=grant,
        application=grant.application,
        form=form,
        account=known,
        number=accounts.masked(known.number) if known else None,
        is_informal=is_informal,
        blocked=denial(policy.can_enter_account, current_user, organisation),
        refusal=refusal if not form.errors else None,
    ), status


@bp.route("/staff/accounts", endpoint="accounts")
@require(*SETTLERS)
def waiting_accounts() -> ResponseReturnValue:
    return _staff_page(AccountCheckForm(formdata=None))


def _staff_page(
    form: AccountCheckForm, public_id: str | None = None, status: int = 200, refusal: str | None = None
) -> ResponseReturnValue:
    """`public_id`: the account that `form` was sent for, when it was refused."""
    waiting, settled = accounts.waiting(), accounts.lately_settled()
    forms = {one.id: form if one.public_id == public_id else AccountCheckForm(formdata=None) for one in waiting}
    both, own = [*waiting, *settled], {one.id for one in organisations_of(current_user)}
    return render_template(
        "followup/acceptance_accounts.html",
        waiting=waiting,
        settled=settled,
        numbers={one.id: accounts.masked(one.number, current_user) for one in both},
        shared=accounts.shared_with(both),
        blocked={one.id: denial(policy.can_settle_account, current_user, one, own) for one in waiting},
        forms={one.id: forms[one.id].of(one) for one in waiting},
        refusal=refusal,
    ), status


@bp.route("/staff/accounts/<public_id>", methods=["POST"])
@require(*SETTLERS)
def settle_account(public_id: str) -> ResponseReturnValue:
    account, form = accounts.waiting_account(public_id), AccountCheckForm()
    if not form.validate():
        return _staff_page(form, public_id, 422)
    try:
        accounts.settle(account, form.is_confirmed, form.how.data, by=current_user, at=clock.now())
    except NotAllowed as refusal:
        db.session.rollback()
        if isinstance(refusal, NotPermitted):
            raise
        return _staff_page(form, public_id, 409, refusal.reason)
    db.session.commit()
    flash(_("Kontoen er bekreftet.") if form.is_confirmed else _("Kontoen er ikke godtatt."), "success")
    return redirect(url_for(".accounts"))
