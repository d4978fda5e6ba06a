"""What anybody may read of the prize: what it is for, who may nominate, and, when the time has come, who won.

Until the winner is published nothing here depends on the jury's work, but for the checksum of a sealed verdict, where
the secretary has published it: the dates alone say what is shown.
"""

from datetime import datetime
from enum import StrEnum

from flask import render_template
from flask.typing import ResponseReturnValue

from app import clock
from app.access import public
from app.policy import denial
from app.prize import embargo, year_queries
from app.prize.models import OptionKind, Prize
from app.prize.nominations.policy import can_begin
from app.prize.verdict import queries as verdicts
from app.prize.verdict.award import award_of
from app.prize.views import bp


class Stage(StrEnum):
    """Where the year is for somebody who knows of a project."""

    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"


@bp.route("/ombruksprisen")
@public
def front() -> ResponseReturnValue:
    """The newest year that is announced."""
    newest = year_queries.newest_public()
    return render_template("prize/public_none.html") if newest is None else _page(newest.year)


@bp.route("/ombruksprisen/<int(max=9999):year>")
@public
def public_year(year: int) -> ResponseReturnValue:
    return _page(year)


def _page(year: int) -> str:
    at = clock.now()
    shown = year_queries.public_year(year)
    prize = shown.prize
    relations = [one for one in prize.options if one.kind is OptionKind.RELATION]
    agreements = [one for one in prize.options if one.kind is OptionKind.AGREEMENT and one.qualifies]
    return render_template(
        "prize/public.html",
        prize=prize,
        units=shown.units,
        others=shown.others,
        relations=[one for one in relations if prize.residents_may_nominate or not one.is_resident],
        agreements=agreements if prize.requires_agreement else [],
        stage=stage(prize, at),
        award=award_of(year) if embargo.is_public(prize) else None,
        is_sealed=bool(verdicts.commitments(prize)),
        days_left=(clock.local(prize.closes_at).date() - clock.local(at).date()).days,
    )


def stage(prize: Prize, at: datetime) -> Stage:
    if denial(can_begin, prize, at) is None:
        return Stage.OPEN
    return Stage.UPCOMING if at < prize.opens_at else Stage.CLOSED
