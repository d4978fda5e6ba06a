"""The network: the list for staff, and the two ways out of it for those who are on it."""

from typing import Any

from flask import Response, abort, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.access import SYSTEM, Role, public, require
from app.accounts.links import site
from app.accounts.queries import organisations_of, own_organisation
from app.audit.actions import record
from app.campaign import network as room
from app.campaign.forms import MemberForm, NothingForm
from app.campaign.views import bp
from app.clock import at_oslo, local
from app.extensions import db
from app.files.sheets import TEXT, WIDE, XLSX, Column, Sheet, as_csv, as_xlsx, day
from app.policy import NotComplete
from app.rounds.forms import show_refusal


@bp.route("/staff/network", methods=["GET", "POST"])
@require(Role.CASE_HANDLER, Role.ADMINISTRATOR)
def network() -> ResponseReturnValue:
    form = MemberForm()
    if not form.validate_on_submit():
        return _page(form), 422 if form.errors else 200
    day = form.consented_on.data
    typed = (form.name.data, form.email.data, form.source.data)
    try:
        room.add(*typed, at_oslo(day, 0, 0, 0), by=current_user, at=clock.now())
    except NotComplete as refusal:
        db.session.rollback()
        show_refusal(form, refusal)
        return _page(form), 422
    db.session.commit()
    flash(_("%(name)s står på lista.", name=form.name.data), "success")
    return redirect(url_for(".network"))


def _page(form: Any) -> str:
    return render_template("campaign/network.html", members=room.members(), left=room.left(), form=form)


@bp.route("/staff/network/<public_id>/remove", methods=["POST"])
@require(Role.CASE_HANDLER, Role.ADMINISTRATOR)
def remove_member(public_id: str) -> ResponseReturnValue:
    """They asked staff to be taken off."""
    room.withdraw(room.member_of(public_id), by=current_user, at=clock.now())
    db.session.commit()
    flash(_("De er tatt av lista."), "success")
    return redirect(url_for(".network"))


@bp.route("/staff/network/list.<suffix>", methods=["POST"])
@require(Role.CASE_HANDLER, Role.ADMINISTRATOR)
def export_network(suffix: str) -> Response:
    """Those who are on the list now, with the day they said yes and their own way out."""
    base = site().url + room.PATH
    rows = [
        (
            one.organisation.name if one.organisation else None,
            one.name,
            one.email,
            one.source,
            local(one.consented_at).date(),
            f"{base}{one.public_id}",
        )
        for one in room.members()
    ]
    response = hand_out(Sheet(_("Nettverket"), _columns(), rows), "nettverket", suffix)
    record("list_exported", by=current_user, at=clock.now(), list="network")
    db.session.commit()
    return response


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Organisasjon"), WIDE),
        Column(_("Navn"), WIDE),
        Column(_("E-post"), WIDE),
        Column(_("Kilde")),
        day(_("Samtykket")),
        Column(_("Lenke for å melde seg av"), TEXT),
    )


def hand_out(sheet: Sheet, name: str, suffix: str) -> Response:
    """The list as xlsx or CSV; 404 for anything else."""
    if suffix == "xlsx":
        response = send_file(as_xlsx(sheet), mimetype=XLSX, as_attachment=True, download_name=f"{name}.xlsx")
    elif suffix == "csv":
        data = as_csv([column.label for column in sheet.columns], sheet.rows)
        response = Response(data, content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    else:
        abort(404)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.route("/nettverk")
@require(Role.APPLICANT)
def own_network() -> ResponseReturnValue:
    mine = organisations_of(current_user)
    return render_template("campaign/own_network.html", organisations=mine, standing=room.standing_of(mine))


@bp.route("/nettverk/<public_id>/inn", methods=["POST"])
@require(Role.APPLICANT)
def join_network(public_id: str) -> ResponseReturnValue:
    organisation = own_organisation(public_id, current_user)
    if organisation.id not in room.standing_of([organisation]):
        said = (organisation, current_user.name, current_user.email)
        room.join(*said, source=_("Sagt fra på nett"), by=current_user, at=clock.now())
        db.session.commit()
        flash(_("%(name)s står på nettverkslista.", name=organisation.name), "success")
    return redirect(url_for(".own_network"))


@bp.route("/nettverk/<public_id>/ut", methods=["POST"])
@require(Role.APPLICANT)
def leave_network(public_id: str) -> ResponseReturnValue:
    """`public_id`: the organisation's; one merged into it leaves with it."""
    organisation = own_organisation(public_id, current_user)
    member = room.standing_of([organisation]).get(organisation.id)
    if member is not None:
        room.withdraw(member, by=current_user, at=clock.now())
        db.session.commit()
        flash(_("%(name)s er tatt av nettverkslista.", name=organisation.name), "success")
    return redirect(url_for(".own_network"))


@bp.route("/nettverk/<token>", methods=["GET", "POST"])
@public
def leave_by_link(token: str) -> ResponseReturnValue:
    """By the link in an invitation. GET only asks; twice is once."""
    member, form = room.member_of(token), NothingForm()
    if form.validate_on_submit():
        room.withdraw(member, by=SYSTEM, at=clock.now())
        db.session.commit()
        return redirect(url_for(".leave_by_link", token=token))
    return render_template("campaign/leave_network.html", member=member, form=form)
