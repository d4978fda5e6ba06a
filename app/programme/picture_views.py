"""The pictures of events: for everybody once the desk has seen them, before that for the desk and for those who sent
them. The party of a funded activity sends its picture here."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.access import Role, public, require
from app.extensions import db
from app.files.serving import show_picture
from app.followup.grants.models import Grant
from app.followup.grants.queries import own_grant
from app.policy import NotAllowed, NotComplete, NotPermitted, denial
from app.programme import caching, policy, proposing, queries, registering, settling, values
from app.programme.models import ProgrammeEvent
from app.programme.picture_forms import GrantPictureForm
from app.programme.picturing import file_of, wanted
from app.programme.staff_views import READERS
from app.programme.views import bp

PAGE = "/tilskudd/<reference>/<int(max=99):position>/programbilde"


@bp.route("/program/<int(max=9999):year>/<slug>/bilde.jpg")
@public
def picture(year: int, slug: str) -> Response:
    event = queries.public_event(queries.public_week(year, clock.now()), slug)
    sha256 = file_of(values.picture_of(event))
    return caching.tagged(("picture", sha256), lambda: show_picture(sha256))


@bp.route("/program/endre/<token>/bilde.jpg")
@public
def own_picture(token: str) -> Response:
    return show_picture(file_of(wanted(registering.find(token))))


@bp.route("/staff/programme/<int(max=9999):year>/<public_id>/picture")
@require(*READERS)
def picture_for_staff(year: int, public_id: str) -> Response:
    """The one that is there; with «?wanted=1» the one that waits for an answer."""
    event = settling.event_of(year, public_id)
    return show_picture(file_of(wanted(event) if "wanted" in request.args else values.picture_of(event)))


@bp.route(f"{PAGE}.jpg")
@require(Role.APPLICANT)
def own_grant_picture(reference: str, position: int) -> Response:
    return show_picture(file_of(wanted(queries.event_of_grant(own_grant(reference, position, current_user)))))


@bp.route(PAGE, methods=["GET", "POST"])
@require(Role.APPLICANT)
def grant_picture(reference: str, position: int) -> ResponseReturnValue:
    grant = own_grant(reference, position, current_user)
    event = queries.event_of_grant(grant, for_change=request.method == "POST")
    form = GrantPictureForm(data={"picture": wanted(event)})
    if not form.validate_on_submit():
        return _page(grant, event, form, 422 if form.errors else 200)
    try:
        changed = proposing.send_picture(event, form.picture.form.told(), by=current_user, at=clock.now())
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        db.session.rollback()
        return _refused(reference, position, form, refusal)
    db.session.commit()
    flash(_said(event, changed), "success")
    return redirect(url_for("followup.own_grant", reference=reference, position=position))


def _refused(reference: str, position: int, form: GrantPictureForm, refusal: NotAllowed) -> ResponseReturnValue:
    grant = own_grant(reference, position, current_user)
    event = queries.event_of_grant(grant)
    if isinstance(refusal, NotComplete):
        form.picture.form.refuse(refusal)
        return _page(grant, event, form, 422)
    return _page(grant, event, form, 409)


def _page(grant: Grant, event: ProgrammeEvent, form: GrantPictureForm, status: int) -> ResponseReturnValue:
    return render_template(
        "programme/grant_picture.html",
        grant=grant,
        event=event,
        form=form,
        blocked=denial(policy.can_send_picture, current_user, event),
    ), status


def _said(event: ProgrammeEvent, changed: list[str]) -> str:
    if not changed:
        return str(_("Ingenting er endret."))
    if event.proposal is None:
        return str(_("Bildet er tatt bort."))
    return str(_("Takk! Bildet vises i programmet når vi har sett det."))
