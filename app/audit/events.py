"""Every kind of event: its fields, its sentence and who may read it. The wording of the history stands here."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _l


class Audience(StrEnum):
    """Who reads an event in a case's timeline."""

    CASE = "case"  # staff on the case, and the applicant's side where `for_applicant`
    STAFF = "staff"
    OWN_ASSESSMENT = "own_assessment"  # staff, after they have sent their own assessment
    ADMINISTRATION = "administration"


@dataclass(frozen=True)
class Declaration:
    """`sentence` is filled with the event's fields: «%(amount_nok)s»."""

    sentence: str
    fields: frozenset[str]
    audience: Audience


def _event(sentence: str, *fields: str, audience: Audience = Audience.CASE) -> Declaration:
    return Declaration(sentence, frozenset(fields), audience)


EVENTS: dict[str, Declaration] = {
    # accounts
    "staff_invited": _event(
        _l("Inviterte en medarbeider som %(role)s"), "role", "user", audience=Audience.ADMINISTRATION
    ),
    "role_granted": _event(_l("Ga rollen %(role)s"), "role", "user", audience=Audience.ADMINISTRATION),
    "role_withdrawn": _event(_l("Tok fra rollen %(role)s"), "role", "user", audience=Audience.ADMINISTRATION),
    "leader_set": _event(_l("Satte nærmeste leder til %(leader)s"), "leader", "user", audience=Audience.ADMINISTRATION),
    "staff_left": _event(_l("Registrerte at en medarbeider har sluttet"), "user", audience=Audience.ADMINISTRATION),
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
    # applications
    "application_submitted": _event(_l("Søknaden ble sendt (versjon %(version)s)"), "version"),
    "application_registered": _event(
        _l("Søknaden ble registrert som mottatt på %(channel)s"), "channel", "received_at"
    ),
    "application_reopened": _event(_l("Søkeren åpnet søknaden igjen for å endre den")),
    "application_withdrawn": _event(_l("Søknaden ble trukket")),
    "application_moved": _event(_l("Status gikk fra %(from)s til %(to)s"), "from", "to"),
    "handler_assigned": _event(_l("Saken fikk saksbehandler %(handler)s"), "handler", audience=Audience.STAFF),
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
    # decisions
    "recommended": _event(
        _l("Innstilte saken (%(outcomes)s, %(amount_nok)s kroner)"),
        "outcomes",
        "amount_nok",
        audience=Audience.STAFF,
    ),
    "recommendation_returned": _event(_l("Sendte innstillingen tilbake"), audience=Audience.STAFF),
    "decided": _event(
        _l("Vedtok saken (%(outcomes)s, %(amount_nok)s kroner)"),
        "outcomes",
        "amount_nok",
        "version",
        audience=Audience.STAFF,
    ),
    "release_planned": _event(_l("Planla å frigi vedtaket"), "release_at", audience=Audience.STAFF),
    "release_cancelled": _event(_l("Stoppet frigivelsen"), audience=Audience.STAFF),
    "decision_released": _event(_l("Vedtaket ble frigitt"), "version"),
    "appeal_received": _event(_l("Klage mottatt"), "in_time"),
    # followup
    "grant_accepted": _event(_l("Tilskuddet er godtatt"), "activity"),
    "grant_declined": _event(_l("Søkeren takket nei"), "activity", "amount_nok"),
    # letters and mail
    "letter_issued": _event(_l("Brev laget: %(kind)s"), "kind", "letter"),
    "notice_sent": _event(_l("Varsel sendt"), "letter", "ordinal"),
    "notice_failed": _event(_l("Varselet kom ikke fram"), "letter", audience=Audience.STAFF),
    "letter_opened": _event(_l("Brevet ble åpnet"), "letter"),
}
