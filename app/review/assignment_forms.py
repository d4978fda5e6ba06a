"""Shape of what is chosen when activities are given to assessors."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from app.review.models import Assignment

MOST_ASSESSORS = 5
"""More than five scores for one small event says nothing more about it."""


class ProposalForm(FlaskForm):
    """Asked by GET, so that a proposal has an address; sent back by POST with what was shown. The token of a POST is
    looked at before any view."""

    class Meta:
        csrf = False

    per_activity = IntegerField(
        _l("Vurderere per aktivitet"), [InputRequired(), NumberRange(1, MOST_ASSESSORS)], name="antall"
    )
    twice = BooleanField(_l("La noen få to, så vi kan anslå hvem som er streng"), name="dobbelt")


class GiveForm(FlaskForm):
    person = StringField(validators=[InputRequired(_l("Velg en person."))])


class WithdrawForm(FlaskForm):
    person = HiddenField(validators=[InputRequired()])
    reason = StringField(
        _l("Hvorfor?"), [Length(max=Assignment.REASON_LENGTH, message=_l("Skriv kortere: høyst %(max)d tegn."))]
    )
