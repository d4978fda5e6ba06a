"""Begin and write a draft. Nothing here is an event: a draft makes none before it is sent.

Two people may write in the same draft. Every save raises `Application.revision`, and `field_revisions` keeps for each
path [revision, name, ISO time, user] of whoever changed it last; a removed activity or row leaves its path there too.
A save tells which revision its page was read at: a field that somebody else changed since is not overwritten.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import update

from app.access import Actor
from app.accounts.models import Organisation, User, public_id
from app.applications import answers, draft_policy, draft_queries, paths
from app.applications.asked_of_activity import MOST_ROWS
from app.applications.models import Activity, ActivitySession, Application, Attachment, BudgetSide, Channel
from app.applications.paths import Place, Row
from app.clock import local
from app.extensions import db
from app.files.actions import store
from app.files.receiving import examine
from app.formatting import clock_time
from app.judging.models import Subject
from app.policy import NotNow
from app.rounds.models import Round

FIRST = ("sought_nok", "session_count")
"""Saved before the others: the amount decides how long a text may be, the count makes rows."""
MOST_ATTACHMENTS = 5


@dataclass(frozen=True)
class Conflict:
    """A field that somebody else changed since the page was read: what they wrote (as raw text), who and when."""

    theirs: str
    by: str
    at: datetime

    @property
    def sentence(self) -> str:
        return str(
            _(
                "%(name)s endret dette kl. %(time)s mens du skrev. Teksten din er ikke lagret ennå.",
                name=self.by,
                time=clock_time(self.at),
            )
        )


@dataclass
class Saved:
    """What came of a save. Errors and conflicts are by path; everything else was saved."""

    revision: int
    saved_at: datetime
    errors: dict[str, str] = field(default_factory=dict)
    conflicts: dict[str, Conflict] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        return not self.errors and not self.conflicts


def start(
    grant_round: Round, organisation: Organisation, *, by: User, at: datetime, channel: Channel = Channel.WEB
) -> Application:
    """A draft with one empty activity. Raises NotPermitted or NotNow."""
    draft_queries.hold(organisation.id)
    draft_policy.can_start(by, organisation, grant_round, at, channel)
    application = Application(
        reference=_next_reference(grant_round),
        round=grant_round,
        organisation=organisation,
        created_by_id=by.id,
        channel=channel,
        created_at=at,
        saved_at=at,
        field_revisions={},
    )
    if channel is Channel.WEB:
        application.contact_name, application.contact_email = by.name, by.email
    application.about = organisation.about
    application.is_first_time = not draft_queries.has_applied_before(organisation.id)
    db.session.add(application)
    _new_activity(application, at)
    db.session.flush()
    return application


def _next_reference(grant_round: Round) -> str:
    """Counted by the database in one statement, so that two who start at once get a number each."""
    number = db.session.execute(
        update(Round)
        .where(Round.id == grant_round.id)
        .values(last_case_number=Round.last_case_number + 1)
        .returning(Round.last_case_number)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    return f"{grant_round.reference_prefix}-{number:04d}"


def _new_activity(application: Application, at: datetime) -> Activity:
    position = paths.next_position(application, "a", [activity.position for activity in application.activities])
    activity = Activity(position=position, subject=Subject(created_at=at))
    application.activities.append(activity)
    paths.new_row(activity, "s", 1)
    paths.new_row(activity, "b", 1)
    return activity


def save_fields(
    application: Application, values: Mapping[str, str], *, revision: int | None = None, by: Actor, at: datetime
) -> Saved:
    """Save each of `values` (path → raw text) that can be read and that nobody else changed after `revision`.

    A row that a path names and nobody has written in yet is made. `revision` None overwrites. Raises NotPermitted or
    NotNow when the draft may not be written, NoSuchField for a path that never was.
    """
    draft_policy.can_write(by, application, at)
    saved = Saved(application.revision, application.saved_at)
    changed = [
        path
        for path in sorted(values, key=_order)
        if _save_one(application, path, values[path], revision, by, at, saved)
    ]
    if changed:
        _mark(application, changed, by, at)
        saved.revision, saved.saved_at = application.revision, application.saved_at
    return saved


def _order(path: str) -> int:
    return 0 if path.endswith(FIRST) else 1


def _save_one(
    application: Application, path: str, text: str, revision: int | None, by: Actor, at: datetime, saved: Saved
) -> bool:
    """Whether the answer was changed."""
    try:
        place = paths.find(application, path)
        value = answers.parse(place.question, text, application, place.length)
        before = answers.raw(place.question, place.value)
        if answers.raw(place.question, value) == before:
            return False
        conflict = _conflict(application, path, revision, by, before)
        if conflict is not None:
            saved.conflicts[path] = conflict
            return False
        _write(place, value, at)
    except answers.Refused as refusal:
        saved.errors[path] = str(refusal)
        return False
    except paths.Removed as removed:
        saved.errors[path] = _removed_sentence(application, removed.part)
        return False
    return True


def _conflict(application: Application, path: str, revision: int | None, by: Actor, theirs: str) -> Conflict | None:
    last = application.field_revisions.get(path)
    if revision is None or last is None or last[0] <= revision or last[3] == by.actor_id:
        return None
    return Conflict(theirs, last[1], datetime.fromisoformat(last[2]))


def _removed_sentence(application: Application, part: str) -> str:
    _revision, name, at, _user = application.field_revisions[part]
    return str(
        _(
            "%(name)s fjernet denne delen kl. %(time)s. Det du skrev her, er ikke lagret.",
            name=name,
            time=clock_time(local(datetime.fromisoformat(at)).time()),
        )
    )


def _write(place: Place, value: Any, at: datetime) -> None:
    if place.question.key == "session_count":
        assert place.activity is not None
        _set_session_count(place.activity, value)
        return
    thing = place.thing or _make_row(place)
    if place.question.write:
        place.question.write(thing, value, at)
    else:
        setattr(thing, place.question.key, value)


def _make_row(place: Place) -> Row:
    assert place.activity is not None
    if not paths.has_room(place.activity, place.row):
        raise answers.Refused(_full(place.row))
    return paths.new_row(place.activity, place.row, place.position)


def _full(row: str) -> str:
    most = MOST_ROWS[row]
    if row == "s":
        return str(_("En aktivitet kan ha høyst %(most)s økter.", most=most))
    return str(_("Det er plass til %(most)s linjer. Slå sammen noen som likner.", most=most))


def _set_session_count(activity: Activity, count: int | None) -> None:
    """More: empty rows are added. Fewer: empty rows at the end go; what is filled in is never thrown away."""
    wanted = count or 1
    while len(activity.sessions) > wanted and is_empty(activity.sessions[-1]):
        _drop(activity, activity.sessions[-1])
    if len(activity.sessions) > wanted:
        raise answers.Refused(
            _(
                "Dere har fylt ut %(count)s økter. Fjern den som ikke skal være med, under «Når og hvor».",
                count=len(activity.sessions),
            )
        )
    while len(activity.sessions) < wanted:
        paths.new_row(activity, "s", next_row(activity, "s"))


def is_empty(row: Row) -> bool:
    """Whether nobody has written anything in this session or line."""
    skip = {"id", "activity_id", "position", "side"}
    return all(getattr(row, name) in (None, "") for name in row.__mapper__.column_attrs.keys() if name not in skip)  # noqa: SIM118


def next_row(activity: Activity, row: str) -> int:
    """The position of the next row of this letter: one that no row has or had."""
    used = [found.position for found in paths.rows(activity, row)]
    return paths.next_position(activity.application, f"a{activity.position}.{row}", used)


def _drop(activity: Activity, row: Row) -> None:
    if isinstance(row, ActivitySession):
        activity.sessions.remove(row)
    else:
        activity.budget_lines.remove(row)


def _mark(application: Application, changed: list[str], by: Actor, at: datetime) -> None:
    application.revision += 1
    application.saved_at = at
    entry = [application.revision, by.display_name, at.isoformat(), by.actor_id]
    application.field_revisions = {**application.field_revisions, **dict.fromkeys(changed, entry)}


def add_activity(application: Application, *, by: Actor, at: datetime) -> Activity:
    """One more, empty. Raises NotNow when the round allows no more."""
    draft_policy.can_write(by, application, at)
    most = application.round.max_activities
    if len(application.activities) >= most:
        raise NotNow(_("En søknad kan ha høyst %(count)s aktiviteter i denne runden.", count=most))
    activity = _new_activity(application, at)
    application.saved_at = at
    db.session.flush()
    return activity


def remove_activity(application: Application, position: int, *, by: Actor, at: datetime) -> None:
    """With all that was written of it. The last one stays."""
    draft_policy.can_write(by, application, at)
    activity = paths.activity_at(application, position)
    if len(application.activities) == 1:
        raise NotNow(_("En søknad må ha minst én aktivitet."))
    subject = activity.subject
    application.activities.remove(activity)
    db.session.flush()
    db.session.delete(subject)
    _mark(application, [f"a{position}"], by, at)


def add_session(activity: Activity, *, by: Actor, at: datetime) -> Row:
    """An empty session. Raises NotNow when there are enough."""
    return _add_row(activity, "s", by, at)


def add_budget_line(activity: Activity, side: BudgetSide, *, by: Actor, at: datetime) -> Row:
    """An empty expense, or an empty grant from others. Raises NotNow when there are enough."""
    return _add_row(activity, "b" if side is BudgetSide.EXPENSE else "g", by, at)


def _add_row(activity: Activity, row: str, by: Actor, at: datetime) -> Row:
    draft_policy.can_write(by, activity.application, at)
    if not paths.has_room(activity, row):
        raise NotNow(_full(row))
    activity.application.saved_at = at
    return paths.new_row(activity, row, next_row(activity, row))


def remove_row(application: Application, part: str, *, by: Actor, at: datetime) -> None:
    """Remove a session, expense or grant by its path (`a1.s2`). What is gone already stays gone."""
    draft_policy.can_write(by, application, at)
    match = paths.PART.fullmatch(part)
    if match is None or match[2] is None:
        raise paths.NoSuchField(part)
    activity = paths.activity_at(application, int(match[1]))
    for row in paths.rows(activity, match[2]):
        if row.position == int(match[3]):
            _drop(activity, row)
            _mark(application, [part], by, at)


def attach(
    application: Application, filename: str, data: bytes, *, by: User, at: datetime, is_original: bool = False
) -> Attachment:
    """Keep a file with the draft. The content decides what it is; the same file sent again is the one that is there.

    Raises NotNow when there are enough, and NotComplete with a sentence for the field when the file is refused.
    """
    draft_policy.can_write(by, application, at)
    name, kind = examine(filename, data)
    stored = store(data, kind.media_type, at)
    for known in application.attachments:
        if known.sha256 == stored.sha256:
            return known
    if len(application.attachments) >= MOST_ATTACHMENTS:
        raise NotNow(_("Det er plass til %(most)s vedlegg. Fjern ett først.", most=MOST_ATTACHMENTS))
    attachment = Attachment(
        public_id=public_id(),
        file=stored,
        filename=name,
        is_original=is_original,
        uploaded_by_id=by.id,
        uploaded_at=at,
    )
    application.attachments.append(attachment)
    application.saved_at = at
    return attachment


def remove_attachment(attachment: Attachment, *, by: Actor, at: datetime) -> None:
    """The bytes stay in the store: another row may name them."""
    draft_policy.can_write(by, attachment.application, at)
    attachment.application.saved_at = at
    attachment.application.attachments.remove(attachment)
