"""The ranking of a round, and how far its scores can be trusted."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Role, require
from app.accounts.roles import CASE_READERS
from app.applications.pot import pot, tallies_of
from app.review import jobs, ranking
from app.review.ranking_table import table
from app.review.seeing import advising, sight
from app.review.trust import read
from app.review.views import bp
from app.rounds.models import Round
from app.rounds.queries import staff_rounds, working_round


@bp.route("/staff/ranking", endpoint="ranking")
@require(*CASE_READERS)
def ranking_page() -> ResponseReturnValue:
    rounds = staff_rounds()
    if not rounds:
        return render_template("overview/no_round.html")
    chosen = working_round(request.args.get("runde"), rounds)
    return render_template("review/ranking.html", **_ranking(chosen), rounds=rounds, round=chosen)


def _ranking(chosen: Round) -> dict[str, Any]:
    tallies = tallies_of(chosen.id)
    known = sight(current_user, tallies)
    page = ranking.page(
        chosen.id,
        known.seen,
        after=ranking.place(request.args.get("etter")),
        before=ranking.place(request.args.get("for")),
    )
    advice = advising(known, chosen.id, tallies)
    basis = advice.basis if advice.review else None
    pattern = url_for("overview.case", reference="REFERENCE", sorter="-poeng", aktivitet="POSITION", runde=chosen.slug)
    return {
        "pot": pot(chosen, tallies),
        "table": table(page, chosen.pot_nok - chosen.reserve_nok, basis, pattern, compared=advice.same_cases),
        "advice": advice,
        "previous_url": page.before and _url(chosen, **{"for": page.before}),
        "next_url": page.after and _url(chosen, etter=page.after),
    }


def _url(chosen: Round, **more: Any) -> str:
    return url_for(".ranking", runde=chosen.slug, **more)


@bp.route("/staff/ranking/trust")
@require(*CASE_READERS)
def trust() -> ResponseReturnValue:
    chosen = working_round(request.args.get("runde"))
    tallies = tallies_of(chosen.id)
    advice = advising(sight(current_user, tallies), chosen.id, tallies)
    return render_template(
        "review/trust.html", round=chosen, advice=advice, trust=read(advice.review.result) if advice.review else None
    )


@bp.route("/staff/ranking/reckon", methods=["POST"])
@require(Role.CASE_HANDLER, Role.APPROVER)
def reckon() -> ResponseReturnValue:
    """Reckon the advice again, in the background."""
    chosen = working_round(request.form.get("runde"))
    jobs.reckon.enqueue(chosen.id)
    flash(_("Vi regner ut på nytt. Last siden igjen om litt."), "success")
    return redirect(_url(chosen))
