"""A figure as somebody types it. Shape and length only; the rules are in figures.py."""

import re
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, IntegerField, SelectChoice, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import TextInput

from app.insight.figures import FIRST_YEAR, LAST_YEAR, Figure
from app.insight.kinds import COUNT_METHODS, KINDS
from app.insight.models import KeyFigure
from app.rounds.forms import text

NUMBER = re.compile(r"\d{1,12}(,\d{1,2})?")
SPACES = re.compile(r"\s")


class NumberField(Field):
    """A number as people write it: «48 000», «12,5». Empty is no number, not 0."""

    widget = TextInput()
    data: Decimal | None

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = SPACES.sub("", valuelist[0]) if valuelist else ""
        self.data = None
        if typed and not NUMBER.fullmatch(typed):
            raise ValueError(_("Skriv et tall, for eksempel 48 000 eller 12,5."))
        if typed:
            self.data = Decimal(typed.replace(",", "."))

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else ""


def _kinds() -> list[SelectChoice]:
    return [SelectChoice("", _l("Velg")), *(SelectChoice(kind.code, kind.label) for kind in KINDS.values())]


def _methods() -> list[SelectChoice]:
    return [
        SelectChoice("", _l("Passer ikke her")),
        *(SelectChoice(code, text) for code, text in COUNT_METHODS.items()),
    ]


class FigureForm(FlaskForm):
    year = IntegerField(
        _l("År"),
        [
            InputRequired(_l("Skriv hvilket år tallet gjelder.")),
            NumberRange(FIRST_YEAR, LAST_YEAR, message=_l("Skriv et år fra 2014.")),
        ],
    )
    kind = SelectField(
        _l("Hva tallet teller"),
        [InputRequired(_l("Velg hva tallet teller."))],
        choices=_kinds,
        description=_l("Tall av forskjellige typer legges aldri sammen. Velg den som passer best."),
    )
    value = NumberField(_l("Tall"), [Optional()], description=_l("La det stå tomt hvis kilden ikke gir noe tall."))
    value_to = NumberField(_l("Til"), [Optional()], description=_l("Bare når kilden gir to tall, som 50–100."))
    value_text = text(
        _l("Slik kilden sier det"), KeyFigure.value_text, description=_l("Et kort sitat, for eksempel «ca. 48 000».")
    )
    count_method = SelectField(_l("Hvordan det er talt"), [Optional()], choices=_methods)
    what = text(_l("Hva det gjelder"), KeyFigure.what, description=_l("Når det er en del av uka: et sted, en dag."))
    source = text(
        _l("Kilde"),
        KeyFigure.source,
        _l("Skriv hvor tallet kommer fra."),
        description=_l("Så en annen kan finne det igjen: rapport og side, eller hvem som sa det og når."),
    )
    note = text(_l("Merknad"), KeyFigure.note)
    contradicts = BooleanField(_l("Kilden sier noe annet et annet sted"))

    @property
    def figure(self) -> Figure:
        """What was typed, as a figure."""
        return Figure(
            year=self.year.data,
            kind=self.kind.data,
            value=self.value.data,
            value_to=self.value_to.data,
            value_text=self.value_text.data or None,
            count_method=self.count_method.data or None,
            what=self.what.data or None,
            source=self.source.data,
            note=self.note.data or None,
            contradicts=self.contradicts.data,
        )
