"""Loading appeals with what was done about them, what waits, and what of a decision is not in dispute."""

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.accounts.models import Membership, Organisation, User
from app.applications.models import Application, Status
from app.casework.waiting import Waiting
from app.clock import local
from app.decisions.appeals.models import (
    AppealComment,
    AppealHandling,
    AppealLetter,
    AppealStatus,
    DeadlineExtension,
    ReasonsDemand,
)
from app.decisions.appeals.workflow import DONE, REVIEW_TARGET, WITH_US
from app.decisions.models import Appeal, Decision
from app.decisions.replies import replies
from app.extensions import db
from app.letters.models import Letter, LetterKind

S = AppealStatus
MOST_WAITING = 500
MOST_LISTED = 300


def _whole() -> Select[AppealHandling]:
    """With everything its page shows: five statements, however many appeals."""
    return (
        select(AppealHandling)
        .join(Appeal, AppealHandling.appeal_id == Appeal.id)
        .join(Decision, Appeal.decision_id == Decision.id)
        .join(Application, Decision.application_id == Application.id)
        .options(
            contains_eager(AppealHandling.appeal).options(
                contains_eager(Appeal.decision).options(
                    contains_eager(Decision.application).options(
                        joinedload(Application.round, innerjoin=True),
                        joinedload(Application.organisation, innerjoin=True),
                    ),
                    joinedload(Decision.letter).selectinload(Letter.notices),
                ),
                joinedload(Appeal.letter),
            ),
            joinedload(AppealHandling.answer),
            joinedload(AppealHandling.about),
            selectinload(AppealHandling.statements),
            selectinload(AppealHandling.comments),
            selectinload(AppealHandling.letters).joinedload(AppealLetter.letter),
        )
    )


def case(reference: str) -> Application:
    """A sent application with its round and organisation only: one statement. NoResultFound."""
    return db.session.scalars(
        select(Application)
        .where(Application.reference == reference, Application.status != Status.DRAFT)
        .options(joinedload(Application.round, innerjoin=True), joinedload(Application.organisation, innerjoin=True))
    ).one()


def of_case(application: Application) -> Sequence[AppealHandling]:
    """The appeals of a case, the newest first."""
    found = _whole().where(Decision.application_id == application.id).order_by(Appeal.number.desc())
    return db.session.scalars(found).unique().all()


def of_decision(application_id: int) -> Sequence[AppealHandling]:
    """The same with the letters only, for the party's page of the decision: two statements."""
    found = (
        select(AppealHandling)
        .join(Appeal, AppealHandling.appeal_id == Appeal.id)
        .join(Decision, Appeal.decision_id == Decision.id)
        .where(Decision.application_id == application_id)
        .options(contains_eager(AppealHandling.appeal))
        .order_by(Appeal.number)
    )
    return db.session.scalars(found).all()


def newest_of(application_ids: Sequence[int]) -> dict[int, AppealHandling]:
    """The newest appeal of each case, by case, without anything beside it. One statement; none for no cases."""
    if not application_ids:
        return {}
    rows = db.session.execute(
        select(Decision.application_id, AppealHandling)
        .join(Appeal, AppealHandling.appeal_id == Appeal.id)
        .join(Decision, Appeal.decision_id == Decision.id)
        .where(Decision.application_id.in_(application_ids))
        .order_by(Appeal.number)
    )
    return {application_id: found for application_id, found in rows}


def handling(public_id: str, *, for_change: bool = False) -> AppealHandling:
    """Any appeal, as staff may load it; who may read the case is asked by the caller. `for_change` locks it: two who
    act at once come one after the other."""
    return _one(Appeal.public_id == public_id, for_change=for_change)


def own_handling(reference: str, public_id: str, user: User, *, for_change: bool = False) -> AppealHandling:
    """An appeal in a case that `user` is a party to; NoResultFound for any other."""
    mine = select(Membership.organisation_id).where(Membership.user_id == user.id)
    return _one(
        (Appeal.public_id == public_id) & (Application.reference == reference) & Application.organisation_id.in_(mine),
        for_change=for_change,
    )


def _one(which: ColumnElement[bool], *, for_change: bool) -> AppealHandling:
    found = _whole().where(which)
    if for_change:
        found = found.with_for_update(of=AppealHandling).execution_options(populate_existing=True)
    return db.session.scalars(found).unique().one()


def by_id(appeal_id: int) -> AppealHandling:
    """Locked, by the appeal's primary key."""
    return _one(Appeal.id == appeal_id, for_change=True)


def released(application_id: int) -> Decision | None:
    """The same, or None."""
    try:
        return newest_released(application_id)
    except NoResultFound:
        return None


def newest_released(application_id: int, *, for_change: bool = False) -> Decision:
    """The decision that holds: the newest that the party has got. NoResultFound before the first."""
    found = (
        select(Decision)
        .where(Decision.application_id == application_id, Decision.released_at.is_not(None))
        .options(
            joinedload(Decision.application, innerjoin=True).options(
                joinedload(Application.round, innerjoin=True), joinedload(Application.organisation, innerjoin=True)
            ),
            joinedload(Decision.letter, innerjoin=True).selectinload(Letter.notices),
            selectinload(Decision.lines),
        )
        .order_by(Decision.version.desc())
        .limit(1)
    )
    if for_change:
        found = found.with_for_update(of=Decision).execution_options(populate_existing=True)
    return db.session.scalars(found).unique().one()


def dismissed_before(decision_id: int) -> AppealHandling | None:
    """The newest appeal of this decision, when it was dismissed as late: the next one is about that dismissal."""
    newest = (
        select(AppealHandling)
        .join(Appeal, AppealHandling.appeal_id == Appeal.id)
        .where(Appeal.decision_id == decision_id)
        .options(contains_eager(AppealHandling.appeal))
        .order_by(Appeal.number.desc())
        .limit(1)
    )
    found = db.session.scalars(newest).one_or_none()
    return found if found is not None and found.status is S.DISMISSED else None


def letter_of(appeal_id: int, kind: LetterKind) -> AppealLetter | None:
    """With its letter and notices, once it is made."""
    return db.session.scalars(
        select(AppealLetter)
        .where(AppealLetter.appeal_id == appeal_id, AppealLetter.kind == kind)
        .options(joinedload(AppealLetter.letter).selectinload(Letter.notices))
    ).one_or_none()


def extensions(application_id: int) -> Sequence[DeadlineExtension]:
    return db.session.scalars(
        select(DeadlineExtension)
        .join(Decision, DeadlineExtension.decision_id == Decision.id)
        .where(Decision.application_id == application_id)
        .order_by(DeadlineExtension.id)
    ).all()


def demands(application_id: int) -> Sequence[ReasonsDemand]:
    """The demands for reasons in a case, oldest first."""
    return db.session.scalars(
        select(ReasonsDemand)
        .join(Decision, ReasonsDemand.decision_id == Decision.id)
        .where(Decision.application_id == application_id)
        .order_by(ReasonsDemand.id)
    ).all()


def demand(reference: str, public_id: str) -> ReasonsDemand:
    """Locked, with its case. NoResultFound for one of another case."""
    return (
        db.session.scalars(
            select(ReasonsDemand)
            .join(Decision, ReasonsDemand.decision_id == Decision.id)
            .join(Application, Decision.application_id == Application.id)
            .where(ReasonsDemand.public_id == public_id, Application.reference == reference)
            .options(
                joinedload(ReasonsDemand.decision, innerjoin=True)
                .joinedload(Decision.application, innerjoin=True)
                .joinedload(Application.round, innerjoin=True)
            )
            .with_for_update(of=ReasonsDemand)
        )
        .unique()
        .one()
    )


def listed(*, finished: bool) -> Sequence[AppealHandling]:
    """All appeals that wait for somebody, the oldest first; or those that are done, the newest first. One statement."""
    found = (
        select(AppealHandling)
        .join(Appeal, AppealHandling.appeal_id == Appeal.id)
        .options(
            contains_eager(AppealHandling.appeal)
            .joinedload(Appeal.decision, innerjoin=True)
            .joinedload(Decision.application, innerjoin=True)
            .joinedload(Application.organisation, innerjoin=True)
        )
        .limit(MOST_LISTED)
    )
    if finished:
        found = found.where(AppealHandling.status.in_(DONE)).order_by(AppealHandling.moved_at.desc(), Appeal.id)
    else:
        found = found.where(AppealHandling.status.not_in(DONE)).order_by(Appeal.received_at, Appeal.id)
    return db.session.scalars(found).unique().all()


def due_on(handling: AppealHandling) -> date | None:
    """Until when something is to be done with it; None where nobody is waited for but the appeal body."""
    if handling.status in WITH_US or handling.status is S.REVERSED_PARTLY:
        return local(handling.appeal.received_at + REVIEW_TARGET).date()
    if handling.status is S.FORWARDED:
        return handling.comments_due
    return local(handling.moved_at + REVIEW_TARGET).date() if handling.status is S.DECIDED else None


# --- what waits for staff --------------------------------------------------------------------------------------------


def waiting(at: datetime) -> Sequence[Waiting]:
    """What the board shows, soonest first: appeals without a handler, reviews and approvals, comments that are not
    passed on, and appeal bodies to be told of a withdrawal. One statement."""
    today = local(at).date()
    unpassed = func.count(AppealComment.id).filter(AppealComment.passed_on_at.is_(None))
    rows = db.session.execute(
        select(AppealHandling, Appeal.received_at, Application.reference, Organisation.name, unpassed)
        .join(Appeal, AppealHandling.appeal_id == Appeal.id)
        .join(Decision, Appeal.decision_id == Decision.id)
        .join(Application, Decision.application_id == Application.id)
        .join(Organisation, Application.organisation_id == Organisation.id)
        .outerjoin(AppealComment, AppealComment.appeal_id == AppealHandling.appeal_id)
        .where(
            or_(
                AppealHandling.status.in_([*WITH_US, S.REVERSED_PARTLY, S.DECIDED, S.FORWARDED]),
                _is_to_tell(),
            )
        )
        .group_by(AppealHandling.appeal_id, Appeal.id, Application.id, Organisation.id)
        .order_by(Appeal.received_at, Appeal.id)
        .limit(MOST_WAITING)
    ).all()
    found = [
        _waiting(one, received, reference, name, comments, today) for one, received, reference, name, comments in rows
    ]
    return sorted((one for one in found if one), key=lambda one: one.due_on or date.max)


def _is_to_tell() -> ColumnElement[bool]:
    return (
        (AppealHandling.status == S.WITHDRAWN)
        & AppealHandling.forwarded_at.is_not(None)
        & AppealHandling.body_told_at.is_(None)
    )


def _waiting(
    one: AppealHandling, received: datetime, reference: str, name: str, comments: int, today: date
) -> Waiting | None:
    url = f"/staff/cases/{reference}/appeals"
    target = local(received + REVIEW_TARGET).date()
    if one.status is S.FORWARDED:
        if not comments or one.comments_due is None:
            return None
        what = _("Merknader til klage skal sendes klageinstansen")
        return Waiting(reference, name, what, one.comments_due, one.handler_id, url)
    if one.status is S.WITHDRAWN:
        what = _("Si fra til klageinstansen at klagen er trukket")
        return Waiting(reference, name, what, local(one.moved_at).date(), one.handler_id, url)
    if one.handler_id is None:
        return Waiting(reference, name, _("Klage uten saksbehandler"), target, None, url)
    what, person = {
        S.LATE: (_("Sen klage å vurdere"), one.handler_id),
        S.DISMISSAL_PREPARED: (_("Avvisning av klage å godkjenne"), None),
        S.UPHELD: (_("Oversendelse av klage å godkjenne"), None),
        S.REVERSAL_PREPARED: (_("Nytt vedtak etter klage å godkjenne"), None),
        S.REVERSED_PARTLY: (_("Delvis medhold: avklar resten av klagen"), one.handler_id),
        S.DECIDED: (_("Nytt vedtak etter klageinstansen"), one.handler_id),
    }.get(one.status, (_("Klage å vurdere"), one.handler_id))
    due = local(one.moved_at + REVIEW_TARGET).date() if one.status is S.DECIDED else target
    return Waiting(reference, name, str(what), due, person, url)


# --- what may be paid while it is appealed ---------------------------------------------------------------------------


def undisputed_nok(decision: Decision) -> int:
    """What is granted and accepted, and that no open appeal asks to have changed: it can be paid meanwhile. An appeal
    asks for more unless it is marked as contesting the grant too (`disputes_grant`). Three statements at most."""
    if any(db.session.scalars(_open(decision))):
        return 0
    return sum(reply.accepted_nok for reply in replies(decision).values())


def disputed_nok(decision: Decision) -> int:
    """The rest of what was sought, while an appeal is open: what an appeal could still give, and with `disputes_grant`
    what was granted as well. 0 without an open appeal."""
    marks = db.session.scalars(_open(decision)).all()
    if not marks:
        return 0
    sought = sum(line.sought_nok for line in decision.lines)
    return sought if any(marks) else sought - sum(line.amount_nok for line in decision.lines)


def _open(decision: Decision) -> Select[bool]:
    """Of each open appeal of the case, whether it contests what was granted."""
    return (
        select(AppealHandling.disputes_grant)
        .join(Appeal, AppealHandling.appeal_id == Appeal.id)
        .join(Decision, Appeal.decision_id == Decision.id)
        .where(Decision.application_id == decision.application_id, AppealHandling.status.not_in(DONE))
    )


def lost_letters(before: datetime) -> Sequence[int]:
    """Letters that were due before this moment and are not made; at most a hundred."""
    return db.session.scalars(
        select(AppealLetter.id)
        .where(AppealLetter.letter_id.is_(None), AppealLetter.wanted_at < before)
        .order_by(AppealLetter.id)
        .limit(100)
    ).all()
