"""What is typed about a supplement. Shape and length only; the rules are in policy.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import BooleanField, DateField, Form, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.applications.models import Application, FlagLevel
from app.casework.supplements.actions import Given, Sent
from app.casework.supplements.models import AnswerChannel, Supplement, SupplementItem
from app.casework.supplements.policy import MOST_ITEMS, Asked
from app.casework.supplements.wording import question
from app.files import kinds
from app.review.models import CheckResult
from app.review.sentences import NAMES, sentence

TOO_LONG = _l("Skriv kortere: høyst %(max)d tegn.")
Typed = MultiDict[str, Any] | CombinedMultiDict[str, Any]


def _stripped(typed: str | None) -> str:
    return (typed or "").strip()


class AskForm(Form):
    """One thing to ask for; several stand on the page, each with its prefix. Free ones have no box to tick."""

    chosen = BooleanField(_l("Ta med"))
    asked = TextAreaField(
        _l("Hva vi spør om"), filters=[_stripped], render_kw={"rows": 2, "maxlength": SupplementItem.ASKED_LENGTH}
    )
    why = TextAreaField(
        _l("Hvorfor vi trenger det"), filters=[_stripped], render_kw={"rows": 2, "maxlength": SupplementItem.WHY_LENGTH}
    )


class DeadlineForm(FlaskForm):
    """The day by which the answer must be here."""

    due_on = DateField(_l("Svarfrist"), [Optional()])


class ExtendForm(DeadlineForm):
    due_on = DateField(_l("Ny svarfrist"), [Optional()])
    reason = StringField(
        _l("Hvorfor får de mer tid?"), filters=[_stripped], render_kw={"maxlength": Supplement.REASON_LENGTH}
    )


class EndForm(FlaskForm):
    end_reason = StringField(
        _l("Hvorfor venter vi ikke lenger?"), filters=[_stripped], render_kw={"maxlength": Supplement.REASON_LENGTH}
    )


class ChannelForm(FlaskForm):
    """How the answer came."""

    channel = RadioField(
        _l("Hvordan kom svaret?"),
        [InputRequired(_l("Velg hvordan svaret kom."))],
        choices=[
            SelectChoice(AnswerChannel.PHONE.value, _l("På telefon")),
            SelectChoice(AnswerChannel.EMAIL.value, _l("På e-post")),
            SelectChoice(AnswerChannel.POST.value, _l("I posten")),
        ],
    )


class AnswerForm(Form):
    """The answer to one item."""

    answer = TextAreaField(
        _l("Svaret"),
        [Length(max=SupplementItem.ANSWER_LENGTH, message=TOO_LONG)],
        filters=[_stripped],
        render_kw={"rows": 4},
    )
    files = MultipleFileField(_l("Legg ved filer"), render_kw={"accept": kinds.ACCEPT})
    has_not = BooleanField(_l("Dette har vi ikke"))


@dataclass
class Proposed:
    """A thing that may be asked for, as it stands in the form. `check` is None for a free one."""

    key: str
    form: AskForm
    name: str = ""
    activity: str = ""
    level: FlagLevel | None = None
    sentence: str = ""
    check: str | None = None
    activity_id: int | None = None

    @property
    def is_wanted(self) -> bool:
        """A check's box is ticked; something is written in a free one."""
        typed = self.form
        return bool(typed.chosen.data) if self.check else bool(typed.asked.data or typed.why.data)

    @property
    def asked(self) -> Asked:
        typed = self.form
        return Asked(self.key, typed.asked.data or "", typed.why.data or "", self.check, self.activity_id)


def proposals(
    application: Application, results: Sequence[CheckResult], typed: Typed | None, chosen: str | None, free: int
) -> list[Proposed]:
    """The open checks with the words proposed for each, and after them as many free ones. `chosen` is the check whose
    button was pressed. What was typed for a check stays, also if the check has come out differently meanwhile."""
    positions = {activity.id: activity.position for activity in application.activities}
    several = {a.id: a.title or "" for a in application.activities} if len(application.activities) > 1 else {}
    found = []
    for result in results:
        key = f"{result.code.value}-{positions.get(result.activity_id or 0, 0)}"
        if not (f"{key}-asked" in typed if typed is not None else result.is_open):
            continue
        asked, why = question(result.code, result.details)
        form = AskForm(typed, prefix=key, data={"chosen": key == chosen, "asked": asked, "why": why})
        found.append(
            Proposed(
                key,
                form,
                str(NAMES[result.code]),
                several.get(result.activity_id or 0, ""),
                result.level,
                sentence(result.code, result.details),
                result.code.value,
                result.activity_id,
            )
        )
    return [*found, *(_free(number, typed) for number in range(1, min(free, MOST_ITEMS) + 1))]


def _free(number: int, typed: Typed | None) -> Proposed:
    return Proposed(f"free-{number}", AskForm(typed, prefix=f"free-{number}"))


@dataclass
class Answered:
    """An item with the form that answers it. `error` is what the item as a whole lacks."""

    item: SupplementItem
    form: AnswerForm
    error: str | None = None

    @property
    def given(self) -> Given:
        return Given(self.form.answer.data or "", bool(self.form.has_not.data))

    @property
    def sent(self) -> list[Sent]:
        return [Sent(file.filename, file.read()) for file in self.form.files.data or [] if file and file.filename]


def answers(supplement: Supplement, typed: Typed | None, *, is_blank: bool = False) -> list[Answered]:
    """A form for each item, with the saved draft in it. `is_blank`: for a case handler, who does not read the draft."""
    return [
        Answered(
            item,
            AnswerForm(
                typed,
                prefix=f"item-{item.position}",
                data={} if is_blank else {"answer": item.answer, "has_not": item.has_not},
            ),
        )
        for item in supplement.items
    ]


def place(missing: Mapping[str, str], *forms: Any) -> None:
    """Put each sentence at the field it names."""
    for form in forms:
        for field in form:
            if field.name in missing:
                field.errors = [missing[field.name]]
