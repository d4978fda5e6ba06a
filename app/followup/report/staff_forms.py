"""What staff types about a report. Shape and length only; the rules are in policy.py."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField
from wtforms.validators import Optional

from app.decisions.forms import text_area
from app.followup.report.policy import REASON_LENGTH


class ReturnForm(FlaskForm):
    returned_reason = text_area(
        _l("Hva mangler?"), REASON_LENGTH, 4, _l("Søkeren leser det, og retter i den samme rapporten.")
    )
    returned_due_on = DateField(_l("Ny frist"), [Optional()])


class ExtendForm(FlaskForm):
    extend_due_on = DateField(_l("Ny frist"), [Optional()])
    extend_reason = text_area(_l("Hvorfor får de mer tid?"), REASON_LENGTH, 2)


class WriteOffForm(FlaskForm):
    written_off_reason = text_area(_l("Hvorfor venter vi ikke lenger?"), REASON_LENGTH, 3)
