"""What staff and applicants type in this room. Shape and length only; the rules are in policy.py and outcomes.py."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DateField, Form, IntegerField, RadioField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, StopValidation
from wtforms.widgets import TextInput

from app.decisions.models import Appeal, Outcome, Recommendation, RecommendationLine
from app.decisions.outcomes import OUTCOMES, Proposal

TOO_LONG = _l("Teksten er for lang: høyst %(max)d tegn.")


def stripped(typed: str | None) -> str | None:
    """Spaces alone are nothing."""
    return (typed or "").strip() or None


class AmountField(IntegerField):
    """Whole kroner, typed with or without spaces and «kr»."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = "".join(valuelist[0].split()).removesuffix("kr").removesuffix(",-") if valuelist else ""
        try:
            self.data = int(typed) if typed else None
        except ValueError as error:
            self.data = None
            raise ValueError(self.gettext("Skriv beløpet i hele kroner, bare tall.")) from error

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "" if self.data is None else str(self.data)


class Within(NumberRange):
    """What is no number at all is told once."""

    def __call__(self, form: Any, field: Any) -> None:
        if field.process_errors:
            raise StopValidation
        super().__call__(form, field)


class WholeField(AmountField):
    """A whole number that is not money."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(self.gettext(str(_l("Skriv et helt tall, bare sifre.")))) from error


def text_area(
    label: str, limit: int, rows: int = 3, description: str = "", *, required: str | None = None
) -> TextAreaField:
    """A text; spaces alone are nothing. `required` is the sentence that says what to write; without it the text may be
    left empty."""
    first = [DataRequired(required)] if required else []
    return TextAreaField(
        label,
        [*first, Length(max=limit, message=TOO_LONG)],
        filters=[stripped],
        description=description,
        render_kw={"rows": rows, "maxlength": limit},
    )


class ProposalForm(Form):
    """The proposal for one activity; several stand in one form, each with its prefix."""

    outcome = RadioField(
        _l("Innstilling"), [Optional()], choices=[SelectChoice(code.value, text) for code, text in OUTCOMES.items()]
    )
    amount_nok = AmountField(_l("Beløp"), [Optional()], render_kw={"inputmode": "numeric", "autocomplete": "off"})
    snippet = StringField(_l("Setning fra runden"))  # its position in the round; put into the reasons, never kept
    reasons = text_area(_l("Begrunnelse"), RecommendationLine.TEXT_LENGTH, 5, _l("Søkeren leser den i brevet."))
    reduction_reasons = text_area(_l("Hvorfor ikke hele beløpet"), RecommendationLine.SHORT_LENGTH)
    expected_for_less = text_area(_l("Hva vi forventer for det mindre beløpet"), RecommendationLine.SHORT_LENGTH)
    advice = text_area(_l("Slik kunne søknaden blitt sterkere"), RecommendationLine.SHORT_LENGTH)
    special_condition = text_area(_l("Særvilkår"), RecommendationLine.SHORT_LENGTH, 2)

    def proposal(self) -> Proposal:
        """What was typed, as plain values."""
        values: dict[str, Any] = dict(self.data)
        values.pop("snippet")
        chosen = values.pop("outcome") or None
        return Proposal(outcome=Outcome(chosen) if chosen in set(Outcome) else None, **values)


class SendBackForm(FlaskForm):
    """A comment to whoever recommended."""

    comment = text_area(_l("Hva må endres?"), Recommendation.COMMENT_LENGTH, 4, required=_l("Skriv hva som må endres."))


class ReleaseForm(FlaskForm):
    """When the letters go out: wall clock in Oslo."""

    day = DateField(_l("Dato"), [InputRequired(_l("Velg en dato."))])
    hour = TimeField(_l("Klokkeslett"), [InputRequired(_l("Velg et klokkeslett."))])


class AppealForm(FlaskForm):
    """An appeal: what should be changed and why, and one file."""

    text = text_area(
        _l("Hva vil dere ha endret, og hvorfor?"),
        Appeal.TEXT_LENGTH,
        8,
        required=_l("Skriv hva dere klager på, og hvorfor."),
    )
    attachment = FileField(_l("Vedlegg"), description=_l("PDF, bilde eller dokument, høyst 10 MB."))


class DecideForm(FlaskForm):
    """Only the token: the chosen cases are read from the request itself."""
