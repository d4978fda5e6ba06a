"""Signing up, in and out."""

from flask import Blueprint, Flask, abort, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.access import Role, public, require
from app.accounts import actions, demonstration, links, queries
from app.accounts import session as own_session
from app.accounts.forms import LinkForm, SignInForm, SignUpForm, UseLinkForm
from app.accounts.links import site
from app.accounts.roles import role_names
from app.extensions import db
from app.mail.jobs import send_waiting
from app.policy import NotNow

bp = Blueprint("accounts", __name__)


@bp.route("/logg-inn", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(own_session.onward())
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(form, 422 if form.errors else 200)
    try:
        user = actions.sign_in(form.email.data, form.password.data, client=own_session.client(), at=clock.now())
    except NotNow as refusal:
        return _sign_in_page(form, 409, refusal.reason)
    db.session.commit()
    if user is None:
        return _sign_in_page(form, 422, _("E-postadressen eller passordet stemmer ikke."))
    own_session.begin(user)
    return redirect(own_session.onward())


def _sign_in_page(form: SignInForm, status: int, refusal: str | None = None) -> ResponseReturnValue:
    people = demonstration.people() if current_app.config["DEMO"] else []
    page = render_template("accounts/sign_in.html", form=form, refusal=refusal, people=people)
    return page, status


@bp.route("/demo/logg-inn", methods=["POST"])
@public
def demo_sign_in() -> ResponseReturnValue:
    """One click to be one of the invented people; in the demonstration only."""
    if not current_app.config["DEMO"]:
        abort(404)
    own_session.begin(demonstration.person(request.form.get("person", "")))
    return redirect(own_session.onward())


@bp.route("/logg-ut", methods=["POST"])
@require(*Role)
def sign_out() -> ResponseReturnValue:
    session.clear()
    flash(_("Du er logget ut."), "success")
    return redirect(url_for("overview.front"))


@bp.route("/ny-konto", methods=["GET", "POST"])
@public
def sign_up() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(own_session.onward())
    form = SignUpForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_up.html", form=form), 422 if form.errors else 200
    try:
        link = actions.sign_up(
            form.email.data,
            form.name.data,
            form.password.data,
            client=own_session.client(),
            site=site(),
            at=clock.now(),
            then=own_session.next_path(),
        )
    except NotNow as refusal:
        return render_template("accounts/sign_up.html", form=form, refusal=refusal.reason), 409
    db.session.commit()
    own_session.remember_sign_up(link)
    send_waiting.enqueue()
    return _check_mail_page(form.email.data, link, is_sign_up=True)


@bp.route("/lenke", methods=["GET", "POST"])
@public
def request_link() -> ResponseReturnValue:
    form = LinkForm(email=request.args.get("email"))
    if not form.validate_on_submit():
        return render_template("accounts/request_link.html", form=form), 422 if form.errors else 200
    try:
        link = actions.request_link(
            form.email.data,
            client=own_session.client(),
            site=site(),
            at=clock.now(),
            then=own_session.next_path(),
        )
    except NotNow as refusal:
        return render_template("accounts/request_link.html", form=form, refusal=refusal.reason), 409
    db.session.commit()
    send_waiting.enqueue()
    return _check_mail_page(form.email.data, link, is_sign_up=False)


def _check_mail_page(email: str, link: str | None, *, is_sign_up: bool) -> ResponseReturnValue:
    """The same page whether the address is known; only the demonstration shows the link on it."""
    shown = link if current_app.config["DEMO"] else None
    return render_template("accounts/check_mail.html", email=email, link=shown, is_sign_up=is_sign_up)


@bp.route(f"{links.PATH}<token>", methods=["GET", "POST"])
@public
def use_link(token: str) -> ResponseReturnValue:
    """GET shows a button and POST uses the link: programs that open the links of a mail use nothing up."""
    try:
        link = links.find(token, clock.now())
    except NotNow as refusal:
        return render_template("accounts/link_gone.html", reason=refusal.reason), 410
    form = UseLinkForm()
    if link.name or queries.user_by_email(link.email):
        del form.name
    if not form.validate_on_submit():
        return render_template("accounts/use_link.html", form=form, link=link), 422 if form.errors else 200
    user = actions.use_link(
        token,
        is_same_browser=own_session.chose_password(token),
        name=form.name.data if "name" in form else "",
        at=clock.now(),
    )
    asks_password = link.purpose not in links.WITHOUT_PASSWORD and user.password_hash is None
    db.session.commit()
    own_session.begin(user, by_link=True)
    if asks_password:
        flash(_("Du er inne. Velg gjerne et passord nederst på siden, eller logg inn med lenke neste gang også."))
        return redirect(url_for(".account"))
    return redirect(own_session.onward())


def init_app(app: Flask) -> None:
    from app.accounts import (  # noqa: F401 - they add their routes to `bp`
        account_views,
        merging_views,
        organisation_views,
        staff_views,
    )

    own_session.init_app()
    app.jinja_env.globals["role_names"] = role_names
    app.register_blueprint(bp)
