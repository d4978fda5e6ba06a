"""What is typed in a report. Shape and length only; what a report must hold is in policy.py."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, Form, RadioField, StringField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, Length, Optional

from app.decisions.forms import TOO_LONG, AmountField, WholeField, Within, stripped, text_area
from app.followup.report import showing
from app.followup.report.models import CountMethod, Report, ReportPhoto

MOST_NOK, MOST_THINGS, PLACE_LENGTH, LINE_LENGTH = 999_999, 9_999_999, 80, 60
YES, NO = "yes", "no"
NUMBERS = {"inputmode": "numeric", "autocomplete": "off"}
NO_CHOICE = _l("Velg et av svarene.")


def _kroner(label: str, help_text: str = "") -> AmountField:
    most = Within(min=0, max=MOST_NOK, message=_l("Skriv et beløp mellom 0 og 999 999 kroner."))
    return AmountField(label, [Optional(), most], description=help_text, render_kw=NUMBERS)


def _line(label: str, limit: int, help_text: str = "", **render: Any) -> StringField:
    limits = [Length(max=limit, message=TOO_LONG)]
    return StringField(
        label, limits, filters=[stripped], description=help_text, render_kw={"maxlength": limit, **render}
    )


def _choice(label: str, answers: dict[str, Any], help_text: str = "") -> RadioField:
    """One of a few answers, or none yet."""
    choices = [SelectChoice(value, text) for value, text in answers.items()]
    known = AnyOf(list(answers), message=NO_CHOICE)
    return RadioField(label, [Optional(), known], choices=choices, validate_choice=False, description=help_text)


class ReportForm(FlaskForm):
    """The whole report; fields that are not asked are taken out (sheet.py). The page's own form holds the token."""

    class Meta:
        csrf = False

    held = _choice(
        _l("Ble aktiviteten gjennomført?"),
        showing.HELD,
        _l("Sier dere nei, går vi rett til hva som skjedde og pengene."),
    )
    actual_place = _line(_l("Hvor var det?"), 200)
    deviations = text_area(
        _l("Ble noe annerledes enn i søknaden?"),
        Report.TEXT_LENGTH,
        4,
        _l("Små endringer er helt vanlige. Skriv hva og hvorfor."),
    )
    count_method = _choice(
        _l("Hvordan telte dere?"),
        {
            CountMethod.COUNTED.value: _l("Talt"),
            CountMethod.ESTIMATED.value: _l("Anslått"),
            CountMethod.NOT_COUNTED.value: _l("Ikke talt"),
        },
        _l("Et anslag er greit. «Ikke talt» er også et svar."),
    )
    visitors = WholeField(
        _l("Hvor mange kom?"),
        [Optional(), Within(min=0, max=Report.MOST_VISITORS, message=_l("Skriv et tall mellom 0 og 50 000."))],
        description=_l("Tell personer, ikke klikk."),
        render_kw=NUMBERS,
    )
    visitors_ok = BooleanField(_l("Ja, tallet stemmer"))
    count_reason = _line(_l("Hvorfor telte dere ikke?"), Report.REASON_LENGTH, _l("For eksempel at døra sto åpen."))
    ran_out = _choice(
        _l("Ble det kø, eller gikk dere tomme?"),
        showing.RAN_OUT,
        _l("Hjelper neste års planlegging."),
    )
    ran_out_text = _line(_l("Hva skjedde?"), Report.SHORT_LENGTH)
    learned = text_area(
        _l("Hva tok folk med seg hjem?"), Report.TEXT_LENGTH, 4, _l("Gjerne et lite eksempel, uten navn.")
    )
    differently = text_area(
        _l("Hva ville dere gjort annerledes?"), Report.TEXT_LENGTH, 3, _l("Det som ikke virket, er like nyttig.")
    )
    total_cost_nok = _kroner(_l("Hva kostet det i alt?"), _l("Alt dere betalte for aktiviteten."))
    other_income_nok = _kroner(
        _l("Hva fikk dere ellers inn?"), _l("Egne midler, andre tilskudd, gaver og salg. Ikke dette tilskuddet.")
    )
    unused_confirmed = BooleanField(_l("Ja, dette er igjen"))
    again = _choice(
        _l("Vil dere gjøre det igjen?"),
        showing.AGAIN,
        _l("Uforpliktende."),
    )
    story_ok = _choice(
        _l("Kan vi kontakte dere for å fortelle om aktiviteten?"),
        {YES: _l("Ja"), NO: _l("Nei")},
        _l("Vi spør alltid før vi publiserer noe."),
    )
    is_confirmed = BooleanField(
        _l("Rapporten er riktig"), description=_l("Du bekrefter på vegne av dere. Ingen papirunderskrift.")
    )


class SessionForm(Form):
    """One time that it was held."""

    held_on = DateField(_l("Dato"), [Optional()])
    starts = TimeField(_l("Fra"), [Optional()])
    ends = TimeField(_l("Til"), [Optional()])
    place = _line(_l("Sted, hvis det er et annet"), PLACE_LENGTH)

    def plain(self) -> dict[str, Any] | None:
        """As a plan keeps it; None for a row without a day."""
        if not self.held_on.data:
            return None
        starts, ends = self.starts.data, self.ends.data
        return {
            "held_on": self.held_on.data.isoformat(),
            "starts": starts.isoformat("minutes") if starts else None,
            "ends": ends.isoformat("minutes") if ends else None,
            "place": self.place.data,
        }


class LineForm(Form):
    """One line of the accounts."""

    text = _line(_l("Hva?"), LINE_LENGTH)
    actual_nok = _kroner(_l("Kostet"))


class CountForm(Form):
    """How many of one thing, or how many saw it in one place. The label is the thing's."""

    number = WholeField(
        _l("Antall"),
        [Optional(), Within(min=0, max=MOST_THINGS, message=_l("Skriv et tall mellom 0 og 9 999 999."))],
        render_kw=NUMBERS,
    )


class PhotoForm(Form):
    alt_text = _line(_l("Hva viser bildet?"), ReportPhoto.ALT_LENGTH)
    credit = _line(_l("Hvem tok det?"), ReportPhoto.CREDIT_LENGTH)
    has_consent = BooleanField(_l("Alle på bildet har sagt ja til at det kan vises"))
