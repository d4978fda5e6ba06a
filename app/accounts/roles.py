"""What each role is called and may do at all: readable data, shown on the page where roles are given."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.access import Actor, Role


@dataclass(frozen=True)
class RoleDescription:
    name: str
    description: str
    is_staff: bool


ROLES: dict[Role, RoleDescription] = {
    Role.APPLICANT: RoleDescription(
        _l("Søker"), _l("Skriver, sender og følger søknadene til sine organisasjoner."), False
    ),
    Role.CASE_HANDLER: RoleDescription(
        _l("Saksbehandler"), _l("Kontrollerer, vurderer og innstiller saker. Vedtar ikke."), True
    ),
    Role.APPROVER: RoleDescription(_l("Godkjenner"), _l("Vedtar og frigir saker som en annen har innstilt."), True),
    Role.READER: RoleDescription(_l("Innsyn"), _l("Leser lister, saker og tall. Endrer ingenting."), True),
    Role.ADMINISTRATOR: RoleDescription(
        _l("Administrator"), _l("Lager runder, inviterer medarbeidere og gir roller."), True
    ),
    Role.PRIZE_SECRETARY: RoleDescription(
        _l("Jurysekretær"), _l("Forbereder Ombruksprisen for juryen. Gir ikke poeng."), True
    ),
    Role.JUROR: RoleDescription(
        _l("Jurymedlem"), _l("Vurderer nominasjonene til Ombruksprisen. Oppnevnes av jurysekretæren."), False
    ),
    Role.FINANCE: RoleDescription(
        _l("Økonomi"), _l("Godkjenner og eksporterer utbetalinger, og fører det som kommer tilbake."), True
    ),
}

STAFF: frozenset[Role] = frozenset(role for role, description in ROLES.items() if description.is_staff)
CASE_READERS: frozenset[Role] = frozenset({Role.CASE_HANDLER, Role.APPROVER, Role.READER})
"""Those who may open the work list and cases (impartiality is asked per case on top of this)."""


def role_names(actor: Actor) -> str:
    """«Saksbehandler og godkjenner»: what a person may be, in the order above."""
    names = [str(described.name) for role, described in ROLES.items() if role in actor.roles]
    return str(_(" og ")).join(names).capitalize()
