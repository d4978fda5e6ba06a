"""Loading recommendations, decisions and appeals."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Row, bindparam, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.accounts.models import Membership, User
from app.applications.models import Activity, Application, ApplicationVersion, FlagLevel
from app.applications.pot import Pot
from app.applications.pot import pot as pot
from app.decisions.models import Appeal, Decision, DecisionLine, Recommendation, RecommendationStatus, Release
from app.extensions import db
from app.files.models import StoredFile
from app.judging.models import Assessment
from app.letters.models import Letter
from app.review.models import CheckResult
from app.rounds.models import Round, RoundText, TextKind

__all__ = ["Pot", "appeals", "pot"]


LATEST = (
    select(Recommendation)
    .where(Recommendation.application_id == bindparam("application_id"))
    .options(joinedload(Recommendation.lines))
    .order_by(Recommendation.number.desc())
    .limit(1)
)
SNIPPETS = (
    select(RoundText.position, RoundText.code, RoundText.title, RoundText.text)
    .where(RoundText.round_id == bindparam("round_id"), RoundText.kind == TextKind.SNIPPET)
    .order_by(RoundText.position)
)


def latest_recommendation(application_id: int) -> Recommendation | None:
    """The one being written, waiting or adopted; or the returned one, until the next is begun. One statement."""
    return db.session.scalars(LATEST, {"application_id": application_id}).unique().one_or_none()


def sent_recommendations(application_ids: Iterable[int]) -> dict[int, Recommendation]:
    """What waits for an approver, by case. Two statements, read anew from the database."""
    found = db.session.scalars(
        select(Recommendation)
        .where(
            Recommendation.application_id.in_(list(application_ids)),
            Recommendation.status == RecommendationStatus.SENT,
        )
        .options(selectinload(Recommendation.lines))
        .execution_options(populate_existing=True)
    )
    return {recommendation.application_id: recommendation for recommendation in found}


def snippets(round_id: int) -> Sequence[Row[int, str | None, str | None, str]]:
    """The round's reusable reasons as plain rows; `code` is the outcome they belong to."""
    return db.session.execute(SNIPPETS, {"round_id": round_id}).all()


def red_checks(application_id: int) -> set[str]:
    """Codes of the formal checks that came out red, explained or not."""
    red = select(CheckResult.code).where(
        CheckResult.application_id == application_id, CheckResult.level == FlagLevel.RED
    )
    return {str(code) for code in db.session.scalars(red)}


def assessed_by(user_id: int, application_id: int) -> set[int]:
    """The activities of which this person has sent an assessment."""
    return set(
        db.session.scalars(
            select(Activity.id)
            .join(Assessment, Assessment.subject_id == Activity.subject_id)
            .where(
                Activity.application_id == application_id,
                Assessment.assessor_id == user_id,
                Assessment.sent_at.is_not(None),
            )
        )
    )


def locked_round(round_id: int) -> Round:
    """The round as it stands now, held until the transaction ends: whoever moves the pot goes one at a time."""
    return db.session.scalars(
        select(Round).where(Round.id == round_id).with_for_update(of=Round).execution_options(populate_existing=True)
    ).one()


def cases_to_decide(round_id: int, references: Iterable[str]) -> dict[str, Application]:
    """By reference, read anew and locked, with what the act changes: two statements."""
    found = db.session.scalars(
        select(Application)
        .where(Application.round_id == round_id, Application.reference.in_(list(references)))
        .options(joinedload(Application.organisation, innerjoin=True), selectinload(Application.case_rows))
        .order_by(Application.id)
        .with_for_update(of=Application)
        .execution_options(populate_existing=True)
    )
    return {application.reference: application for application in found}


def newest_versions(application_ids: Sequence[int]) -> dict[int, int]:
    """The number of the application's latest version, by case."""
    rows = db.session.execute(
        select(ApplicationVersion.application_id, func.max(ApplicationVersion.number))
        .where(ApplicationVersion.application_id.in_(application_ids))
        .group_by(ApplicationVersion.application_id)
    )
    return {application_id: number for application_id, number in rows}


def decided_versions(application_ids: Sequence[int]) -> dict[int, int]:
    """How many times a case was decided, by case; missing when never."""
    rows = db.session.execute(
        select(Decision.application_id, func.max(Decision.version))
        .where(Decision.application_id.in_(application_ids))
        .group_by(Decision.application_id)
    )
    return {application_id: version for application_id, version in rows}


def decision_ids(recommendation_ids: Sequence[int]) -> dict[int, int]:
    """The decisions that adopted these recommendations, by recommendation."""
    rows = db.session.execute(
        select(Decision.recommendation_id, Decision.id).where(Decision.recommendation_id.in_(recommendation_ids))
    )
    return {recommendation_id: decision_id for recommendation_id, decision_id in rows}


def own_decision(reference: str, user: User, *, for_change: bool = False, version: int | None = None) -> Decision:
    """The newest released decision of a case that `user` is a party to, or the released `version` of it. NoResultFound
    (404) for anybody else's, and for one that is decided but not yet released."""
    mine = select(Membership.organisation_id).where(Membership.user_id == user.id)
    found = (
        select(Decision)
        .join(Application, Decision.application_id == Application.id)
        .where(
            Application.reference == reference,
            Application.organisation_id.in_(mine),
            Decision.released_at.is_not(None),
        )
        .options(
            joinedload(Decision.application, innerjoin=True).joinedload(Application.round, innerjoin=True),
            joinedload(Decision.application, innerjoin=True).joinedload(Application.organisation, innerjoin=True),
            joinedload(Decision.letter, innerjoin=True).selectinload(Letter.notices),
            selectinload(Decision.lines).joinedload(DecisionLine.activity, innerjoin=True),
        )
        .order_by(Decision.version.desc())
        .limit(1)
    )
    if version is not None:
        found = found.where(Decision.version == version)
    if for_change:
        found = found.with_for_update(of=Decision).execution_options(populate_existing=True)
    return db.session.scalars(found).unique().one()


def newest_decision(application_id: int) -> Decision | None:
    """The decision as staff see it, released or not. One statement."""
    newest = (
        select(Decision)
        .where(Decision.application_id == application_id)
        .options(
            joinedload(Decision.lines).joinedload(DecisionLine.activity, innerjoin=True),
            joinedload(Decision.release),
            joinedload(Decision.letter),
        )
        .order_by(Decision.version.desc())
        .limit(1)
    )
    return db.session.scalars(newest).unique().one_or_none()


def appeals(application: Application) -> Sequence[Appeal]:
    """The appeals of a case, oldest first."""
    return db.session.scalars(
        select(Appeal)
        .join(Decision, Appeal.decision_id == Decision.id)
        .where(Decision.application_id == application.id)
        .options(joinedload(Appeal.letter))
        .order_by(Appeal.number)
    ).all()


def own_appeal(reference: str, public_id: str, user: User) -> Appeal:
    """An appeal in a case that `user` is a party to; NoResultFound for any other."""
    mine = select(Membership.organisation_id).where(Membership.user_id == user.id)
    return _appeal(
        (Appeal.public_id == public_id) & (Application.reference == reference) & Application.organisation_id.in_(mine)
    )


def any_appeal(public_id: str) -> Appeal:
    """As staff may load it; who may read the case is asked by the caller."""
    return _appeal(Appeal.public_id == public_id)


def _appeal(which: ColumnElement[bool]) -> Appeal:
    return (
        db.session.scalars(
            select(Appeal)
            .join(Decision, Appeal.decision_id == Decision.id)
            .join(Application, Decision.application_id == Application.id)
            .where(which)
            .options(
                joinedload(Appeal.letter),
                contains_eager(Appeal.decision)
                .contains_eager(Decision.application)
                .options(
                    joinedload(Application.round, innerjoin=True), joinedload(Application.organisation, innerjoin=True)
                ),
            )
        )
        .unique()
        .one()
    )


def receipt_of(appeal: Appeal) -> Letter:
    """NoResultFound until the worker has made it."""
    return db.session.scalars(select(Letter).where(Letter.id == appeal.letter_id)).one()


def enclosure_of(appeal: Appeal) -> StoredFile:
    """NoResultFound when no file came with it."""
    return db.session.scalars(select(StoredFile).where(StoredFile.sha256 == appeal.file_sha256)).one()


def releases(round_id: int) -> Sequence[Row[Release, int, int, int]]:
    """Those of a round that were not stopped, the newest first: (release, released, problems, total)."""
    return db.session.execute(
        select(Release, func.count(Decision.released_at), func.count(Decision.release_problem), func.count(Decision.id))
        .outerjoin(Decision, Decision.release_id == Release.id)
        .where(Release.round_id == round_id, Release.cancelled_at.is_(None))
        .group_by(Release.id)
        .order_by(Release.release_at.desc(), Release.id.desc())
        .limit(50)
    ).all()


def release(public_id: str, *, for_change: bool = False) -> Release:
    """One release; NoResultFound."""
    found = select(Release).where(Release.public_id == public_id)
    if for_change:
        found = found.with_for_update(of=Release)
    return db.session.scalars(found).one()
