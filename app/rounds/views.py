"""The rounds, for administrators."""

from typing import Any

from flask import Blueprint, Flask, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.access import Role, require
from app.extensions import db
from app.policy import NotComplete, NotNow, denial
from app.rounds import actions, policy, promises, queries
from app.rounds.forms import NewRoundForm, ReserveForm, show_refusal
from app.rounds.models import Round, RoundStatus
from app.rounds.parts import PARTS, Part, part_of
from app.rounds.workflow import LABELS

bp = Blueprint("rounds", __name__)


@bp.route("/staff/rounds")
@require(Role.ADMINISTRATOR)
def index() -> ResponseReturnValue:
    return render_template("rounds/index.html", rounds=queries.staff_rounds(), labels=LABELS)


@bp.route("/staff/rounds/new", methods=["GET", "POST"])
@require(Role.ADMINISTRATOR)
def new() -> ResponseReturnValue:
    """From nothing. A round like an earlier one is made on the page above, that takes the week along."""
    form = NewRoundForm()
    if not form.validate_on_submit():
        return render_template("rounds/new.html", form=form), 422 if form.errors else 200
    named = (form.name.data, form.reference_prefix.data, form.monday.data)
    made = actions.create(*named, form.data, by=current_user, at=clock.now())
    db.session.commit()
    flash(_("Runden er laget. Se over delene før du kunngjør den."), "success")
    return redirect(url_for(".edit", slug=made.slug))


@bp.route("/staff/rounds/<slug>")
@require(Role.ADMINISTRATOR)
def edit(slug: str) -> ResponseReturnValue:
    return _page(queries.round_by_slug(slug), ReserveForm(formdata=None))


def _page(grant_round: Round, reserve_form: ReserveForm, refusal: str | None = None) -> str:
    at = clock.now()
    is_draft = grant_round.status is RoundStatus.DRAFT
    lacks = promises.lacks(grant_round) if is_draft else {}
    return render_template(
        "rounds/edit.html",
        round=grant_round,
        label=LABELS[grant_round.status],
        parts=PARTS,
        lacks=[(part_of(name), sentence) for name, sentence in lacks.items()],
        lacking={part_of(name) for name in lacks},
        is_draft=is_draft,
        cannot_announce=denial(policy.can_announce, grant_round, by=current_user, at=at),
        cannot_cancel=denial(policy.can_cancel, grant_round, by=current_user),
        cannot_finish=denial(policy.can_finish, grant_round, by=current_user),
        cannot_release=denial(policy.can_release_reserve, grant_round, 1, by=current_user),
        reserve_form=reserve_form,
        refusal=refusal,
    )


@bp.route("/staff/rounds/<slug>/<part>", methods=["GET", "POST"])
@require(Role.ADMINISTRATOR)
def change(slug: str, part: str) -> ResponseReturnValue:
    grant_round = queries.round_by_slug(slug)
    chosen = PARTS.get(part) or abort(404)
    form = chosen.make(grant_round)
    if not form.validate_on_submit():
        return _part_page(grant_round, chosen, form, []), 422 if form.errors else 200
    try:
        changed = actions.change(grant_round, chosen.changes(form), by=current_user, at=clock.now())
    except (NotNow, NotComplete) as refusal:
        db.session.rollback()
        return _part_page(grant_round, chosen, form, show_refusal(form, refusal)), 409
    db.session.commit()
    flash(_("«%(part)s» er lagret.", part=chosen.title) if changed else _("Ingenting var endret."), "success")
    return redirect(url_for(".edit", slug=slug))


def _part_page(grant_round: Round, part: Part, form: Any, extra: list[str]) -> str:
    return render_template("rounds/part.html", round=grant_round, part=part, form=form, extra=extra)


@bp.route("/staff/rounds/<slug>/announce", methods=["POST"])
@require(Role.ADMINISTRATOR)
def announce(slug: str) -> ResponseReturnValue:
    grant_round = queries.round_by_slug(slug)
    try:
        actions.announce(grant_round, by=current_user, at=clock.now())
    except (NotNow, NotComplete) as refusal:
        db.session.rollback()
        return _page(grant_round, ReserveForm(formdata=None), refusal.reason), 409
    db.session.commit()
    flash(_("Runden er kunngjort og står på forsiden."), "success")
    return redirect(url_for(".edit", slug=slug))


@bp.route("/staff/rounds/<slug>/cancel", methods=["POST"])
@require(Role.ADMINISTRATOR)
def cancel(slug: str) -> ResponseReturnValue:
    actions.cancel(queries.round_by_slug(slug), by=current_user, at=clock.now())
    db.session.commit()
    flash(_("Runden er avlyst."), "success")
    return redirect(url_for(".edit", slug=slug))


@bp.route("/staff/rounds/<slug>/finish", methods=["POST"])
@require(Role.ADMINISTRATOR)
def finish(slug: str) -> ResponseReturnValue:
    actions.finish(queries.round_by_slug(slug), by=current_user, at=clock.now())
    db.session.commit()
    flash(_("Runden er avsluttet."), "success")
    return redirect(url_for(".edit", slug=slug))


@bp.route("/staff/rounds/<slug>/reserve", methods=["POST"])
@require(Role.ADMINISTRATOR)
def release_reserve(slug: str) -> ResponseReturnValue:
    grant_round = queries.round_by_slug(slug)
    form = ReserveForm()
    if not form.validate_on_submit():
        return _page(grant_round, form), 422
    try:
        actions.release_reserve(grant_round, form.amount_nok.data, by=current_user, at=clock.now())
    except NotNow as refusal:
        db.session.rollback()
        return _page(grant_round, form, refusal.reason), 409
    db.session.commit()
    flash(_("Reserven er frigjort."), "success")
    return redirect(url_for(".edit", slug=slug))


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
