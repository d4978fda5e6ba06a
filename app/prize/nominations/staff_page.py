"""What the secretary's page of one nomination shows: the nomination, its checks, and the act that is next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm

from app.audit.declaration import Audience
from app.audit.queries import sentence, timeline
from app.clock import today
from app.policy import NotComplete, denial
from app.prize.models import Prize
from app.prize.nominations import checks, marking, queries, showing, staff_forms
from app.prize.nominations import staff_policy as policy
from app.prize.nominations.duplicates import twins
from app.prize.nominations.forms import WithdrawForm
from app.prize.nominations.models import Nomination, NominationStatus
from app.prize.nominations.policy import can_withdraw
from app.prize.nominations.workflow import LABELS

N = NominationStatus
MERGEABLE = (*policy.WAITING, N.QUALIFIED)
DAYS_TO_ANSWER = timedelta(days=7)


@dataclass
class Typed:
    """A form that was refused, to be shown again with what was typed, and the page's status."""

    name: str = ""
    form: FlaskForm | None = None
    status: int = 200
    refusal: str | None = None

    def get(self, name: str, kind: type[FlaskForm]) -> Any:
        """The typed form of that name, or a fresh one."""
        if self.form is not None and name == self.name:
            return self.form
        return kind(formdata=None, prefix=name)


def place(form: FlaskForm, refusal: NotComplete) -> None:
    """Each sentence at its field."""
    for name, sentence_ in refusal.missing.items():
        if name in form:
            form[name].errors = [*form[name].errors, sentence_]


def found_in(nomination: Nomination, others: Sequence[Nomination]) -> list[checks.Finding]:
    alike = [twin.nomination for twin in twins(nomination, others)]
    return checks.findings(nomination, checks.rules_of(nomination.prize), alike)


def page(nomination: Nomination, typed: Typed | None = None) -> ResponseReturnValue:
    typed, prize = typed or Typed(), nomination.prize
    others = queries.others_sent(prize)
    found, by_id = found_in(nomination, others), {each.id: each for each in others}
    rules = checks.rules_of(prize)
    return render_template(
        "prize/nomination_for_staff.html",
        prize=prize,
        nomination=nomination,
        label=LABELS[nomination.status],
        labels=LABELS,
        findings=found,
        twins=twins(nomination, others),
        rows=showing.fact_rows(nomination, rules),
        relation=showing.relation(nomination, rules),
        nominators=queries.nominators(nomination),
        merged_into=by_id.get(nomination.merged_into_id or 0),
        marks=marking.marks(nomination, today()),
        events=[(each.at, each.actor_name, sentence(each)) for each in timeline(nomination.reference, [Audience.JURY])],
        forms=_forms(nomination, typed, others, found),
        open_form=typed.name,
        refusal=typed.refusal,
        blocked=_blocked(nomination, found),
        **_neighbours(nomination, others),
    ), typed.status


def _forms(
    nomination: Nomination, typed: Typed, others: Sequence[Nomination], found: Sequence[checks.Finding]
) -> Mapping[str, FlaskForm]:
    """All of the page, each with its prefix."""
    forms = {
        "qualify": typed.get("qualify", staff_forms.QualifyForm),
        "not_qualify": typed.get("not_qualify", staff_forms.NotQualifyForm),
        "ask": typed.get("ask", staff_forms.AskForm),
        "merge": typed.get("merge", staff_forms.MergeForm),
        "correct": typed.get("correct", staff_forms.CorrectForm),
        "withdraw": typed.get("withdraw", WithdrawForm),
    }
    alike = [twin.nomination for twin in twins(nomination, others) if twin.nomination.status in MERGEABLE]
    forms["qualify"].offer(queries.seats(nomination.prize), nomination)
    forms["merge"].offer([each for each in others if each.id != nomination.id and each.status in MERGEABLE], alike)
    forms["correct"].offer(nomination.prize, nomination)
    forms["withdraw"].reason.label.text = _("Hvorfor trekkes den?")
    if typed.name != "ask":
        forms["ask"].question.data = checks.questions(found)
        forms["ask"].due_on.data = today() + DAYS_TO_ANSWER
    return forms


def _blocked(nomination: Nomination, found: Sequence[checks.Finding]) -> Mapping[str, str | None]:
    """The sentence that greys each act, or None."""
    return {
        "start": denial(policy.can_start, current_user, nomination),
        "qualify": denial(policy.can_qualify, current_user, nomination, found),
        "decide": denial(policy.can_decide, current_user, nomination),
        "ask": denial(policy.can_ask, current_user, nomination),
        "correct": denial(policy.can_correct, current_user, nomination),
        "change": denial(policy.can_change_field, current_user, nomination.prize),
        "withdraw": denial(can_withdraw, nomination, current_user),
    }


def _neighbours(nomination: Nomination, others: Sequence[Nomination]) -> dict[str, Any]:
    """Before and after in the list, and how far one is."""
    position = next(at for at, each in enumerate(others) if each.id == nomination.id)
    return {
        "before": others[position - 1] if position else None,
        "after": others[position + 1] if position + 1 < len(others) else None,
        "number": position + 1,
        "total": len(others),
    }


@dataclass(frozen=True)
class ListRow:
    """One row of the secretary's list."""

    nomination: Nomination
    text: str
    colour: str
    findings: Sequence[checks.Finding]
    alike: Sequence[Nomination]

    @property
    def open_findings(self) -> Sequence[checks.Finding]:
        return [each for each in self.findings if each.level is not checks.GREEN]

    @property
    def is_late(self) -> bool:
        """An answer should have been here."""
        waiting = (each for each in self.nomination.requests if each.answered_at is None and each.closed_at is None)
        return self.nomination.status is N.NEEDS_INFO and any(each.due_on < today() for each in waiting)


def rows(prize: Prize, nominations: Sequence[Nomination], alike: Mapping[int, Sequence[Nomination]]) -> list[ListRow]:
    rules = checks.rules_of(prize)
    return [
        ListRow(
            each,
            str(LABELS[each.status].text),
            LABELS[each.status].colour,
            checks.findings(each, rules, alike.get(each.id, ())),
            alike.get(each.id, ()),
        )
        for each in nominations
    ]
