"""The events of the prize. None of them names who wins: that stands on the pages, after the handover."""

from functools import partial

from flask_babel import lazy_gettext as _l

from app.audit.declaration import Audience, Declaration, declare

_jury = partial(declare, audience=Audience.JURY)

PRIZE_EVENTS: dict[str, Declaration] = {
    # the year
    "prize_created": _jury(_l("Opprettet Ombruksprisen %(year)s"), "year"),
    "prize_changed": _jury(_l("Endret Ombruksprisen %(year)s: %(what)s"), "year", "what"),
    "prize_announced": _jury(_l("Kunngjorde Ombruksprisen %(year)s"), "year"),
    "prize_moved": _jury(_l("Ombruksprisen gikk fra %(from)s til %(to)s"), "from", "to"),
    # nominations
    "nomination_submitted": _jury(_l("Nominasjonen ble sendt")),
    "nomination_registered": _jury(_l("Nominasjonen ble registrert på vegne av nominatoren")),
    "nomination_moved": _jury(_l("Nominasjonen gikk fra %(from)s til %(to)s"), "from", "to"),
    "nomination_merged": _jury(_l("Slått sammen med %(into)s"), "into"),
    "nomination_unmerged": _jury(_l("Tok tilbake sammenslåingen med %(into)s"), "into"),
    "nomination_corrected": _jury(_l("Rettet fakta i nominasjonen: %(what)s"), "what"),
    "facts_asked": _jury(_l("Ba om opplysninger, frist %(due_on)s"), "due_on"),
    "facts_answered": _jury(_l("Svarte på spørsmål om opplysninger")),
    "facts_closed": _jury(_l("Gikk videre uten svar på spørsmålene")),
    # the jury
    "juror_appointed": _jury(_l("Oppnevnte et medlem for %(seat)s"), "seat", "member"),
    "juror_left": _jury(_l("Et medlem for %(seat)s gikk ut av juryen"), "seat", "member"),
    "juror_invited": _jury(_l("Sendte innlogging til et jurymedlem"), "member"),
    "confidentiality_signed": _jury(_l("Bekreftet taushetsplikten"), "member"),
    "juror_declared": _jury(_l("Svarte på habilitet: %(answer)s"), "member", "answer"),
    "juror_recused": _jury(_l("Ble inhabil fordi %(ground)s"), "member", "ground"),
    "juror_doubt_settled": _jury(_l("Juryen avgjorde tvil om habilitet: %(answer)s"), "member", "answer"),
    # scoring and the meeting
    "scores_locked": _jury(_l("Poengene ble låst")),
    "scores_reopened": _jury(_l("Åpnet for poeng igjen for %(nominations)s nominasjoner"), "nominations"),
    "juror_scores_revised": _jury(_l("Endret egne poeng etter møtet"), "member"),
    "attendance_noted": _jury(_l("Førte %(members)s til stede på møtet"), "members"),
    "ballot_opened": _jury(_l("Åpnet en avstemning")),
    "ballot_closed": _jury(_l("Avsluttet en avstemning")),
    "draw_started": _jury(_l("Startet en loddtrekning")),
    "draw_ended": _jury(_l("Loddtrekningen ble %(result)s"), "result"),
    # the verdict
    "verdict_ranked": _jury(_l("Satte rangeringen (versjon %(version)s)"), "version"),
    "statement_written": _jury(_l("Skrev juryens begrunnelse")),
    "minutes_made": _jury(_l("Laget protokollen")),
    "minutes_confirmed": _jury(_l("Bekreftet protokollen"), "member"),
    "verdict_sealed": _jury(_l("Forseglet kåringen")),
    "diploma_printed": _jury(_l("Skrev ut diplomet til overrekkelsen")),
    "commitment_published": _jury(_l("Offentliggjorde forseglingens kontrollsum")),
    "verdict_withdrawn": _jury(_l("Trakk kåringen tilbake (versjon %(version)s)"), "version"),
    "prize_handed_over": _jury(_l("Prisen er overrakt")),
    "prize_published": _jury(_l("Vinneren er publisert")),
}
