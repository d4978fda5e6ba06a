"""On to the next activity when one is sent."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.review.mine import next_to_assess
from app.rounds.models import Round


def to_next(grant_round: Round) -> ResponseReturnValue:
    """The next of the round that this person has to assess, or their list when nothing is left."""
    found = next_to_assess(current_user, grant_round.id)
    if found is None:
        flash(_("Du har ikke flere å vurdere nå."), "success")
        return redirect(url_for("review.mine", runde=grant_round.slug))
    reference, position = found
    return redirect(url_for("overview.case", reference=reference, _anchor=f"scores-{position}"))
