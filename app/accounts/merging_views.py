"""Two organisations that are to become one: proposed by a case handler, answered by an administrator."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.access import Role, require
from app.accounts import merging, queries
from app.accounts import merging_policy as policy
from app.accounts import merging_queries as pairs
from app.accounts.applicant_types import TYPES
from app.accounts.links import site
from app.accounts.merger_models import MergerKind, MergerStatus, OrganisationMerger
from app.accounts.merging_forms import KINDS, MergerForm
from app.accounts.models import Organisation
from app.accounts.views import bp
from app.clock import local
from app.extensions import db
from app.formatting import full_day
from app.mail.jobs import send_waiting
from app.policy import NotAllowed, NotComplete, NotPermitted, denial

PAIRS = "/staff/organisations/mergers"


@bp.route("/staff/organisations/<public_id>/merge", methods=["GET", "POST"])
@require(Role.CASE_HANDLER, Role.ADMINISTRATOR)
def propose_merger(public_id: str) -> ResponseReturnValue:
    """First who it goes into, then why and since when."""
    merged = pairs.organisation(public_id)
    chosen = request.args.get("into", "")
    if not chosen:
        return _choose(merged)
    into = pairs.organisation(chosen)
    form = MergerForm()
    if not form.is_submitted():
        form.merged_on.data = local(clock.now()).date()
        return _propose_page(merged, into, form)
    if not form.validate():
        return _propose_page(merged, into, form), 422
    try:
        made = _propose(merged, into, form)
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        db.session.rollback()
        form.show(refusal.missing if isinstance(refusal, NotComplete) else {})
        return _propose_page(pairs.organisation(public_id), pairs.organisation(chosen), form, refusal.reason), 409
    db.session.commit()
    flash(_("Forslaget er sendt. En administrator avgjør det."), "success")
    return redirect(url_for(".merger", public_id=made.public_id))


def _propose(merged: Organisation, into: Organisation, form: MergerForm) -> OrganisationMerger:
    return merging.propose(
        merged,
        into,
        MergerKind(form.kind.data),
        form.merged_on.data,
        form.reason.data,
        warnings_seen=form.warnings_seen.data,
        by=current_user,
        at=clock.now(),
    )


def _choose(merged: Organisation) -> str:
    words = request.args.get("q", "").strip()
    found = queries.find_organisations(words) if words else pairs.with_number(merged.orgnr)
    return render_template(
        "accounts/merge_choose.html",
        merged=merged,
        words=words,
        found=[one for one in found if one.id != merged.id],
        types=TYPES,
        blocked=denial(policy.can_propose, current_user, merged),
    )


def _propose_page(merged: Organisation, into: Organisation, form: MergerForm, refusal: str | None = None) -> str:
    chosen = form.kind.data if form.kind.data in set(MergerKind) else MergerKind.DUPLICATE
    return render_template(
        "accounts/merge.html",
        merged=merged,
        into=into,
        form=form,
        refusal=refusal,
        types=TYPES,
        moves=merging.described(merged),
        members=queries.members(merged.id),
        warnings=policy.warnings(merged, into, MergerKind(chosen)),
    )


@bp.route(PAIRS)
@require(Role.CASE_HANDLER, Role.ADMINISTRATOR)
def mergers() -> ResponseReturnValue:
    return render_template("accounts/mergers.html", mergers=pairs.mergers(), fate=_fate)


def _fate(merger: OrganisationMerger) -> str:
    """How it stands, in words."""
    values = {"who": merger.settled_by_name, "day": full_day(merger.settled_at)}
    if merger.status is MergerStatus.PROPOSED:
        return str(_("Venter på en administrator"))
    if merger.status is MergerStatus.DECLINED:
        return str(_("Avslått av %(who)s %(day)s", **values))
    if merger.status is MergerStatus.UNDONE:
        return str(_("Angret av %(who)s %(day)s", who=merger.undone_by_name, day=full_day(merger.undone_at)))
    return str(_("Slått sammen av %(who)s %(day)s", **values))


@bp.route(f"{PAIRS}/<public_id>")
@require(Role.CASE_HANDLER, Role.ADMINISTRATOR)
def merger(public_id: str) -> ResponseReturnValue:
    found = pairs.merger(public_id)
    waits = found.status is MergerStatus.PROPOSED
    done = found.status is MergerStatus.CONFIRMED
    return render_template(
        "accounts/merger.html",
        merger=found,
        kind=KINDS[found.kind],
        fate=_fate(found),
        types=TYPES,
        moves=merging.described(found.merged) if waits else [],
        members=queries.members(found.merged_id) if waits else [],
        warnings=policy.warnings(found.merged, found.into, found.kind) if waits else [],
        confirm_blocked=denial(policy.can_confirm, current_user, found) if waits else None,
        decline_blocked=denial(policy.can_settle, current_user, found) if waits else None,
        undo_blocked=denial(policy.can_undo, current_user, found, merging.undo_blocked(found)) if done else None,
    )


@bp.route(f"{PAIRS}/<public_id>/confirm", methods=["POST"])
@require(Role.ADMINISTRATOR)
def confirm_merger(public_id: str) -> ResponseReturnValue:
    found = pairs.merger(public_id, for_change=True)
    merging.confirm(found, site=site(), by=current_user, at=clock.now())
    said = _("%(merged)s er slått sammen med %(into)s.", merged=found.merged.name, into=found.into.name)
    db.session.commit()
    send_waiting.enqueue()
    flash(said, "success")
    return redirect(url_for(".merger", public_id=public_id))


@bp.route(f"{PAIRS}/<public_id>/decline", methods=["POST"])
@require(Role.ADMINISTRATOR)
def decline_merger(public_id: str) -> ResponseReturnValue:
    merging.decline(pairs.merger(public_id, for_change=True), by=current_user, at=clock.now())
    db.session.commit()
    flash(_("Forslaget er avslått. Ingenting er endret."), "success")
    return redirect(url_for(".merger", public_id=public_id))


@bp.route(f"{PAIRS}/<public_id>/undo", methods=["POST"])
@require(Role.ADMINISTRATOR)
def undo_merger(public_id: str) -> ResponseReturnValue:
    found = pairs.merger(public_id, for_change=True)
    merging.undo(found, by=current_user, at=clock.now())
    db.session.commit()
    flash(_("Sammenslåingen er angret. Alt er som før."), "success")
    return redirect(url_for(".merger", public_id=public_id))
