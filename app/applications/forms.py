"""The fields of a page of the draft, made from its questions. Every field holds raw text: what is stored, or what was
typed and could not be saved. Answers are read in answers.py; nothing is judged here."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Field,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    TimeField,
)
from wtforms.form import BaseForm

from app.applications import answers, paths
from app.applications.asked_of_activity import ROWS
from app.applications.drafting import Conflict, Saved
from app.applications.models import Application
from app.applications.questions import Kind, Question
from app.applications.steps import Step, field_id
from app.rounds.models import FormLength

OTHER_AMOUNT = "_other."
"""Before the path of an amount sought: the field for an amount between the tiers."""
SHOWN_AMOUNT = "_shown."
OTHER = "other"
CONTROLS = frozenset({"csrf_token"})

FIELDS: dict[Kind, type[Field]] = {
    Kind.LONG_TEXT: TextAreaField,
    Kind.PARTNERS: TextAreaField,
    Kind.EMAIL: EmailField,
    Kind.PHONE: TelField,
    Kind.DATE: DateField,
    Kind.TIME: TimeField,
    Kind.YES_NO: RadioField,
    Kind.CHOICE: RadioField,
    Kind.SELECT: SelectField,
    Kind.SEVERAL: SelectMultipleField,
    Kind.CONFIRM: BooleanField,
}
FIGURES = (Kind.NUMBER, Kind.AMOUNT, Kind.SOUGHT, Kind.POSTAL_CODE)
ASKED_WITH_CHOICES = (Kind.YES_NO, Kind.CHOICE, Kind.SELECT, Kind.SEVERAL)


def _field(path: str, question: Question, application: Application, length: FormLength) -> Any:
    """An unbound field for this question."""
    attrs = {name: value for name, value in question.attrs.items() if not name.startswith("data-blank")}
    if question.kind in FIGURES:
        attrs = {"inputmode": "numeric", "autocomplete": "off", **attrs}
    limit = question.limit_at(length)
    if limit and question.kind in (Kind.TEXT, Kind.LONG_TEXT):
        attrs["data-limit"] = str(limit)
    more: dict[str, Any] = {}
    if question.kind in ASKED_WITH_CHOICES:
        more["choices"] = [SelectChoice(code, str(name)) for code, name in question.choices(application)]
    if question.kind is Kind.SELECT:
        more["choices"].insert(0, SelectChoice("", question.attrs.get("data-blank") or _("Velg")))
    made = FIELDS.get(question.kind, StringField)
    return made(question.label, id=field_id(path), description=question.help, render_kw=attrs, **more)


class StepForm(BaseForm):
    """The fields of one page, by path. Errors and conflicts come from the save, not from WTForms."""

    def __init__(self, step: Step, typed: Mapping[str, str] | None = None, saved: Saved | None = None) -> None:
        self.step = step
        self.asked = dict(_asked(step))
        self.conflicts: dict[str, Conflict] = dict(saved.conflicts) if saved else {}
        self.stored = {path: _stored(step.application, path) for path in self.asked}
        application, length = step.application, step.length
        super().__init__({path: _field(path, one, application, length) for path, one in self.asked.items()})
        shown = {**self.stored, **{path: text for path, text in (typed or {}).items() if path in self.asked}}
        self.process(formdata=self._formdata(shown))
        self.lost = _lost(self.asked, typed or {}, saved)
        for path, bound in self._fields.items():
            bound.question = self.asked[path]
            bound.conflict = self.conflicts.get(path)
            bound.errors = self._errors(path, saved)

    def _formdata(self, shown: Mapping[str, str]) -> MultiDict[str, str]:
        pairs: list[tuple[str, str]] = [("_", "")]  # never empty, else WTForms takes it for no data at all
        for path, text in shown.items():
            kind = self.asked[path].kind
            if kind is Kind.SEVERAL:
                pairs += [(path, code) for code in text.split(",") if code]
            elif text or kind not in (Kind.CONFIRM, Kind.YES_NO, Kind.CHOICE):
                pairs.append((path, text))
        return MultiDict(pairs)

    def _errors(self, path: str, saved: Saved | None) -> list[str]:
        if path in self.conflicts:
            return [self.conflicts[path].sentence]
        return [saved.errors[path]] if saved and path in saved.errors else []

    @property
    def was(self) -> str:
        """What is stored in each field now, so that the next post tells what was touched."""
        return json.dumps(self.stored, ensure_ascii=False)

    def theirs(self, path: str) -> str:
        """What somebody else wrote, in the words of the form."""
        return answers.shown(self.asked[path], self.conflicts[path].theirs, self.step.application)

    def rows(self, letter: str) -> list[tuple[str, list[Field]]]:
        """(part, fields) of each row: `a1.s2` and its date, start, end and place."""
        activity = self.step.activity
        assert activity is not None
        parts = [paths.row_path(activity, letter, row.position) for row in paths.rows(activity, letter)]
        return [(part, self.row(part, letter)) for part in parts]

    def row(self, part: str, letter: str) -> list[Field]:
        return [self[f"{part}.{question.key}"] for question in ROWS[letter]]


def _lost(asked: Mapping[str, Question], typed: Mapping[str, str], saved: Saved | None) -> list[str]:
    """What stood in a row that somebody else removed: the words are given back in the message."""
    errors = saved.errors.items() if saved else ()
    return [f"{error} «{typed[path]}»" if typed.get(path) else error for path, error in errors if path not in asked]


def _asked(step: Step) -> Iterable[tuple[str, Question]]:
    yield from step.questions()
    for letter in step.rows:
        assert step.activity is not None
        for row in paths.rows(step.activity, letter):
            part = paths.row_path(step.activity, letter, row.position)
            yield from ((f"{part}.{question.key}", question) for question in ROWS[letter])


def blank_row(step: Step, letter: str) -> list[Field]:
    """The fields of a row that is not there, at position 0: JavaScript copies it to add one without a reload."""
    assert step.activity is not None
    part = paths.row_path(step.activity, letter, 0)
    fields = {
        f"{part}.{question.key}": _field(f"{part}.{question.key}", question, step.application, step.length)
        for question in ROWS[letter]
    }
    form = BaseForm(fields)
    form.process(formdata=None)
    for bound, question in zip(form, ROWS[letter], strict=True):
        bound.question, bound.conflict = question, None
    return list(form)


def _stored(application: Application, path: str) -> str:
    place = paths.find(application, path)
    return answers.raw(place.question, place.value)


def read_typed(posted: MultiDict[str, str], was: Mapping[str, str]) -> dict[str, str]:
    """path → raw text for every field that was touched: what differs from what the page showed."""
    typed: dict[str, str] = {}
    for path in [*was, *(name for name in posted if name not in was)]:
        if path in CONTROLS or not paths.PATH.fullmatch(path):
            continue
        text = _typed(posted, path, was.get(path, ""))
        if _same_lines(text) != _same_lines(was.get(path, "")):
            typed[path] = text
    return typed


def _typed(posted: MultiDict[str, str], path: str, before: str) -> str:
    values = [value for value in posted.getlist(path) if value]
    text = ",".join(values)
    if OTHER_AMOUNT + path not in posted:
        return text
    between = posted[OTHER_AMOUNT + path].strip()
    if text == OTHER or (text == before and between and between != posted.get(SHOWN_AMOUNT + path, "")):
        return between
    return text


def _same_lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def read_shown(posted: MultiDict[str, str]) -> dict[str, Any]:
    """What the page showed, as it says itself; an odd value is taken for nothing shown, which only saves more."""
    try:
        shown = json.loads(posted.get("_was", "{}"))
    except (ValueError, RecursionError):
        return {}
    return shown if isinstance(shown, dict) else {}


def read_was(posted: MultiDict[str, str]) -> dict[str, str]:
    """The same, of a page that shows texts only."""
    return {path: text for path, text in read_shown(posted).items() if isinstance(text, str)}


def read_revision(text: Any) -> int | None:
    """The revision that a page was read at. Without one, everything somebody else changed is a conflict."""
    try:
        return max(int(text), 0)
    except (TypeError, ValueError):
        return 0
