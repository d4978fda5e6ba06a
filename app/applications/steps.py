"""The pages of the form, in their order, and which questions stand on each.

Step by step: who you are, then five or six short pages for each activity, a little more about you when the amount is
larger, attachments, and the summary. A page without a question to ask is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import NoResultFound

from app.applications.asked_of_activity import CONTENT, SIZE, THE_PLAN, THOSE_WHO_COME, WHEN_AND_WHERE, permits
from app.applications.asked_of_applicant import ABOUT_YOU, MORE_ABOUT_YOU, OTHER_MUNICIPAL
from app.applications.asked_of_budget import AROUND_THE_BUDGET, INCOME
from app.applications.models import Activity, Application
from app.applications.paths import rows
from app.applications.questions import PERMIT, Question
from app.applications.tiers import length_of
from app.rounds.models import FormLength


class Page(StrEnum):
    """A kind of page; its value is the first part of its address."""

    ABOUT = "om-dere"
    ACTIVITY = "aktivitet"
    CONTENT = "innholdet"
    WHEN = "tid-og-sted"
    PEOPLE = "de-som-kommer"
    PLAN = "planen"
    BUDGET = "budsjett"
    MORE = "mer-om-dere"
    ATTACHMENTS = "vedlegg"


TITLES: dict[Page, str] = {
    Page.ABOUT: _l("Om dere"),
    Page.ACTIVITY: _l("Aktiviteten"),
    Page.CONTENT: _l("Innholdet"),
    Page.WHEN: _l("Når og hvor"),
    Page.PEOPLE: _l("De som kommer"),
    Page.PLAN: _l("Planen"),
    Page.BUDGET: _l("Budsjett"),
    Page.MORE: _l("Mer om dere"),
    Page.ATTACHMENTS: _l("Vedlegg"),
}
OTHERS = tuple(question for row in OTHER_MUNICIPAL for question in row)
QUESTIONS: dict[Page, tuple[Question, ...]] = {
    Page.ABOUT: ABOUT_YOU,
    Page.ACTIVITY: SIZE,
    Page.CONTENT: CONTENT,
    Page.WHEN: WHEN_AND_WHERE,
    Page.PEOPLE: THOSE_WHO_COME,
    Page.PLAN: THE_PLAN,
    Page.BUDGET: (
        *INCOME,
        *AROUND_THE_BUDGET,
        *(question for question in SIZE if question.key == "sought_nok"),
    ),
    Page.MORE: (*MORE_ABOUT_YOU, *OTHERS),
    Page.ATTACHMENTS: (),
}
OF_ACTIVITY = (Page.ACTIVITY, Page.CONTENT, Page.WHEN, Page.PEOPLE, Page.PLAN, Page.BUDGET)
ROWS: dict[Page, str] = {Page.WHEN: "s", Page.BUDGET: "bg"}
"""The letters of the rows that a page has."""


@dataclass(frozen=True)
class Step:
    """One page of one draft. `ordinal` is which activity it is, as people count them."""

    application: Application
    page: Page
    activity: Activity | None = None
    ordinal: int = 0

    @property
    def slug(self) -> str:
        return f"{self.page}-{self.activity.position}" if self.activity else str(self.page)

    @property
    def title(self) -> str:
        """«Budsjett», or «Aktivitet 2: Budsjett» when there are several activities (the first page: «Aktivitet 2»)."""
        name = str(TITLES[self.page])
        if self.activity is None or len(self.application.activities) == 1:
            return name
        if self.page is Page.ACTIVITY:
            return str(_("Aktivitet %(n)s", n=self.ordinal))
        return str(_("Aktivitet %(n)s: %(name)s", n=self.ordinal, name=name))

    @property
    def url(self) -> str:
        return url_for("applications.step", reference=self.application.reference, step=self.slug)

    @property
    def length(self) -> FormLength:
        return length_of(self.application, self.activity)

    @property
    def rows(self) -> str:
        return ROWS.get(self.page, "")

    def questions(self) -> Iterator[tuple[str, Question]]:
        """(path, question) of those that stand alone on the page and are asked now; rows come beside them."""
        prefix = f"a{self.activity.position}." if self.activity else ""
        for question in self._all():
            if question.is_asked(self.application, self.activity, self.length):
                yield prefix + question.key, question

    def _all(self) -> tuple[Question, ...]:
        own = QUESTIONS[self.page]
        return (*own, *permits(self.application)) if self.page is Page.PLAN else own


def steps_of(application: Application) -> list[Step]:
    """The pages of this draft that have something to ask; the summary is the sending room's own."""
    found = [Step(application, Page.ABOUT)]
    for ordinal, activity in enumerate(application.activities, start=1):
        found += [Step(application, page, activity, ordinal) for page in OF_ACTIVITY]
    found += [Step(application, Page.MORE), Step(application, Page.ATTACHMENTS)]
    return [step for step in found if step.page is Page.ATTACHMENTS or step.rows or any(step.questions())]


def step_of(application: Application, slug: str) -> Step:
    """Raises NoResultFound (404) for a page that this draft does not have."""
    for step in steps_of(application):
        if step.slug == slug:
            return step
    raise NoResultFound(slug)


def after(step: Step) -> str:
    """The address of the next page: the summary after the last."""
    slugs = steps_of(step.application)
    place = next((i for i, other in enumerate(slugs) if other.slug == step.slug), len(slugs))
    return slugs[place + 1].url if place + 1 < len(slugs) else summary_url(step.application)


def before(step: Step) -> str | None:
    slugs = steps_of(step.application)
    place = next((i for i, other in enumerate(slugs) if other.slug == step.slug), 0)
    return slugs[place - 1].url if place else None


def summary_url(application: Application) -> str:
    return url_for("applications.summary", reference=application.reference)


def field_id(path: str) -> str:
    """A path as an HTML id: `a1.s2.held_on` → `a1-s2-held_on`."""
    return path.replace(".", "-")


def url_of(application: Application, key: str, position: int | None = None) -> str:
    """Where a question is answered: its page and the field on it. `position` is the activity's.

    Takes a question's key, «sessions», «budget», «activities» or «attachments»; the first page for anything else.
    """
    activity = next((one for one in application.activities if one.position == position), None)
    page, anchor = _page_of(key, activity)
    step = next(
        (one for one in steps_of(application) if one.page is page and one.activity is activity),
        Step(application, Page.ABOUT),
    )
    return f"{step.url}#{anchor}" if anchor else step.url


def _page_of(key: str, activity: Activity | None) -> tuple[Page, str]:
    prefix = f"a{activity.position}-" if activity else ""
    if activity is not None and key in ("sessions", "budget"):
        letter, page, first = ("s", Page.WHEN, "held_on") if key == "sessions" else ("b", Page.BUDGET, "group_code")
        found = rows(activity, letter)
        return page, f"{prefix}{letter}{found[0].position}-{first}" if found else ""
    if key == "attachments":
        return Page.ATTACHMENTS, ""
    if key.startswith(PERMIT):
        return Page.PLAN, prefix + key
    for page, questions in QUESTIONS.items():
        if any(question.key == key for question in questions) and (page in OF_ACTIVITY) == (activity is not None):
            return page, prefix + key
    return Page.ABOUT, ""
