"""The whole grid of an appeal: from every status to every status, by every role."""

import pytest
from flask import Flask

from app.access import Role
from app.decisions.appeals.models import AppealHandling, AppealStatus
from app.decisions.appeals.workflow import DONE, LABELS, TRANSITIONS, check_move
from app.policy import NotAllowed, NotNow, NotPermitted
from tests.applications.test_workflow import actor

A, H, G = Role.APPLICANT, Role.CASE_HANDLER, Role.APPROVER

MAY = {
    ("received", "under_review"): {H},
    ("late", "under_review"): {H},
    ("late", "dismissal_prepared"): {H},
    ("dismissal_prepared", "late"): {G},
    ("dismissal_prepared", "dismissed"): {G},
    ("dismissed", "under_review"): {H},
    ("under_review", "received"): {H, G},
    ("under_review", "reversal_prepared"): {H},
    ("under_review", "reversed_fully"): {H},
    ("under_review", "upheld"): {H},
    ("under_review", "closed"): {H},
    ("reversal_prepared", "under_review"): {H, G},
    ("reversal_prepared", "reversed_fully"): {G},
    ("reversal_prepared", "reversed_partly"): {G},
    ("reversed_partly", "upheld"): {H},
    ("reversed_partly", "closed"): {H},
    ("upheld", "under_review"): {G},
    ("upheld", "reversed_partly"): {G},
    ("upheld", "forwarded"): {G},
    ("forwarded", "decided"): {H},
    ("forwarded", "closed"): {H},
    ("decided", "closed"): {H, G},
    **{
        (before, "withdrawn"): {A, H}
        for before in (
            "received",
            "late",
            "dismissal_prepared",
            "under_review",
            "reversal_prepared",
            "reversed_partly",
            "upheld",
            "forwarded",
        )
    },
}


@pytest.mark.parametrize("to", AppealStatus)
@pytest.mark.parametrize("before", AppealStatus)
def test_every_move_by_everyone(app: Flask, before: AppealStatus, to: AppealStatus) -> None:
    handling = AppealHandling(status=before)
    allowed = MAY.get((before.value, to.value))
    for who in Role:
        if allowed is not None and who in allowed:
            check_move(handling, to, actor(who))
            continue
        with pytest.raises(NotAllowed) as refusal:
            check_move(handling, to, actor(who))
        assert type(refusal.value) is (NotPermitted if allowed is not None else NotNow), (who, refusal.value)


def test_the_grid_above_is_the_whole_table() -> None:
    assert {(before.value, to.value) for before, to in TRANSITIONS} == set(MAY)


def test_every_status_has_its_words_and_everything_ends(app: Flask) -> None:
    assert set(LABELS) == set(AppealStatus)
    leads = {before for before, _to in TRANSITIONS}
    assert set(AppealStatus) - leads == DONE - {AppealStatus.DISMISSED}
