"""Who is written to after the handover and the publishing, and noting that they were. Nothing commits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select

from app.access import SYSTEM
from app.clock import local
from app.extensions import db
from app.letters.making import Due, keep
from app.letters.page import mail_text
from app.letters.pdf import Embedded
from app.letters.sectioned import Official, PrizeWinnerContent
from app.mail.actions import queue
from app.mail.models import Mail
from app.prize import embargo
from app.prize.jury.standing import Standing, standing
from app.prize.models import Prize
from app.prize.nominations import links, workflow
from app.prize.nominations.models import Nomination, NominationStatus
from app.prize.verdict import letters, queries
from app.prize.verdict.diploma import diploma_of, print_diploma
from app.prize.verdict.models import Verdict

N = NominationStatus
THANKED = frozenset({N.HONOURABLE, N.NOT_AWARDED, N.NOT_QUALIFIED, N.MERGED})
"""Whoever nominated these gets thanks when the winner is published; the winner's own letter comes with the handover."""
NOT_COUNTED = frozenset({N.DRAFT, N.WITHDRAWN})


@dataclass(frozen=True)
class Waiting:
    """One letter to make, and the nomination that it is about."""

    nomination_id: int
    due: Due


def public_page(prize: Prize, public_url: str) -> str:
    """Where anybody reads of this year's winner."""
    return f"{public_url}/ombruksprisen/{prize.year}"


def winner_waiting(prize: Prize, public_url: str, at: datetime) -> list[Waiting]:
    """The winner's letter with the diploma in it, when the prize is handed over and it is not made."""
    verdict = queries.standing_verdict(prize)
    if verdict is None or not embargo.is_over(prize) or verdict.winner.status is not N.WINNER:
        return []
    jury = standing(prize)
    diploma = print_diploma(diploma_of(verdict, jury, local(at).date()), is_sealed=False)
    embedded = Embedded(f"diplom-{prize.year}.pdf", str(_("Diplomet")), diploma)
    content = winner_content(verdict, jury, public_url, at)
    return [Waiting(verdict.winner.id, Due(content, verdict.version, embedded=(embedded,)))]


def winner_content(verdict: Verdict, jury: Standing, public_url: str, at: datetime) -> PrizeWinnerContent:
    return letters.winner(verdict, occasion(verdict, jury, public_url, at))


def thanks_waiting(prize: Prize, public_url: str, at: datetime) -> Iterator[Waiting]:
    """The thanks that are not made, when the winner is published."""
    verdict = queries.standing_verdict(prize)
    if verdict is None or not embargo.is_public(prize):
        return
    of_year = occasion(verdict, standing(prize), public_url, at)
    sent = db.session.scalars(
        select(Nomination).where(Nomination.prize_id == prize.id, Nomination.status != N.DRAFT).order_by(Nomination.id)
    ).all()
    by_id = {each.id: each for each in sent}
    for each in sent:
        if each.status in THANKED:
            content = letters.thanks(each, _about(each, by_id), verdict, of_year)
            yield Waiting(each.id, Due(content, verdict.version))


def _about(nomination: Nomination, by_id: dict[int, Nomination]) -> Nomination:
    """What it became a part of, also when that was merged in its turn."""
    while nomination.merged_into_id is not None:
        nomination = by_id[nomination.merged_into_id]
    return nomination


def occasion(verdict: Verdict, jury: Standing, public_url: str, at: datetime) -> letters.Occasion:
    """What the year's letters have in common."""
    prize, on = verdict.prize, local(at).date()
    handed_over_on = local(verdict.handed_over_at).date() if verdict.handed_over_at else prize.handover_on
    return letters.Occasion(
        signer=_signer(jury, prize),
        nominations=_projects(prize),
        page=public_page(prize, public_url),
        on=on,
        handed_over_on=handed_over_on or on,
    )


def _signer(jury: Standing, prize: Prize) -> Official:
    chair = next((each for each in jury.members if each.is_chair), None)
    if chair is None:
        return Official(str(_("Juryen")), prize.name)
    return Official(chair.user.name, str(_("juryleder")))


def _projects(prize: Prize) -> int:
    """How many were nominated; those merged into another are that one."""
    counted = (
        Nomination.prize_id == prize.id,
        Nomination.status.not_in(NOT_COUNTED),
        Nomination.merged_into_id.is_(None),
        Nomination.withdrawn_at.is_(None),
    )
    return db.session.scalar(select(func.count(Nomination.id)).where(*counted)) or 0


def tell(nomination_id: int, public_url: str, due: Due, pdf: bytes | None, at: datetime) -> None:
    """Keep the letter, tell where it is, and close the nomination, which is locked by its query."""
    nomination = db.session.scalars(select(Nomination).where(Nomination.id == nomination_id).with_for_update()).one()
    keep(due, pdf, at)
    is_winner = isinstance(due.content, PrizeWinnerContent)
    addresses = {nomination.nominator_email.casefold()}
    if is_winner and nomination.contact_email:
        addresses.add(nomination.contact_email.casefold())
    for number, address in enumerate(sorted(addresses), start=1):
        _send(nomination, address, f"prize-letter:{nomination.reference}:{due.version}:{number}", public_url, at)
    if nomination.status is not N.INFORMED:
        workflow.move(nomination, N.INFORMED, by=SYSTEM, at=at)


def _send(nomination: Nomination, address: str, key: str, public_url: str, at: datetime) -> None:
    """A way in for this address; queued once, so that no second link is made when the job runs twice."""
    if db.session.scalar(select(Mail.id).where(Mail.key == key)) is not None:
        return
    prize = nomination.prize
    subject, body = mail_text(
        "emails/prize_letter.txt",
        "nb",
        prize=prize.name,
        project=nomination.project,
        link=links.make(nomination, at, public_url),
        last_day=local(at + links.LIFETIME).date(),
        unit=prize.owner_unit,
        municipality=prize.municipality,
        phone=prize.contact_phone,
    )
    queue(key, address, subject, body, at, nomination.reference, is_secret=True)


def lost(before: datetime) -> Sequence[int]:
    """Years where a letter should have been made before this moment, and was not."""
    told_winner = (Verdict.handed_over_at < before) & (Nomination.status == N.WINNER) & embargo.over()
    told_all = (Verdict.published_at < before) & Nomination.status.in_(THANKED) & embargo.public()
    return _years(told_winner | told_all)


def _years(condition: ColumnElement[bool]) -> Sequence[int]:
    years = (
        select(Prize.id).join(Verdict, Verdict.prize_id == Prize.id).join(Nomination, Nomination.prize_id == Prize.id)
    )
    return db.session.scalars(years.where(Verdict.withdrawn_at.is_(None), condition).distinct()).all()
