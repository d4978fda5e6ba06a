"""The jury's ranking becomes a verdict, with the scores as they stood."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.access import Actor
from app.audit.actions import record
from app.extensions import db
from app.policy import NotComplete, NotNow
from app.prize.jury.standing import standing
from app.prize.meeting import policy, queries
from app.prize.meeting.frozen import frozen
from app.prize.meeting.matrix import Matrix, matrix
from app.prize.meeting.models import Ballot, BallotStatus, Draw, DrawStatus
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination
from app.prize.verdict.models import Verdict, VerdictPlace
from app.prize.workflow import check_move, move

MOST_PLACES = 3


def set_ranking(
    prize: Prize,
    places: Sequence[Nomination],
    mentions: Sequence[Nomination],
    separated_by: str | None,
    draw: Draw | None,
    *,
    by: Actor,
    at: datetime,
) -> Verdict:
    """First place first, one to three of them; `mentions` may be among the places too. `separated_by`: the rung that
    set first place above the next (`meeting.ladder.Rung`). The scores are kept in the verdict as they are now."""
    of_year = matrix(prize, standing(prize))
    can_rank(prize, places, mentions, of_year, by)
    verdict = Verdict(
        prize=prize,
        version=(db.session.scalar(select(func.max(Verdict.version)).where(Verdict.prize_id == prize.id)) or 0) + 1,
        separated_by=separated_by,
        draw=draw,
        matrix=frozen(of_year),
        ranked_at=at,
        places=_places(places, mentions),
    )
    db.session.add(verdict)
    move(prize, PrizeStatus.RANKED, by=by, at=at)
    record("verdict_ranked", by=by, at=at, case=prize.reference, version=verdict.version)
    return verdict


def _places(places: Sequence[Nomination], mentions: Sequence[Nomination]) -> list[VerdictPlace]:
    ranked = [(each, number) for number, each in enumerate(places, start=1)]
    others = [(each, None) for each in mentions if each not in places]
    return [
        VerdictPlace(nomination=each, place=place, is_honourable=each in mentions, position=position)
        for position, (each, place) in enumerate([*ranked, *others])
    ]


def can_rank(
    prize: Prize, places: Sequence[Nomination], mentions: Sequence[Nomination], of_year: Matrix, by: Actor
) -> None:
    """The secretary or the chair, when nothing is being voted on or drawn; and nothing is ranked or mentioned without
    the quorum. The winner gets no honourable mention beside."""
    policy.can_lead(prize, queries.membership(prize, by), by)
    check_move(prize, PrizeStatus.RANKED, by)
    if _is_under_way(prize):
        raise NotNow(_("En avstemning eller en loddtrekning er ikke avsluttet."))
    if not places or len(places) > MOST_PLACES or len(set(places)) < len(places):
        raise NotComplete(_("Rangeringen er ikke satt."), {"places": _("Velg én til tre ulike nominasjoner.")})
    if places[0] in mentions:
        raise NotComplete(_("Rangeringen er ikke satt."), {"mentions": _("Vinneren kan ikke også få hederlig omtale.")})
    for each in (*places, *mentions):
        row = of_year.by_reference.get(each.reference)
        if row is None or row.total is None:
            raise NotComplete(
                _("Rangeringen er ikke satt."),
                {
                    "places": _(
                        "%(project)s har ikke poeng fra %(quorum)s habile medlemmer og kan ikke rangeres.",
                        project=each.project,
                        quorum=prize.quorum,
                    )
                },
            )


def _is_under_way(prize: Prize) -> bool:
    voting = select(Ballot.id).where(Ballot.prize_id == prize.id, Ballot.status == BallotStatus.OPEN)
    going_on = (DrawStatus.COMMITTING, DrawStatus.OPENING)
    drawing = select(Draw.id).where(Draw.prize_id == prize.id, Draw.status.in_(going_on))
    return db.session.scalar(select(voting.exists() | drawing.exists())) or False
