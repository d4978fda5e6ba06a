"""Loading applications, with all that a page shows of them, in a number of queries that never grows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, exists, func, select
from sqlalchemy.orm import joinedload, raiseload, selectinload

from app.accounts.models import Membership, Organisation, User
from app.applications.models import Activity, Application, ApplicationVersion, Attachment, CaseRow, Status
from app.extensions import db
from app.letters.models import Letter, LetterKind
from app.rounds.models import District, Round, RoundStatus


def _whole() -> list[Any]:
    """An application with its answers, activities, files, round and organisation: ten queries."""
    activities = selectinload(Application.activities)
    whole_round = joinedload(Application.round, innerjoin=True)
    return [
        joinedload(Application.organisation, innerjoin=True),
        joinedload(Application.handler),
        whole_round.selectinload(Round.tiers),
        whole_round.selectinload(Round.options),
        activities.selectinload(Activity.sessions),
        activities.selectinload(Activity.budget_lines),
        activities.joinedload(Activity.category),
        activities.joinedload(Activity.district),
        selectinload(Application.attachments).joinedload(Attachment.file),
        selectinload(Application.case_rows),
    ]


def _owned_by(user: User) -> Select[Application]:
    mine = select(Membership.organisation_id).where(Membership.user_id == user.id)
    return select(Application).where(Application.organisation_id.in_(mine))


def own_application(reference: str, user: User, *, for_change: bool = False) -> Application:
    """One application of an organisation that `user` speaks for; NoResultFound (404) for anybody else's.

    `for_change` locks it until the transaction ends, so that a second click waits and then sees what the first did.
    """
    found = _owned_by(user).where(Application.reference == reference).options(*_whole())
    if for_change:
        found = found.with_for_update(of=Application)
    return db.session.scalars(found).unique().one()


def own_applications(user: User) -> Sequence[Application]:
    """The user's cases, newest first, with activities' titles and amounts; without answers, budget or files."""
    return (
        db.session.scalars(
            _owned_by(user)
            .options(
                joinedload(Application.round, innerjoin=True),
                joinedload(Application.organisation, innerjoin=True),
                selectinload(Application.activities).options(joinedload(Activity.category), raiseload("*")),
            )
            .order_by(Application.created_at.desc(), Application.id.desc())
        )
        .unique()
        .all()
    )


def case(reference: str, *, for_change: bool = False) -> Application:
    """One sent application, as staff may load it. A draft is nobody's but its writers': NoResultFound."""
    found = select(Application).where(Application.reference == reference, Application.status != Status.DRAFT)
    if for_change:
        found = found.with_for_update(of=Application)
    return db.session.scalars(found.options(*_whole())).unique().one()


def latest_version(application_id: int) -> ApplicationVersion:
    """What was sent last, frozen."""
    return db.session.scalars(
        select(ApplicationVersion)
        .where(ApplicationVersion.application_id == application_id)
        .order_by(ApplicationVersion.number.desc())
        .limit(1)
    ).one()


def last_version_number(application_id: int) -> int:
    """0 for what was never sent."""
    number = db.session.scalar(
        select(func.max(ApplicationVersion.number)).where(ApplicationVersion.application_id == application_id)
    )
    return number or 0


def count_sent(round_id: int, organisation_id: int) -> int:
    """How many applications an organisation has in a round, drafts and withdrawn ones not counted. Locks the
    organisation, so that two sent at once are counted one after the other."""
    db.session.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())
    sent = select(func.count(Application.id)).where(
        Application.round_id == round_id,
        Application.organisation_id == organisation_id,
        Application.status.not_in([Status.DRAFT, Status.WITHDRAWN]),
    )
    return db.session.scalar(sent) or 0


def sent_by_same_applicant(application: Application) -> Sequence[Row[str, str, int]]:
    """(reference, title, organisation_id) of each activity in the round's other sent cases that come from the same
    organisation, or from another with the same number."""
    organisation = application.organisation
    same = Organisation.id == organisation.id
    if organisation.orgnr:
        same = same | (Organisation.orgnr == organisation.orgnr)
    return db.session.execute(
        select(CaseRow.reference, CaseRow.title, Organisation.id)
        .join(Application, CaseRow.application_id == Application.id)
        .join(Organisation, Application.organisation_id == Organisation.id)
        .where(
            CaseRow.round_id == application.round_id,
            CaseRow.application_id != application.id,
            CaseRow.status != Status.WITHDRAWN,
            same,
        )
        .order_by(CaseRow.reference, CaseRow.activity_id)
    ).all()


def waiting_for_screening(round_id: int, limit: int) -> Sequence[Application]:
    """Submitted cases of a round, locked, oldest first."""
    return db.session.scalars(
        select(Application)
        .where(Application.round_id == round_id, Application.status == Status.SUBMITTED)
        .options(selectinload(Application.case_rows))
        .order_by(Application.id)
        .limit(limit)
        .with_for_update(of=Application)
    ).all()


def district_name(code: str | None) -> str | None:
    """What a district is called."""
    return db.session.scalar(select(District.name).where(District.code == code)) if code else None


def for_receipt(application_id: int) -> Application | None:
    """A sent application with what its receipt tells of; None for one that is a draft again."""
    return (
        db.session.scalars(
            select(Application)
            .where(Application.id == application_id, Application.submitted_at.is_not(None))
            .options(
                joinedload(Application.round, innerjoin=True),
                joinedload(Application.organisation, innerjoin=True),
                selectinload(Application.versions),
            )
        )
        .unique()
        .one_or_none()
    )


def without_receipt(sent_before: datetime) -> Sequence[int]:
    """The ids of at most a hundred applications whose last version, sent before that moment, has no receipt."""
    last = (
        select(func.max(ApplicationVersion.number))
        .where(ApplicationVersion.application_id == Application.id)
        .scalar_subquery()
    )
    has_receipt = exists().where(
        Letter.kind == LetterKind.RECEIPT,
        Letter.case_reference == Application.reference,
        Letter.version == last,
    )
    return db.session.scalars(
        select(Application.id)
        .where(Application.submitted_at < sent_before, ~has_receipt)
        .order_by(Application.id)
        .limit(100)
    ).all()


def organisation(public_id: str) -> Organisation:
    """Any organisation, for a case handler who registers: for a merged one, the one that it is part of now. Raises
    NoResultFound."""
    now = select(Organisation.merged_into_id).where(Organisation.public_id == public_id).scalar_subquery()
    is_whole = (Organisation.public_id == public_id) & Organisation.merged_into_id.is_(None)
    return db.session.scalars(select(Organisation).where(is_whole | (Organisation.id == now))).one()


def rounds_to_register_in() -> Sequence[Round]:
    """Announced and not finished, the one that closed last first."""
    takes = (RoundStatus.CLOSED, RoundStatus.OPEN, RoundStatus.ANNOUNCED)
    return db.session.scalars(
        select(Round).where(Round.status.in_(takes)).order_by(Round.closes_at.desc(), Round.id)
    ).all()
