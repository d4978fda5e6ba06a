"""Who may change people and organisations."""

from flask_babel import gettext as _

from app.access import SYSTEM, Actor, Role
from app.accounts import queries
from app.accounts.models import Organisation, User
from app.accounts.roles import STAFF
from app.policy import NotNow, NotPermitted


def can_manage_staff(by: Actor) -> None:
    if by is not SYSTEM and Role.ADMINISTRATOR not in by.roles:
        raise NotPermitted(_("Bare en administrator kan invitere medarbeidere og gi roller."))


def can_grant(by: Actor, user: User, role: Role) -> None:
    can_manage_staff(by)
    if role not in STAFF:
        raise NotNow(_("Denne rollen kan ikke gis her. Den får man ved å lage en konto."))
    if role in user.roles:
        raise NotNow(_("%(name)s har rollen fra før.", name=user.name))


def can_withdraw(by: Actor, user: User, role: Role) -> None:
    can_manage_staff(by)
    if role not in user.roles:
        raise NotNow(_("%(name)s har ikke denne rollen.", name=user.name))
    if role is Role.ADMINISTRATOR and _is_last_administrator(user):
        raise NotNow(_("%(name)s er den eneste administratoren. Gi rollen til en annen først.", name=user.name))


def _is_last_administrator(user: User) -> bool:
    """Somebody who is invited but has not answered does not count: nobody might be left to let them in."""
    others = [one for one in queries.staff_with(Role.ADMINISTRATOR) if one.id != user.id and one.confirmed_at]
    return not others


def can_change_organisation(by: Actor, organisation: Organisation) -> None:
    if by.actor_id is None or not queries.is_member(by.actor_id, organisation.id):
        raise NotPermitted(_("Bare medlemmer kan endre organisasjonen."))


def can_leave(user: User, organisation: Organisation) -> None:
    can_change_organisation(user, organisation)
    if len(queries.members(organisation.id)) == 1:
        raise NotNow(_("Du er den eneste i organisasjonen. Inviter en annen først, så noen kan lese svaret fra oss."))
