"""What somebody types as a note. Shape and length only."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from app.decisions.forms import text_area
from app.insight.models import LearningNote


class LearningForm(FlaskForm):
    worked = RadioField(
        _l("Hva er det om?"),
        choices=[SelectChoice("yes", _l("Noe som virket")), SelectChoice("no", _l("Noe som ikke virket"))],
        default="yes",
    )
    text = text_area(
        _l("Notatet"),
        LearningNote.TEXT_LENGTH,
        rows=4,
        description=_l("Skriv det neste års folk trenger å vite. Ikke navn på personer."),
        required=_l("Skriv noe i notatet."),
    )
