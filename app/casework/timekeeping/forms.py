"""What staff type about time: shape and length only."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from app.casework.timekeeping.models import Task, TimeReply

TOO_LONG = _l("Skriv kortere: høyst %(max)d tegn.")


class ReplyForm(FlaskForm):
    """When the answer comes, and why it takes time."""

    expected_on = DateField(_l("Svaret kommer senest"), [Optional()])
    reasons = TextAreaField(
        _l("Hvorfor det tar tid"),
        [Length(max=TimeReply.REASON_LENGTH, message=TOO_LONG)],
        render_kw={"rows": 3, "maxlength": TimeReply.REASON_LENGTH},
    )


class TaskForm(FlaskForm):
    """Something to do by a date; `reference` is the case it is about, if any."""

    title = StringField(_l("Hva skal gjøres?"), [Length(max=Task.TITLE_LENGTH, message=TOO_LONG)])
    due_on = DateField(_l("Frist"), [Optional()])
    person = SelectField(_l("Hvem"), validate_choice=False)  # who may have a task: policy.py
    reference = StringField(_l("Sak"), [Length(max=40, message=TOO_LONG)])
