"""What is typed when two organisations are to become one."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from app.accounts.merger_models import MergerKind, OrganisationMerger

KINDS = {
    MergerKind.FUSION: _l("De har slått seg sammen (fusjon)"),
    MergerKind.DUPLICATE: _l("De er den samme, registrert to ganger"),
}
NO_DATE = _l("Velg en dato.")


class DayField(DateField):
    """A date as the browser sends it, with a sentence of ours for what is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(str(NO_DATE)) from error


class MergerForm(FlaskForm):
    kind = RadioField(
        _l("Hvorfor skal de bli én?"),
        [InputRequired(_l("Velg hvorfor."))],
        choices=[SelectChoice(kind.value, text) for kind, text in KINDS.items()],
    )
    merged_on = DayField(_l("Fra hvilken dag?"), [InputRequired(NO_DATE)])
    reason = TextAreaField(
        _l("Hvordan vet vi det?"),
        [
            DataRequired(_l("Skriv hvordan vi vet det.")),
            Length(max=OrganisationMerger.REASON_LENGTH, message=_l("Skriv kortere: høyst %(max)d tegn.")),
        ],
        filters=[lambda typed: (typed or "").strip()],
        description=_l("For eksempel: kunngjøring i Enhetsregisteret, eller brev fra styret."),
        render_kw={"rows": 3, "maxlength": OrganisationMerger.REASON_LENGTH},
    )
    warnings_seen = BooleanField(_l("Jeg har sett på advarslene, og de skal slås sammen likevel"))

    def show(self, missing: dict[str, str]) -> None:
        """Sentences of the policy at their fields."""
        for name, sentence in missing.items():
            self[name].errors = [sentence]
