"""Who may handle access to a file, and what an answer must say. Order: who, then when, then whether it is complete."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from app.access import Actor, Role
from app.applications.models import Application, Status
from app.fileaccess.documents import Direction, Document
from app.fileaccess.models import AccessRequest, Given, MaskedCopy
from app.law import exemptions
from app.policy import NotComplete, NotNow, NotPermitted
from app.review import policy as review

HANDLES: frozenset[Role] = frozenset({Role.CASE_HANDLER, Role.APPROVER})


@dataclass(frozen=True)
class Choice:
    """What is proposed for one document. `copy` where a masked copy is given; `ground` where it is refused, and `rest`
    where the ground is of something in it only (exemptions.REST)."""

    document: Document
    given: Given
    ground: str | None = None
    rest: str | None = None
    copy: MaskedCopy | None = None

    def grounds(self) -> list[str]:
        """The codes of what is kept back, each once."""
        if self.given is Given.MASKED:
            return self.copy.grounds if self.copy else []
        return [self.ground] if self.given is Given.REFUSED and self.ground else []


def can_work(user: Actor) -> None:
    """Registers requests and finds the case they mean."""
    if not user.roles & HANDLES:
        raise NotPermitted(_("Bare saksbehandlere og godkjennere behandler innsyn."))


def can_handle(user: Actor, application: Application) -> None:
    """Somebody who may read the case: shields, masks and answers."""
    can_work(user)
    review.can_read(user, application)


def can_ask_for_more(user: Actor, application: Application) -> None:
    """The party asks for more than it sees without asking; the query has proved that it is the party's case."""
    if application.status is Status.DRAFT and application.submitted_at is None:
        raise NotNow(_("Søknaden er ikke sendt, så det finnes ingen sak å be om innsyn i."))


def is_waiting(request: AccessRequest) -> None:
    if request.answered_at is not None:
        raise NotNow(_("Kravet er besvart av %(name)s.", name=request.answered_by_name))


def can_answer(
    user: Actor,
    request: AccessRequest,
    application: Application,
    choices: Sequence[Choice],
    *,
    weighing: str | None,
    facts_considered: bool,
    on: date,
) -> None:
    """Every document has its answer, every «no» its provision, and what may be kept back has been weighed."""
    can_handle(user, application)
    is_waiting(request)
    missing: dict[str, str] = {}
    if not choices:
        missing["documents"] = _("Velg minst ett dokument som kravet gjelder.")
    known = exemptions.grounds(on, for_party=request.is_party)
    for choice in choices:
        if lack := _lack(choice, known, is_party=request.is_party):
            missing[f"document-{choice.document.key}"] = f"{choice.document.title}: {lack}"
    if may_keep(choices, known) and not weighing:
        missing["weighing"] = _("Skriv hvordan meroffentlighet er vurdert.")
    if request.is_party and _keeps_internal(choices) and not facts_considered:
        missing["facts_considered"] = _("Bekreft at de faktiske opplysningene i de interne dokumentene er gitt parten.")
    if missing:
        raise NotComplete(_("Svaret mangler noe."), {name: str(sentence) for name, sentence in missing.items()})


def _lack(choice: Choice, known: Mapping[str, exemptions.Exemption], *, is_party: bool) -> str | None:
    """What is missing for one document, in words."""
    if choice.given is Given.FULL:
        return str(_("Filen finnes ikke lenger. Avslå, eller velg en kopi.")) if choice.document.is_missing else None
    if choice.given is Given.MASKED:
        return _masked_lack(choice, known)
    found = known.get(choice.ground or "")
    if found is None:
        return str(_("Velg paragraf for avslaget."))
    if found.is_of_information and not is_party and choice.rest not in exemptions.REST:
        return str(
            _("Hjemmelen gjelder opplysninger i dokumentet. Velg hvorfor resten også avslås, eller gi skjermet kopi.")
        )
    return None


def _masked_lack(choice: Choice, known: Mapping[str, exemptions.Exemption]) -> str | None:
    if choice.copy is None:
        return str(_("Lag en skjermet kopi først."))
    if not set(choice.copy.grounds) <= known.keys():
        return str(_("Kopien er skjermet etter regler som ikke gjelder for den som spør. Lag en ny."))
    return None


def may_keep(choices: Sequence[Choice], known: Mapping[str, exemptions.Exemption]) -> bool:
    """Whether anything is kept back that may be given all the same (offentleglova § 11, forvaltningsloven § 18 second
    paragraph). What is secret by law may not."""
    return any(not known[code].must for choice in choices for code in choice.grounds() if code in known)


def _keeps_internal(choices: Sequence[Choice]) -> bool:
    return any(choice.given is not Given.FULL and choice.document.direction is Direction.INTERNAL for choice in choices)
