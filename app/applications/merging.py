"""Cases and drafts follow an organisation that is merged into another. What was sent keeps the name it was sent under;
the united organisation is the party from now on, so that limits, duplicates and impartiality count for all of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.access import Actor
from app.accounts.merger_models import OrganisationMerger
from app.accounts.merging import Follower, follows
from app.applications.models import Application, Status
from app.applications.worklist import plain
from app.audit.actions import record
from app.audit.models import AuditEvent
from app.extensions import db

OURS = "applications"
MERGING_EVENTS = ("applicant_merged", "applicant_parted")


def describe(organisation_id: int) -> str:
    """«3 søknader og 1 kladd»."""
    is_draft = Application.status == Status.DRAFT
    drafts, everything = db.session.execute(
        select(func.count().filter(is_draft), func.count()).where(Application.organisation_id == organisation_id)
    ).one()
    sent = everything - drafts
    return str(
        _(
            "%(sent)s og %(drafts)s",
            sent=ngettext("%(num)s søknad", "%(num)s søknader", sent),
            drafts=ngettext("%(num)s kladd", "%(num)s kladder", drafts),
        )
    )


def move(merger: OrganisationMerger, by: Actor, at: datetime) -> dict[str, Any]:
    """Remembers each case with the state of its draft, and which application was the newest of all."""
    found = _of(merger.merged_id)
    added = _words(merger)
    for application in found:
        application.organisation = merger.into
        for row in application.case_rows:
            row.search_text = f"{row.search_text} {added}"
        if application.status is not Status.DRAFT:
            record("applicant_merged", by=by, at=at, case=application.reference, merger=merger.public_id)
    newest = db.session.scalar(select(func.max(Application.id))) or 0
    return {"newest": newest, "cases": {one.reference: _state(one) for one in found}}


def _of(organisation_id: int) -> Sequence[Application]:
    return db.session.scalars(
        select(Application)
        .where(Application.organisation_id == organisation_id)
        .options(selectinload(Application.case_rows))
        .order_by(Application.id)
        .with_for_update(of=Application)
    ).all()


def _words(merger: OrganisationMerger) -> str:
    """The case is found under the new name too."""
    return " ".join(plain(part) for part in (merger.into.name, merger.into.orgnr) if part)


def _state(application: Application) -> str:
    return f"{application.status} {application.revision} {application.saved_at.isoformat()}"


def blocked(merger: OrganisationMerger) -> str | None:
    """What has happened to the cases since, or None."""
    kept = merger.moved[OURS]
    now = {
        one.reference: _state(one)
        for one in db.session.scalars(select(Application).where(Application.reference.in_(kept["cases"])))
    }
    changed = sorted(reference for reference, state in kept["cases"].items() if now.get(reference) != state)
    happened = db.session.scalars(
        select(AuditEvent.case_reference)
        .where(
            AuditEvent.case_reference.in_(kept["cases"]),
            AuditEvent.number > merger.since_number,
            AuditEvent.kind.not_in(MERGING_EVENTS),
        )
        .distinct()
        .order_by(AuditEvent.case_reference)
    ).all()
    if references := changed or list(happened):
        return str(_("Noe har skjedd siden: %(references)s.", references=", ".join(references[:5])))
    begun = select(Application.reference).where(
        Application.organisation_id == merger.into_id, Application.id > kept["newest"]
    )
    if (reference := db.session.scalar(begun.order_by(Application.id).limit(1))) is not None:
        return str(_("%(name)s har begynt på en ny søknad: %(new)s.", name=merger.into.name, new=reference))
    return None


def move_back(merger: OrganisationMerger, by: Actor, at: datetime) -> None:
    cases = merger.moved[OURS]["cases"]
    added = f" {_words(merger)}"
    for application in [one for one in _of(merger.into_id) if one.reference in cases]:
        application.organisation = merger.merged
        for row in application.case_rows:
            row.search_text = row.search_text.removesuffix(added)
        if application.status is not Status.DRAFT:
            record("applicant_parted", by=by, at=at, case=application.reference, merger=merger.public_id)


def init_app() -> None:
    follows(Follower(OURS, describe, move, blocked, move_back))
