"""The invented people of the demonstration, whom anyone may sign in as while it runs in demo mode."""

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.models import User
from app.extensions import db

DOMAIN = "@ombruk.example"
"""Only addresses here are offered: a real account in a demonstration stays its owner's."""

SHOWN = 16


def people() -> Sequence[User]:
    """The first of them, in the order they were made."""
    return (
        db.session.scalars(
            select(User)
            .where(User.email.endswith(DOMAIN, autoescape=True), User.confirmed_at.is_not(None))
            .order_by(User.id)
            .limit(SHOWN)
        )
        .unique()
        .all()
    )


def person(public_id: str) -> User:
    """Raises NoResultFound (404) for anyone who is not invented."""
    return (
        db.session.scalars(
            select(User).where(User.public_id == public_id, User.email.endswith(DOMAIN, autoescape=True))
        )
        .unique()
        .one()
    )
