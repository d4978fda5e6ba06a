"""The product, filled and served for measuring: its database, the people who are signed in, and what they open."""

import time
import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select, text

from app import clock, create_app
from app.access import SYSTEM
from app.accounts.models import Membership, User
from app.applications import drafting
from app.applications.models import Application, CaseRow, Status
from app.config import Config
from app.extensions import db
from app.judging.models import ImpartialityAnswer
from app.overview.ordering import Place
from app.prize.models import PrizeStatus
from app.review import ranking
from app.review.actions import declare
from app.review.reckoning import reckon_round
from app.rounds.loading import load_round
from app.rounds.models import RoundStatus
from bench.figures import seed_figures
from bench.prize import seed_prize
from bench.seed import DOCUMENT, seed

SECRET = "only for measuring"
SCORED_YEAR, LOCKED_YEAR = 2031, 2032
PEOPLE = (
    "handler-0",
    "handler-3",
    "applicant-0",
    "approver",
    "reader",
    f"juror-{SCORED_YEAR}-0",
    f"juror-{LOCKED_YEAR}-0",
)


@dataclass(frozen=True)
class Product:
    """Where to go, and as whom: session cookies by person, references of cases."""

    environment: dict[str, str]
    cookies: dict[str, str]
    case: str
    scored: str
    draft: str
    far: str
    ranked_far: str
    reckoned_s: float


def prepare(folder: Path, database_url: str, cases: int) -> Product:
    """A fresh database of `cases` sent applications, one open round with a draft, and signed-in people."""
    config = Config(demo=True, secret_key=SECRET, instance=folder, database_url=database_url)
    app = create_app(config)
    with app.app_context():
        upgrade()
        grant_round = seed(cases).id
        handler, applicant = _person("handler-3"), _person("applicant-0")
        scored, read = _in_review(2)
        for reference in (scored, read):
            declare(_case(reference), ImpartialityAnswer.IMPARTIAL, None, by=handler, at=clock.now())
        draft = _draft(applicant)
        db.session.commit()
        seed_prize(PrizeStatus.SCORING, SCORED_YEAR, clock.now())
        seed_prize(PrizeStatus.MEETING, LOCKED_YEAR, clock.now())
        reckoned_s = _reckon(grant_round)
        seed_figures(grant_round, clock.now())
        made = Product(
            environment={
                "OMBRUK_DEMO": "1",
                "OMBRUK_SECRET_KEY": SECRET,
                "OMBRUK_INSTANCE": str(folder),
                "DATABASE_URL": database_url,
            },
            cookies={name: _cookie(app, _person(name)) for name in PEOPLE},
            case=read,
            scored=scored,
            draft=draft,
            far=_far(cases),
            ranked_far=_ranked_far(),
            reckoned_s=reckoned_s,
        )
        db.session.execute(text("ANALYZE"))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return made


def _person(name: str) -> User:
    return db.session.scalars(select(User).where(User.email == f"{name}@ombruk.example")).unique().one()


def _case(reference: str) -> Application:
    return db.session.scalars(select(Application).where(Application.reference == reference)).one()


def _in_review(count: int) -> list[str]:
    found = select(Application.reference).where(Application.status == Status.REVIEW).order_by(Application.id)
    return list(db.session.scalars(found.limit(count)))


def _draft(applicant: User) -> str:
    """A draft in a round that is open now."""
    monday = clock.today() + timedelta(90)
    document = tomllib.loads(DOCUMENT.read_text(encoding="utf-8"))
    document["round"]["reference_prefix"] = "OPEN"
    made = load_round(document, slug="open", name="Åpen runde", monday=monday, by=SYSTEM, at=clock.now())
    made.opens_at, made.closes_at = clock.now() - timedelta(1), clock.now() + timedelta(20)
    made.status = RoundStatus.OPEN
    db.session.flush()
    organisation = db.session.scalars(select(Membership).where(Membership.user_id == applicant.id)).first()
    assert organisation is not None
    return drafting.start(made, organisation.organisation, by=applicant, at=clock.now()).reference


def _far(cases: int) -> str:
    """The address of a page in the middle of the list."""
    row = db.session.execute(
        select(CaseRow.reference, CaseRow.activity_id).order_by(CaseRow.reference).offset(cases // 2).limit(1)
    ).one()
    return str(Place(0, (row.reference, row.activity_id)))


def _ranked_far() -> str:
    """The address of a page in the middle of the ranking."""
    middle = select(CaseRow).where(CaseRow.score.is_not(None)).order_by(CaseRow.score, CaseRow.activity_id)
    half = db.session.scalar(select(func.count()).select_from(middle.subquery())) or 0
    return str(ranking.Place.of(db.session.scalars(middle.offset(half // 2).limit(1)).one()))


def _reckon(round_id: int) -> float:
    """Seconds for the whole round's advice, as the job reckons it."""
    started = time.perf_counter()
    reckon_round(round_id, clock.now())
    return time.perf_counter() - started


def _cookie(app: Flask, user: User) -> str:
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(serializer.dumps({"_user_id": user.session_key, "_fresh": True}))
