"""A year of the prize, for its secretary and for administrators: where it stands, and what it says."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import SelectChoice

from app import clock
from app.access import Role, require
from app.extensions import db
from app.layout import may_open
from app.policy import NotAllowed, NotComplete, NotNow, denial
from app.prize import actions, archiving, contents, dashboard, history, policy, promises, queries
from app.prize.forms import NewYearForm
from app.prize.models import Prize
from app.prize.parts import PARTS, Part, part_of
from app.prize.views import bp
from app.prize.workflow import LABELS
from app.rounds.forms import show_refusal


@bp.route("/staff/prize")
@require(Role.PRIZE_SECRETARY, Role.ADMINISTRATOR)
def years() -> ResponseReturnValue:
    return render_template("prize/years.html", prizes=queries.all_prizes(), labels=LABELS)


@bp.route("/staff/prize/new", methods=["GET", "POST"])
@require(Role.PRIZE_SECRETARY, Role.ADMINISTRATOR)
def new() -> ResponseReturnValue:
    known = {str(prize.year): prize for prize in queries.all_prizes()}
    form = NewYearForm(taken=frozenset(prize.year for prize in known.values()))
    form.source.choices = [*(SelectChoice(year, known[year].name) for year in known), SelectChoice("", _("Malen"))]
    if not form.is_submitted():
        following = max((prize.year + 1 for prize in known.values()), default=clock.today().year)
        form.monday.data = actions.reuse_monday(following)
    if not form.validate_on_submit():
        return render_template("prize/year_new.html", form=form), 422 if form.errors else 200
    made = _make(form, known.get(form.source.data))
    db.session.commit()
    flash(_("%(prize)s er laget. Se over innstillingene før dere kunngjør.", prize=made.name), "success")
    return redirect(url_for(".year", year=made.year))


def _make(form: NewYearForm, source: Prize | None) -> Prize:
    at = clock.now()
    if source is None:
        return actions.create(form.monday.data, by=current_user, at=at)
    return actions.copy(source, form.monday.data, by=current_user, at=at)


@bp.route("/staff/prize/<int(max=9999):year>")
@require(Role.PRIZE_SECRETARY, Role.ADMINISTRATOR)
def year(year: int) -> ResponseReturnValue:
    return _page(queries.prize_of(year))


def _page(prize: Prize, refusal: str | None = None) -> str:
    """An administrator is shown neither how many nominations there are nor how far the jury has come."""
    at = clock.now()
    is_secretary = Role.PRIZE_SECRETARY in current_user.roles
    lacks = promises.lacks(prize) if prize.announced_at is None else {}
    return render_template(
        "prize/year.html",
        prize=prize,
        label=LABELS[prize.status],
        path=dashboard.path(prize),
        step=dashboard.next_step(prize, current_user, at) if is_secretary else None,
        links=[link for link in dashboard.LINKS if link.leads(prize) and may_open(link.endpoint)],
        history=history.entries(prize) if is_secretary else [],
        lacks=[(part_of(name), sentence) for name, sentence in lacks.items()],
        parts=PARTS,
        cannot_announce=denial(policy.can_announce, prize, by=current_user, at=at),
        cannot_cancel=denial(policy.can_cancel, prize, by=current_user),
        refusal=refusal,
    )


def _loaded(year: int) -> Prize:
    """Kept from others only by a page that is about to change it."""
    return queries.prize_of(year) if request.method == "GET" else queries.locked_prize(year)


@bp.route("/staff/prize/<int(max=9999):year>/settings")
@require(Role.PRIZE_SECRETARY, Role.ADMINISTRATOR)
def settings(year: int) -> ResponseReturnValue:
    prize = queries.prize_of(year)
    lacks = promises.lacks(prize) if prize.announced_at is None else {}
    return render_template(
        "prize/year_settings.html",
        prize=prize,
        label=LABELS[prize.status],
        parts=PARTS,
        fixed=promises.fixed(prize, clock.now()),
        lacking={part_of(name) for name in lacks},
    )


@bp.route("/staff/prize/<int(max=9999):year>/settings/<part>", methods=["GET", "POST"])
@require(Role.PRIZE_SECRETARY, Role.ADMINISTRATOR)
def change(year: int, part: str) -> ResponseReturnValue:
    prize = _loaded(year)
    chosen = PARTS.get(part) or abort(404)
    at = clock.now()
    form = chosen.make(prize, promises.fixed(prize, at))
    if not form.validate_on_submit():
        return _part_page(prize, chosen, form), 422 if form.errors else 200
    try:
        changed = actions.change(prize, chosen.changes(form), by=current_user, at=at)
    except (NotNow, NotComplete) as refusal:
        db.session.rollback()
        return _part_page(prize, chosen, form, show_refusal(form, refusal)), 409
    db.session.commit()
    flash(_("«%(part)s» er lagret.", part=chosen.title) if changed else _("Ingenting var endret."), "success")
    return redirect(url_for(".settings", year=year))


def _part_page(prize: Prize, part: Part, form: Any, extra: list[str] | None = None) -> str:
    fixed = promises.fixed(prize, clock.now())
    return render_template(
        "prize/year_part.html",
        prize=prize,
        part=part,
        form=form,
        extra=extra or [],
        shown=part.shown(prize, fixed),
        why=fixed[part.owns[0]] if part.is_fixed(fixed) else None,
        rows=contents.read(prize, part.owns[0]) if part.is_list else [],
    )


@bp.route("/staff/prize/<int(max=9999):year>/announce", methods=["POST"])
@require(Role.PRIZE_SECRETARY, Role.ADMINISTRATOR)
def announce(year: int) -> ResponseReturnValue:
    prize = queries.locked_prize(year)
    try:
        actions.announce(prize, by=current_user, at=clock.now())
    except (NotNow, NotComplete) as refusal:
        return _refused(prize, refusal)
    db.session.commit()
    flash(_("%(prize)s er kunngjort. Siden er åpen for alle.", prize=prize.name), "success")
    return redirect(url_for(".year", year=year))


def _refused(prize: Prize, refusal: NotAllowed) -> ResponseReturnValue:
    db.session.rollback()
    return _page(prize, refusal.reason), 409


@bp.route("/staff/prize/<int(max=9999):year>/cancel", methods=["GET", "POST"])
@require(Role.PRIZE_SECRETARY, Role.ADMINISTRATOR)
def cancel(year: int) -> ResponseReturnValue:
    """Asks first: a cancelled year does not come back."""
    prize = _loaded(year)
    if request.method == "GET":
        blocked = denial(policy.can_cancel, prize, by=current_user)
        return render_template("prize/year_cancel.html", prize=prize, blocked=blocked)
    actions.cancel(prize, by=current_user, at=clock.now())
    db.session.commit()
    flash(_("%(prize)s er avlyst.", prize=prize.name), "success")
    return redirect(url_for(".year", year=year))


@bp.route("/staff/prize/<int(max=9999):year>/archive", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def archive(year: int) -> ResponseReturnValue:
    prize = queries.locked_prize(year)
    try:
        archiving.archive(prize, by=current_user, at=clock.now())
    except (NotNow, NotComplete) as refusal:
        return _refused(prize, refusal)
    db.session.commit()
    flash(_("%(prize)s er arkivert.", prize=prize.name), "success")
    return redirect(url_for(".year", year=year))
