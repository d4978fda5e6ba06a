"""What a party types about a change, and staff about the answer. Shape and length only."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.applications.models import Activity, ActivitySession
from app.decisions.forms import TOO_LONG, AmountField, stripped, text_area
from app.extensions import Base
from app.followup.changes.differences import Wanted
from app.followup.changes.models import ChangeNotice, ChangeStatus
from app.followup.changes.wording import PARTS, SIGNUP, Names
from app.followup.grants.plan import LISTS, PLACE, SIZE, WORDS, clock
from app.rounds.models import OptionKind, Round

BLANK_ROWS = 2


def _limit(name: str, of: type[Base] = Activity) -> int:
    """The characters that the application's column holds."""
    return int(of.__table__.c[name].type.length)  # type: ignore[attr-defined]


def _text(name: str, description: str = "", **attrs: str) -> StringField:
    limit = _limit(name)
    return StringField(
        PARTS[name],
        [Length(max=limit, message=TOO_LONG)],
        filters=[stripped],
        description=description,
        render_kw={"maxlength": limit, **attrs},
    )


class SessionForm(Form):
    """One time and place. A row that is emptied is taken away."""

    held_on = DateField(_l("Dato"), [Optional()])
    starts = TimeField(_l("Fra"), [Optional()], format=["%H:%M", "%H:%M:%S"])
    ends = TimeField(_l("Til"), [Optional()], format=["%H:%M", "%H:%M:%S"])
    place = StringField(
        _l("Sted, hvis det er et annet enn nedenfor"),
        [Length(max=_limit("place", ActivitySession), message=TOO_LONG)],
        filters=[stripped],
    )

    def values(self) -> dict[str, Any] | None:
        """As a plan holds it; None for an empty row."""
        if not (self.held_on.data or self.starts.data or self.ends.data or self.place.data):
            return None
        hours = {name: self[name].data.isoformat("minutes") if self[name].data else None for name in ("starts", "ends")}
        return {
            "held_on": self.held_on.data.isoformat() if self.held_on.data else None,
            **hours,
            "place": self.place.data,
        }


class ChangeForm(FlaskForm):
    """The plan as it stands, to be changed. Only what differs is sent."""

    sessions = FieldList(FormField(SessionForm), label=PARTS["sessions"])
    is_digital = BooleanField(_l("Aktiviteten er på nett"))
    venue_name = _text("venue_name")
    address = _text("address", autocomplete="off")
    postal_code = _text("postal_code", inputmode="numeric", autocomplete="off")
    district_code = SelectField(PARTS["district_code"], [Optional()])
    is_indoor = RadioField(
        PARTS["is_indoor"],
        [Optional()],
        choices=[SelectChoice("yes", _l("Inne")), SelectChoice("no", _l("Ute"))],
    )
    expected_participants = IntegerField(PARTS["expected_participants"], [Optional()], render_kw={"min": 1})
    capacity = IntegerField(PARTS["capacity"], [Optional()], render_kw={"min": 1})
    signup = RadioField(
        PARTS["signup"], [Optional()], choices=[SelectChoice(code, text) for code, text in SIGNUP.items()]
    )
    title = _text("title")
    public_text = text_area(PARTS["public_text"], Activity.PUBLIC_TEXT_LENGTH)
    activity_types = SelectMultipleField(PARTS["activity_types"], description=_l("Velg inntil tre."))
    audience_text = _text("audience_text")
    bring = _text("bring")
    accessibility = SelectMultipleField(PARTS["accessibility"])
    accessibility_text = _text("accessibility_text")
    changes_purpose = BooleanField(
        _l("Vi skal gjøre noe annet enn det vi søkte om"),
        description=_l("Da avgjør en godkjenner, ikke saksbehandleren."),
    )
    amount_nok = AmountField(
        _l("Trenger dere mindre penger?"),
        [Optional()],
        description=_l("Skriv hele beløpet dere trenger nå. La stå tomt hvis dere trenger det samme."),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    explanation = text_area(
        _l("Hva er endret, og hvorfor?"),
        ChangeNotice.EXPLANATION_LENGTH,
        4,
        _l("To–tre setninger er nok."),
        required=_l("Skriv hva som er endret, og hvorfor."),
    )

    @classmethod
    def of(cls, plan: Mapping[str, Any], of_round: Round, names: Names) -> "ChangeForm":
        """With the plan as it stands where nothing was typed."""
        indoor = {True: "yes", False: "no"}.get(plan["is_indoor"])
        shown = {**plan, "is_indoor": indoor, "sessions": [_session(one) for one in plan["sessions"]]}
        form = cls(data=shown)
        form.district_code.choices = [
            SelectChoice("", _l("Velg")),
            *(SelectChoice(code, name) for code, name in names.districts.items()),
        ]
        for kind, field in (
            (OptionKind.ACTIVITY_TYPE, form.activity_types),
            (OptionKind.ACCESSIBILITY, form.accessibility),
        ):
            field.choices = [SelectChoice(one.code, one.name) for one in of_round.options if one.kind is kind]
        if not form.is_submitted():
            for _row in range(BLANK_ROWS):
                form.sessions.append_entry()
        return form

    def wanted(self) -> Wanted:
        """What was typed, as plain values."""
        plan = {name: self[name].data for name in (*WORDS, *PLACE, *SIZE, *LISTS)}
        plan["is_indoor"] = {"yes": True, "no": False}.get(plan["is_indoor"])
        plan |= {name: plan[name] or None for name in ("district_code", "signup")}
        rows = [entry.form.values() for entry in self.sessions.entries]
        plan["sessions"] = sorted(
            (row for row in rows if row), key=lambda row: (row["held_on"] or "9", row["starts"] or "")
        )
        return Wanted(self.explanation.data, plan, self.amount_nok.data, self.changes_purpose.data)


def _session(one: Mapping[str, Any]) -> dict[str, Any]:
    held_on = date.fromisoformat(one["held_on"]) if one["held_on"] else None
    return {**one, "held_on": held_on, "starts": clock(one["starts"]), "ends": clock(one["ends"])}


class CancelForm(FlaskForm):
    """The whole activity is called off."""

    explanation = text_area(
        _l("Hvorfor blir det ikke noe av?"),
        ChangeNotice.EXPLANATION_LENGTH,
        4,
        required=_l("Skriv kort hvorfor."),
    )

    def wanted(self) -> Wanted:
        return Wanted(self.explanation.data, cancels=True)


class AnswerForm(FlaskForm):
    """The answer to a change notice."""

    decision = RadioField(
        _l("Svar"),
        [InputRequired(_l("Velg et svar."))],
        choices=[
            SelectChoice(ChangeStatus.APPROVED.value, _l("Godkjenn")),
            SelectChoice(ChangeStatus.REFUSED.value, _l("Ikke godkjenn")),
            SelectChoice(ChangeStatus.NOTED.value, _l("Bare til orientering")),
        ],
    )
    answer = text_area(
        _l("Til søkeren"), ChangeNotice.ANSWER_LENGTH, 4, _l("Kommer i brevet. Må fylles ut når dere sier nei.")
    )
