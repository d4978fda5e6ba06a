"""Writing a report before it is sent: its answers, its pictures and its receipts. A draft makes no events."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.access import Actor
from app.applications.tiers import form_length
from app.extensions import db
from app.files import pictures
from app.files.actions import store
from app.files.kinds import JPEG_KIND, PDF_KIND, PNG_KIND
from app.files.receiving import examine
from app.followup.grants.models import Grant
from app.followup.report import accounting, policy
from app.followup.report.asking import place_of, proposed_deviations
from app.followup.report.models import (
    Again,
    CountMethod,
    Held,
    RanOut,
    Report,
    ReportFile,
    ReportPhoto,
    ReportState,
)
from app.policy import NotComplete

CHOICES: dict[str, type[StrEnum]] = {"held": Held, "count_method": CountMethod, "ran_out": RanOut, "again": Again}
MONEY = frozenset({"accounts", "total_cost_nok", "other_income_nok"})
RECEIPT_KINDS = (PDF_KIND, JPEG_KIND, PNG_KIND)


def blank(grant: Grant, at: datetime) -> Report:
    """The report as it is before anybody has written in it, filled in from the plan and the budget; not kept."""
    return Report(
        grant_id=grant.id,
        grant=grant,
        state=ReportState.DRAFT,
        length=form_length(grant.application.round, grant.accepted_nok).value,
        revision=0,
        version=0,
        receipt_version=0,
        is_thanked=False,
        actual=[],
        actual_place=place_of(grant.plan),
        outcomes={},
        reach={},
        deviations=proposed_deviations(grant),
        accounts=accounting.budget_lines(grant.activity),
        other_income_nok=accounting.budgeted_income_nok(grant.activity),
        unused_confirmed=False,
        is_confirmed=False,
        saved_at=at,
        photos=[],
        files=[],
    )


def begin(grant: Grant, *, by: Actor, at: datetime) -> Report:
    """Keep it from the first answer. `grant` is locked by its query, so that two who begin at once begin the same."""
    policy.can_write(by, grant, None, at)
    made = blank(grant, at)
    db.session.add(made)
    db.session.flush()
    return made


def save(report: Report, values: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Keep these answers, by column. Changed accounts ask anew whether what is left over is right."""
    policy.can_write(by, report.grant, report, at)
    changed = {name: kept for name, value in values.items() if (kept := _kept(name, value)) != getattr(report, name)}
    if not changed:
        return
    if MONEY & changed.keys() and "unused_confirmed" not in changed:
        report.unused_confirmed = False
    for name, value in changed.items():
        setattr(report, name, value)
    if report.count_method is CountMethod.NOT_COUNTED:
        report.visitors = None  # not counted is not 0 [S:584-588]
    _touch(report, at)


def _kept(name: str, value: Any) -> Any:
    if name in CHOICES:
        return CHOICES[name](value) if value else None
    return {"yes": True, "no": False}.get(value) if name == "story_ok" else value


def _touch(report: Report, at: datetime) -> None:
    report.revision += 1
    report.saved_at = at


def add_photo(report: Report, filename: str, data: bytes, *, by: Actor, at: datetime) -> ReportPhoto:
    """Keep a picture as we draw it anew. The same picture twice is one. Raises NotComplete, naming the field."""
    policy.can_write(by, report.grant, report, at)
    try:
        picture = pictures.receive(filename, data)
    except NotComplete as refusal:
        raise NotComplete(refusal.reason, {"photos": refusal.reason}) from refusal
    stored = store(picture.data, pictures.MEDIA_TYPE, at)
    known = next((each for each in report.photos if each.sha256 == stored.sha256), None)
    if known is not None:
        return known
    policy.can_add_photo(report)
    made = ReportPhoto(
        position=1 + max((each.position for each in report.photos), default=0),
        sha256=stored.sha256,
        width=picture.width,
        height=picture.height,
        has_consent=False,
        added_at=at,
    )
    report.photos.append(made)
    _touch(report, at)
    db.session.flush()
    return made


def describe(photo: ReportPhoto, values: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """What it shows, who took it, and whether all in it have said yes."""
    report = photo.report
    policy.can_write(by, report.grant, report, at)
    for name, value in values.items():
        setattr(photo, name, value)
    _touch(report, at)


def remove_photo(photo: ReportPhoto, *, by: Actor, at: datetime) -> None:
    report = photo.report
    policy.can_write(by, report.grant, report, at)
    report.photos.remove(photo)
    _touch(report, at)


def add_file(report: Report, filename: str, data: bytes, *, by: Actor, at: datetime) -> ReportFile:
    """Keep a receipt that was asked for: pdf or a picture. The same file twice is one. Raises NotComplete."""
    try:
        name, kind = examine(filename, data)
    except NotComplete as refusal:
        raise NotComplete(refusal.reason, {"receipts": refusal.reason}) from refusal
    policy.is_receipt(name, is_known_kind=kind in RECEIPT_KINDS)
    policy.can_add_file(by, report)
    stored = store(data, kind.media_type, at)
    known = next((each for each in report.files if each.sha256 == stored.sha256), None)
    if known is not None:
        return known
    policy.has_room(report)
    made = ReportFile(sha256=stored.sha256, filename=name, added_at=at)
    report.files.append(made)
    db.session.flush()
    return made


def remove_file(file: ReportFile, report: Report, *, by: Actor, at: datetime) -> None:
    """Before it is sent."""
    policy.can_write(by, report.grant, report, at)
    report.files.remove(file)
    _touch(report, at)
