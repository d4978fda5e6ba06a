"""The statuses of an appeal, what follows what, by whom, and the words for each (domain.md 4.1, child appeal)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.access import SYSTEM, Actor, Role
from app.audit.actions import record
from app.clock import local
from app.decisions.appeals.models import AppealHandling, AppealStatus
from app.law.deadlines import next_working_day
from app.policy import NotNow, NotPermitted

REVIEW_TARGET = timedelta(days=14)
"""«Uten ugrunnet opphold»: so long after it came, an appeal is answered or forwarded; the law names no number."""
COMMENT_PERIOD = timedelta(days=14)
"""So long the party has to comment on our statement to the appeal body; longer where it would end on a day off."""


@dataclass(frozen=True)
class Label:
    """Staff and applicants read different words for the same status. `colour` is that of the tag."""

    staff: str
    applicant: str
    colour: str


S = AppealStatus
LABELS: dict[AppealStatus, Label] = {
    S.RECEIVED: Label(_l("Mottatt"), _l("Vi har fått klagen"), "yellow"),
    S.LATE: Label(_l("For sen – vurderes"), _l("Klagen kom etter fristen. Vi vurderer om vi kan behandle den"), "red"),
    S.DISMISSAL_PREPARED: Label(
        _l("Avvisning venter på godkjenning"),
        _l("Klagen kom etter fristen. Vi vurderer om vi kan behandle den"),
        "yellow",
    ),
    S.DISMISSED: Label(_l("Avvist"), _l("Klagen er avvist fordi den kom for sent"), "gray"),
    S.UNDER_REVIEW: Label(_l("Til behandling"), _l("Vi ser på saken på nytt"), "blue-light"),
    S.REVERSAL_PREPARED: Label(_l("Nytt vedtak venter på godkjenning"), _l("Vi ser på saken på nytt"), "yellow"),
    S.REVERSED_FULLY: Label(_l("Medhold"), _l("Dere har fått medhold"), "green"),
    S.REVERSED_PARTLY: Label(_l("Delvis medhold"), _l("Dere har fått delvis medhold"), "green"),
    S.UPHELD: Label(_l("Oversendelse venter på godkjenning"), _l("Vi ser på saken på nytt"), "yellow"),
    S.FORWARDED: Label(_l("Hos klageinstansen"), _l("Klagen er sendt til klageinstansen"), "blue"),
    S.DECIDED: Label(_l("Skal behandles på nytt"), _l("Klageinstansen har svart"), "yellow"),
    S.CLOSED: Label(_l("Avsluttet"), _l("Klagesaken er ferdig"), "gray"),
    S.WITHDRAWN: Label(_l("Trukket"), _l("Dere har trukket klagen"), "gray"),
}

APPLICANT, HANDLER, APPROVER = Role.APPLICANT, Role.CASE_HANDLER, Role.APPROVER
WITHDRAWERS = frozenset({APPLICANT, HANDLER})  # a handler on the party's word in writing

# from, to: the roles that may make the move; the system may where TIMED says so
TRANSITIONS: dict[tuple[AppealStatus, AppealStatus], frozenset[Role]] = {
    (S.RECEIVED, S.UNDER_REVIEW): frozenset({HANDLER}),
    (S.LATE, S.UNDER_REVIEW): frozenset({HANDLER}),
    (S.LATE, S.DISMISSAL_PREPARED): frozenset({HANDLER}),
    (S.DISMISSAL_PREPARED, S.LATE): frozenset({APPROVER}),
    (S.DISMISSAL_PREPARED, S.DISMISSED): frozenset({APPROVER}),
    (S.DISMISSED, S.UNDER_REVIEW): frozenset({HANDLER}),  # the dismissal was appealed, and changed
    (S.UNDER_REVIEW, S.RECEIVED): frozenset({HANDLER, APPROVER}),  # given to somebody else
    (S.UNDER_REVIEW, S.REVERSAL_PREPARED): frozenset({HANDLER}),
    (S.REVERSAL_PREPARED, S.UNDER_REVIEW): frozenset({HANDLER, APPROVER}),
    (S.REVERSAL_PREPARED, S.REVERSED_FULLY): frozenset({APPROVER}),
    (S.REVERSAL_PREPARED, S.REVERSED_PARTLY): frozenset({APPROVER}),
    (S.UNDER_REVIEW, S.REVERSED_FULLY): frozenset({HANDLER}),  # of a dismissal: the late appeal is taken up
    (S.UNDER_REVIEW, S.UPHELD): frozenset({HANDLER}),
    (S.REVERSED_PARTLY, S.UPHELD): frozenset({HANDLER}),  # the rest goes to the appeal body
    (S.UPHELD, S.UNDER_REVIEW): frozenset({APPROVER}),
    (S.UPHELD, S.REVERSED_PARTLY): frozenset({APPROVER}),
    (S.UPHELD, S.FORWARDED): frozenset({APPROVER}),
    (S.FORWARDED, S.DECIDED): frozenset({HANDLER}),
    (S.FORWARDED, S.CLOSED): frozenset({HANDLER}),  # confirmed or dismissed: nothing is left to do
    (S.DECIDED, S.CLOSED): frozenset({HANDLER, APPROVER}),
    (S.UNDER_REVIEW, S.CLOSED): frozenset({HANDLER}),  # the decision has been reversed already
    (S.REVERSED_PARTLY, S.CLOSED): frozenset({HANDLER}),  # the party is content with what it got
    **{
        (before, S.WITHDRAWN): WITHDRAWERS
        for before in (
            S.RECEIVED,
            S.LATE,
            S.DISMISSAL_PREPARED,
            S.UNDER_REVIEW,
            S.REVERSAL_PREPARED,
            S.REVERSED_PARTLY,
            S.UPHELD,
            S.FORWARDED,
        )
    },
}
DONE = frozenset({S.DISMISSED, S.REVERSED_FULLY, S.CLOSED, S.WITHDRAWN})
"""Nothing more is to be done, unless a dismissal is appealed and changed."""
WITH_US = frozenset({S.RECEIVED, S.LATE, S.DISMISSAL_PREPARED, S.UNDER_REVIEW, S.REVERSAL_PREPARED, S.UPHELD})
"""Ours to answer or forward without undue delay."""


def comments_due(forwarded_at: datetime) -> date:
    """The last day to comment on what was forwarded at this moment."""
    return next_working_day(local(forwarded_at + COMMENT_PERIOD).date())


def check_move(handling: AppealHandling, to: AppealStatus, by: Actor) -> None:
    """Raises NotNow when `to` does not follow the present status, NotPermitted when `by` may not make the move."""
    roles = TRANSITIONS.get((handling.status, to))
    if roles is None:
        raise NotNow(
            _(
                "Klagen har status «%(status)s» og kan ikke settes til «%(to)s».",
                status=LABELS[handling.status].staff,
                to=LABELS[to].staff,
            )
        )
    if by is not SYSTEM and not roles & by.roles:
        raise NotPermitted(_("Rollen din kan ikke sette klagen til «%(to)s».", to=LABELS[to].staff))


def move(
    handling: AppealHandling, to: AppealStatus, event: str, *, by: Actor, at: datetime, reference: str, **fields: Any
) -> None:
    """The only way an appeal's status changes: checked, and recorded as `event` with the appeal's number."""
    check_move(handling, to, by)
    handling.status, handling.moved_at = to, at
    record(event, by=by, at=at, case=reference, number=handling.appeal.number, **fields)
