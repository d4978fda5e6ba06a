"""The press log of a year's week."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.access import Role, require
from app.campaign import press as room
from app.campaign import weeks
from app.campaign.forms import PressForm
from app.campaign.models import Week
from app.campaign.views import bp
from app.extensions import db


@bp.route("/staff/weeks/<int(max=9999):year>/press", methods=["GET", "POST"])
@require(Role.CASE_HANDLER, Role.ADMINISTRATOR)
def press(year: int) -> ResponseReturnValue:
    week, form = weeks.week_of(year), PressForm()
    if not form.validate_on_submit():
        return _page(week, form), 422 if form.errors else 200
    room.note(year, form.values(), by=current_user, at=clock.now())
    db.session.commit()
    flash(_("Oppslaget er ført."), "success")
    return redirect(url_for(".press", year=year))


def _page(week: Week, form: Any) -> str:
    return render_template(
        "campaign/press.html", week=week, items=room.items_of(week.year), kinds=room.KINDS, form=form
    )


@bp.route("/staff/weeks/<int(max=9999):year>/press/<public_id>/remove", methods=["POST"])
@require(Role.CASE_HANDLER, Role.ADMINISTRATOR)
def remove_press(year: int, public_id: str) -> ResponseReturnValue:
    room.remove(room.item_of(year, public_id), by=current_user, at=clock.now())
    db.session.commit()
    flash(_("Oppslaget er fjernet."), "success")
    return redirect(url_for(".press", year=year))
