"""The events of what comes after the letter: changes, reports, payments, recovery; then the programme, the campaign and
the figures. Account numbers never stand in an event, only how they end."""

from functools import partial

from flask_babel import lazy_gettext as _l

from app.audit.declaration import Audience, Declaration
from app.audit.declaration import declare as _event

_staff = partial(_event, audience=Audience.STAFF)
_administration = partial(_event, audience=Audience.ADMINISTRATION)

FOLLOWUP_EVENTS: dict[str, Declaration] = {
    # acceptance
    "grant_accepted": _event(_l("Tilskuddet er godtatt"), "activity"),
    "grant_declined": _event(_l("Søkeren takket nei"), "activity", "amount_nok"),
    "acceptance_reminded": _event(_l("Minnet søkeren om å svare innen %(answer_by)s"), "answer_by"),
    "grant_lapsed": _event(_l("Tilskuddet falt bort fordi ingen svarte"), "activity", "amount_nok"),
    "account_entered": _event(_l("Kontonummer som slutter på %(last4)s ble oppgitt"), "last4", "waits"),
    "account_settled": _staff(_l("Kontoen som slutter på %(last4)s ble vurdert: %(status)s"), "last4", "status"),
    "permit_demanded": _event(_l("Tillatelse må vises fram før utbetaling"), "activity"),
    "permit_demand_dropped": _event(_l("Kravet om å vise fram tillatelse ble frafalt"), "activity"),
    "permit_sent": _event(_l("Søkeren sendte en tillatelse"), "activity"),
    "permit_settled": _event(_l("Tillatelsen ble vurdert: %(accepted)s"), "activity", "accepted"),
    # changes
    "change_noticed": _event(_l("Søkeren meldte endring %(number)s: %(what)s"), "activity", "number", "what"),
    "change_decided": _event(_l("Endring %(number)s: %(status)s"), "activity", "number", "status"),
    "change_withdrawn": _event(_l("Søkeren trakk endring %(number)s"), "activity", "number"),
    "grant_cancelled": _event(_l("Aktiviteten er avlyst"), "activity"),
    "grant_given_back": _event(
        _l("%(amount_nok)s kroner gikk tilbake til potten (%(cause)s)"), "activity", "amount_nok", "cause"
    ),
    "grant_kept_again": _event(_l("%(amount_nok)s kroner ble søkerens igjen"), "activity", "amount_nok"),
    # reports
    "report_submitted": _event(_l("Rapporten ble sendt (versjon %(version)s)"), "activity", "version"),
    "report_returned": _event(_l("Rapporten ble sendt tilbake, ny frist %(due_on)s"), "activity", "due_on"),
    "report_approved": _event(_l("Rapporten ble godkjent"), "activity"),
    "report_written_off": _event(_l("Rapporten ble avskrevet"), "activity"),
    "report_extended": _event(_l("Rapportfristen ble flyttet til %(due_on)s"), "activity", "due_on"),
    "report_reminded": _event(_l("Minnet om rapporten (%(number)s. gang)"), "activity", "number"),
    "receipts_asked": _event(_l("Ba om kvitteringer"), "activity"),
    # payments
    "payment_planned": _staff(_l("Planla utbetaling %(payment)s"), "activity", "payment", "amount_nok"),
    "payment_approved": _staff(_l("Godkjente utbetaling %(payment)s"), "payment", "approvals"),
    "payment_approval_withdrawn": _staff(_l("Trakk godkjenningen av utbetaling %(payment)s"), "payment"),
    "payments_exported": _administration(
        _l("Eksporterte %(payments)s utbetalinger (%(batch)s)"), "batch", "payments", "total_nok"
    ),
    "payment_file_fetched": _administration(_l("Lastet ned betalingsfilen %(batch)s"), "batch", "file"),
    "payment_confirmed": _event(_l("Utbetalt %(amount_nok)s kroner"), "activity", "payment", "amount_nok"),
    "payment_failed": _staff(_l("Utbetaling %(payment)s kom ikke fram"), "payment"),
    "payment_cancelled": _staff(_l("Utbetaling %(payment)s ble stanset"), "payment"),
    # recovery
    "recovery_warned": _event(_l("Varslet om krav på %(amount_nok)s kroner"), "activity", "number", "amount_nok"),
    "recovery_commented": _event(_l("Søkeren uttalte seg om kravet"), "activity", "number"),
    "recovery_claimed": _event(_l("Krevde %(amount_nok)s kroner tilbake"), "activity", "number", "amount_nok"),
    "recovery_appealed": _event(_l("Søkeren klaget på kravet"), "activity", "number"),
    "recovery_reduced": _event(_l("Kravet ble satt ned til %(amount_nok)s kroner"), "activity", "number", "amount_nok"),
    "recovery_paid": _event(_l("%(returned_nok)s kroner er betalt tilbake"), "activity", "number", "returned_nok"),
    "recovery_ended": _event(_l("Kravet ble avsluttet: %(status)s"), "activity", "number", "status"),
    # the programme
    "event_registered": _administration(_l("Et arrangement ble meldt på programmet"), "year", "event"),
    "event_changed": _administration(_l("Et arrangement i programmet ble endret"), "year", "event", "what"),
    "event_settled": _administration(_l("Et arrangement i programmet: %(status)s"), "year", "event", "status"),
    # the campaign
    "week_created": _administration(_l("Opprettet uka for %(year)s"), "year"),
    "week_changed": _administration(_l("Endret uka for %(year)s: %(what)s"), "year", "what"),
    "year_task_done": _administration(_l("Gjorde %(task)s for %(year)s"), "task", "year"),
    "year_task_reopened": _administration(_l("Tok opp igjen %(task)s for %(year)s"), "task", "year"),
    "year_task_changed": _administration(_l("Endret årshjulet: %(task)s"), "task"),
    "goal_changed": _administration(_l("Endret målet %(goal)s"), "goal"),
    "network_joined": _administration(_l("En samtykket til å være på nettverkslista"), "member", "source"),
    "network_left": _administration(_l("En trakk samtykket til nettverkslista"), "member"),
    "press_noted": _administration(_l("Førte et presseoppslag for %(year)s"), "year"),
    "press_removed": _administration(_l("Fjernet et presseoppslag for %(year)s"), "year"),
    # the figures
    "key_figure_added": _administration(_l("Førte et nøkkeltall for %(year)s"), "year", "kind"),
    "key_figure_removed": _administration(_l("Fjernet et nøkkeltall for %(year)s"), "year", "kind"),
    "history_loaded": _administration(_l("Lastet inn %(figures)s nøkkeltall fra rapporten"), "figures"),
    "learning_noted": _administration(_l("Skrev et læringsnotat for %(year)s"), "year"),
    "learning_removed": _administration(_l("Fjernet et læringsnotat for %(year)s"), "year"),
    "final_report_asked": _administration(
        _l("Bestilte utkast %(number)s til sluttrapport for %(year)s"), "year", "number"
    ),
    "list_exported": _administration(_l("Lastet ned %(list)s"), "list"),
}
