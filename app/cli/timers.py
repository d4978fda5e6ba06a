"""All that is due by the clock, in the order in which one thing leads to the next."""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import select

from app.accounts.actions import forget_old
from app.applications.actions import start_screening
from app.applications.jobs import missing_receipts
from app.campaign import jobs as campaign
from app.casework.supplements.actions import expire_due, remind_due
from app.casework.timekeeping.jobs import missing_replies
from app.decisions.allocation.jobs import missing_allocations
from app.decisions.appeals.jobs import missing_letters
from app.decisions.jobs import missing_appeal_receipts, release_due
from app.extensions import db
from app.followup import closing
from app.followup.acceptance import jobs as acceptance
from app.followup.acceptance.earlier import missing_grants
from app.followup.changes.jobs import missing_change_answers
from app.followup.payment.jobs import missing_payment_letters
from app.followup.payment.planning import plan_due
from app.followup.recovery import refunding
from app.followup.recovery.jobs import missing_recovery_letters
from app.followup.report import jobs as reports
from app.insight import summary_jobs
from app.insight.jobs import lost_reports
from app.letters.actions import second_notices
from app.mail.jobs import send_due
from app.prize.jury.jobs import missing_appointments
from app.prize.meeting.jobs import remind_due as remind_jurors_due
from app.prize.meeting.locking import lock_due
from app.prize.nominations import actions as nominations
from app.prize.nominations import jobs as nomination_jobs
from app.prize.verdict.jobs import missing_prize_letters
from app.programme.printing import print_due
from app.review.jobs import reckon_due
from app.rounds.actions import close_due, open_due
from app.rounds.models import Round, RoundStatus


def screening_due(at: datetime) -> int:
    """Take what was sent to closed rounds into screening, a hundred cases a transaction. Returns how many."""
    moved = 0
    for closed in db.session.scalars(select(Round).where(Round.status == RoundStatus.CLOSED)).all():
        while count := start_screening(closed, at=at):
            db.session.commit()
            moved += count
    return moved


DUE: dict[str, Callable[[datetime], int | None]] = {
    "runder åpnet": open_due,
    "runder lukket": close_due,
    "saker til formell kontroll": screening_due,
    "kvitteringer funnet igjen": missing_receipts,
    "søkere minnet om å svare": remind_due,
    "saker som går videre uten svar": expire_due,
    "foreløpige svar funnet igjen": missing_replies,
    "brev som skal frigis": release_due,
    "tilskudd godtatt før, ført videre": missing_grants,
    "søkere minnet om å svare på tilskudd": acceptance.remind_due,
    "tilskudd som falt bort": acceptance.lapse_due,
    "brev om bortfall funnet igjen": acceptance.missing_lapse_letters,
    "svar på endringer funnet igjen": missing_change_answers,
    "utbetalinger planlagt": plan_due,
    "utbetalingsbrev funnet igjen": missing_payment_letters,
    "mottakere minnet om rapport": reports.remind_due,
    "rapportbrev funnet igjen": reports.missing_report_letters,
    "brev om tilbakebetaling funnet igjen": missing_recovery_letters,
    "penger som ble krevd for mye, planlagt ut igjen": refunding.plan_due,
    "saker avsluttet": closing.close_due,
    "klagekvitteringer funnet igjen": missing_appeal_receipts,
    "klagebrev funnet igjen": missing_letters,
    "fordelinger funnet igjen": missing_allocations,
    "rangeringer regnet ut": reckon_due,
    "kvitteringer for nominasjoner funnet igjen": nomination_jobs.missing_receipts,
    "nominasjoner som aldri ble sendt, slettet": nominations.forget_drafts,
    "oppnevninger funnet igjen": missing_appointments,
    "prisbrev funnet igjen": missing_prize_letters,
    "poeng låst": lock_due,
    "jurymedlemmer minnet om poeng": remind_jurors_due,
    "administratorer minnet om årshjulet": campaign.remind_due,
    "nyheter til dem som vil varsles": campaign.tell_due,
    "adresser som aldri ble bekreftet, slettet": campaign.forget_unconfirmed,
    "runder regnet ut": summary_jobs.reckon_due,
    "diagrammer tegnet": summary_jobs.missing_charts,
    "sluttrapporter funnet igjen": lost_reports,
    "programmer trykt": print_due,
    "andre varsler": second_notices,
    "e-poster sendt": send_due,
    "": forget_old,
}


def run_due(at: datetime) -> Iterator[str]:
    """Do each thing that is due at `at`, commit it, and say what it did. Running it twice does nothing twice."""
    for name, act in DUE.items():
        done = act(at)
        db.session.commit()
        if done:
            yield f"{name}: {done}"
