"""The demonstration's pages of what comes after the letter: Anne's grants, the desks of case handlers and of finance,
the public programme, the campaign and the figures."""

from sqlalchemy import Select, select

from app.accounts.models import Membership, User
from app.campaign.models import Goal, Week, YearTask
from app.demo import people
from app.extensions import db
from app.followup.changes.models import ChangeNotice
from app.followup.grants.models import Grant
from app.followup.payment.models import Payment, PaymentBatch, PaymentStatus
from app.followup.recovery.models import Recovery
from app.followup.report.models import Report, ReportState
from app.programme.models import EventStatus, ProgrammeEvent
from app.rounds.models import Round


def people_and_pages() -> list[tuple[people.Person | None, list[str]]]:
    return [
        (None, _public()),
        (people.ANNE, _annes()),
        (people.INGRID, _desk()),
        (people.JONAS, _handed_in()),
        (people.MARTE, ["/staff/recoveries", f"/staff/recoveries/{_first(select(Recovery.public_id))}"]),
        (people.FINN, _finance()),
        (people.ADMIN, _campaign()),
    ]


def _first(found: Select[str] | Select[int]) -> str:
    return str(db.session.scalars(found).first())


def _year() -> int:
    return db.session.scalars(select(Week.year).order_by(Week.year.desc())).all()[0]


def _event(status: EventStatus) -> ProgrammeEvent:
    of_year = select(ProgrammeEvent).join(ProgrammeEvent.week).where(Week.year == _year())
    found = db.session.scalars(of_year.where(ProgrammeEvent.status == status).order_by(ProgrammeEvent.id)).first()
    assert found is not None
    return found


def _public() -> list[str]:
    year = _year()
    return [
        "/program",
        f"/program/{year}?bydel=030101&type=repair",
        f"/program/{year - 1}",
        f"/program/{year}/kart",
        *(f"/program/{year}/{_event(status).slug}" for status in (EventStatus.APPROVED, EventStatus.CANCELLED)),
        f"/program/{year}/meld-pa",
        f"/program/{year}/takk",
        "/varsle-meg",
        "/nokkeltall",
        "/nokkeltall/2023",
        "/nokkeltall/2014",
        "/data",
    ]


def _annes() -> list[str]:
    """What is to be answered, and two of her grants: reported last year, and one that waits for a report."""
    mine = select(Membership.organisation_id).join(User).where(User.email == people.ANNE.email)
    own = [one for one in db.session.scalars(select(Grant)) if one.application.organisation_id in _all(mine)]
    reported = _all(select(Report.grant_id).where(Report.state == ReportState.APPROVED))
    before = next(one for one in own if one.id in reported)
    waiting = next(one for one in own if one.id not in reported)
    pages = [f"/tilskudd/{one.application.reference}/{one.activity.position}" for one in (before, waiting)]
    return [
        *pages,
        *(f"{pages[0]}/{page}" for page in ("rapport", "konto", "pakke")),
        *(f"{pages[1]}/{page}" for page in ("rapport", "endring", "avlys")),
        *(f"{page}/programbilde" for page in pages if page in _in_programme()),
        "/nettverk",
    ]


def _in_programme() -> list[str]:
    found = db.session.scalars(select(Grant).join(ProgrammeEvent, ProgrammeEvent.grant_id == Grant.id))
    return [f"/tilskudd/{one.application.reference}/{one.activity.position}" for one in found]


def _all(found: Select[int]) -> list[int]:
    return list(db.session.scalars(found))


def _handed_in() -> list[str]:
    """Of the case handler who is impartial in it."""
    handed_in = db.session.scalars(select(Report).where(Report.state == ReportState.SUBMITTED)).first()
    assert handed_in is not None
    case = f"/staff/cases/{handed_in.grant.application.reference}/grants"
    return [case, f"{case}/1/report"]


def _desk() -> list[str]:
    year = _year()
    waiting = _event(EventStatus.PROPOSED)
    return [
        "/staff/changes",
        f"/staff/changes/{_first(select(ChangeNotice.public_id))}",
        "/staff/reports",
        "/staff/accounts",
        f"/staff/programme/{year}",
        f"/staff/programme/{year}/new",
        f"/staff/programme/{year}/{waiting.public_id}",
        f"/staff/programme/{year}/{waiting.public_id}/write",
        f"/staff/weeks/{year - 1}/press",
        "/staff/insight/rounds",
        f"/staff/insight/rounds/{_first(select(Round.slug))}",
        "/staff/insight/figures",
        "/staff/insight/final-reports",
        "/staff/insight/exports",
    ]


def _finance() -> list[str]:
    unpaid = select(Round.slug).join(Grant, Grant.round_id == Round.id).join(Payment, Payment.grant_id == Grant.id)
    slug = _first(unpaid.where(Payment.status == PaymentStatus.PLANNED))
    batch = _first(select(PaymentBatch.reference))
    sent = _first(select(Payment.reference).where(Payment.status == PaymentStatus.CONFIRMED))
    pages = ("", "/waiting", "/export", "/batches")
    return [
        *(f"/staff/payments{page}?runde={slug}" for page in pages),
        f"/staff/payments/batches/{batch}",
        f"/staff/payments/{sent}/failed",
    ]


def _campaign() -> list[str]:
    year = _year()
    return [
        "/staff/year",
        "/staff/year/tasks",
        "/staff/year/tasks/new",
        f"/staff/year/tasks/{_first(select(YearTask.public_id))}",
        "/staff/weeks",
        "/staff/weeks/new",
        f"/staff/weeks/{year}",
        f"/staff/weeks/{year}/settings",
        f"/staff/weeks/{year}/pack",
        "/staff/goals",
        "/staff/goals/new",
        f"/staff/goals/{_first(select(Goal.public_id))}",
        "/staff/network",
        "/staff/subscribers",
        "/staff/reuse",
        f"/staff/reuse?runde={_first(select(Round.slug))}&mandag=2028-11-20",
        "/staff/insight/figures/new",
    ]
