"""Who assesses what: the whole round, a proposal that is shown before it is applied, and one activity by hand."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.access import Role, require
from app.accounts.queries import staff_with, user_by_public_id
from app.applications.models import Activity
from app.clock import now
from app.extensions import db
from app.policy import NotAllowed, NotComplete, NotNow, NotPermitted, denial
from app.review import assignment_policy as policy
from app.review import assignment_queries as queries
from app.review import assignments as giving
from app.review.assignment_forms import GiveForm, ProposalForm, WithdrawForm
from app.review.proposing import show
from app.review.views import bp
from app.rounds.queries import staff_rounds, working_round

ROUND = "/staff/assignments"
ACTIVITY = f"{ROUND}/<reference>/<int(max=99):position>"


@bp.route(ROUND)
@require(Role.CASE_HANDLER, Role.APPROVER)
def assignments() -> ResponseReturnValue:
    rounds = staff_rounds()
    grant_round = working_round(request.args.get("runde"), rounds)
    shows_all, person = request.args.get("vis") == "alle", request.args.get("hvem", "")
    shown = queries.overview(
        grant_round,
        current_user,
        only_lacking=not shows_all and not person,
        person=person,
        after=request.args.get("etter", ""),
    )
    form = ProposalForm(None, data={"per_activity": grant_round.assessors_per_activity, "twice": True})
    chosen = next((one for one in shown.people if one.public_id == person), None)
    return render_template(
        "review/assignments.html",
        round=grant_round,
        rounds=rounds,
        shown=shown,
        form=form,
        shows_all=shows_all,
        person=chosen,
    )


@bp.route(f"{ROUND}/proposal", methods=["GET", "POST"])
@require(Role.CASE_HANDLER, Role.APPROVER)
def assignment_proposal() -> ResponseReturnValue:
    """GET shows what would be given, and writes nothing. POST gives exactly that, or nothing."""
    grant_round = working_round(request.values.get("runde"))
    form = ProposalForm(request.values)
    if not form.validate():
        flash(_("Velg hvor mange som skal vurdere hver aktivitet: 1 til 5."), "error")
        return redirect(url_for(".assignments", runde=grant_round.slug))
    refusal, choice = None, {"per_activity": form.per_activity.data, "reads_some_twice": form.twice.data}
    if request.method == "POST":
        try:
            digest = request.form.get("digest", "")
            made = giving.apply(grant_round, digest=digest, **choice, by=current_user, at=now())
            db.session.commit()
            count = len(made.additions)
            flash(ngettext("%(num)s vurdering er tildelt.", "%(num)s vurderinger er tildelt.", count), "success")
            return redirect(url_for(".assignments", runde=grant_round.slug, vis="alle"))
        except NotNow as changed:
            db.session.rollback()
            refusal, grant_round = changed.reason, working_round(grant_round.slug)
    desk = queries.desk(grant_round, current_user)
    shown = show(desk, desk.propose(**choice))
    page = render_template("review/proposal.html", round=grant_round, form=form, shown=shown, refusal=refusal)
    return page, 409 if refusal else 200


@bp.route(ACTIVITY, methods=["GET", "POST"])
@require(Role.CASE_HANDLER, Role.APPROVER)
def assign_activity(reference: str, position: int) -> ResponseReturnValue:
    """One activity by hand: who has it and had it, and who could."""
    is_post = request.method == "POST"
    activity = queries.activity_to_assign(reference, position, for_change=is_post)
    form = GiveForm()
    if not form.validate_on_submit():
        return _activity(activity, give=form), 422 if is_post else 200
    person = user_by_public_id(form.person.data)
    try:
        giving.give(activity, person, by=current_user, at=now())
    except NotPermitted:
        raise
    except NotAllowed as refused:
        db.session.rollback()
        return _activity(queries.activity_to_assign(reference, position), give=form, refusal=refused.reason), 409
    db.session.commit()
    flash(_("%(name)s har fått aktiviteten å vurdere.", name=person.name), "success")
    return redirect(url_for(".assign_activity", reference=reference, position=position))


def _activity(
    activity: Activity,
    *,
    give: GiveForm | None = None,
    withdraw: WithdrawForm | None = None,
    refusal: str | None = None,
) -> str:
    policy.can_see(current_user, activity.application)
    people = staff_with(Role.CASE_HANDLER)
    known = queries.assignments_of(activity.id)
    found = queries.hindrances(activity.application, [one.id for one in people])
    has = {one.user_id for one in known if one.withdrawn_at is None}
    blocked = denial(policy.can_choose, current_user, activity.application)
    names = queries.public_ids([one.user_id for one in known])
    return render_template(
        "review/assign_activity.html",
        activity=activity,
        application=activity.application,
        candidates=[
            policy.candidate(one, activity.application, found.get(one.id)) for one in people if one.id not in has
        ],
        given=[(one, names[one.user_id]) for one in known if one.withdrawn_at is None],
        withdrawn=[one for one in known if one.withdrawn_at is not None],
        blocked=blocked,
        give=give or GiveForm(formdata=None),
        withdraw=withdraw or WithdrawForm(formdata=None),
        refusal=refusal,
    )


@bp.route(f"{ACTIVITY}/withdraw", methods=["POST"])
@require(Role.CASE_HANDLER, Role.APPROVER)
def withdraw_assignment(reference: str, position: int) -> ResponseReturnValue:
    activity = queries.activity_to_assign(reference, position, for_change=True)
    form = WithdrawForm()
    if not form.validate_on_submit():
        return _activity(activity, withdraw=form), 422
    chosen = queries.open_assignment(activity.id, form.person.data)
    try:
        giving.withdraw(activity, chosen, form.reason.data or "", by=current_user, at=now())
    except NotPermitted:
        raise
    except NotAllowed as refused:
        db.session.rollback()
        missing = refused.missing if isinstance(refused, NotComplete) else {}
        form.reason.errors = [*missing.values()]
        activity = queries.activity_to_assign(reference, position)
        return _activity(activity, withdraw=form, refusal=None if missing else refused.reason), 409
    db.session.commit()
    flash(_("%(name)s har ikke lenger aktiviteten å vurdere.", name=chosen.user_name), "success")
    return redirect(url_for(".assign_activity", reference=reference, position=position))
