"""What rounds come to: one, and over the years. Read from what is kept, so ten years are read as fast as one."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import Role, require
from app.extensions import db
from app.insight import figures, summaries, summary_jobs, summary_shown
from app.insight.charts import kept
from app.insight.views import bp


@bp.route("/staff/insight/rounds")
@require(*figures.READERS)
def rounds() -> ResponseReturnValue:
    known = summaries.all_summaries()
    return render_template(
        "insight/rounds.html",
        summaries=known,
        overview=summary_shown.overview(known),
        visitors=summary_shown.visitors(known),
        divisions=[summary_shown.over_rounds(division, known) for division in summary_shown.DIVISIONS],
        chart=summary_shown.money_chart(known),
        drawing=kept,
    )


@bp.route("/staff/insight/rounds/<slug>")
@require(*figures.READERS)
def round_figures(slug: str) -> ResponseReturnValue:
    summary = summaries.summary_of(slug)
    if summary is None:
        return render_template("insight/round_waiting.html", name=summaries.name_of(slug))
    return render_template(
        "insight/round.html",
        summary=summary,
        facts=summary_shown.facts(summary),
        divisions=[(summary_shown.divided(code, summary), code) for code in summary_shown.DIVISIONS],
        visitors=summary_shown.visitors([summary]),
        tables=[shown(summary) for shown in summary_shown.OF_A_ROUND],
        charts=summary_shown.round_charts(summary),
        drawing=kept,
    )


@bp.route("/staff/insight/rounds/reckon", methods=["POST"])
@require(Role.CASE_HANDLER, Role.APPROVER, Role.ADMINISTRATOR)
def reckon() -> ResponseReturnValue:
    """All of them anew, in the background."""
    wanted = summaries.told_rounds()
    db.session.rollback()
    for round_id in wanted:
        summary_jobs.reckon.enqueue(round_id)
    flash(_("Tallene regnes ut. Last siden på nytt om litt."), "success")
    return redirect(url_for(".rounds"))
