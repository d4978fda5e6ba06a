"""The pack that grantees of a year are given, as staff fill it."""

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from app import clock
from app.access import Role, require
from app.campaign import pack as room
from app.campaign import weeks
from app.campaign.forms import PackForm
from app.campaign.views import bp
from app.extensions import db
from app.files.serving import show_picture
from app.policy import NotComplete
from app.rounds.forms import show_refusal


@bp.route("/staff/weeks/<int(max=9999):year>/pack", methods=["GET", "POST"])
@require(Role.ADMINISTRATOR)
def pack(year: int) -> ResponseReturnValue:
    week = weeks.week_of(year)
    form = PackForm(obj=week)
    if not form.validate_on_submit():
        return render_template("campaign/pack.html", week=week, form=form, room=room), 422 if form.errors else 200
    locked = weeks.week_of(year, for_change=True)
    try:
        logo, drops = _sent(form.file.data), form.drops_logo.data
        room.change(locked, form.sentence.data, logo, drops_logo=drops, by=current_user, at=clock.now())
    except NotComplete as refusal:
        db.session.rollback()
        show_refusal(form, refusal)
        return render_template("campaign/pack.html", week=weeks.week_of(year), form=form, room=room), 422
    db.session.commit()
    flash(_("Pakken er lagret."), "success")
    return redirect(url_for(".pack", year=year))


def _sent(file: FileStorage | None) -> tuple[str, bytes] | None:
    """Name and bytes of a file that was chosen."""
    return (file.filename, file.read()) if file is not None and file.filename else None


@bp.route("/staff/weeks/<int(max=9999):year>/pack/logo")
@require(Role.ADMINISTRATOR)
def logo(year: int) -> Response:
    week = weeks.week_of(year)
    return show_picture(week.logo_sha256 or abort(404), room.media_type(week))
