"""The same page for a juror and for the secretary: whose it is, in which layout, with which addresses."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_login import current_user
from sqlalchemy.exc import NoResultFound

from app.access import Role
from app.prize.jury.models import JuryMember
from app.prize.jury.queries import member_of
from app.prize.meeting.queries import membership
from app.prize.models import Prize
from app.prize.queries import locked_prize, prize_of


@dataclass(frozen=True)
class Frame:
    """`member` is None for the secretary."""

    prize: Prize
    member: JuryMember | None

    @property
    def layout(self) -> str:
        return "layouts/jury.html" if self.member else "layouts/staff.html"

    def url(self, page: str, **values: Any) -> str:
        """The page's own address for this reader: `prize.matrix` or `prize.matrix_for_staff`."""
        return url_for(f"prize.{page}{'' if self.member else '_for_staff'}", year=self.prize.year, **values)

    @property
    def user_id(self) -> int | None:
        return self.member.user_id if self.member else None

    @property
    def leads(self) -> bool:
        """The chair and the secretary lead the meeting."""
        return self.member is None or self.member.is_chair


def jury_frame(year: int) -> Frame:
    """Raises NoResultFound for who is no member of that year's jury."""
    prize = prize_of(year)
    return Frame(prize, member_of(prize, current_user))


def staff_frame(year: int) -> Frame:
    return Frame(prize_of(year), None)


def acting_frame(year: int) -> Frame:
    """For an act of the meeting, by a member or the secretary; the year is kept from others meanwhile."""
    prize = locked_prize(year)
    member = membership(prize, current_user)
    if member is None and Role.PRIZE_SECRETARY not in current_user.roles:
        raise NoResultFound
    return Frame(prize, member)
