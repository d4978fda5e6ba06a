"""What staff and applicants type in a conversation: shape and length. Whether it may be said now: the policy."""

from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import DateField, RadioField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.casework.conversation.actions import Enclosure
from app.casework.conversation.models import (
    CaseMessage,
    CaseNote,
    HandlingKind,
    InformationHandling,
    ThirdPartyInformation,
)
from app.files.kinds import ACCEPT
from app.files.receiving import examine
from app.policy import NotComplete

TOO_LONG = _l("Skriv kortere: høyst %(max)d tegn.")
NO_DATE = _l("Velg en dato.")


def stripped(typed: str | None) -> str:
    return (typed or "").strip()


class DayField(DateField):
    """A date as the browser sends it, with a sentence of ours for what is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(str(NO_DATE)) from error


def _text(label: str, most: int, rows: int = 5, description: str = "") -> TextAreaField:
    return TextAreaField(
        label,
        [InputRequired(_l("Skriv noe.")), Length(max=most, message=TOO_LONG)],
        filters=[stripped],
        description=description,
        render_kw={"rows": rows, "maxlength": most},
    )


class MessageForm(FlaskForm):
    """A message with files, from either side. `enclosures` are the files, told by their bytes."""

    text = _text(_l("Melding"), CaseMessage.TEXT_LENGTH, 6)
    files = MultipleFileField(
        _l("Vedlegg"), description=_l("Pdf, png, jpg, docx eller odt. Høyst 10 MB hver."), render_kw={"accept": ACCEPT}
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.enclosures: list[Enclosure] = []

    def validate_files(self, field: MultipleFileField) -> None:
        sent = [file for file in field.data or [] if file and file.filename]
        if len(sent) > CaseMessage.MOST_FILES:
            raise ValidationError(self.too_many)
        self.enclosures = []
        for file in sent:
            data = file.read()
            try:
                name, kind = examine(file.filename, data)
            except NotComplete as refusal:
                raise ValidationError(refusal.reason) from refusal
            self.enclosures.append(Enclosure(name, kind.media_type, data))

    too_many = _l("Legg ved høyst fem filer.")

    def show(self, missing: dict[str, str]) -> None:
        """Sentences of the policy at their fields."""
        for name, sentence in missing.items():
            self[name].errors = [sentence]


class StaffMessageForm(MessageForm):
    """To the applicant, with a day to answer by where an answer is wanted."""

    answer_due_on = DayField(_l("Svar innen"), [Optional()], description=_l("Fyll ut bare hvis dere venter svar."))


class PartyMessageForm(MessageForm):
    """From the applicant. `about`: what was put to them that this is their word on."""

    about = SelectMultipleField(_l("Gjelder meldingen dette?"), validate_choice=False)


class NoteForm(FlaskForm):
    text = _text(_l("Notat"), CaseNote.TEXT_LENGTH)

    show = MessageForm.show


class InformationForm(FlaskForm):
    source = StringField(
        _l("Hvem har gitt opplysningen?"),
        [InputRequired(_l("Skriv hvem.")), Length(max=ThirdPartyInformation.SOURCE_LENGTH, message=TOO_LONG)],
        filters=[stripped],
    )
    received_on = DayField(_l("Mottatt"), [InputRequired(NO_DATE)])
    text = _text(_l("Hva er opplyst?"), ThirdPartyInformation.TEXT_LENGTH)

    show = MessageForm.show


class PutForm(FlaskForm):
    """A message that puts information to the applicant, with a day to comment by."""

    text = _text(_l("Melding til søkeren"), CaseMessage.TEXT_LENGTH, 8)
    answer_due_on = DayField(_l("Frist for å uttale seg"), [InputRequired(NO_DATE)])

    show = MessageForm.show


class HandlingForm(FlaskForm):
    """What was done with information outside the conversation."""

    kind = RadioField(
        _l("Hva har skjedd?"),
        [InputRequired(_l("Velg hva som har skjedd."))],
        choices=[
            SelectChoice(HandlingKind.PUT.value, _l("Den er lagt fram for søkeren på annen måte")),
            SelectChoice(HandlingKind.COMMENT.value, _l("Søkeren har uttalt seg")),
            SelectChoice(HandlingKind.NOT_NEEDED.value, _l("Den trenger ikke å legges fram")),
        ],
    )
    on_day = DayField(_l("Dato"), [InputRequired(NO_DATE)])
    text = _text(_l("Hvordan, hva ble sagt, eller hvorfor ikke"), InformationHandling.TEXT_LENGTH, 4)

    show = MessageForm.show

    @property
    def day(self) -> date:
        assert isinstance(self.on_day.data, date)
        return self.on_day.data
