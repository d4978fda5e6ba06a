"""What the secretary types about a nomination. Shape and length only; the rules are in staff_policy.py."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.accounts.forms import EmailField
from app.clock import at_oslo
from app.decisions.forms import TOO_LONG, AmountField, stripped, text_area
from app.prize.jury.models import JurySeat
from app.prize.models import OptionKind, Prize
from app.prize.nominations.checks import suggested_seat
from app.prize.nominations.forms import NO, YES, FactsForm, PicturesForm, ProjectForm, WhyForm
from app.prize.nominations.models import FactRequest, ImageConsent, Nomination, NominationImage
from app.prize.nominations.questions import FIELDS, Page

NO_UNIT = "-"
FINISHED: dict[str | None, bool] = {YES: True, NO: False}


class QualifyForm(FlaskForm):
    """Whose project it is: members from that unit are recused."""

    unit_code = SelectField(
        _l("Hvilken av juryens enheter eier prosjektet?"),
        [InputRequired(_l("Velg en enhet, eller ingen."))],
        validate_choice=False,
        description=_l("Medlemmer fra enheten blir inhabile for denne nominasjonen."),
    )

    def offer(self, seats: Sequence[JurySeat], nomination: Nomination) -> None:
        """Preselects what was chosen before, or what the nominator's words point to."""
        units = [each for each in seats if not each.is_external]
        self.unit_code.choices = [
            SelectChoice("", _l("Velg")),
            *(SelectChoice(each.code, f"{each.code} – {each.unit}") for each in units),
            SelectChoice(NO_UNIT, _l("Ingen av dem")),
        ]
        if not self.unit_code.raw_data:
            suggested = suggested_seat(nomination, seats)
            was = nomination.unit_code or (NO_UNIT if nomination.subject_id else "")
            self.unit_code.data = was or (suggested.code if suggested else "")

    @property
    def chosen(self) -> str | None:
        return None if self.unit_code.data == NO_UNIT else self.unit_code.data


class NotQualifyForm(FlaskForm):
    """The nominator reads it."""

    reason = text_area(
        _l("Hvorfor oppfyller den ikke kravene?"),
        Nomination.REASON_LENGTH,
        description=_l("Nominatoren leser dette."),
        required=_l("Skriv en begrunnelse."),
    )


class AskForm(FlaskForm):
    """Questions about facts, and to whom."""

    question = text_area(_l("Hva vil du vite?"), FactRequest.TEXT_LENGTH, 5, required=_l("Skriv hva du vil vite."))
    due_on = DateField(_l("Svar innen"), [InputRequired(_l("Velg en dag."))])
    to = RadioField(
        _l("Hvem skal svare?"),
        [InputRequired(_l("Velg hvem som skal svare."))],
        choices=[SelectChoice("nominator", _l("Nominatoren")), SelectChoice("contact", _l("Kontaktpersonen"))],
        default="nominator",
    )


class MergeForm(FlaskForm):
    """Into which one."""

    into = SelectField(_l("Slå inn i"), [InputRequired(_l("Velg en nominasjon."))], validate_choice=False)

    def offer(self, others: Sequence[Nomination], twins: Sequence[Nomination]) -> None:
        """Those that are alike first."""
        first = {each.id for each in twins}
        rest = [each for each in others if each.id not in first]
        self.into.choices = [
            SelectChoice("", _l("Velg")),
            *(SelectChoice(each.reference, f"{each.reference} {each.project}") for each in (*twins, *rest)),
        ]


class CorrectForm(FlaskForm):
    """Facts that turned out otherwise."""

    unit = StringField(_l("Virksomhet"), [Length(max=Nomination.UNIT_LENGTH, message=TOO_LONG)], filters=[stripped])
    supplier = StringField(
        _l("Leverandør"), [Length(max=Nomination.SUPPLIER_LENGTH, message=TOO_LONG)], filters=[stripped]
    )
    agreement = SelectField(_l("Avtale"), [Optional()])
    order_form = SelectField(_l("Bestilt"), [Optional()])
    value_nok = AmountField(_l("Kostet, uten mva."), [Optional()], render_kw={"inputmode": "numeric"})
    period_from = DateField(_l("Fra"), [Optional()])
    period_to = DateField(_l("Til"), [Optional()])
    finished = SelectField(
        _l("Er det ferdig?"),
        [Optional()],
        choices=[SelectChoice("", _l("Ikke oppgitt")), SelectChoice(YES, _l("Ja")), SelectChoice(NO, _l("Nei"))],
    )

    def offer(self, prize: Prize, nomination: Nomination) -> None:
        for field, kind in ((self.agreement, OptionKind.AGREEMENT), (self.order_form, OptionKind.ORDER_FORM)):
            field.choices = [
                SelectChoice("", _l("Ikke oppgitt")),
                *(SelectChoice(each.code, each.name) for each in prize.options if each.kind is kind),
            ]
        if not self.unit.raw_data:
            self.process(obj=nomination, finished={True: YES, False: NO, None: ""}[nomination.is_finished])

    def values(self) -> dict[str, Any]:
        """As the columns have them."""
        given = {name: value for name, value in self.data.items() if name not in ("finished", "csrf_token")}
        for name in ("unit", "supplier"):
            given[name] = given[name] or ""
        for name in ("agreement", "order_form"):
            given[name] = given[name] or None
        return {**given, "is_finished": FINISHED.get(self.finished.data)}


class FinalistsForm(FlaskForm):
    """The facts check: the same to each."""

    chosen = SelectMultipleField(_l("Hvem skal svare?"), validate_choice=False)
    question = text_area(_l("Hva vil dere vite?"), FactRequest.TEXT_LENGTH, 6, required=_l("Skriv hva dere vil vite."))
    due_on = DateField(_l("Svar innen"), [InputRequired(_l("Velg en dag."))])

    def offer(self, nominations: Sequence[Nomination]) -> None:
        self.chosen.choices = [SelectChoice(each.reference, f"{each.project} – {each.unit}") for each in nominations]


def _alt(label: str) -> StringField:
    limit = NominationImage.ALT_LENGTH
    return StringField(label, [Length(max=limit, message=TOO_LONG)], filters=[stripped], render_kw={"maxlength": limit})


def _pictures(label: str) -> MultipleFileField:
    return MultipleFileField(label, description=_l("Høyst 6 bilder, jpg eller png, høyst 10 MB hvert."))


class RegisterForm(ProjectForm, WhyForm, PicturesForm, FactsForm):
    """What came by e-mail, post or telephone, with the same questions as the nominator's own form. Only who nominates
    what is required; the rest is asked for in the check."""

    received_on = DateField(_l("Mottatt dato"), [InputRequired(_l("Skriv datoen."))])
    received_time = TimeField(_l("Klokkeslett"), [InputRequired(_l("Skriv klokkeslettet."))])
    nominator_email = EmailField(_l("E-posten til nominatoren"))
    before = _pictures(_l("Bilder før"))
    before_alt = _alt(_l("Hva viser bildene fra før?"))
    after = _pictures(_l("Bilder etter"))
    after_alt = _alt(_l("Hva viser bildene fra etter?"))

    def offer(self, prize: Prize) -> None:
        for page in (ProjectForm, WhyForm, FactsForm):
            page.offer(self, prize)
        self.nominator_name.label.text = _l("Navnet til nominatoren")
        self.relation.label.text = _l("Forholdet til prosjektet")
        for field, sentence in (
            (self.project, _l("Skriv hva prosjektet heter.")),
            (self.nominator_name, _l("Skriv hvem som nominerer.")),
        ):
            field.validators = [DataRequired(sentence), *field.validators]

    @property
    def received_at(self) -> datetime:
        """Oslo wall clock."""
        time = self.received_time.data
        return at_oslo(self.received_on.data, time.hour, time.minute)

    def values(self) -> dict[str, Any]:
        """As the columns have them: an empty text is empty, an empty number or choice is none."""
        names = [*FIELDS[Page.PROJECT], *FIELDS[Page.WHY], *FIELDS[Page.FACTS], "nominator_email"]
        texts = {name: self.data[name] or "" for name in names if name not in CHOICES_AND_NUMBERS}
        rest = {name: None if self.data[name] == "" else self.data[name] for name in CHOICES_AND_NUMBERS}
        consent = self.image_consent.data
        return {
            **texts,
            **rest,
            "social": list(self.social.data or []),
            "is_finished": FINISHED.get(self.is_finished.data),
            "image_consent": ImageConsent(consent) if consent else None,
        }


CHOICES_AND_NUMBERS = frozenset(
    {"relation", "period_from", "period_to", "is_finished", "social", "agreement", "order_form", "value_nok"}
    | {"new_price_nok", "weight_kg", "co2e_kg"}
)
