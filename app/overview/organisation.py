"""Organisations as staff see them: a list to search in, and a card of everything that one has with us."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Role, require
from app.accounts import merging_policy
from app.accounts.applicant_types import TYPES
from app.accounts.models import ApplicantType
from app.accounts.roles import CASE_READERS
from app.applications.workflow import LABELS
from app.clock import local, now
from app.overview import history, organisation_history
from app.overview import organisation_queries as queries
from app.overview.organisation_queries import Family
from app.overview.views import bp
from app.policy import NotPermitted, denial


@bp.route("/staff/organisations")
@require(*CASE_READERS, Role.ADMINISTRATOR)
def organisations() -> ResponseReturnValue:
    words = request.args.get("sok", "").strip()
    page = queries.listed(words, request.args.get("etter", ""))
    next_url = url_for(".organisations", sok=words or None, etter=page.after) if page.after else None
    return render_template("overview/organisations.html", words=words, rows=page.rows, next_url=next_url, types=TYPES)


@bp.route("/staff/organisations/<public_id>")
@require(*CASE_READERS)
def organisation(public_id: str) -> ResponseReturnValue:
    """Whoever belongs to it has nothing to do here. A merged one leads to the one that it is part of now."""
    family = queries.family(public_id)
    members = queries.members(family)
    _is_outside(family, {row.user_id for row in members})
    own = family.organisation
    if own.public_id != public_id:
        name = next(one.name for one in family.merged if one.public_id == public_id)
        flash(_("%(name)s er slått sammen med %(into)s.", name=name, into=own.name))
        return redirect(url_for(".organisation", public_id=own.public_id))
    card, today = queries.card(family, members), local(now()).date()
    return render_template(
        "overview/organisation.html",
        card=card,
        own=own,
        described=TYPES[own.applicant_type],
        types=TYPES,
        granted_lately=card.granted_lately_nok(today),
        de_minimis=card.de_minimis_nok(today) if own.applicant_type is ApplicantType.BUSINESS else None,
        statuses=LABELS,
        outcomes=history.OUTCOMES,
        report_labels=history.REPORT_LABELS,
        tried=organisation_history.history(card.cases),
        merge_blocked=denial(merging_policy.can_propose, current_user, own),
    )


def _is_outside(family: Family, member_ids: set[int]) -> None:
    if current_user.id in member_ids:
        raise NotPermitted(_("Du hører til %(name)s og kan ikke se kortet.", name=family.organisation.name))
