"""The weeks: one a year, made like the last one, and what their programmes need to know."""

from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from app import clock
from app.access import Role, require
from app.campaign import weeks
from app.campaign.models import Week
from app.campaign.views import bp
from app.campaign.week_forms import NewWeekForm, WeekForm, typed_of
from app.extensions import db
from app.formatting import day
from app.rounds.queries import staff_rounds
from app.rounds.reuse_week import reuse_monday

STAFF = (Role.CASE_HANDLER, Role.APPROVER, Role.READER, Role.ADMINISTRATOR)


@bp.route("/staff/weeks")
@require(*STAFF)
def index() -> ResponseReturnValue:
    return render_template("campaign/weeks.html", weeks=weeks.all_weeks())


@bp.route("/staff/weeks/new", methods=["GET", "POST"])
@require(Role.ADMINISTRATOR)
def new() -> ResponseReturnValue:
    known = {str(week.year): week for week in weeks.all_weeks()}
    form = NewWeekForm(taken=frozenset(week.year for week in known.values()))
    form.source.choices = [
        *(SelectChoice(year, week.name) for year, week in known.items()),
        SelectChoice("", _("Ingen")),
    ]
    if not form.is_submitted():
        form.monday.data = reuse_monday(max((week.year + 1 for week in known.values()), default=clock.today().year))
    if not form.validate_on_submit():
        return render_template("campaign/week_new.html", form=form), 422 if form.errors else 200
    made = _make(form, known.get(form.source.data))
    db.session.commit()
    flash(_("%(week)s er laget. Se over datoene.", week=made.name), "success")
    return redirect(url_for(".week", year=made.year))


def _make(form: NewWeekForm, source: Week | None) -> Week:
    """Like `source`; without one, the owner is the newest round's."""
    at = clock.now()
    if source is not None:
        return weeks.copy(source, form.monday.data, by=current_user, at=at)
    newest = next(iter(staff_rounds()), None)
    owner = {
        name: getattr(newest, name) if newest else ""
        for name in ("municipality", "owner_unit", "contact_email", "contact_phone")
    }
    return weeks.create(form.monday.data, owner, by=current_user, at=at)


@bp.route("/staff/weeks/<int(max=9999):year>")
@require(*STAFF)
def week(year: int) -> ResponseReturnValue:
    shown = weeks.week_of(year)
    fed_by = [one for one in staff_rounds() if _overlaps(shown, one.week_starts_on, one.week_ends_on)]
    themes = [f"{day(date.fromisoformat(on))}: {theme}" for on, theme in sorted(shown.day_themes.items())]
    return render_template("campaign/week.html", week=shown, rounds=fed_by, themes=themes)


@bp.route("/staff/weeks/<int(max=9999):year>/settings", methods=["GET", "POST"])
@require(Role.ADMINISTRATOR)
def settings(year: int) -> ResponseReturnValue:
    shown = weeks.week_of(year)
    form = WeekForm(data=typed_of(shown))
    if not form.validate_on_submit():
        return render_template("campaign/week_settings.html", week=shown, form=form), 422 if form.errors else 200
    weeks.change(weeks.week_of(year, for_change=True), form.values(), by=current_user, at=clock.now())
    db.session.commit()
    flash(_("Innstillingene er lagret."), "success")
    return redirect(url_for(".week", year=year))


def _overlaps(shown: Week, first: date, last: date) -> bool:
    return first <= shown.ends_on and last >= shown.starts_on
