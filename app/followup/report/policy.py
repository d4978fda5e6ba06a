"""Who may write, send, return, approve and write off a report, and when. Order: who, then when, then whether it is
complete (domain.md 2.5; 4.1, T22-T25)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from flask_babel import gettext as _

from app.access import Actor, Role
from app.accounts.queries import is_member
from app.applications.models import Application
from app.clock import local
from app.followup.grants.models import Grant
from app.followup.report import accounting, plausible, workflow
from app.followup.report.asking import Asked, differs
from app.followup.report.models import CountMethod, Held, RanOut, Report, ReportPhoto, ReportState
from app.formatting import full_day, number
from app.policy import NotComplete, NotNow, NotPermitted
from app.review.policy import can_read
from app.review.standing import Standing

S = ReportState
SOONEST, LATEST = timedelta(days=3), timedelta(days=90)
"""A new last day is so many days from today."""
REASON_LENGTH = 600
MOST_FILES = 10


def _speaks_for(by: Actor, application: Application) -> None:
    if Role.APPLICANT not in by.roles or by.actor_id is None or not is_member(by.actor_id, application.organisation_id):
        raise NotPermitted(_("Bare de som hører til %(name)s, kan gjøre dette.", name=application.organisation.name))


def can_write(by: Actor, grant: Grant, report: Report | None, at: datetime) -> None:
    """A member of the applicant, from the activity's last day until the report is sent; late is better than never, also
    when nobody waits for it any more."""
    _speaks_for(by, grant.application)
    if report is not None:
        _is_open(report)
    if grant.cancelled_at is not None:
        raise NotNow(_("Aktiviteten er avlyst, så dere trenger ikke å rapportere."))
    if local(at).date() < grant.ends_on:
        raise NotNow(_("Rapporten åpner %(day)s, når aktiviteten er holdt.", day=full_day(grant.ends_on)))


def _is_open(report: Report) -> None:
    if report.state is S.SUBMITTED:
        sent_on = full_day(report.submitted_at)
        raise NotNow(_("%(name)s sendte rapporten %(day)s.", name=report.submitted_by_name, day=sent_on))
    if report.state is S.APPROVED:
        raise NotNow(_("Rapporten er godkjent."))


def can_add_file(by: Actor, report: Report) -> None:
    """Receipts are taken from when we ask for them until the report is settled."""
    _speaks_for(by, report.grant.application)
    if report.receipts_asked_at is None or report.state is S.APPROVED:
        raise NotNow(_("Vi har ikke bedt om kvitteringer. Ta vare på dem i fem år."))


def has_room(report: Report) -> None:
    if len(report.files) >= MOST_FILES:
        sentence = str(_("Det er plass til %(most)s filer.", most=MOST_FILES))
        raise NotComplete(sentence, {"receipts": sentence})


def is_receipt(name: str, *, is_known_kind: bool) -> None:
    if not is_known_kind:
        sentence = str(_("«%(name)s» er ikke pdf, jpg eller png. Ta et bilde av kvitteringen.", name=name))
        raise NotComplete(sentence, {"receipts": sentence})


def can_submit(by: Actor, report: Report, asked: Asked, at: datetime, *, is_sure: bool) -> None:
    """As `can_write`, with an answer to all that is asked. `is_sure`: they say that an unlikely number of visitors is
    right."""
    can_write(by, report.grant, report, at)
    missing = dict(lacks(report, asked, is_sure=is_sure))
    if missing:
        raise NotComplete(_("Rapporten er ikke sendt ennå. Noe mangler."), missing)


def lacks(report: Report, asked: Asked, *, is_sure: bool = True) -> Iterator[tuple[str, str]]:
    """(field, sentence) for each thing that is missing or does not hold, in the order of the page."""
    yield from _about_how_it_went(report, asked, is_sure)
    yield from _about_money(report, asked)
    yield from _about_photos(report)
    if report.receipts_asked_at and not report.files:
        yield "receipts", str(_("Legg ved kvitteringene vi ba om."))
    if report.held is not Held.NO and report.again is None:
        yield "again", str(_("Velg et svar."))
    if report.story_ok is None:
        yield "story_ok", str(_("Velg et svar."))
    if not report.is_confirmed:
        yield "is_confirmed", str(_("Kryss av for at rapporten er riktig."))


def _about_how_it_went(report: Report, asked: Asked, is_sure: bool) -> Iterator[tuple[str, str]]:
    if report.held is None:
        yield "held", str(_("Velg om aktiviteten ble gjennomført."))
    if differs(report, report.grant) and not report.deviations:
        yield "deviations", str(_("Skriv hva som ble annerledes, og hvorfor."))
    if report.held is Held.NO:
        return
    if asked.visitors:
        yield from _about_visitors(report, is_sure)
    if asked.ran_out and report.ran_out in (RanOut.A_LITTLE, RanOut.MUCH) and not report.ran_out_text:
        yield "ran_out_text", str(_("Skriv kort hva som skjedde."))
    if not report.learned:
        yield "learned", str(_("Skriv hva folk tok med seg hjem."))


def _about_visitors(report: Report, is_sure: bool) -> Iterator[tuple[str, str]]:
    if report.count_method is None:
        yield "count_method", str(_("Velg hvordan dere telte. «Ikke talt» er også et svar."))
    elif report.count_method is CountMethod.NOT_COUNTED:
        if not report.count_reason:
            yield "count_reason", str(_("Skriv kort hvorfor dere ikke telte."))
    elif report.visitors is None:
        yield "visitors", str(_("Skriv hvor mange som kom."))
    elif not is_sure and (doubt := plausible.doubt(report.visitors, report.grant.plan)):
        yield "visitors_ok", doubt


def _about_money(report: Report, asked: Asked) -> Iterator[tuple[str, str]]:
    if asked.lines:
        for place, line in enumerate(report.accounts):
            if line["actual_nok"] is None:
                yield f"accounts-{place}-actual_nok", str(_("Skriv hva det kostet. 0 er også et svar."))
            if not line["text"] and line["group"] == accounting.NEW:
                yield f"accounts-{place}-text", str(_("Skriv hva pengene gikk til."))
    elif report.total_cost_nok is None:
        yield "total_cost_nok", str(_("Skriv hva aktiviteten kostet i alt. 0 er også et svar."))
    unused = unused_of(report, asked)
    if unused and not report.unused_confirmed:
        sentence = _(
            "Regnskapet viser at %(amount)s kroner av tilskuddet er igjen. Stemmer det?", amount=number(unused)
        )
        yield "unused_confirmed", str(sentence)


def cost_of(report: Report, asked: Asked) -> int | None:
    """What it cost in all: the sum of the lines, or the total that was written."""
    return accounting.cost_nok(report.accounts) if asked.lines else report.total_cost_nok


def unused_of(report: Report, asked: Asked) -> int | None:
    """What of the grant was not needed, kroner; None while the accounts are not written."""
    cost = cost_of(report, asked)
    if cost is None or (asked.lines and any(line["actual_nok"] is None for line in report.accounts)):
        return None
    return accounting.unused_nok(report.grant.accepted_nok, cost, report.other_income_nok or 0)


def _about_photos(report: Report) -> Iterator[tuple[str, str]]:
    for photo in report.photos:
        name = f"photo-{photo.public_id}"
        if not photo.alt_text:
            yield f"{name}-alt_text", str(_("Skriv hva bildet viser, for dem som ikke kan se det."))
        if not photo.credit:
            yield f"{name}-credit", str(_("Skriv hvem som tok bildet."))
        if not photo.has_consent:
            sentence = _("Kryss av for at alle på bildet har sagt ja, eller fjern bildet.")
            yield f"{name}-has_consent", str(sentence)


def can_add_photo(report: Report) -> None:
    if len(report.photos) >= ReportPhoto.MOST:
        sentence = str(_("Det er plass til %(most)s bilder. Fjern et hvis du vil bytte det ut.", most=ReportPhoto.MOST))
        raise NotComplete(sentence, {"photos": sentence})


# --- staff -----------------------------------------------------------------------------------------------------------


def _is(role: Role, by: Actor, grant: Grant, own: Standing | None = None) -> None:
    if role not in by.roles:
        who = {Role.CASE_HANDLER: _("saksbehandlere"), Role.APPROVER: _("godkjennere")}[role]
        raise NotPermitted(_("Bare %(who)s kan gjøre dette.", who=who))
    can_read(by, grant.application, own)


def _is_sent(report: Report) -> None:
    if report.state is not S.SUBMITTED:
        raise NotNow(_("Rapporten har status «%(status)s».", status=workflow.LABELS[report.state].staff))


def can_approve(by: Actor, report: Report, own: Standing | None = None) -> None:
    """An impartial case handler, of a report that is sent."""
    _is(Role.CASE_HANDLER, by, report.grant, own)
    _is_sent(report)


def may_return(by: Actor, report: Report, own: Standing | None = None) -> None:
    _is(Role.CASE_HANDLER, by, report.grant, own)
    _is_sent(report)


def can_return(by: Actor, report: Report, reason: str, due_on: date | None, at: datetime) -> None:
    """With what is missing, and time to mend it."""
    may_return(by, report)
    missing = _lack_of_text("returned_reason", reason, _("Skriv hva som mangler. Søkeren leser det."))
    missing |= _lack_of_day("returned_due_on", due_on, at)
    if missing:
        raise NotComplete(_("Rapporten er ikke sendt tilbake."), missing)


def may_extend(by: Actor, grant: Grant, report: Report | None, own: Standing | None = None) -> None:
    _is(Role.CASE_HANDLER, by, grant, own)
    if grant.cancelled_at is not None:
        raise NotNow(_("Aktiviteten er avlyst. Det er ingen rapport å vente på."))
    if report is not None and report.state not in (S.DRAFT, S.RETURNED):
        raise NotNow(_("Rapporten har status «%(status)s».", status=workflow.LABELS[report.state].staff))


def can_extend(by: Actor, grant: Grant, report: Report | None, reason: str, due_on: date | None, at: datetime) -> None:
    """While we wait for the report, for a reason that is kept."""
    may_extend(by, grant, report)
    missing = _lack_of_text("extend_reason", reason, _("Skriv kort hvorfor."))
    missing |= _lack_of_day("extend_due_on", due_on, at)
    if due_on is not None and due_on == grant.report_due_on:
        missing["extend_due_on"] = str(_("Det er fristen nå. Velg en annen dag."))
    if missing:
        raise NotComplete(_("Fristen er ikke flyttet."), missing)


def can_ask_receipts(by: Actor, grant: Grant, report: Report | None, own: Standing | None = None) -> None:
    """Once, of a report that is not settled."""
    _is(Role.CASE_HANDLER, by, grant, own)
    if report is None or report.state in (S.APPROVED, S.WRITTEN_OFF):
        raise NotNow(_("Det er ingen rapport å be om kvitteringer til."))
    if report.receipts_asked_at is not None:
        raise NotNow(_("Dere ba om kvitteringer %(day)s.", day=full_day(report.receipts_asked_at)))


def may_write_off(by: Actor, grant: Grant, report: Report | None, at: datetime, own: Standing | None = None) -> None:
    """An approver, when the last day has passed or the report that came does not do."""
    _is(Role.APPROVER, by, grant, own)
    if grant.cancelled_at is not None:
        raise NotNow(_("Aktiviteten er avlyst. Det er ingen rapport å vente på."))
    state = report.state if report is not None else S.DRAFT
    if state in (S.APPROVED, S.WRITTEN_OFF):
        raise NotNow(_("Rapporten har status «%(status)s».", status=workflow.LABELS[state].staff))
    if state is not S.SUBMITTED and local(at).date() <= grant.report_due_on:
        raise NotNow(_("Fristen er %(day)s. Rapporten kan avskrives etter den.", day=full_day(grant.report_due_on)))


def can_write_off(by: Actor, grant: Grant, report: Report | None, reason: str, at: datetime) -> None:
    may_write_off(by, grant, report, at)
    missing = _lack_of_text("written_off_reason", reason, _("Skriv hvorfor vi ikke venter lenger."))
    if missing:
        raise NotComplete(_("Rapporten er ikke avskrevet."), missing)


def _lack_of_text(field: str, text: str, sentence: str) -> dict[str, str]:
    if not text.strip():
        return {field: str(sentence)}
    if len(text) > REASON_LENGTH:
        return {field: str(_("Teksten er for lang: høyst %(max)d tegn.", max=REASON_LENGTH))}
    return {}


def _lack_of_day(field: str, due_on: date | None, at: datetime) -> dict[str, str]:
    today = local(at).date()
    if due_on is None:
        return {field: str(_("Velg en dato."))}
    if not today + SOONEST <= due_on <= today + LATEST:
        first, last = full_day(today + SOONEST), full_day(today + LATEST)
        return {field: str(_("Velg en dag fra %(first)s til %(last)s.", first=first, last=last))}
    return {}
