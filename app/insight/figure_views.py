"""The key figures: for everybody, and for those who keep them."""

from itertools import groupby

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.access import public, require
from app.extensions import db
from app.insight import figures, figures_shown, loading, published, summary_jobs, summary_shown
from app.insight.charts import kept
from app.insight.figure_form import FigureForm
from app.insight.kinds import KINDS
from app.insight.views import bp
from app.policy import NotComplete
from app.rounds.forms import show_refusal


@bp.route("/nokkeltall")
@public
def key_figures() -> ResponseReturnValue:
    known, _held = summary_shown.public_figures(clock.today())
    return render_template(
        "insight/figures_public.html",
        parts=figures_shown.parts(known),
        years=figures.years(known),
        sources=sorted({one.source for one in known if one.line_from}),
        drawing=kept,
    )


@bp.route("/nokkeltall/<int(max=9999):year>")
@public
def year_figures(year: int) -> ResponseReturnValue:
    """One year. A year that nobody has a figure of says so; a year that is no year of the week is not found."""
    today = clock.today()
    if not figures.FIRST_YEAR <= year <= today.year + 1:
        abort(404)
    known, held = summary_shown.public_figures(today)
    of_year = figures.by_kind([one for one in known if one.year == year])
    return render_template(
        "insight/figures_year.html",
        year=year,
        kinds=[(KINDS[code].label, list(found)) for code, found in groupby(of_year, lambda one: one.kind)],
        source=figures.usual_source(of_year),
        years=figures.years(known),
        rounds=[
            (one, [published.shown(published.divided(division, [one])) for division in summary_shown.PUBLIC])
            for one in held
            if one.year == year
        ],
    )


@bp.route("/staff/insight/figures")
@require(*figures.READERS)
def staff_figures() -> ResponseReturnValue:
    known = figures.all_figures()
    return render_template(
        "insight/figures.html",
        figures=known,
        source=figures.usual_source(known),
        kinds=KINDS,
        may_edit=bool(figures.EDITORS & current_user.roles),
        lacks_history=loading.lacks(known),
    )


@bp.route("/staff/insight/figures/new", methods=["GET", "POST"])
@require(*figures.EDITORS)
def add_figure() -> ResponseReturnValue:
    form = FigureForm()
    if not form.validate_on_submit():
        return render_template("insight/figure_new.html", form=form, extra=[]), 422 if form.errors else 200
    try:
        figures.add(form.figure, by=current_user, at=clock.now())
    except NotComplete as refusal:
        db.session.rollback()
        return render_template("insight/figure_new.html", form=form, extra=show_refusal(form, refusal)), 409
    db.session.commit()
    summary_jobs.draw_charts.enqueue()
    flash(_("Nøkkeltallet er ført."), "success")
    return redirect(url_for(".staff_figures"))


@bp.route("/staff/insight/figures/<public_id>/remove", methods=["POST"])
@require(*figures.EDITORS)
def remove_figure(public_id: str) -> ResponseReturnValue:
    figures.remove(figures.figure_by_id(public_id), by=current_user, at=clock.now())
    db.session.commit()
    summary_jobs.draw_charts.enqueue()
    flash(_("Nøkkeltallet er fjernet."), "success")
    return redirect(url_for(".staff_figures"))


@bp.route("/staff/insight/figures/history", methods=["POST"])
@require(*figures.EDITORS)
def load_history() -> ResponseReturnValue:
    added = loading.load_history(current_user, clock.now())
    db.session.commit()
    summary_jobs.draw_charts.enqueue()
    flash(_("%(figures)s tall fra rapporten er hentet inn.", figures=added), "success")
    return redirect(url_for(".staff_figures"))
