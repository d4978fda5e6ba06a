"""A year of the prize to test in: seats, members, nominations and scores, at whatever stage a test begins."""

import tomllib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from app.access import SYSTEM, Role
from app.accounts.models import RoleGrant, User
from app.extensions import db
from app.judging.models import Assessment, Criterion, Impartiality, ImpartialityAnswer, Score, Subject
from app.prize.jury.models import JuryMember, JurySeat
from app.prize.loading import load_prize
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import ImageConsent, Nomination, NominationItem, NominationStatus

DOCUMENT = Path(__file__).parent.parent / "app" / "prize" / "standard.toml"
MONDAY = date(2026, 11, 23)
NAMES = ("Rita Regi", "Bjørn Myr", "Klara Im", "Ulrik Keller", "Eva Ekstern")
BEFORE_SCORING = (PrizeStatus.PLANNED, PrizeStatus.APPOINTED, PrizeStatus.DECLARING)


class PrizeWorld:
    """Builders that commit what they make, at one moment."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def prize(self, status: PrizeStatus = PrizeStatus.SCORING, *, announced: bool = True, **changes: Any) -> Prize:
        """The year 2026 with five empty seats; nominations are open at the test clock's moment unless changed."""
        document = tomllib.loads(DOCUMENT.read_text(encoding="utf-8"))
        made = load_prize(document, monday=MONDAY, by=SYSTEM, at=self.at)
        made.status = status
        made.opens_at, made.closes_at = self.at - timedelta(days=20), self.at + timedelta(days=20)
        if status not in BEFORE_SCORING:
            made.closes_at = self.at - timedelta(days=2)
        made.announced_at = self.at - timedelta(days=30) if announced else None
        for name, value in changes.items():
            setattr(made, name, value)
        db.session.commit()
        return made

    def person(self, name: str, *roles: Role) -> User:
        """A confirmed person with these roles."""
        address = f"{name.lower().replace(' ', '.').replace('ø', 'o')}@ombruk.example"
        made = User(email=address, name=name, created_at=self.at, confirmed_at=self.at)
        made.role_grants = [RoleGrant(role=role, granted_at=self.at) for role in roles]
        db.session.add(made)
        db.session.commit()
        return made

    def secretary(self, name: str = "Sunniva Skriver") -> User:
        return self.person(name, Role.PRIZE_SECRETARY)

    def jury(self, prize: Prize, *, signed: bool = True) -> list[JuryMember]:
        """A member in each of the five seats, in the seats' order; the last (the external) is the chair."""
        seats = db.session.query(JurySeat).filter_by(prize_id=prize.id).order_by(JurySeat.position).all()
        members = [self.member(seat, name, signed=signed) for seat, name in zip(seats, NAMES, strict=True)]
        members[-1].is_chair = True
        db.session.commit()
        return members

    def member(self, seat: JurySeat, name: str, *, is_deputy: bool = False, signed: bool = True) -> JuryMember:
        made = JuryMember(
            prize_id=seat.prize_id,
            seat=seat,
            user=self.person(name, Role.JUROR),
            is_deputy=is_deputy,
            appointed_at=self.at,
            confidentiality_signed_at=self.at if signed else None,
        )
        db.session.add(made)
        db.session.commit()
        return made

    def nomination(
        self,
        prize: Prize,
        project: str = "Spisesalen",
        *,
        status: NominationStatus = NominationStatus.QUALIFIED,
        **changes: Any,
    ) -> Nomination:
        """A complete nomination without pictures, with a subject to judge when it is qualified."""
        prize.last_number += 1
        values: dict[str, Any] = {
            "project": project,
            "unit": f"{project} sykehjem",
            "nominator_name": f"Nominator {prize.last_number}",
            "nominator_email": f"nominator{prize.last_number}@sted.example",
            "relation": "owner",
            "contact_name": f"Kontakt {prize.last_number}",
            "contact_email": f"kontakt{prize.last_number}@sted.example",
            "period_from": date(2026, 2, 1),
            "period_to": date(2026, 5, 20),
            "is_finished": True,
            "why": f"{project}: stolene skulle kastes, men ble reparert i stedet.",
            "image_consent": ImageConsent.PUBLIC,
            "agreement": "repair",
            "order_form": "direct",
            "supplier": "Verksted A (fiktivt)",
            "value_nok": 128000,
            "transfer": "Sjekkliste delt med fem sykehjem.",
            "is_confirmed": True,
            "submitted_at": None if status is NominationStatus.DRAFT else self.at,
        }
        made = Nomination(
            reference=f"{prize.reference}-{prize.last_number:03d}",
            prize=prize,
            status=status,
            created_at=self.at,
            subject=Subject(created_at=self.at) if status is NominationStatus.QUALIFIED else None,
            items=[NominationItem(kind="stoler", count=64, position=0)],
            **{**values, **changes},
        )
        db.session.add(made)
        db.session.commit()
        return made

    def declare(
        self,
        member: JuryMember,
        nominations: Sequence[Nomination],
        answer: ImpartialityAnswer = ImpartialityAnswer.IMPARTIAL,
        reason: str | None = None,
    ) -> None:
        """The member's own answer for each, as if given on the page; replaces an earlier one."""
        for each in nominations:
            assert each.subject_id is not None
            own = db.session.query(Impartiality).filter_by(subject_id=each.subject_id, user_id=member.user_id).first()
            own = own or Impartiality(subject_id=each.subject_id, user_id=member.user_id, user_name=member.user.name)
            own.answer, own.reason, own.declared_at = answer, reason, self.at
            db.session.add(own)
        db.session.commit()

    def score(
        self, member: JuryMember, nomination: Nomination, values: int | Sequence[int | None], *, sent: bool = False
    ) -> Assessment:
        """The member's scores, in the rubric's order; one number gives all six the same. `sent`: locked."""
        criteria = (
            db.session.query(Criterion)
            .filter_by(rubric_id=nomination.prize.rubric_id)
            .order_by(Criterion.position)
            .all()
        )
        given = [values] * len(criteria) if isinstance(values, int) else list(values)
        assert nomination.subject_id is not None
        made = Assessment(
            subject_id=nomination.subject_id,
            assessor_id=member.user_id,
            assessor_name=member.user.name,
            started_at=self.at,
            sent_at=self.at if sent else None,
        )
        made.scores = [
            Score(criterion_id=criterion.id, value=value, saved_at=self.at)
            for criterion, value in zip(criteria, given, strict=True)
            if value is not None
        ]
        db.session.add(made)
        db.session.commit()
        return made

    def scored(
        self, status: PrizeStatus, totals: Sequence[int] = (4, 3, 2)
    ) -> tuple[Prize, list[JuryMember], list[Nomination]]:
        """A year at `status` where all five have declared themselves impartial and given each nomination the same
        values as the others; sent, from LOCKED on."""
        prize = self.prize(status)
        members = self.jury(prize)
        nominations = [self.nomination(prize, f"Prosjekt {number}") for number, _ in enumerate(totals, start=1)]
        sent = status not in (*BEFORE_SCORING, PrizeStatus.SCORING)
        for member in members:
            self.declare(member, nominations)
            for nomination, value in zip(nominations, totals, strict=True):
                self.score(member, nomination, value, sent=sent)
        return prize, members, nominations
