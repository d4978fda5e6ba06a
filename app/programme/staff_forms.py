"""What the desk types of an event of its own."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from app.decisions.forms import text_area
from app.programme.models import ProgrammeEvent
from app.programme.registration_forms import EventForm


class OwnEventForm(EventForm):
    description = text_area(_l("Mer om arrangementet"), ProgrammeEvent.DESCRIPTION_LENGTH, 6)
    is_lighthouse = BooleanField(
        _l("Fyrtårnsarrangement"), description=_l("Vises øverst. Trekker oppmerksomhet til hele uka.")
    )
    is_internal = BooleanField(
        _l("Bare for ansatte i kommunen"), description=_l("Vises ikke i det offentlige programmet.")
    )
