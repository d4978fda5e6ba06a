"""The answer to somebody who asked to see the file (offentleglova §§ 29-32, forvaltningsloven § 21)."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from app.accounts.models import User
from app.fileaccess.models import AccessLine, AccessRequest, Given
from app.formatting import full_day
from app.law.access_times import EXPLANATION_DAYS
from app.law.exemptions import PROCEDURE
from app.law.statutes import Topic, cite
from app.letters.content import Recipient
from app.letters.sectioned import AccessAnswerContent, Official, Section
from app.rounds.letters import sender
from app.rounds.models import Round


def answer(
    request: AccessRequest,
    lines: Sequence[AccessLine],
    of_round: Round,
    *,
    reference: str,
    message: str | None,
    by: User,
    on: date,
    link: str | None = None,
) -> AccessAnswerContent:
    """What is given, what is not and why, and how to complain when anything is kept back."""
    given = [line for line in lines if line.given is not Given.REFUSED]
    kept = [line for line in lines if line.given is not Given.FULL]
    sections = [
        Section(None, (message,)) if message else None,
        _given(given, is_party=request.is_party),
        _refused([line for line in lines if line.given is Given.REFUSED]),
        _weighing(request),
        *(_complaint(request, of_round) if kept else ()),
    ]
    return AccessAnswerContent(
        sender=sender(of_round),
        recipient=Recipient(request.requester_name or request.requester_email or str(_("Den som ba om innsyn"))),
        reference=reference,
        on=on,
        heading=_heading(given, kept),
        lead=_lead(request),
        sections=tuple(section for section in sections if section is not None),
        officials=(Official(by.name, by.title or str(_("saksbehandler"))),),
        rules=_rules(request, on),
        link=link,
    )


def not_found(
    request: AccessRequest, of_round: Round, *, reference: str, message: str | None, by: User, on: date
) -> AccessAnswerContent:
    """We have no such case or document. The same words whether there never was one, or a draft that is its writer's."""
    said = _("Vi har ikke noen sak eller noe dokument som passer med det dere ba om.")
    texts = tuple(text for text in (str(said), message) if text)
    return AccessAnswerContent(
        sender=sender(of_round),
        recipient=Recipient(request.requester_name or request.requester_email or str(_("Den som ba om innsyn"))),
        reference=reference,
        on=on,
        heading=str(_("Vi har ikke dokumentene dere ba om")),
        lead=_lead(request),
        sections=(Section(None, texts, block="decision"), *_complaint(request, of_round)),
        officials=(Official(by.name, by.title or str(_("saksbehandler"))),),
        rules=_rules(request, on),
    )


def _heading(given: Sequence[AccessLine], kept: Sequence[AccessLine]) -> str:
    if not kept:
        return str(_("Dere får innsyn i dokumentene dere ba om"))
    return str(_("Dere får innsyn i en del av det dere ba om") if given else _("Dere får ikke innsyn i det dere ba om"))


def _lead(request: AccessRequest) -> str:
    return str(_("Vi viser til kravet om innsyn som vi fikk %(day)s.", day=full_day(request.received_at)))


def _given(lines: Sequence[AccessLine], *, is_party: bool) -> Section | None:
    if not lines:
        return None
    where = (
        _("Dokumentene ligger på siden «Sakens dokumenter» når dere logger inn.")
        if is_party
        else _("Dokumentene ligger på siden som lenken i e-posten vår fører til.")
    )
    texts = [str(where)]
    if any(line.given is Given.MASKED for line in lines):
        texts.append(
            str(
                _(
                    "I en skjermet kopi er det som er unntatt, tatt helt ut. Er kopien vanskelig å lese, for eksempel "
                    "med skjermleser, kan dere ringe oss."
                )
            )
        )
    return Section(str(_("Dette får dere se")), tuple(texts), tuple(_line(line) for line in lines), block="decision")


def _line(line: AccessLine) -> str:
    if line.given is Given.FULL:
        return line.title
    if line.given is Given.MASKED:
        return str(_("%(title)s, skjermet kopi. Unntatt etter %(basis)s.", title=line.title, basis=line.legal_basis))
    return str(_("%(title)s: avslag etter %(basis)s.", title=line.title, basis=line.legal_basis))


def _refused(lines: Sequence[AccessLine]) -> Section | None:
    if not lines:
        return None
    return Section(str(_("Dette får dere ikke se")), (), tuple(_line(line) for line in lines), block="decision")


def _weighing(request: AccessRequest) -> Section | None:
    if not request.weighing:
        return None
    return Section(str(_("Vi har vurdert å gi mer innsyn")), (request.weighing,))


def _complaint(request: AccessRequest, of_round: Round) -> tuple[Section, ...]:
    """Three weeks, to the county governor, sent by way of us."""
    to_us = _(
        "Dere kan klage til Statsforvalteren. Send klagen til oss innen tre uker etter at dere fikk dette svaret: "
        "%(email)s eller %(address)s.",
        email=of_round.contact_email,
        address=of_round.owner_address,
    )
    texts = [str(to_us)]
    if not request.is_party:
        texts.append(
            str(
                _(
                    "Innen samme frist kan dere be om en nærmere begrunnelse. Den gir vi skriftlig senest %(days)s "
                    "arbeidsdager etterpå.",
                    days=EXPLANATION_DAYS,
                )
            )
        )
    return (Section(str(_("Vil dere klage?")), tuple(texts), block="appeal"),)


def _rules(request: AccessRequest, on: date) -> str:
    deadline = cite(Topic.APPEAL_DEADLINE, on)
    if request.is_party:
        try:
            refusal = cite(Topic.ACCESS_REFUSAL, on)
        except KeyError:  # the new act's section is filled in when it gets its date
            refusal = ""
        return ", ".join(part for part in (cite(Topic.ACCESS, on), refusal, deadline) if part)
    return f"{PROCEDURE}, {deadline}"
