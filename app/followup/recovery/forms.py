"""What staff and the party type about money that is to come back. Shape and length only."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from app.decisions.forms import AmountField, text_area
from app.followup.recovery.models import Recovery, RecoveryCause
from app.followup.recovery.workflow import CAUSES

DAY = _l("Velg en dato.")
REASON_LENGTH = 600
FIGURES = {"inputmode": "numeric", "autocomplete": "off"}


class WarnForm(FlaskForm):
    """The advance notice."""

    cause = RadioField(
        _l("Hvorfor skal pengene tilbake?"),
        [InputRequired(_l("Velg hvorfor."))],
        choices=[SelectChoice(cause.value, text) for cause, text in CAUSES.items()],
    )
    amount_nok = AmountField(_l("Beløp"), [InputRequired(_l("Skriv beløpet."))], render_kw=FIGURES)
    facts = text_area(
        _l("Hva har skjedd?"),
        Recovery.FACTS_LENGTH,
        6,
        _l("Fakta, med datoer. Søkeren leser det i varselet og i kravet."),
        required=_l("Skriv hva som har skjedd."),
    )
    comment_by = DateField(_l("Søkeren kan uttale seg til og med"), [InputRequired(DAY)])


class LetGoForm(FlaskForm):
    """Money that is not claimed at all."""

    cause = RadioField(
        _l("Gjelder"),
        [InputRequired(_l("Velg hva det gjelder."))],
        choices=[SelectChoice(cause.value, text) for cause, text in CAUSES.items()],
    )
    reason = text_area(_l("Hvorfor lar vi det være?"), REASON_LENGTH, required=_l("Skriv hvorfor."))

    def is_of(self, cause: RecoveryCause) -> "LetGoForm":
        self.cause.data = cause.value
        return self


class CommentForm(FlaskForm):
    text = text_area(
        _l("Hva mener dere?"), Recovery.COMMENT_LENGTH, 6, required=_l("Skriv hva dere mener om varselet.")
    )


class AppealForm(FlaskForm):
    text = text_area(
        _l("Hva vil dere ha endret, og hvorfor?"),
        Recovery.COMMENT_LENGTH,
        6,
        required=_l("Skriv hva dere klager på, og hvorfor."),
    )


class ClaimForm(FlaskForm):
    """The decision."""

    reasons = text_area(
        _l("Begrunnelse"),
        Recovery.FACTS_LENGTH,
        6,
        _l("Svar på det søkeren har uttalt. Det som står i varselet, kommer også med."),
        required=_l("Skriv hvorfor pengene kreves tilbake."),
    )
    pay_by = DateField(_l("Siste dag for å betale"), [InputRequired(DAY)])


class ReasonForm(FlaskForm):
    """Why a claim ends without being paid."""

    reason = text_area(_l("Hvorfor?"), REASON_LENGTH, required=_l("Skriv hvorfor."))


class TakeInForm(FlaskForm):
    """Money that came back."""

    amount_nok = AmountField(_l("Beløp som kom inn"), [InputRequired(_l("Skriv beløpet."))], render_kw=FIGURES)
    returned_on = DateField(_l("Dato"), [InputRequired(DAY)])


class AppealAnswerForm(FlaskForm):
    """The answer to an appeal on the claim."""

    outcome = RadioField(
        _l("Hva ble det til?"),
        [InputRequired(_l("Velg hva det ble til."))],
        choices=[
            SelectChoice("stands", _l("Kravet står: klageinstansen har avgjort det")),
            SelectChoice("reduced", _l("Søkeren får delvis medhold: kravet settes ned")),
            SelectChoice("dropped", _l("Søkeren får medhold: kravet frafalles")),
        ],
    )
    to_nok = AmountField(
        _l("Kravet settes ned til"),
        description=_l("Bare ved delvis medhold."),
        validators=[Optional()],
        render_kw=FIGURES,
    )
    answer = text_area(
        _l("Svaret til søkeren"), Recovery.COMMENT_LENGTH, 6, required=_l("Skriv svaret. Søkeren leser det på siden.")
    )

    @property
    def stands_nok(self) -> int | None:
        """What is left of the claim; None where it stands as it is. -1, no claim at all, where nothing is typed."""
        if self.outcome.data == "reduced":
            return -1 if self.to_nok.data is None else self.to_nok.data
        return 0 if self.outcome.data == "dropped" else None


class ReduceForm(FlaskForm):
    """A decided claim becomes less, or nothing."""

    to_nok = AmountField(
        _l("Kravet settes ned til"),
        [InputRequired(_l("Skriv beløpet."))],
        description=_l("0 er å frafalle det."),
        render_kw=FIGURES,
    )
    reason = text_area(
        _l("Hvorfor?"), REASON_LENGTH, 4, _l("Søkeren leser det i et brev."), required=_l("Skriv hvorfor.")
    )
