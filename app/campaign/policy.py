"""Who may change what belongs to the year."""

from flask_babel import gettext as _

from app.access import Actor, Role
from app.policy import NotPermitted


def can_administer(by: Actor) -> None:
    """The week, the goals and the wheel."""
    if Role.ADMINISTRATOR not in by.roles:
        raise NotPermitted(_("Bare en administrator kan endre uka, målene og årshjulet."))
