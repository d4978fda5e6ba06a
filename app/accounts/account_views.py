"""One's own account."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.access import Role, require
from app.accounts import actions, limits, queries
from app.accounts import session as own_session
from app.accounts.forms import NameForm, PasswordForm
from app.accounts.models import AttemptKind
from app.accounts.views import bp
from app.extensions import db
from app.policy import NotNow


@bp.route("/konto")
@require(*Role)
def account() -> ResponseReturnValue:
    return _page(NameForm(obj=current_user), _password_form())


@bp.route("/konto/navn", methods=["POST"])
@require(*Role)
def change_name() -> ResponseReturnValue:
    form = NameForm()
    if not form.validate_on_submit():
        return _page(form, _password_form()), 422
    actions.change_name(current_user, form.name.data)
    db.session.commit()
    flash(_("Navnet er endret."), "success")
    return redirect(url_for(".account"))


@bp.route("/konto/passord", methods=["POST"])
@require(*Role)
def change_password() -> ResponseReturnValue:
    """Whoever found an open browser must not be able to guess on: wrong ones count as at sign-in."""
    email, client, at = current_user.email, own_session.client(), clock.now()
    form = _password_form()
    try:
        limits.check(AttemptKind.PASSWORD, email, client, at)
    except NotNow as refusal:
        return _page(NameForm(obj=current_user), form, refusal.reason), 409
    if not form.validate_on_submit():
        if "current" in form and form.current.errors:
            limits.count(AttemptKind.PASSWORD, email, client, at, succeeded=False)
            db.session.commit()
        return _page(NameForm(obj=current_user), form), 422
    actions.set_password(current_user, form.password.data)
    db.session.commit()
    own_session.begin(current_user, by_link=own_session.came_by_link())
    flash(_("Passordet er endret. Andre nettlesere er logget ut."), "success")
    return redirect(url_for(".account"))


@bp.route("/konto/logg-ut-overalt", methods=["POST"])
@require(*Role)
def sign_out_everywhere() -> ResponseReturnValue:
    actions.sign_out_everywhere(current_user)
    db.session.commit()
    flash(_("Du er logget ut på alle enheter."), "success")
    return redirect(url_for(".sign_in"))


def _password_form() -> PasswordForm:
    asks_current = current_user.password_hash is not None and not own_session.came_by_link()
    return PasswordForm(current_user, asks_current=asks_current)


def _page(name_form: NameForm, password_form: PasswordForm, refusal: str | None = None) -> str:
    return render_template(
        "accounts/account.html",
        name_form=name_form,
        password_form=password_form,
        refusal=refusal,
        organisations=queries.organisations_of(current_user),
    )
