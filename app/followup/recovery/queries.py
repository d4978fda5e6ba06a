"""Claims by grant and for staff, and what has come back. Whole kroner."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Membership, Organisation, User
from app.applications.models import Activity, Application
from app.casework.waiting import Waiting
from app.clock import local
from app.extensions import db
from app.followup.grants.letters import LETTERS_A_GRANT, version_of
from app.followup.grants.models import Grant
from app.followup.grants.queries import with_case
from app.followup.payment.queries import paid, refunded
from app.followup.recovery.models import Recovery, RecoveryCause, RecoveryReduction, RecoveryStatus
from app.followup.recovery.workflow import ENDED
from app.followup.report.models import Report
from app.followup.report.queries import WITH_US, reports_of
from app.letters.models import Letter, LetterKind

MOST_LISTED, MOST_WAITING = 300, 500


KINDS = (LetterKind.RECOVERY_WARNING, LetterKind.RECOVERY_CLAIM, LetterKind.RECOVERY_RECEIPT)
"""Letters that a claim has one of at most."""


def version(recovery: Recovery) -> int:
    return version_of(recovery.grant, recovery.number)


def version_of_change(reduction: RecoveryReduction) -> int:
    """10102 is the second change of the first claim of the first activity."""
    return version(reduction.recovery) * LETTERS_A_GRANT + reduction.number


def returned(grant_ids: Sequence[int]) -> dict[int, int]:
    """Kroner that were paid back and did not go out again, by grant; those with nothing are left out. With what is paid
    (payment/queries.py) it says what the party has. Two statements."""
    rows = db.session.execute(
        select(Recovery.grant_id, func.sum(Recovery.returned_nok))
        .where(Recovery.grant_id.in_(grant_ids), Recovery.returned_nok > 0)
        .group_by(Recovery.grant_id)
    ).all()
    out = refunded(grant_ids) if rows else {}
    return {grant_id: left for grant_id, total in rows if (left := int(total or 0) - out.get(grant_id, 0))}


def back_for_good_nok(grant_id: int) -> int:
    """What came back of a grant and was to: the pot has it. One statement."""
    return sum(one.back_for_good_nok for one in of_grants([grant_id]).get(grant_id, []))


def claimed(grant_ids: Sequence[int]) -> dict[int, int]:
    """Kroner that stand as warned of, claimed or let go, by grant, come back or not. One statement."""
    rows = db.session.execute(
        select(Recovery.grant_id, func.sum(func.coalesce(Recovery.reduced_to_nok, Recovery.amount_nok)))
        .where(Recovery.grant_id.in_(grant_ids), Recovery.status != RecoveryStatus.DROPPED)
        .group_by(Recovery.grant_id)
    )
    return {grant_id: int(total or 0) for grant_id, total in rows}


def overpaid() -> ColumnElement[int]:
    """What came in and was not to (Recovery.overpaid_nok); nothing or less for the others."""
    stands = func.coalesce(Recovery.reduced_to_nok, Recovery.amount_nok)
    is_dropped = Recovery.status == RecoveryStatus.DROPPED
    return func.coalesce(Recovery.returned_nok, 0) - case((is_dropped, 0), else_=stands)


def claimable_nok(grant: Grant) -> int:
    """What was paid and is not claimed already. Two statements."""
    return paid([grant.id]).get(grant.id, 0) - claimed([grant.id]).get(grant.id, 0)


def _recoveries() -> Select[Recovery]:
    """With grant, activity, case, organisation and round, and the letters with their notices."""
    return with_case(select(Recovery), Recovery.grant).options(
        joinedload(Recovery.warning_letter),
        joinedload(Recovery.claim_letter).selectinload(Letter.notices),
        selectinload(Recovery.reductions),
    )


def recovery(public_id: str, *, for_change: bool = False) -> Recovery:
    """For staff; locked with its grant. Raises NoResultFound."""
    return _one(Recovery.public_id == public_id, for_change)


def own_recovery(reference: str, position: int, number: int, user: User, *, for_change: bool = False) -> Recovery:
    """Of one of the user's organisations. Raises NoResultFound."""
    mine = select(Membership.organisation_id).where(Membership.user_id == user.id)
    is_it = (
        (Application.reference == reference)
        & (Activity.position == position)
        & (Recovery.number == number)
        & Recovery.warned_of
        & Application.organisation_id.in_(mine)
    )
    return _one(is_it, for_change)


def by_id(recovery_id: int, *, for_change: bool = False) -> Recovery:
    return _one(Recovery.id == recovery_id, for_change)


def _one(which: ColumnElement[bool], for_change: bool) -> Recovery:
    found = _recoveries().where(which)
    if for_change:
        found = found.with_for_update(of=(Recovery, Grant)).execution_options(populate_existing=True)
    return db.session.scalars(found).one()


def of_grants(grant_ids: Sequence[int]) -> dict[int, list[Recovery]]:
    """By grant, the oldest first. One statement."""
    found: dict[int, list[Recovery]] = {}
    for one in db.session.scalars(
        select(Recovery).where(Recovery.grant_id.in_(grant_ids)).order_by(Recovery.grant_id, Recovery.number)
    ):
        found.setdefault(one.grant_id, []).append(one)
    return found


def count_of(grant_id: int) -> int:
    return db.session.scalar(select(func.count()).where(Recovery.grant_id == grant_id)) or 0


def listed(*, ended: bool = False) -> Sequence[Recovery]:
    """Those that run, the oldest first; or those that ended, the newest first. Two statements."""
    found = _recoveries().limit(MOST_LISTED)
    if ended:
        found = found.where(Recovery.status.in_(ENDED)).order_by(Recovery.id.desc())
    else:
        found = found.where(Recovery.status.not_in(ENDED)).order_by(Recovery.warned_at, Recovery.id)
    return db.session.scalars(found).all()


def report_came(recovery: Recovery) -> bool:
    """Whether the report that it was built on not having, is there now. One statement, or none."""
    if recovery.cause is not RecoveryCause.NO_REPORT:
        return False
    report = reports_of([recovery.grant_id]).get(recovery.grant_id)
    return report is not None and report.state in WITH_US


def waiting(at: datetime) -> Sequence[Waiting]:
    """For the board: warnings whose time to comment is over, or that were commented; claims because of a report that
    is there now; and appeals to answer. One statement."""
    today, is_warned = local(at).date(), Recovery.status == RecoveryStatus.WARNED
    is_ripe = is_warned & or_(Recovery.comment_by < today, Recovery.commented_at.is_not(None))
    to_answer = Recovery.appealed_at.is_not(None) & Recovery.appeal_answer.is_(None)
    runs = is_warned | (Recovery.status == RecoveryStatus.CLAIMED)
    came = runs & (Recovery.cause == RecoveryCause.NO_REPORT) & Report.state.in_(WITH_US)
    rows = db.session.execute(
        select(Recovery, Application.reference, Organisation.name, func.coalesce(came, False))
        .join(Recovery.grant)
        .join(Grant.application)
        .join(Application.organisation)
        .outerjoin(Report, Report.grant_id == Grant.id)
        .where(or_(is_ripe, to_answer, came))
        .order_by(Recovery.comment_by, Recovery.id)
        .limit(MOST_WAITING)
    )
    return [
        Waiting(
            reference,
            name,
            _what(one, report_came=has_come),
            one.comment_by if one.decided_at is None else None,
            None,
            f"/staff/recoveries/{one.public_id}",
        )
        for one, reference, name, has_come in rows
    ]


def _what(one: Recovery, *, report_came: bool) -> str:
    if one.appealed_at is not None and one.appeal_answer is None:
        return str(_("Klage på krav å svare på"))
    if report_came:
        return str(_("Rapporten er kommet: se om kravet skal frafalles"))
    return str(_("Krav om tilbakebetaling å avgjøre"))


def letters_of(recovery: Recovery) -> Sequence[Letter]:
    """Every letter of a claim, the newest first. One statement."""
    number = version(recovery)
    of_change = Letter.version.between(number * LETTERS_A_GRANT, (number + 1) * LETTERS_A_GRANT - 1)
    is_change = Letter.kind == LetterKind.RECOVERY_CHANGE
    return db.session.scalars(
        select(Letter)
        .where(
            Letter.case_reference == recovery.grant.application.reference,
            or_(is_change & of_change, Letter.kind.in_(KINDS) & (Letter.version == number)),
        )
        .order_by(Letter.issued_at.desc(), Letter.id.desc())
    ).all()


def lost_letters(before: datetime) -> Sequence[int]:
    """Claims with a letter that was due before this moment and is not made; at most a hundred."""
    no_warning = Recovery.warned_of & Recovery.warning_letter_id.is_(None) & (Recovery.warned_at < before)
    no_claim = Recovery.claim_letter_id.is_(None) & (Recovery.decided_at < before)
    no_receipt = (Recovery.appealed_at < before) & Recovery.is_receipted.is_(False)
    no_change = exists().where(
        RecoveryReduction.recovery_id == Recovery.id,
        RecoveryReduction.letter_id.is_(None),
        RecoveryReduction.at < before,
    )
    is_lost = or_(no_warning, no_claim, no_receipt, no_change)
    return db.session.scalars(select(Recovery.id).where(is_lost).order_by(Recovery.id).limit(100)).all()
