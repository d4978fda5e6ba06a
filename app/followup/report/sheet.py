"""The report as its page shows it: as it is saved, or as it was just typed. Only what was changed since the page was
read is saved, so that a page that has stood open somewhere else does not write old answers over new ones."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField

from app.followup.grants.models import Grant
from app.followup.report import accounting, asking, outcomes
from app.followup.report.forms import NO, YES, CountForm, LineForm, PhotoForm, ReportForm, SessionForm
from app.followup.report.models import Report, ReportPhoto

Typed = MultiDict[str, str]
MOST_SESSIONS = 20
PLAIN = (
    "held",
    "actual_place",
    "deviations",
    "count_method",
    "visitors",
    "count_reason",
    "ran_out",
    "ran_out_text",
    "learned",
    "differently",
    "total_cost_nok",
    "other_income_nok",
    "unused_confirmed",
    "again",
    "story_ok",
    "is_confirmed",
)
"""The form's fields that are columns of the report."""


class Sheet:
    """`faults`: what is wrong, by the field's name; `named`: what those fields are called; `theirs`: what somebody else
    wrote meanwhile."""

    def __init__(self, report: Report, grant: Grant, typed: Typed | None = None) -> None:
        self.report, self.grant, self.typed = report, grant, typed
        self.asked = asking.asked(report, grant)
        self.form = _form(self.asked, report, typed)
        self.sessions = _sessions(report, grant, typed)
        self.lines = _lines(report, typed) if self.asked.lines else []
        self.things = _counts(
            "outcomes", {code: outcomes.OUTCOMES[code] for code in self.asked.outcomes}, report, typed
        )
        self.seen = _counts("reach", outcomes.CHANNELS if self.asked.reach else {}, report, typed)
        self.photos = {photo.public_id: _photo(photo, typed) for photo in report.photos}
        self.theirs: dict[str, list[str]] = {}
        self.faults: dict[str, str] = {}
        self.named: dict[str, str] = {}

    def parts(self) -> Iterator[Any]:
        """Every form on the page."""
        yield self.form
        yield from (form for _session, form in self.sessions)
        yield from (form for _line, form in self.lines)
        yield from [*self.things.values(), *self.seen.values(), *self.photos.values()]

    def fields(self) -> list[Any]:
        return [field for form in self.parts() for field in form]

    def find_faults(self) -> None:
        """What has the wrong shape."""
        for form in self.parts():
            form.validate()
        for field in self.fields():
            if field.errors:
                self.fault(field, " ".join(map(str, field.errors)))

    def fault(self, field: Any, sentence: str) -> None:
        self.faults[field.name] = sentence
        if not isinstance(field, BooleanField):  # its label is the answer, not the question
            self.named[field.name] = str(field.label.text)

    def place(self, missing: Mapping[str, str]) -> None:
        """Put each sentence at the field it names."""
        known = {field.name: field for field in self.fields()}
        for name, sentence in missing.items():
            if name in known:
                known[name].errors = [*known[name].errors, sentence]
                self.fault(known[name], sentence)
            else:
                self.faults[name] = sentence

    # --- what is to be saved -----------------------------------------------------------------------------------------

    def touched(self, was: Mapping[str, Any]) -> set[str]:
        """The fields that were changed since the page was read, but for those with faults. Where somebody else has
        changed the same field meanwhile, theirs stays, and the page says so."""
        assert self.typed is not None
        saved = texts_of(Sheet(self.report, self.grant).fields())
        fresh = set()
        for field in self.fields():
            sent = self.typed.getlist(field.name)
            if field.name in self.faults or sent == was.get(field.name):
                continue
            theirs = saved.get(field.name, [])
            if self._may_conflict(field.name) and theirs not in (was.get(field.name, theirs), sent):
                self.theirs[field.name] = theirs
                self.place({field.name: _conflict(theirs)})
                continue
            fresh.add(field.name)
        return fresh

    @staticmethod
    def _may_conflict(name: str) -> bool:
        """Rows have no names of their own: the list that was sent last is kept whole."""
        return not name.startswith(("actual-", "accounts-")) and name != "visitors_ok"

    def values(self, fresh: set[str]) -> dict[str, Any]:
        """The report's columns that these fields change. A list is kept whole."""
        found = {name: self.form[name].data for name in PLAIN if name in fresh}
        if any(field.name in fresh for _one, form in self.sessions for field in form):
            found["actual"] = self._held()
        if any(field.name in fresh for _one, form in self.lines for field in form):
            found["accounts"] = self._accounts()
        for name, counts in (("outcomes", self.things), ("reach", self.seen)):
            if any(form.number.name in fresh for form in counts.values()):
                found[name] = {code: form.number.data for code, form in counts.items() if form.number.data is not None}
        return found

    def _held(self) -> list[dict[str, Any]]:
        """As planned is kept as nothing, so that a plan that is changed later shows here too."""
        rows = [row for _session, form in self.sessions if (row := form.plain())]
        return [] if rows == self.grant.plan["sessions"] else rows

    def _accounts(self) -> list[dict[str, Any]]:
        rows = []
        for line, form in self.lines:
            is_new = line["group"] == accounting.NEW
            if is_new and not form.text.data and form.actual_nok.data is None:
                continue
            text = form.text.data if is_new else line["text"]
            rows.append({**line, "text": text, "actual_nok": form.actual_nok.data})
        return rows

    def renew_photos(self) -> None:
        """After pictures were added or taken away."""
        self.photos = {photo.public_id: _photo(photo, self.typed) for photo in self.report.photos}

    @property
    def was(self) -> dict[str, list[str]]:
        """What is saved, by field, for the page to send back."""
        saved = Sheet(self.report, self.grant) if self.typed is not None else self
        return texts_of(saved.fields())

    @property
    def is_refused(self) -> bool:
        return bool(self.faults)


def _conflict(theirs: list[str]) -> str:
    shown = " ".join(theirs).strip()
    if not shown:
        return str(_("Noen andre hos dere tømte feltet mens du skrev. Lagre en gang til hvis ditt skal gjelde."))
    return str(
        _(
            "Noen andre hos dere skrev «%(theirs)s» mens du skrev. Lagre en gang til hvis ditt skal gjelde.",
            theirs=shown,
        )
    )


def _form(asked: asking.Asked, report: Report, typed: Typed | None) -> ReportForm:
    values = {name: getattr(report, name) for name in PLAIN}
    values["story_ok"] = {True: YES, False: NO, None: None}[report.story_ok]
    form = ReportForm(typed, data=values)
    left_out = []
    if not asked.visitors:
        left_out += ["count_method", "visitors", "visitors_ok", "count_reason", "actual_place"]
    if not asked.ran_out:
        left_out += ["ran_out", "ran_out_text"]
    if not asked.differently:
        left_out.append("differently")
    if asked.lines:
        left_out.append("total_cost_nok")
    for name in left_out:
        del form[name]
    return form


def _sessions(report: Report, grant: Grant, typed: Typed | None) -> list[tuple[dict[str, Any], SessionForm]]:
    """Each time it was held, and one more row for a time that was not planned."""
    rows = [*(report.actual or grant.plan["sessions"]), {"held_on": None, "starts": None, "ends": None, "place": None}]
    return [
        (row, SessionForm(typed, prefix=f"actual-{place}", data=_moments(row)))
        for place, row in enumerate(rows[:MOST_SESSIONS])
    ]


def _moments(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "held_on": date.fromisoformat(row["held_on"]) if row["held_on"] else None,
        "starts": time.fromisoformat(row["starts"]) if row["starts"] else None,
        "ends": time.fromisoformat(row["ends"]) if row["ends"] else None,
        "place": row["place"],
    }


def _lines(report: Report, typed: Typed | None) -> list[tuple[dict[str, Any], LineForm]]:
    """The lines of the budget, and empty ones for what was not in it."""
    empty = {"group": accounting.NEW, "text": None, "budget_nok": 0, "actual_nok": None}
    more = min(accounting.MOST_NEW, max(0, accounting.MOST_LINES - len(report.accounts)))
    rows = [*report.accounts, *[empty] * more]
    return [
        (row, LineForm(typed, prefix=f"accounts-{place}", data={"text": row["text"], "actual_nok": row["actual_nok"]}))
        for place, row in enumerate(rows)
    ]


def _counts(name: str, labels: Mapping[str, str], report: Report, typed: Typed | None) -> dict[str, CountForm]:
    found = {}
    for code, label in labels.items():
        form = CountForm(typed, prefix=f"{name}-{code}", data={"number": getattr(report, name).get(code)})
        form.number.label.text = label
        found[code] = form
    return found


def _photo(photo: ReportPhoto, typed: Typed | None) -> PhotoForm:
    """As it was typed; of a picture that was not on the page that was sent, as it is saved."""
    prefix = f"photo-{photo.public_id}-"
    on_page = typed if typed is not None and f"{prefix}alt_text" in typed else None
    values = {"alt_text": photo.alt_text, "credit": photo.credit, "has_consent": photo.has_consent}
    return PhotoForm(on_page, prefix=prefix, data=values)


def texts_of(fields: Iterable[Any]) -> dict[str, list[str]]:
    """What each field holds, as a browser would send it."""
    return {field.name: _texts(field) for field in fields}


def _texts(field: Any) -> list[str]:
    if isinstance(field, BooleanField):
        return ["y"] if field.data else []
    if isinstance(field, RadioField):
        return [field.data] if field.data else []
    return [str(field._value() or "")]


def plain(sent: Typed) -> Typed:
    """What a browser sent, with lines parted as they are kept: a limit counts a new line as one sign."""
    return MultiDict((name, text.replace("\r\n", "\n")) for name, text in sent.items(multi=True))
