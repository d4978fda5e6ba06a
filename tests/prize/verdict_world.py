"""A verdict to test with, at whatever stage a test begins."""

from dataclasses import dataclass
from typing import Any

from app.accounts.models import User
from app.extensions import db
from app.files.actions import store
from app.prize.jury.models import JuryMember
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination, NominationImage, Side
from app.prize.verdict import sealing
from app.prize.verdict.models import MinutesConfirmation, Verdict, VerdictPlace
from tests.prize_world import PrizeWorld

NONCE = "5e" * 32
STATEMENT = "Stolene fikk leve videre, og det ble finere enn før."


@dataclass
class Judged:
    """A year with three nominations: the first wins, the second is mentioned, the third did not win."""

    prize: Prize
    members: list[JuryMember]
    nominations: list[Nomination]
    verdict: Verdict
    secretary: User


def confirmed(prizes: PrizeWorld, status: PrizeStatus = PrizeStatus.SIGNED, **changes: Any) -> Judged:
    """A verdict whose minutes all have confirmed; the year at `status`, not sealed."""
    prize, members, nominations = prizes.scored(status)
    minutes = store(b"%PDF-1.7 protokollen", "application/pdf", prizes.at)
    db.session.flush()
    values: dict[str, Any] = {
        "separated_by": "total",
        "statement": STATEMENT,
        "diploma_sentence": "For stoler som fikk bli.",
        "minutes_sha256": minutes.sha256,
        "minutes_made_at": prizes.at,
    }
    verdict = Verdict(prize_id=prize.id, version=1, ranked_at=prizes.at, **{**values, **changes})
    verdict.places = [
        VerdictPlace(nomination=nominations[0], place=1, position=0),
        VerdictPlace(nomination=nominations[1], place=2, is_honourable=True, position=1),
    ]
    verdict.confirmations = [
        MinutesConfirmation(member=member, sha256=minutes.sha256, confirmed_at=prizes.at) for member in members
    ]
    db.session.add(verdict)
    db.session.commit()
    return Judged(prize, members, nominations, verdict, prizes.secretary())


def sealed(prizes: PrizeWorld, **changes: Any) -> Judged:
    """The same, sealed and under embargo."""
    judged = confirmed(prizes, **changes)
    sealing.seal_verdict(judged.prize, nonce=NONCE, by=judged.secretary, at=prizes.at)
    db.session.commit()
    return judged


def picture(
    prizes: PrizeWorld, nomination: Nomination, side: Side = Side.AFTER, alt: str = "Stoler"
) -> NominationImage:
    """A picture of the nomination; its bytes are no picture."""
    file = store(f"{nomination.id} {side} {alt}".encode(), "image/jpeg", prizes.at)
    db.session.flush()
    made = NominationImage(side=side, position=0, alt=alt, sha256=file.sha256, width=400, height=300)
    nomination.images.append(made)
    db.session.commit()
    return made
