"""Rows of the spreadsheets of what comes after the letter: grants, payments and reports. Whole kroner."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import District, Organisation
from app.applications.models import Activity, Application
from app.extensions import db
from app.files.sheets import TEXT, WIDE, Column, Value, count, day, kroner, moment
from app.followup.grants.models import Grant
from app.followup.grants.plan import days
from app.followup.payment import workflow as payments
from app.followup.payment.models import Payment, PaymentBatch
from app.followup.payment.queries import paid
from app.followup.recovery.queries import returned
from app.followup.report.models import Report, ReportState
from app.followup.report.outcomes import CHANNELS, OUTCOMES
from app.followup.report.showing import AGAIN, HELD, METHODS, RAN_OUT
from app.followup.report.workflow import LABELS
from app.insight.exported_cases import AT_A_TIME, of_year, yes_no
from app.rounds.models import Category, Round

Row = Sequence[Value]


def grant_columns() -> Sequence[Column]:
    return (
        Column(_("Sak")),
        count(_("Aktivitet")),
        Column(_("Runde"), WIDE),
        Column(_("Mottaker"), WIDE),
        Column(_("Organisasjonsnummer")),
        Column(_("Tittel"), TEXT),
        Column(_("Tema"), WIDE),
        Column(_("Bydel")),
        day(_("Første dag")),
        day(_("Siste dag")),
        kroner(_("Godtatt")),
        kroner(_("Utbetalt")),
        kroner(_("Betalt tilbake")),
        Column(_("Avlyst")),
        Column(_("Rapport")),
        day(_("Rapportfrist")),
        moment(_("Godtatt den")),
    )


def grant_rows(year: int) -> Iterator[Row]:
    """In portions, so that what is paid and returned is asked once for each."""
    found = (
        select(Grant, Application.reference, Activity.position, Round.name, Organisation.name, Organisation.orgnr)
        .add_columns(Category.name, Report.state)
        .join(Application, Application.id == Grant.application_id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .join(Round, Round.id == Grant.round_id)
        .join(Activity, Activity.id == Grant.activity_id)
        .outerjoin(Category, Category.id == Activity.category_id)
        .outerjoin(Report, Report.grant_id == Grant.id)
        .where(of_year(year))
        .order_by(Application.reference, Activity.position)
    )
    districts = _districts()
    rows = db.session.execute(found).all()
    for start in range(0, len(rows), AT_A_TIME):
        part = rows[start : start + AT_A_TIME]
        ids = [row.Grant.id for row in part]
        out, back = paid(ids), returned(ids)
        for grant, *rest in part:
            district = districts.get(grant.plan["district_code"])
            yield _grant_row(grant, district, (out.get(grant.id, 0), back.get(grant.id, 0)), *rest)


def _grant_row(grant: Grant, district: str | None, paid_and_returned: tuple[int, int], *rest: Any) -> Row:
    reference, position, round_name, receiver, orgnr, category, state = rest
    held = days(grant.plan)
    return (
        reference,
        position,
        round_name,
        receiver,
        orgnr,
        grant.plan["title"],
        category,
        district,
        held[0] if held else None,
        held[-1] if held else None,
        grant.accepted_nok,
        *paid_and_returned,
        yes_no(grant.cancelled_at is not None),
        str(LABELS[state or ReportState.DRAFT].staff),
        grant.report_due_on,
        grant.accepted_at,
    )


def payment_columns() -> Sequence[Column]:
    return (
        Column(_("Utbetaling"), WIDE),
        Column(_("Sak")),
        count(_("Aktivitet")),
        Column(_("Mottaker"), WIDE),
        kroner(_("Beløp")),
        Column(_("Gjelder"), WIDE),
        Column(_("Måte")),
        Column(_("Konto slutter på")),
        Column(_("Koststed")),
        Column(_("Status")),
        Column(_("Fil"), WIDE),
        day(_("Betalingsdag")),
        day(_("Bekreftet")),
        moment(_("Planlagt")),
    )


def payment_rows(year: int) -> Iterator[Row]:
    found = (
        select(Payment, Application.reference, Activity.position, Organisation.name)
        .add_columns(PaymentBatch.reference, PaymentBatch.pay_on)
        .join(Grant, Grant.id == Payment.grant_id)
        .join(Application, Application.id == Grant.application_id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .join(Activity, Activity.id == Grant.activity_id)
        .join(Round, Round.id == Grant.round_id)
        .outerjoin(PaymentBatch, PaymentBatch.id == Payment.batch_id)
        .where(of_year(year))
        .order_by(Payment.id)
        .execution_options(yield_per=AT_A_TIME)
    )
    for payment, reference, position, receiver, batch, pay_on in db.session.execute(found):
        yield (
            payment.reference,
            reference,
            position,
            payment.receiver or receiver,
            payment.amount_nok,
            str(_("For mye krevd tilbake") if payment.refunds_claim else _("Tilskudd")),
            str(payments.MEANS[payment.means]),
            payment.account_number[-4:] if payment.account_number else None,
            payment.cost_centre,
            str(payments.LABELS[payment.status].staff),
            batch,
            pay_on,
            payment.confirmed_on,
            payment.planned_at,
        )


def report_columns() -> Sequence[Column]:
    return (
        Column(_("Sak")),
        count(_("Aktivitet")),
        Column(_("Mottaker"), WIDE),
        Column(_("Tittel"), TEXT),
        Column(_("Rapport")),
        Column(_("Gjennomført")),
        Column(_("Telling")),
        count(_("Besøkende")),
        *(count(str(name)) for name in OUTCOMES.values()),
        *(count(_("Rekkevidde: %(channel)s", channel=name)) for name in CHANNELS.values()),
        Column(_("Tomt eller kø")),
        kroner(_("Kostnad")),
        kroner(_("Andre inntekter")),
        kroner(_("Ikke brukt")),
        Column(_("Vil gjøre det igjen")),
        Column(_("Vil fortelle")),
        moment(_("Levert den")),
        moment(_("Godkjent den")),
    )


def report_rows(year: int) -> Iterator[Row]:
    """Reports that were sent. What was not counted is an empty cell, never 0."""
    found = (
        select(Report, Grant, Application.reference, Activity.position, Organisation.name)
        .join(Grant, Grant.id == Report.grant_id)
        .join(Application, Application.id == Grant.application_id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .join(Activity, Activity.id == Grant.activity_id)
        .join(Round, Round.id == Grant.round_id)
        .where(of_year(year), Report.version > 0)
        .order_by(Application.reference, Activity.position)
        .execution_options(yield_per=AT_A_TIME)
    )
    for report, grant, reference, position, receiver in db.session.execute(found):
        yield (
            reference,
            position,
            receiver,
            grant.plan["title"],
            str(LABELS[report.state].staff),
            _word(HELD, report.held),
            _word(METHODS, report.count_method),
            report.visitors,
            *(report.outcomes.get(code) for code in OUTCOMES),
            *(report.reach.get(code) for code in CHANNELS),
            _word(RAN_OUT, report.ran_out),
            report.total_cost_nok,
            report.other_income_nok,
            report.unused_nok,
            _word(AGAIN, report.again),
            yes_no(report.story_ok),
            report.submitted_at,
            report.approved_at,
        )


def _word(words: Mapping[Any, Any], code: Any) -> str | None:
    return None if code is None else str(words[code])


def _districts() -> dict[str, str]:
    return {code: name for code, name in db.session.execute(select(District.code, District.name))}
