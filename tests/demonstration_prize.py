"""The prize's pages of the demonstration: this year's, where the jury gives scores, and last year's, published."""

from datetime import timedelta

from sqlalchemy import Select, select

from app.demo import people
from app.extensions import db
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations import actions, links
from app.prize.nominations.models import Nomination, NominationStatus

N = NominationStatus


def public_pages() -> list[str]:
    """What anybody opens, and a nominator with a link: one who has sent."""
    last = _year(PrizeStatus.PUBLISHED).year
    return [
        "/ombruksprisen",
        f"/ombruksprisen/{last}",
        f"/ombruksprisen/{last}/forsegling",
        f"/ombruksprisen/{last}/presse",
        "/ombruksprisen/nominer",
        *_nominators(),
    ]


def _nominators() -> list[str]:
    """One who has sent, and one who writes: nominations were open before the demonstration's moment."""
    prize = _year(PrizeStatus.SCORING)
    sent = db.session.scalars(_of(prize, N.QUALIFIED)).first()
    assert sent is not None
    at = prize.closes_at + timedelta(days=8)
    draft = actions.begin(prize, "Nora Nominator", "nora@nominert.example", at=prize.opens_at)
    paths = [links.make(sent, at, ""), f"{links.make(sent, at, '')}/trekk"]
    steps = ("prosjektet", "hvorfor", "bilder", "fakta")
    own = links.make(draft, at, "")
    db.session.commit()
    return [*paths, *(f"{own}/skjema/{step}" for step in steps), f"{own}/se-over"]


def jurors_pages() -> list[str]:
    """Eva's: she has scored all, and leads."""
    prize, last = _year(PrizeStatus.SCORING), _year(PrizeStatus.PUBLISHED)
    first, second = (one.reference for one in db.session.scalars(_of(prize, N.QUALIFIED).limit(2)))
    jury = f"/jury/{prize.year}"
    return [
        "/jury",
        f"{jury}/confidentiality",
        f"{jury}/impartiality",
        f"{jury}/impartiality/doubts",
        f"{jury}/nominations",
        f"{jury}/nominations/{first}",
        f"{jury}/compare?a={first}&b={second}",
        f"/jury/{last.year}",
        f"/jury/{last.year}/matrix",
        f"/jury/{last.year}/minutes",
    ]


def secretarys_pages() -> list[str]:
    prize, last = _year(PrizeStatus.SCORING), _year(PrizeStatus.PUBLISHED)
    year, before = f"/staff/prize/{prize.year}", f"/staff/prize/{last.year}"
    references = [db.session.scalars(_of(prize, status)).first() for status in (N.QUALIFIED, N.NOT_QUALIFIED, N.MERGED)]
    return [
        "/staff/prize",
        "/staff/prize/new",
        year,
        f"{year}/settings",
        *(f"{year}/settings/{part}" for part in ("about", "dates", "seats", "criteria")),
        f"{year}/cancel",
        f"{year}/nominations",
        *(f"{year}/nominations/{one.reference}" for one in references if one),
        f"{year}/nominations/register",
        f"{year}/facts",
        f"{year}/jury",
        f"{year}/jury/KLI/deputy",
        f"{year}/matrix",
        *(f"{before}/{page}" for page in ("matrix", "meeting", "ranking", "verdict", "statement", "minutes", "draw")),
    ]


def _of(prize: Prize, status: NominationStatus) -> Select[Nomination]:
    return (
        select(Nomination).where(Nomination.prize_id == prize.id, Nomination.status == status).order_by(Nomination.id)
    )


def _year(status: PrizeStatus) -> Prize:
    return db.session.scalars(select(Prize).where(Prize.status == status)).one()


def people_and_pages() -> list[tuple[people.Person | None, list[str]]]:
    return [(None, public_pages()), (people.EVA, jurors_pages()), (people.SUNNIVA, secretarys_pages())]
