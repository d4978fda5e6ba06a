"""A year of the prize to measure in: many nominations, a whole jury, every card filled in. Made with the models."""

import tomllib
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path

from sqlalchemy import insert

from app.access import SYSTEM, Role
from app.accounts.models import RoleGrant, User
from app.clock import today
from app.extensions import db
from app.judging.models import Assessment, Impartiality, ImpartialityAnswer, Score, Subject
from app.prize.jury.models import JuryMember, JurySeat
from app.prize.loading import load_prize
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination, NominationItem, NominationStatus

DOCUMENT = Path(__file__).parent.parent / "app" / "prize" / "standard.toml"
NOMINATIONS, JURORS = 200, 9
SEATS = ("REG", "BYM", "KLI", "UKE", "EXT")
WHY = "Stolene skulle kastes, men ledd ble limt, seter trukket om og bordplater slipt, mens brukerne valgte stoff. " * 6


def seed_prize(status: PrizeStatus, year: int, at: datetime) -> Prize:
    """A year with `NOMINATIONS` nominations, each scored in full by `JURORS` regular members. Commits."""
    monday = today().replace(year=year, month=11, day=20)
    document = tomllib.loads(DOCUMENT.read_text(encoding="utf-8"))
    extra = [{"code": f"X{number}", "unit": f"Virksomhet {number}"} for number in range(JURORS - len(SEATS))]
    document["seats"] += extra
    prize = load_prize(document, monday=monday, by=SYSTEM, at=at)
    prize.status, prize.scoring_closes_at = status, at + timedelta(days=30)
    db.session.commit()
    members = _jury(prize, at)
    nominations = [_nomination(prize, number, at) for number in range(1, NOMINATIONS + 1)]
    db.session.add_all(nominations)
    db.session.commit()
    _judge(prize, members, nominations, at)
    return prize


def _jury(prize: Prize, at: datetime) -> list[JuryMember]:
    seats = db.session.query(JurySeat).filter_by(prize_id=prize.id).order_by(JurySeat.position).all()
    members = []
    for number, seat in enumerate(seats):
        name = f"juror-{prize.year}-{number}"
        user = User(email=f"{name}@ombruk.example", name=name, created_at=at, confirmed_at=at)
        user.role_grants = [RoleGrant(role=Role.JUROR, granted_at=at)]
        made = JuryMember(prize_id=prize.id, seat=seat, user=user, appointed_at=at, confidentiality_signed_at=at)
        members.append(made)
    db.session.add_all(members)
    db.session.commit()
    return members


def _nomination(prize: Prize, number: int, at: datetime) -> Nomination:
    return Nomination(
        reference=f"{prize.reference}-{number:03d}",
        prize=prize,
        status=NominationStatus.QUALIFIED,
        subject=Subject(created_at=at),
        created_at=at,
        submitted_at=at,
        nominator_name=f"Nominator {number}",
        nominator_email=f"n{number}@sted.example",
        relation="owner",
        project=f"Spisesalen som ble seg selv igjen {number}",
        unit=f"Sykehjem {number}",
        contact_email=f"k{number}@sted.example",
        why=WHY,
        agreement="repair",
        order_form="direct",
        supplier="Verksted A (fiktivt)",
        value_nok=128_000,
        transfer="Sjekkliste delt med fem sykehjem.",
        items=[NominationItem(kind="stoler", count=64, position=0)],
    )


def _judge(prize: Prize, members: list[JuryMember], nominations: list[Nomination], at: datetime) -> None:
    """Everybody impartial, and every criterion answered; sent, when the scores are locked."""
    sent_at = None if prize.status is PrizeStatus.SCORING else at
    criteria, values = [criterion.id for criterion in prize.rubric.criteria], cycle((3, 4, 2, 5, 3, 4, 1))
    for member in members:
        who = {"user_id": member.user_id, "user_name": member.user.name}
        answers = [
            {"subject_id": one.subject_id, "answer": ImpartialityAnswer.IMPARTIAL, "declared_at": at, **who}
            for one in nominations
        ]
        db.session.execute(insert(Impartiality), answers)
        for one in nominations:
            assert one.subject_id is not None
            sheet = Assessment(subject_id=one.subject_id, assessor_id=member.user_id, assessor_name=member.user.name)
            sheet.started_at, sheet.sent_at = at, sent_at
            sheet.scores = [Score(criterion_id=each, value=next(values), saved_at=at) for each in criteria]
            db.session.add(sheet)
    db.session.commit()
