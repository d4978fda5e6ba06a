"""The front page: the round that is open now, and whether it is for you."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app import clock
from app.access import public
from app.campaign import weeks
from app.campaign.models import Week
from app.overview.views import bp
from app.policy import denial
from app.prize import year_queries
from app.prize.nominations.policy import can_begin
from app.rounds import fit, policy, queries, sharing
from app.rounds.models import Round, RoundStatus, RoundText, TextKind


class Stage(StrEnum):
    """Where the round is for somebody who thinks of applying."""

    NONE = "none"
    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Fit:
    """The answer to «Passer dette for dere?»: `ticked` codes, and the questions that stand in the way."""

    questions: list[fit.Question]
    ticked: frozenset[str]
    is_answered: bool
    unmet: list[fit.Question]


@dataclass(frozen=True)
class FrontWeek:
    """Where the week stands for anyone: `takes_events` without money."""

    week: Week
    days: str
    is_over: bool
    is_on: bool
    has_programme: bool
    takes_events: bool


@bp.route("/")
@public
def front() -> ResponseReturnValue:
    at, prize = clock.now(), year_queries.newest_public()
    always = {
        "prize": prize,
        "takes_nominations": prize is not None and denial(can_begin, prize, at) is None,
        "this_week": front_week(at),
    }
    grant_round = queries.front_round()
    if grant_round is None:
        return render_template("overview/front.html", round=None, stage=Stage.NONE, **always)
    return render_template(
        "overview/front.html",
        **always,
        round=grant_round,
        stage=stage(grant_round, at),
        days_left=(clock.local(grant_round.closes_at).date() - clock.local(at).date()).days,
        week=fit.week_in_words(grant_round),
        fit=_fit(grant_round),
        texts=texts_by_kind(grant_round),
        sharing=sharing.sentences(grant_round),
    )


def front_week(at: datetime) -> FrontWeek | None:
    """The week that goes on or comes next, or the last one. One statement."""
    today = clock.local(at).date()
    week = weeks.shown_week(today)
    if week is None:
        return None
    opens = week.programme_opens_at
    return FrontWeek(
        week=week,
        days=fit.days_in_words(week.starts_on, week.ends_on),
        is_over=week.ends_on < today,
        is_on=week.starts_on <= today <= week.ends_on,
        has_programme=opens is not None and opens <= at,
        takes_events=week.registration_opens_on <= today <= week.registration_closes_on,
    )


def stage(grant_round: Round, at: datetime) -> Stage:
    """By the clock, not only by the status: the timer may be a minute late."""
    if denial(policy.can_receive, grant_round, at) is None:
        return Stage.OPEN
    is_ahead = grant_round.status is RoundStatus.ANNOUNCED and at < grant_round.opens_at
    return Stage.UPCOMING if is_ahead else Stage.CLOSED


def texts_by_kind(grant_round: Round) -> dict[str, list[RoundText]]:
    """The round's sentences for the public, in their order."""
    return {kind: [text for text in grant_round.texts if text.kind is kind] for kind in TextKind}


def _fit(grant_round: Round) -> Fit:
    asked = fit.questions(grant_round)
    ticked = frozenset(request.args.getlist("ja"))
    return Fit(asked, ticked, "svar" in request.args, fit.unmet(asked, ticked))
