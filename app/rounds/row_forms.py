"""The forms of a round's lists: a form a row, with two empty ones to write in. A row whose key is emptied goes."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from app.judging.models import HIGHEST, LOWEST, Anchor, Criterion
from app.judging.scoring import WHOLE
from app.rounds import merging
from app.rounds.forms import LARGEST_NOK, bare, text
from app.rounds.models import AmountTier, Category, FormLength, RoundOption, RoundText

EMPTY_ROWS = 2
FORM_LENGTHS = [
    SelectChoice(FormLength.SHORT, _l("Kort")),
    SelectChoice(FormLength.STANDARD, _l("Vanlig")),
    SelectChoice(FormLength.FULL, _l("Full")),
]
OUTCOMES = [
    SelectChoice("granted_full", _l("Innvilget")),
    SelectChoice("granted_part", _l("Delvis innvilget")),
    SelectChoice("rejected", _l("Avslag")),
    SelectChoice("dismissed", _l("Avvisning")),
]
CONDITIONS = [SelectChoice("standard", _l("Vanlig vilkår")), SelectChoice("recovery", _l("Om tilbakebetaling"))]


def option_code() -> HiddenField:
    return HiddenField(validators=[Optional(), Length(max=30), Regexp(r"^[a-z0-9_]*$")])


class Row(Form):
    """One row of a list; `key` is the field that makes it one."""

    key = "name"

    @property
    def is_blank(self) -> bool:
        return not self[self.key].data

    def validate(self, extra_validators: Any = None) -> bool:
        return self.is_blank or bool(super().validate(extra_validators))

    def values(self) -> dict[str, Any]:
        plain: dict[str, Any] = self.data
        return plain


class CategoryRow(Row):
    code = option_code()
    name = text(_l("Navn"), Category.name, _l("Skriv navnet."))
    help_text = text(_l("Hjelpetekst"), Category.help_text)


class TierRow(Row):
    key = "amount_nok"
    amount_nok = IntegerField(_l("Beløp"), [InputRequired(_l("Skriv beløpet.")), NumberRange(1, LARGEST_NOK)])
    label = text(_l("Navn"), AmountTier.label, _l("Skriv hva trinnet heter."))
    guidance = text(_l("Veiledning"), AmountTier.guidance)
    up_to_participants = IntegerField(_l("Foreslås inntil så mange deltakere"), [Optional(), NumberRange(1, 1_000_000)])
    up_to_sessions = IntegerField(_l("Foreslås inntil så mange økter"), [Optional(), NumberRange(1, 1000)])
    form_length = SelectField(_l("Skjema"), choices=FORM_LENGTHS)


class OptionRow(Row):
    code = option_code()
    name = text(_l("Navn"), RoundOption.name, _l("Skriv navnet."))
    help_text = text(_l("Hjelpetekst"), RoundOption.help_text)

    def values(self) -> dict[str, Any]:
        return {"lead_days": None, **super().values()}


class PermitRow(OptionRow):
    lead_days = IntegerField(_l("Dager før"), [Optional(), NumberRange(0, 365)])


class TextRow(Row):
    key = "text"
    text = TextAreaField(_l("Tekst"), [DataRequired(_l("Skriv teksten.")), Length(max=1000)], filters=[bare])

    def values(self) -> dict[str, Any]:
        return {"code": None, "title": None, **super().values()}


class ConditionRow(TextRow):
    code = SelectField(_l("Hva slags vilkår"), choices=CONDITIONS)


class SnippetRow(TextRow):
    code = SelectField(_l("Brukes ved"), choices=OUTCOMES)
    title = text(_l("Tittel"), RoundText.title, _l("Skriv en kort tittel."))

    def validate_text(self, typed: TextAreaField) -> None:
        if wrong := merging.unknown(typed.data or ""):
            raise ValidationError(_("Feltet «%(name)s» finnes ikke.", name="{{" + wrong[0] + "}}"))


def _anchor(value: int) -> StringField:
    return text(_l("Hva %(value)s betyr", value=value), Anchor.sentence)


class CriterionRow(Row):
    code = option_code()
    name = text(_l("Kriterium"), Criterion.name, _l("Skriv hva kriteriet heter."))
    weight = IntegerField(_l("Vekt i prosent"), [InputRequired(_l("Skriv en vekt.")), NumberRange(1, 100)])
    description = text(_l("Hva vi ser etter"), Criterion.description)
    anchor_1 = _anchor(1)
    anchor_2 = _anchor(2)
    anchor_3 = _anchor(3)
    anchor_4 = _anchor(4)
    anchor_5 = _anchor(5)

    def values(self) -> dict[str, Any]:
        plain = super().values()
        anchors = [plain.pop(f"anchor_{value}") for value in range(LOWEST, HIGHEST + 1)]
        return {**plain, "anchors": anchors}


def spread(row: dict[str, Any]) -> dict[str, Any]:
    """A criterion's row as its form has it: one field for each anchor."""
    anchors: Sequence[str] = row.get("anchors", ())
    return {**row, **{f"anchor_{value}": sentence for value, sentence in enumerate(anchors, start=LOWEST)}}


class RowsForm(FlaskForm):
    """A list of rows. `unique` names the field that no two rows may share."""

    unique: str | None = "code"
    rows: FieldList

    def values(self) -> list[dict[str, Any]]:
        return [entry.form.values() for entry in self.rows if not entry.form.is_blank]

    def validate(self, extra_validators: Any = None) -> bool:
        return bool(super().validate(extra_validators)) and self._rows_differ()

    def _rows_differ(self) -> bool:
        if self.unique is None:
            return True
        filled = [entry.form[self.unique] for entry in self.rows if not entry.form.is_blank]
        counted = Counter(field.data for field in filled if field.data)
        twice = [field for field in filled if counted[field.data] > 1]
        for field in twice:
            field.errors = self.rows.errors = [_("To rader kan ikke ha det samme her.")]
        return not twice


class CategoriesForm(RowsForm):
    rows = FieldList(FormField(CategoryRow))


class TiersForm(RowsForm):
    unique = "amount_nok"
    rows = FieldList(FormField(TierRow))


class OptionsForm(RowsForm):
    rows = FieldList(FormField(OptionRow))


class PermitsForm(RowsForm):
    rows = FieldList(FormField(PermitRow))


class TextsForm(RowsForm):
    unique = None
    rows = FieldList(FormField(TextRow))


class ConditionsForm(RowsForm):
    unique = None
    rows = FieldList(FormField(ConditionRow))


class SnippetsForm(RowsForm):
    unique = None
    rows = FieldList(FormField(SnippetRow))


class CriteriaForm(RowsForm):
    """A rubric is saved whole: other weights than 100 mean nothing."""

    rows = FieldList(FormField(CriterionRow))

    def validate(self, extra_validators: Any = None) -> bool:
        return bool(super().validate(extra_validators)) and self._weights_are_whole()

    def _weights_are_whole(self) -> bool:
        weights = [entry.form.weight for entry in self.rows if not entry.form.is_blank]
        total = sum(weight.data for weight in weights)
        if not weights or total == WHOLE:
            return True
        weights[-1].errors = self.rows.errors = [_("Vektene blir %(sum)s. De skal bli 100.", sum=total)]
        return False
