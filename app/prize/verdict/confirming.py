"""The minutes are made, every member confirms them as they are in that very file, and the last confirmation signs them.
Nothing commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.access import Actor
from app.audit.actions import record
from app.extensions import db
from app.files.actions import store
from app.letters.plain import from_plain, to_plain
from app.policy import NotComplete, NotNow, NotPermitted
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import Standing
from app.prize.models import PrizeStatus
from app.prize.nominations.models import Nomination
from app.prize.verdict import proceedings, statement
from app.prize.verdict.minutes import Minutes, gather
from app.prize.verdict.models import MinutesConfirmation, Verdict
from app.prize.verdict.printing import Confirmed, print_minutes
from app.prize.workflow import LABELS, move

PDF = "application/pdf"


@dataclass(frozen=True)
class Signer:
    """One who confirms, and the confirmation of the minutes as they are now, when it is given."""

    member: JuryMember
    confirmation: MinutesConfirmation | None


def make(verdict: Verdict, jury: Standing, others: Sequence[Nomination], *, by: Actor, at: datetime) -> None:
    """Print the minutes as everything stands now. Where they say the same as before, what the members confirmed still
    holds; where not, everybody is asked anew."""
    prize = verdict.prize
    statement.can_write(prize, by)
    statement.check_complete(verdict, others)
    if not proceedings.signers(prize, jury):
        raise NotComplete(_("Protokollen er ikke laget. Ingen i juryen kan bekrefte den."))
    minutes = gather(verdict, jury, by=by)
    if verdict.minutes != to_plain(minutes):
        file = store(print_minutes(minutes, is_sealed=True), PDF, at)
        verdict.minutes, verdict.minutes_sha256, verdict.minutes_made_at = to_plain(minutes), file.sha256, at
        record("minutes_made", by=by, at=at, case=prize.reference)
    if prize.status is PrizeStatus.RANKED:
        move(prize, PrizeStatus.STATEMENT_READY, by=by, at=at)


def signers(verdict: Verdict, jury: Standing) -> list[Signer]:
    """Everybody who confirms, in the order of the seats."""
    given = {each.member_id: each for each in _confirmations(verdict)}
    return [Signer(one, given.get(one.id)) for one in proceedings.signers(verdict.prize, jury)]


def _confirmations(verdict: Verdict) -> Sequence[MinutesConfirmation]:
    """Of the minutes as they are now."""
    of_file = select(MinutesConfirmation).where(
        MinutesConfirmation.verdict_id == verdict.id, MinutesConfirmation.sha256 == verdict.minutes_sha256
    )
    loaded = of_file.options(joinedload(MinutesConfirmation.member).joinedload(JuryMember.seat))
    return db.session.scalars(loaded.order_by(MinutesConfirmation.id)).unique().all()


def can_confirm(verdict: Verdict, own: Signer | None, sha256: str | None = None) -> None:
    """Who was at the meeting, once, and only the minutes that they have read: `sha256` is what the page showed."""
    prize = verdict.prize
    if own is None:
        raise NotPermitted(_("Protokollen bekreftes av dem som var med på jurymøtet."))
    if own.confirmation is not None:
        raise NotNow(_("Du har bekreftet protokollen."))
    if prize.status is not PrizeStatus.STATEMENT_READY:
        status = LABELS[prize.status].text
        raise NotNow(_("Prisen har status «%(status)s», og protokollen kan ikke bekreftes nå.", status=status))
    if sha256 is not None and sha256 != verdict.minutes_sha256:
        raise NotNow(_("Protokollen er endret siden du åpnet den. Les den på nytt før du bekrefter."))


def confirm(
    verdict: Verdict, member: JuryMember, jury: Standing, *, sha256: str, dissent: str | None, by: Actor, at: datetime
) -> None:
    """The member's own word that the minutes are right, with what they disagree with. The last one signs them."""
    everybody = signers(verdict, jury)
    own = next((each for each in everybody if each.member.id == member.id), None)
    can_confirm(verdict, own, sha256)
    db.session.add(
        MinutesConfirmation(
            verdict_id=verdict.id, member_id=member.id, sha256=sha256, dissent=dissent or None, confirmed_at=at
        )
    )
    db.session.flush()
    record("minutes_confirmed", by=by, at=at, case=verdict.prize.reference, member=member.public_id)
    if all(each.confirmation is not None or each is own for each in everybody):
        move(verdict.prize, PrizeStatus.SIGNED, by=by, at=at)


def can_close(verdict: Verdict, everybody: Sequence[Signer]) -> None:
    """When nobody is lacking and the minutes still wait: somebody who had not confirmed has left the jury."""
    if verdict.prize.status is not PrizeStatus.STATEMENT_READY:
        raise NotNow(_("Protokollen venter ikke på bekreftelser."))
    lacking = [each.member.user.name for each in everybody if each.confirmation is None]
    if lacking or not everybody:
        raise NotNow(_("Disse har ikke bekreftet protokollen: %(names)s.", names=", ".join(lacking) or "–"))


def close(verdict: Verdict, jury: Standing, *, by: Actor, at: datetime) -> None:
    """The secretary signs off the minutes that everybody left in the jury has confirmed."""
    can_close(verdict, signers(verdict, jury))
    move(verdict.prize, PrizeStatus.SIGNED, by=by, at=at)


def signed_minutes(verdict: Verdict, *, is_sealed: bool) -> bytes:
    """The minutes with everybody's confirmation, printed from what was kept. Without the mark of the embargo once the
    prize is handed over; the file that the members confirmed stays as it was."""
    minutes: Minutes = from_plain(Minutes, verdict.minutes)
    confirmed = [
        Confirmed(each.member.user.name, each.member.seat.unit, each.confirmed_at, each.dissent)
        for each in _confirmations(verdict)
    ]
    return print_minutes(minutes, confirmed, sha256=verdict.minutes_sha256, is_sealed=is_sealed)
