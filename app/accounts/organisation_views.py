"""Organisations and their members, for those who speak for them."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.access import Role, require
from app.accounts import actions, policy, queries
from app.accounts import session as own_session
from app.accounts.applicant_types import TYPES
from app.accounts.forms import LinkForm, OrganisationForm, TypeForm
from app.accounts.links import site
from app.accounts.models import ApplicantType, Organisation
from app.accounts.views import bp
from app.extensions import db
from app.mail.jobs import send_waiting
from app.policy import NotComplete, NotNow, denial


def _chosen_type() -> ApplicantType | None:
    code = request.args.get("type", "")
    return ApplicantType(code) if code in set(ApplicantType) else None


def _type_page(title: str) -> ResponseReturnValue:
    form = TypeForm(request.args)
    is_wrong = "answered" in request.args and not form.validate()
    page = render_template("accounts/choose_type.html", form=form, title=title, then=own_session.next_path())
    return page, 422 if is_wrong else 200


def _form_page(form: OrganisationForm, title: str, organisation: Organisation | None) -> str:
    return render_template(
        "accounts/organisation_form.html",
        form=form,
        title=title,
        organisation=organisation,
        type_name=TYPES[form.kind].name,
    )


@bp.route("/organisasjoner/ny", methods=["GET", "POST"])
@require(Role.APPLICANT)
def new_organisation() -> ResponseReturnValue:
    title, kind = _("Legg til en organisasjon"), _chosen_type()
    if kind is None:
        return _type_page(title)
    form = OrganisationForm(kind)
    if not form.validate_on_submit():
        return _form_page(form, title, None), 422 if form.errors else 200
    try:
        made = actions.create_organisation(form.values(), by=current_user, at=clock.now())
    except NotComplete as refusal:
        form.show(refusal.missing)
        return _form_page(form, title, None), 409
    db.session.commit()
    flash(_("%(name)s er lagt til.", name=made.name), "success")
    return redirect(own_session.next_path() or url_for(".organisation", public_id=made.public_id))


@bp.route("/organisasjoner/<public_id>/endre", methods=["GET", "POST"])
@require(Role.APPLICANT)
def change_organisation(public_id: str) -> ResponseReturnValue:
    organisation = queries.own_organisation(public_id, current_user)
    title = _("Endre %(name)s", name=organisation.name)
    if "other_type" in request.args and _chosen_type() is None:
        return _type_page(title)
    form = OrganisationForm(_chosen_type() or organisation.applicant_type, organisation)
    if not form.validate_on_submit():
        return _form_page(form, title, organisation), 422 if form.errors else 200
    try:
        actions.change_organisation(organisation, form.values(), by=current_user, at=clock.now())
    except NotComplete as refusal:
        form.show(refusal.missing)
        return _form_page(form, title, organisation), 409
    db.session.commit()
    flash(_("Endringene er lagret."), "success")
    return redirect(url_for(".organisation", public_id=public_id))


@bp.route("/organisasjoner/<public_id>")
@require(Role.APPLICANT)
def organisation(public_id: str) -> ResponseReturnValue:
    found = queries.own_organisation(public_id, current_user)
    if found.public_id != public_id:
        flash(_("Organisasjonen er slått sammen med %(name)s.", name=found.name))
        return redirect(url_for(".organisation", public_id=found.public_id))
    return _organisation_page(found, LinkForm())


def _organisation_page(
    organisation: Organisation, form: LinkForm, refusal: str | None = None, link: str | None = None
) -> str:
    members = queries.members(organisation.id)
    districts = {district.code: district.name for district in queries.home_districts()}
    return render_template(
        "accounts/organisation.html",
        organisation=organisation,
        described=TYPES[organisation.applicant_type],
        district=districts.get(organisation.district_code or ""),
        members=members,
        invited=queries.invited_members(organisation.id, clock.now()),
        leave_blocked=denial(policy.can_leave, current_user, members),
        form=form,
        refusal=refusal,
        link=link,
    )


@bp.route("/organisasjoner/<public_id>/inviter", methods=["POST"])
@require(Role.APPLICANT)
def invite_member(public_id: str) -> ResponseReturnValue:
    organisation = queries.own_organisation(public_id, current_user)
    form = LinkForm()
    if not form.validate_on_submit():
        return _organisation_page(organisation, form), 422
    try:
        link = actions.invite_member(
            organisation,
            form.email.data,
            by=current_user,
            client=own_session.client(),
            site=site(),
            at=clock.now(),
        )
    except NotNow as refusal:
        return _organisation_page(organisation, form, refusal.reason), 409
    db.session.commit()
    send_waiting.enqueue()
    if current_app.config["DEMO"]:
        return _organisation_page(organisation, LinkForm(formdata=None), link=link)
    flash(_("Invitasjonen er sendt til %(email)s.", email=form.email.data), "success")
    return redirect(url_for(".organisation", public_id=public_id))


@bp.route("/organisasjoner/<public_id>/forlat", methods=["POST"])
@require(Role.APPLICANT)
def leave(public_id: str) -> ResponseReturnValue:
    organisation = queries.own_organisation(public_id, current_user)
    actions.leave(organisation, by=current_user)
    db.session.commit()
    flash(_("Du er ikke lenger med i %(name)s.", name=organisation.name), "success")
    return redirect(url_for(".account"))
