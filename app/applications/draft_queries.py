"""Loading a draft for its writers: light, since every field that is left asks for it."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import GrantHistory, Membership, Organisation, User
from app.applications.models import Activity, Application, Attachment, Status
from app.extensions import db
from app.rounds.models import District


def own_draft(reference: str, user: User, *, for_change: bool = False) -> Application:
    """One application of an organisation that `user` speaks for, with round and organisation; else NoResultFound.

    `for_change` locks the row, so that of two who save at once the second sees what the first did.
    """
    found = (
        select(Application)
        .join(Membership, Membership.organisation_id == Application.organisation_id)
        .where(Application.reference == reference, Membership.user_id == user.id)
        .options(joinedload(Application.round, innerjoin=True), joinedload(Application.organisation, innerjoin=True))
    )
    if for_change:
        found = found.with_for_update(of=Application)
    return db.session.scalars(found).one()


def load_activities(application: Application) -> None:
    """Activities with their sessions and budget in three statements, however many there are."""
    db.session.scalars(
        select(Application)
        .where(Application.id == application.id)
        .options(
            selectinload(Application.activities).options(
                selectinload(Activity.sessions),
                selectinload(Activity.budget_lines),
                joinedload(Activity.category),
            )
        )
        .execution_options(populate_existing=False)
    ).one()


def districts() -> Sequence[District]:
    """All of them, in the city's order."""
    return db.session.scalars(select(District).order_by(District.position)).all()


def own_attachment(public_id: str, user: User) -> Attachment:
    """An attachment of an application of the user's organisations; NoResultFound for anybody else's."""
    return db.session.scalars(
        select(Attachment)
        .join(Attachment.application)
        .join(Membership, Membership.organisation_id == Application.organisation_id)
        .where(Attachment.public_id == public_id, Membership.user_id == user.id)
        .options(joinedload(Attachment.file, innerjoin=True), joinedload(Attachment.application, innerjoin=True))
    ).one()


def drafts(round_id: int, organisation_ids: Sequence[int]) -> Sequence[Application]:
    """Drafts that are begun already, newest first, with their organisation."""
    return db.session.scalars(
        select(Application)
        .where(
            Application.round_id == round_id,
            Application.organisation_id.in_(organisation_ids),
            Application.status == Status.DRAFT,
        )
        .options(joinedload(Application.organisation, innerjoin=True))
        .order_by(Application.saved_at.desc(), Application.id.desc())
    ).all()


def has_applied_before(organisation_id: int) -> bool:
    """Whether the organisation has been granted something, or has sent an application here."""
    granted = select(func.count(GrantHistory.id)).where(GrantHistory.organisation_id == organisation_id)
    sent = select(func.count(Application.id)).where(
        Application.organisation_id == organisation_id, Application.submitted_at.is_not(None)
    )
    return bool(db.session.scalar(select(granted.scalar_subquery() + sent.scalar_subquery())))


def hold(organisation_id: int) -> None:
    """It is not merged into another while a draft of it begins: whoever comes second waits, and sees what was done."""
    held = select(Organisation.id).where(Organisation.id == organisation_id)
    db.session.execute(held.with_for_update(read=True, key_share=True))
