"""Every kind of event: its fields, its sentence and who may read it. The wording of the history stands here (what comes
after the letter in followup_events.py, the prize's in prize_events.py)."""

from flask_babel import lazy_gettext as _l

from app.audit.declaration import Audience as Audience
from app.audit.declaration import Declaration
from app.audit.declaration import declare as _event
from app.audit.followup_events import FOLLOWUP_EVENTS
from app.audit.prize_events import PRIZE_EVENTS

EVENTS: dict[str, Declaration] = {
    # accounts
    "staff_invited": _event(
        _l("Inviterte en medarbeider som %(role)s"), "role", "user", audience=Audience.ADMINISTRATION
    ),
    "role_granted": _event(_l("Ga rollen %(role)s"), "role", "user", audience=Audience.ADMINISTRATION),
    "role_withdrawn": _event(_l("Tok fra rollen %(role)s"), "role", "user", audience=Audience.ADMINISTRATION),
    "leader_set": _event(_l("Satte nærmeste leder til %(leader)s"), "leader", "user", audience=Audience.ADMINISTRATION),
    "staff_left": _event(_l("Registrerte at en medarbeider har sluttet"), "user", audience=Audience.ADMINISTRATION),
    "merger_proposed": _event(
        _l("Foreslo å slå sammen to organisasjoner"), "merged", "into", audience=Audience.ADMINISTRATION
    ),
    "merger_declined": _event(
        _l("Avslo å slå sammen to organisasjoner"), "merged", "into", audience=Audience.ADMINISTRATION
    ),
    "organisations_merged": _event(
        _l("Slo sammen to organisasjoner"), "merged", "into", "merger", audience=Audience.ADMINISTRATION
    ),
    "merger_undone": _event(_l("Angret en sammenslåing"), "merged", "into", "merger", audience=Audience.ADMINISTRATION),
    # rounds
    "round_created": _event(_l("Opprettet runden %(round)s"), "round", audience=Audience.ADMINISTRATION),
    "round_changed": _event(_l("Endret runden %(round)s: %(what)s"), "round", "what", audience=Audience.ADMINISTRATION),
    "round_moved": _event(
        _l("Runden %(round)s gikk fra %(from)s til %(to)s"),
        "round",
        "from",
        "to",
        audience=Audience.ADMINISTRATION,
    ),
    "reserve_released": _event(
        _l("Frigjorde %(amount_nok)s kroner av reserven"),
        "round",
        "amount_nok",
        audience=Audience.ADMINISTRATION,
    ),
    "assessing_closed": _event(
        _l("Avsluttet vurderingen i runden %(round)s"), "round", audience=Audience.ADMINISTRATION
    ),
    "allocation_made": _event(_l("Regnet ut en fordeling"), "round", "run", "kind", audience=Audience.ADMINISTRATION),
    "allocation_adopted": _event(
        _l("Skrev en fordeling inn i %(cases)s innstillinger"),
        "round",
        "run",
        "cases",
        audience=Audience.ADMINISTRATION,
    ),
    # applications
    "application_submitted": _event(_l("Søknaden ble sendt (versjon %(version)s)"), "version"),
    "application_registered": _event(
        _l("Søknaden ble registrert som mottatt på %(channel)s"), "channel", "received_at"
    ),
    "application_reopened": _event(_l("Søkeren åpnet søknaden igjen for å endre den")),
    "application_withdrawn": _event(_l("Søknaden ble trukket")),
    "application_moved": _event(_l("Status gikk fra %(from)s til %(to)s"), "from", "to"),
    "handler_assigned": _event(_l("Saken fikk saksbehandler %(handler)s"), "handler", audience=Audience.STAFF),
    "applicant_merged": _event(_l("Søkeren ble slått sammen med en annen organisasjon"), "merger"),
    "applicant_parted": _event(_l("Sammenslåingen av søkeren ble angret"), "merger"),
    # review
    "formal_check_done": _event(
        _l("Formell kontroll: %(green)s i orden, %(amber)s å se på, %(red)s feil"),
        "green",
        "amber",
        "red",
        audience=Audience.STAFF,
    ),
    "deviation_explained": _event(_l("Avviket %(check)s er forklart"), "check", audience=Audience.STAFF),
    "screening_passed": _event(_l("Formell kontroll er godkjent"), audience=Audience.STAFF),
    "screening_reopened": _event(_l("Tok opp den formelle kontrollen igjen"), audience=Audience.STAFF),
    "impartiality_declared": _event(_l("Svarte på habilitet: %(answer)s"), "answer", audience=Audience.STAFF),
    "impartiality_settled": _event(
        _l("Avgjorde tvil om habilitet: %(answer)s"), "answer", "person", audience=Audience.STAFF
    ),
    "assessor_assigned": _event(
        _l("Ga aktivitet %(activity)s til %(person)s å vurdere"), "activity", "person", audience=Audience.STAFF
    ),
    "assignment_withdrawn": _event(
        _l("Tok vurderingen av aktivitet %(activity)s fra %(person)s"), "activity", "person", audience=Audience.STAFF
    ),
    "assessment_sent": _event(
        _l("Sendte vurderingen av aktivitet %(activity)s"), "activity", audience=Audience.OWN_ASSESSMENT
    ),
    # the conversation on a case
    "note_written": _event(_l("Skrev et internt notat"), "note", audience=Audience.STAFF),
    "note_corrected": _event(_l("Rettet et internt notat"), "note", "corrects", audience=Audience.STAFF),
    "message_sent": _event(_l("Sendte en melding til søkeren"), "message", "files"),
    "message_received": _event(_l("Søkeren sendte en melding"), "message", "files"),
    "message_read": _event(_l("Søkeren leste meldingen"), "message"),
    "message_settled": _event(_l("Merket at en melding ikke trenger svar"), "message", audience=Audience.STAFF),
    "information_recorded": _event(
        _l("Førte opp en opplysning fra andre om søkeren"), "information", audience=Audience.STAFF
    ),
    "information_put": _event(_l("La en opplysning fra andre fram for søkeren"), "information"),
    "information_exempted": _event(
        _l("Avgjorde at en opplysning fra andre ikke trenger å legges fram"), "information", audience=Audience.STAFF
    ),
    "information_commented": _event(_l("Søkeren uttalte seg om en opplysning fra andre"), "information"),
    # casework: time
    "time_reply_sent": _event(_l("Ga beskjed om at svaret kommer innen %(expected_on)s"), "reply", "expected_on"),
    "task_added": _event(
        _l("Skrev en oppgave til %(person)s med frist %(due_on)s"), "due_on", "person", audience=Audience.STAFF
    ),
    # casework: supplements
    "supplement_requested": _event(
        _l("Ba søkeren om %(count)s opplysninger innen %(due_on)s"), "number", "count", "due_on"
    ),
    "supplement_reminded": _event(_l("Minnet søkeren om fristen %(due_on)s"), "number", "due_on"),
    "supplement_extended": _event(_l("Ga søkeren frist til %(due_on)s"), "number", "due_on"),
    "supplement_answered": _event(_l("Tilleggsopplysninger mottatt på %(channel)s"), "number", "channel"),
    "supplement_expired": _event(_l("Fristen for tilleggsopplysninger gikk ut"), "number"),
    "supplement_ended": _event(_l("Sluttet å vente på tilleggsopplysninger"), "number"),
    "assessment_revised": _event(
        _l("Endret den sendte vurderingen av aktivitet %(activity)s, med begrunnelse"),
        "activity",
        audience=Audience.OWN_ASSESSMENT,
    ),
    # decisions
    "recommended": _event(
        _l("Innstilte saken (%(outcomes)s, %(amount_nok)s kroner)"),
        "outcomes",
        "amount_nok",
        audience=Audience.STAFF,
    ),
    "recommendation_taken_back": _event(_l("Tok tilbake innstillingen"), audience=Audience.STAFF),
    "recommendation_returned": _event(_l("Sendte innstillingen tilbake"), audience=Audience.STAFF),
    "decided": _event(
        _l("Vedtok saken (%(outcomes)s, %(amount_nok)s kroner)"),
        "outcomes",
        "amount_nok",
        "version",
        audience=Audience.STAFF,
    ),
    "decision_taken_back": _event(
        _l("Tok tilbake vedtaket før noen hadde fått det (%(amount_nok)s kroner)"),
        "amount_nok",
        audience=Audience.STAFF,
    ),
    "release_planned": _event(_l("Planla å frigi vedtaket"), "release_at", audience=Audience.STAFF),
    "release_cancelled": _event(_l("Stoppet frigivelsen"), audience=Audience.STAFF),
    "decision_released": _event(_l("Vedtaket ble frigitt"), "version"),
    "reversal_proposed": _event(_l("Foreslo å omgjøre vedtaket"), "ground", "amount_nok", audience=Audience.STAFF),
    "reversal_noticed": _event(
        _l("Registrerte forhåndsvarsel om omgjøring"), "noticed_on", "comment_by", audience=Audience.STAFF
    ),
    "reversal_commented": _event(
        _l("Registrerte partens merknader til omgjøringen"), "comment_on", audience=Audience.STAFF
    ),
    "reversal_returned": _event(_l("Sendte forslaget om omgjøring tilbake"), audience=Audience.STAFF),
    "reversal_withdrawn": _event(_l("Trakk forslaget om omgjøring"), audience=Audience.STAFF),
    "decision_reversed": _event(
        _l("Omgjorde vedtaket (versjon %(version)s, %(amount_nok)s kroner)"),
        "ground",
        "version",
        "amount_nok",
        audience=Audience.STAFF,
    ),
    "correction_proposed": _event(_l("Foreslo å rette en feil i vedtaket"), "version", audience=Audience.STAFF),
    "correction_returned": _event(_l("Sendte forslaget om retting tilbake"), "version", audience=Audience.STAFF),
    "decision_corrected": _event(_l("En feil i vedtaket ble rettet"), "version"),
    "appeal_received": _event(_l("Klage mottatt"), "in_time"),
    "appeal_registered": _event(_l("Klage %(number)s registrert, mottatt på %(channel)s"), "number", "channel"),
    "appeal_taken": _event(_l("Tok klage %(number)s til behandling"), "number", audience=Audience.STAFF),
    "appeal_given_up": _event(_l("Ga klage %(number)s fra seg"), "number", audience=Audience.STAFF),
    "late_appeal_taken_up": _event(
        _l("Tok klage %(number)s opp til behandling selv om den kom etter fristen"), "number"
    ),
    "appeal_dismissal_prepared": _event(
        _l("Foreslo å avvise klage %(number)s"), "number", "statement", audience=Audience.STAFF
    ),
    "appeal_dismissed": _event(_l("Klage %(number)s er avvist"), "number", "statement"),
    "appeal_statement_returned": _event(
        _l("Sendte vurderingen av klage %(number)s tilbake"), "number", "statement", audience=Audience.STAFF
    ),
    "appeal_reversal_prepared": _event(
        _l("Foreslo nytt vedtak etter klage %(number)s"), "number", audience=Audience.STAFF
    ),
    "appeal_reversal_dropped": _event(
        _l("Nytt vedtak etter klage %(number)s ble ikke noe av"), "number", audience=Audience.STAFF
    ),
    "appeal_reversed": _event(_l("Klage %(number)s førte til nytt vedtak"), "number", audience=Audience.STAFF),
    "appeal_upheld": _event(
        _l("Foreslo å stå på vedtaket og sende klage %(number)s til klageinstansen"),
        "number",
        "statement",
        audience=Audience.STAFF,
    ),
    "appeal_forwarded": _event(_l("Klage %(number)s ble sendt til klageinstansen"), "number", "statement"),
    "appeal_commented": _event(_l("Parten kom med merknader til oversendelsen av klage %(number)s"), "number"),
    "appeal_comments_passed_on": _event(
        _l("Sendte merknadene til klage %(number)s til klageinstansen"), "number", audience=Audience.STAFF
    ),
    "appeal_answered": _event(_l("Klageinstansen har avgjort klage %(number)s"), "number", "result"),
    "appeal_closed": _event(_l("Klage %(number)s er avsluttet"), "number"),
    "appeal_withdrawn": _event(_l("Klage %(number)s ble trukket"), "number"),
    "appeal_body_told": _event(
        _l("Klageinstansen har fått beskjed om at klage %(number)s er trukket"), "number", audience=Audience.STAFF
    ),
    "appeal_deadline_extended": _event(_l("Klagefristen ble forlenget til %(until)s"), "until"),
    "reasons_demanded": _event(_l("Parten ba om begrunnelse")),
    "reasons_answered": _event(_l("Kravet om begrunnelse er besvart"), "were_left_out"),
    # access to the file
    "access_requested": _event(_l("Noen ba om innsyn (%(channel)s)"), "channel", "is_party", audience=Audience.STAFF),
    "access_tied": _event(_l("Kravet om innsyn gjelder denne saken"), "request", audience=Audience.STAFF),
    "access_answered": _event(
        _l("Svarte på krav om innsyn: %(full)s gitt, %(masked)s skjermet, %(refused)s avslått"),
        "full",
        "masked",
        "refused",
        audience=Audience.STAFF,
    ),
    "access_not_found": _event(
        _l("Svarte at det ikke finnes noe å gi innsyn i"), "request", audience=Audience.ADMINISTRATION
    ),
    "access_link_renewed": _event(_l("Sendte ny lenke til svaret på innsyn"), "request", audience=Audience.STAFF),
    "access_fetched": _event(
        _l("Svaret på innsyn ble lastet ned: %(document)s"), "request", "document", audience=Audience.STAFF
    ),
    "document_opened": _event(_l("Åpnet %(document)s under innsyn"), "document", audience=Audience.STAFF),
    "documents_downloaded": _event(
        _l("Søkeren lastet ned alle sine %(count)s dokumenter"), "count", audience=Audience.STAFF
    ),
    "document_shielded": _event(
        _l("Merket %(document)s som skjermet (%(ground)s)"), "document", "ground", audience=Audience.STAFF
    ),
    "shielding_withdrawn": _event(_l("Tok bort skjermingen av %(document)s"), "document", audience=Audience.STAFF),
    "masked_copy_made": _event(
        _l("Laget skjermet kopi av %(document)s (%(marks)s skjerminger)"),
        "document",
        "copy",
        "marks",
        audience=Audience.STAFF,
    ),
    # letters and mail
    "letter_issued": _event(_l("Brev laget: %(kind)s"), "kind", "letter"),
    "notice_sent": _event(_l("Varsel sendt"), "letter", "ordinal"),
    "notice_failed": _event(_l("Varselet kom ikke fram"), "letter", audience=Audience.STAFF),
    "letter_opened": _event(_l("Brevet ble åpnet"), "letter"),
    **FOLLOWUP_EVENTS,
    **PRIZE_EVENTS,
}
