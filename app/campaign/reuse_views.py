"""«Ombruk fjorårets runde»: choose, look at what comes along, make it, and see what is left to decide."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import SelectChoice

from app import clock
from app.access import Role, require
from app.campaign import copying
from app.campaign.copying import Preview
from app.campaign.forms import ReuseChoiceForm, ReuseForm
from app.campaign.views import bp
from app.extensions import db
from app.rounds.models import Round
from app.rounds.parts import PARTS
from app.rounds.queries import round_by_slug, staff_rounds
from app.rounds.reuse_week import reuse_monday

CHANGED = ("dates", "goals")
"""Parts of a round that a copy does not take over as they stand."""


@bp.route("/staff/reuse", methods=["GET", "POST"])
@require(Role.ADMINISTRATOR)
def reuse() -> ResponseReturnValue:
    """The round and the week stand in the address, so that what is shown is what is made."""
    choice = _choice(staff_rounds())
    if not choice.runde.data or not (request.args and choice.validate()):
        return render_template("campaign/reuse.html", choice=choice, preview=None, form=None)
    shown = copying.preview(round_by_slug(choice.runde.data), choice.mandag.data)
    form = _named(shown)
    if not form.validate_on_submit():
        return _page(choice, shown, form), 422 if form.errors else 200
    made = _make(shown, form)
    db.session.commit()
    flash(_("%(round)s er laget som kladd. Ingen ser den før den er kunngjort.", round=made.name), "success")
    return redirect(url_for(".reused", slug=made.slug))


def _choice(rounds: Any) -> Any:
    form = ReuseChoiceForm(formdata=request.args if request.args else None)
    form.runde.choices = [SelectChoice(one.slug, one.name) for one in rounds]
    if not request.args and rounds:
        form.runde.data = rounds[0].slug
        form.mandag.data = _next_monday(rounds[0].week_starts_on)
    return form


def _next_monday(before: date) -> date:
    return reuse_monday(before.year + 1)


def _named(shown: Preview) -> Any:
    offered = shown.goals.offered
    form = ReuseForm(name=shown.name, reference_prefix=shown.reference_prefix, goals=[row["code"] for row in offered])
    form.goals.choices = [SelectChoice(row["code"], _goal(row, shown)) for row in offered]
    return form


def _goal(row: dict[str, Any], shown: Preview) -> str:
    return _("%(goal)s (nytt)", goal=row["name"]) if row in shown.goals.new else str(row["name"])


def _page(choice: Any, shown: Preview, form: Any) -> str:
    kept = [(part.title, part.summary(shown.source)) for code, part in PARTS.items() if code not in CHANGED]
    return render_template(
        "campaign/reuse.html",
        choice=choice,
        preview=shown,
        form=form,
        kept=kept,
        here=request.full_path,
    )


def _make(shown: Preview, form: Any) -> Round:
    return copying.copy_year(
        shown.source,
        shown.monday,
        name=form.name.data,
        reference_prefix=form.reference_prefix.data,
        goal_codes=form.goals.data,
        by=current_user,
        at=clock.now(),
    )


@bp.route("/staff/reuse/<slug>")
@require(Role.ADMINISTRATOR)
def reused(slug: str) -> ResponseReturnValue:
    made = round_by_slug(slug)
    source = copying.source_of(made)
    days = copying.compared_days(source, made) if source else []
    return render_template(
        "campaign/reused.html", round=made, source=source, checks=copying.checks(made, source), moved=days, parts=PARTS
    )
