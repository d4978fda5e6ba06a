"""What is typed around the lock and in the meeting. Shape only; the rules are in policy.py."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, RadioField, SelectMultipleField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.clock import at_oslo
from app.judging.models import ScoreRevision
from app.prize.meeting.models import MeetingNote

TOO_LONG = _l("Skriv kortere: høyst %(max)d tegn.")


def _stripped(typed: str | None) -> str:
    return (typed or "").replace("\r\n", "\n").strip()


class LockForm(FlaskForm):
    is_sure = BooleanField(_l("Lås selv om ikke alle er ferdige. Det som mangler, teller ikke med."))


class ReopenForm(FlaskForm):
    """Oslo's wall clock; without a day the secretary locks by hand."""

    day = DateField(_l("Låses igjen"), [Optional()])
    time = TimeField(_l("Klokken"), [Optional()])

    @property
    def until(self) -> datetime | None:
        if self.day.data is None:
            return None
        time = self.time.data
        return at_oslo(self.day.data, time.hour, time.minute) if time else at_oslo(self.day.data, 23, 59, 59)


class AttendanceForm(FlaskForm):
    """The choices are the members, by public id."""

    present = SelectMultipleField(_l("Til stede"), widget=ListWidget(), option_widget=CheckboxInput())


class NoteForm(FlaskForm):
    text = TextAreaField(
        _l("Hva møtet sa"),
        [Length(max=MeetingNote.TEXT_LENGTH, message=TOO_LONG)],
        filters=[_stripped],
        render_kw={"rows": 3, "maxlength": MeetingNote.TEXT_LENGTH},
    )


class BallotForm(FlaskForm):
    """The choices are the nominations with a result, by reference."""

    place = RadioField(
        _l("Hva stemmes det om?"),
        choices=[
            SelectChoice("1", _l("1. plass")),
            SelectChoice("2", _l("2. plass")),
            SelectChoice("3", _l("3. plass")),
            SelectChoice("mention", _l("Hederlig omtale")),
        ],
        default="1",
    )
    choices = SelectMultipleField(_l("Mellom hvem?"), widget=ListWidget(), option_widget=CheckboxInput())

    @property
    def place_number(self) -> int | None:
        return None if self.place.data == "mention" else int(self.place.data)


class ReviseForm(FlaskForm):
    """Why; the new scores come as those of a card do (`scoring.forms.typed_card`)."""

    reason = TextAreaField(
        _l("Hvorfor endrer du?"),
        [Length(max=ScoreRevision.REASON_LENGTH, message=TOO_LONG)],
        filters=[_stripped],
        description=_l("Én grunn for hele endringen, for eksempel hva som kom fram i møtet. Juryen ser den."),
        render_kw={"rows": 3, "maxlength": ScoreRevision.REASON_LENGTH},
    )


class RankingForm(FlaskForm):
    """How many places are awarded, and who is mentioned beside."""

    count = RadioField(_l("Hvor mange plasser deles ut?"))
    mentions = SelectMultipleField(
        _l("Hederlig omtale"),
        widget=ListWidget(),
        option_widget=CheckboxInput(),
        description=_l("Ingen, én eller flere."),
    )
    seen = StringField()
