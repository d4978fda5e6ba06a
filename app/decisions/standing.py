"""How a person stands to cases they might decide: one way to know it, for one case and for a hundred."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.models import User
from app.decisions.models import Recommendation
from app.extensions import db
from app.review import standing as review
from app.review.queries import preparers_of
from app.review.standing import Answer


@dataclass(frozen=True)
class Standing:
    """Facts of one person and one case. `answer` is the person's word on impartiality."""

    is_member: bool = False
    is_preparer: bool = False
    answer: Answer = Answer.NOT_ASKED

    @property
    def may_declare(self) -> bool:
        """Whether the person has not been asked yet and nothing else shuts them out."""
        return self.answer is Answer.NOT_ASKED and not self.is_member and not self.is_preparer


def standings(user: User, application_ids: Sequence[int]) -> dict[int, Standing]:
    """Three statements, however many cases."""
    prepared = prepared_by(user.id, application_ids)
    return {
        application_id: Standing(found.is_member, application_id in prepared, found.answer)
        for application_id, found in review.standings(user, application_ids).items()
    }


def prepared_by(user_id: int, application_ids: Sequence[int]) -> set[int]:
    """The cases that this person screened or scored, or wrote in a recommendation of, sent or not."""
    wrote = db.session.execute(
        select(Recommendation.application_id, Recommendation.writer_ids).where(
            Recommendation.application_id.in_(application_ids)
        )
    )
    prepared = {application_id for application_id, writer_ids in wrote if user_id in writer_ids}
    for application_id, people in preparers_of(application_ids).items():
        if user_id in people:
            prepared.add(application_id)
    return prepared
