"""The demonstration, loaded once for a whole run at a stopped clock, and every page that its people can open."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from app.accounts.merger_models import OrganisationMerger
from app.accounts.models import User
from app.applications.models import Activity, Application, Status
from app.applications.queries import own_applications
from app.casework.conversation.models import CaseMessage, CaseNote, ThirdPartyInformation
from app.casework.supplements.models import Supplement, SupplementStatus
from app.decisions.allocation.models import AllocationRun
from app.decisions.appeals import queries as appeal_queries
from app.decisions.appeals.models import AppealHandling, AppealStatus
from app.decisions.models import Appeal, Release
from app.decisions.reversals.models import ChangeStatus, Reversal
from app.demo import people
from app.extensions import db
from app.fileaccess.models import AccessRequest
from app.judging.models import Assessment, Score, ScoreRevision
from app.review.models import Assignment
from app.rounds.models import Round
from tests import demonstration_followup, demonstration_prize

LOADED_AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Shown:
    """A page and who opens it (None: anyone)."""

    person: people.Person | None
    path: str

    def __str__(self) -> str:
        return f"{self.person.name.split()[0] if self.person else 'anyone'} {self.path}"


def pages() -> list[Shown]:
    """Every kind of page, with something in it."""
    return [
        *(Shown(None, path) for path in ("/", "/?svar=1", "/logg-inn", "/ny-konto", "/lenke", "/finnes-ikke")),
        *(Shown(None, path) for path in ("/innsyn", "/innsyn/takk")),
        *(Shown(people.ANNE, path) for path in _annes()),
        *(Shown(people.INGRID, path) for path in _handlers()),
        *(Shown(people.JONAS, path) for path in _conversations()),
        *(Shown(people.INGRID, path) for path in _accesses()),
        *(Shown(people.SAMIRA, path) for path in _waiting_accesses()),
        Shown(people.JONAS, f"/staff/cases/{_may_be_revised()}/activities/1/revise"),
        *(Shown(people.JONAS, f"/staff/cases/{_reversed()}/{page}") for page in ("reversal", "correction")),
        *(Shown(people.MARTE, path) for path in _approvers()),
        *(Shown(people.SAMIRA, path) for path in _appeals()),
        *(Shown(people.REVISOR, path) for path in ("/staff/cases", f"/staff/cases/{_case(Status.RELEASED)}")),
        *(Shown(people.ADMIN, path) for path in _administrators()),
        *(Shown(person, path) for person, paths in demonstration_prize.people_and_pages() for path in paths),
        *(Shown(person, path) for person, paths in demonstration_followup.people_and_pages() for path in paths),
    ]


def _annes() -> list[str]:
    draft, granted, rejected = (
        _annes_case(Status.DRAFT),
        _annes_case(Status.RELEASED),
        _annes_case(Status.RELEASED, last=True),
    )
    steps = ("om-dere", "aktivitet-1", "innholdet-1", "tid-og-sted-1", "de-som-kommer-1", "budsjett-1", "vedlegg")
    return [
        "/min-side",
        "/konto",
        "/organisasjoner/ny",
        "/organisasjoner/ny?type=business&answered=1",
        "/soknader/ny",
        *(f"/soknader/{draft}/steg/{step}" for step in steps),
        f"/soknader/{draft}/oppsummering",
        f"/soknader/{granted}",
        f"/soknader/{granted}/kvittering",
        f"/soknader/{granted}/meldinger",
        f"/soknader/{_asked()}/meldinger",
        f"/soknader/{_annes_case(Status.SUPPLEMENT)}",
        f"/soknader/{_annes_case(Status.SUPPLEMENT)}/tillegg",
        f"/vedtak/{granted}",
        f"/vedtak/{rejected}",
        f"/vedtak/{_reversed()}",
        *_annes_appeal(),
        f"/soknader/{granted}/dokumenter",
        f"/soknader/{rejected}/dokumenter",
    ]


def _handlers() -> list[str]:
    states = (Status.SCREENING, Status.REVIEW, Status.RECOMMENDED, Status.DECIDED, Status.RELEASED, Status.WITHDRAWN)
    return [
        "/staff/cases",
        "/staff/cases?sok=sykkel&status=review&sorter=-poeng",
        *(f"/staff/cases/{_case(status)}" for status in states),
        f"/staff/cases/{_case(Status.REVIEW)}/handler",
        f"/staff/cases/{_case(Status.SUPPLEMENT)}/supplement",
        f"/staff/cases/{_answered_supplement()}/supplement?sjekk=alcohol_free-1",
        "/staff/assignments",
        "/staff/assignments?vis=alle",
        "/staff/assignments/proposal?antall=1&dobbelt=1",
        "/staff/assignments/proposal?antall=3",
        f"/staff/assignments/{_given_case()}/1",
        "/staff/mine",
        f"/staff/cases/{_asked()}/conversation",
        *_organisations(),
        *_waiting_reversal(),
        "/staff/ranking",
        "/staff/register",
        "/staff/register?organisation=new",
    ]


def _appeals() -> list[str]:
    """Of those who handle them: one under review, and one with the appeal body."""
    review, forwarded = _appeal(AppealStatus.UNDER_REVIEW), _appeal(AppealStatus.FORWARDED)
    cases = [appeal_queries.handling(one).appeal.decision.application.reference for one in (review, forwarded)]
    return [
        "/staff/appeals",
        "/staff/appeals?ferdige=1",
        *(f"/staff/cases/{case}/appeals" for case in cases),
        f"/staff/cases/{cases[0]}/appeals/register",
        f"/staff/appeals/{review}/uphold",
        f"/staff/appeals/{review}/reverse",
        f"/staff/appeals/{forwarded}/answer",
    ]


def _annes_appeal() -> list[str]:
    public_id = _appeal(AppealStatus.UNDER_REVIEW)
    case = appeal_queries.handling(public_id).appeal.decision.application.reference
    return [f"/vedtak/{case}/klage/{public_id}", f"/vedtak/{case}/klage/{public_id}/trekk"]


def _appeal(status: AppealStatus) -> str:
    found = select(Appeal.public_id).join(AppealHandling, AppealHandling.appeal_id == Appeal.id)
    return str(db.session.scalars(found.where(AppealHandling.status == status)).first())


def _approvers() -> list[str]:
    waiting = _case(Status.RECOMMENDED)
    return [
        "/staff/approval",
        "/staff/approval/decide",
        "/staff/allocation",
        *(f"/staff/allocation/{run}" for run in db.session.scalars(select(AllocationRun.public_id))),
        "/staff/ranking",
        "/staff/ranking/trust",
        *_waiting_reversal(),
        f"/staff/approval/{waiting}/return",
        "/staff/releases",
        f"/staff/releases/{db.session.scalars(select(Release.public_id)).first()}",
    ]


def _waiting_reversal() -> list[str]:
    """A reversal and a correction that wait, and the letter that would be sent."""
    waiting = db.session.scalars(select(Reversal).where(Reversal.status == ChangeStatus.PROPOSED)).one()
    path = f"/staff/cases/{waiting.reversed.application.reference}"
    return [f"{path}/reversal", f"{path}/reversal/{waiting.public_id}/letter", f"{path}/correction"]


def _reversed() -> str:
    """Anne's case that was decided anew."""
    made = db.session.scalars(select(Reversal).where(Reversal.decision_id.is_not(None))).one()
    return made.reversed.application.reference


def _accesses() -> list[str]:
    """An answered request and the case it is of, one without a case, and the page where a file is masked."""
    answered = db.session.scalars(select(AccessRequest).where(AccessRequest.answered_at.is_not(None))).one()
    loose = db.session.scalars(select(AccessRequest).where(AccessRequest.application_id.is_(None))).one()
    assert answered.application is not None
    case = f"/staff/cases/{answered.application.reference}/access"
    paper = next(line.document_key for line in answered.lines if line.document_key.startswith("attachment"))
    return [
        "/staff/access",
        "/staff/access/new",
        f"/staff/access/{loose.public_id}",
        case,
        f"{case}/requests/{answered.public_id}",
        f"{case}/documents/{paper}/mask",
    ]


def _waiting_accesses() -> list[str]:
    """A request that waits for an answer, and the page where a text is masked."""
    waiting = db.session.scalars(select(AccessRequest).where(AccessRequest.is_party)).one()
    assert waiting.application is not None
    case = f"/staff/cases/{waiting.application.reference}/access"
    return [f"{case}/requests/{waiting.public_id}", f"{case}/documents/version.1/mask"]


def _administrators() -> list[str]:
    slug = _newest_round()
    parts = ("about", "dates", "money", "rules", "sharing", "handling", "owner", "tiers", "categories", "criteria")
    more = ("conditions", "permits")
    return [
        "/staff/rounds",
        "/staff/rounds/new",
        f"/staff/rounds/{slug}",
        *(f"/staff/rounds/{slug}/{part}" for part in (*parts, *more)),
        "/staff/people",
        *(f"/staff/people/{_public_id(people.JONAS)}{rest}" for rest in ("", "/leave")),
        "/staff/mail",
        "/staff/organisations",
        "/staff/organisations/mergers",
        f"/staff/organisations/mergers/{db.session.scalars(select(OrganisationMerger.public_id)).first()}",
    ]


def _conversations() -> list[str]:
    """Every form beside a thread; the first is of the case with what somebody else has told."""
    told = db.session.scalars(select(ThirdPartyInformation)).one()
    note = db.session.scalars(select(CaseNote.public_id).order_by(CaseNote.id.desc())).first()
    path = f"/staff/cases/{told.application.reference}/conversation"
    forms = (
        "notat",
        "opplysning&vis=notater",
        f"rett&om={note}",
        *(f"{kind}&om={told.public_id}" for kind in ("legg-fram", "behandle")),
    )
    return [path, *(f"{path}?skriv={form}" for form in forms)]


def _asked() -> str:
    """The case on which Anne was asked something."""
    found = select(Application.reference).join(CaseMessage).where(CaseMessage.answer_due_on.is_not(None))
    return str(db.session.scalars(found).first())


def _organisations() -> list[str]:
    merger = db.session.scalars(select(OrganisationMerger)).first()
    assert merger is not None
    one = f"/staff/organisations/{merger.into.public_id}"
    return [
        "/staff/organisations",
        "/staff/organisations?sok=stovner",
        one,
        f"{one}/merge?q=stovner",
        f"{one}/merge?into={merger.merged.public_id}",
    ]


def session_key(person: people.Person) -> str:
    """What the session cookie of this person holds."""
    return str(db.session.scalars(select(User.session_key).where(User.email == person.email)).one())


def _newest_round() -> str:
    return str(db.session.scalars(select(Round.slug).order_by(Round.id.desc())).first())


def _case(status: Status) -> str:
    return str(db.session.scalars(select(Application.reference).where(Application.status == status)).first())


def _answered_supplement() -> str:
    answered = select(Supplement.application_id).where(Supplement.status == SupplementStatus.ANSWERED)
    return str(db.session.scalars(select(Application.reference).where(Application.id.in_(answered))).first())


def _may_be_revised() -> str:
    """A case in review with an assessment that Jonas has sent and not changed."""
    jonas = select(User.id).where(User.email == people.JONAS.email).scalar_subquery()
    changed = select(Score.assessment_id).join(ScoreRevision)
    sent = select(Assessment.subject_id).where(
        Assessment.assessor_id == jonas, Assessment.sent_at.is_not(None), Assessment.id.not_in(changed)
    )
    in_review = select(Application.reference).join(Application.activities).where(Application.status == Status.REVIEW)
    return str(db.session.scalars(in_review.where(Activity.subject_id.in_(sent))).first())


def _annes_case(status: Status, *, last: bool = False) -> str:
    anne = db.session.scalars(select(User).where(User.email == people.ANNE.email)).unique().one()
    mine = [case.reference for case in own_applications(anne) if case.status is status]
    return mine[-1 if last else 0]


def _given_case() -> str:
    """A case with an assessment that was given and taken back."""
    found = select(Application.reference).join(Activity).join(Assignment, Assignment.activity_id == Activity.id)
    return str(db.session.scalars(found.where(Assignment.withdrawn_at.is_not(None))).first())


def _public_id(person: people.Person) -> str:
    return str(db.session.scalars(select(User.public_id).where(User.email == person.email)).one())
