"""Who may change people and organisations."""

from collections.abc import Mapping, Sequence

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


def can_withdraw(by: Actor, user: User, role: Role, administrators: Sequence[User]) -> None:
    """Somebody who is invited but has not answered is no administrator yet: they could not let anyone in."""
    can_manage_staff(by)
    if role not in user.roles:
        raise NotNow(_("%(name)s har ikke denne rollen.", name=user.name))
    others = [one for one in administrators if one.id != user.id and one.confirmed_at]
    if role is Role.ADMINISTRATOR and not others:
        raise NotNow(_("%(name)s er den eneste administratoren. Gi rollen til en annen først.", name=user.name))


def can_leave_staff(by: Actor, user: User, administrators: Sequence[User]) -> None:
    """Anyone who works here, but for the last administrator."""
    can_manage_staff(by)
    if not user.roles & STAFF:
        raise NotNow(_("%(name)s har ingen rolle her.", name=user.name))
    if Role.ADMINISTRATOR in user.roles:
        can_withdraw(by, user, Role.ADMINISTRATOR, administrators)


def can_set_leader(by: Actor, user: User, leader: User | None, superiors: Mapping[int, int]) -> None:
    """Somebody else who works here, and who does not report to them, directly or through others."""
    can_manage_staff(by)
    if leader is None:
        return
    if leader.id == user.id:
        raise NotNow(_("Ingen er sin egen leder."))
    if not leader.roles & STAFF:
        raise NotNow(_("%(name)s har ingen rolle her.", name=leader.name))
    above: int | None = leader.id
    for _step in range(len(superiors) + 1):
        above = superiors.get(above) if above is not None else None
        if above == user.id:
            raise NotNow(_("%(leader)s rapporterer selv til %(name)s.", leader=leader.name, name=user.name))


def can_send_invitation(by: Actor, user: User) -> None:
    can_manage_staff(by)
    if not user.roles & STAFF:
        raise NotPermitted(_("%(name)s har ingen rolle her.", name=user.name))


def can_change_organisation(by: Actor, organisation: Organisation) -> None:
    if by.actor_id is None or not queries.is_member(by.actor_id, organisation.id):
        raise NotPermitted(_("Bare medlemmer kan endre organisasjonen."))


def can_leave(user: User, members: Sequence[User]) -> None:
    """`members` are those of the organisation."""
    if user.id not in {member.id for member in members}:
        raise NotPermitted(_("Du er ikke med i organisasjonen."))
    if len(members) == 1:
        raise NotNow(_("Du er den eneste i organisasjonen. Inviter en annen først, så noen kan lese svaret fra oss."))
