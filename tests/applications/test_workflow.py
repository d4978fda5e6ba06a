"""The whole grid: from every status to every status, by every role. What the table does not grant is refused."""

import pytest
from flask import Flask

from app.access import SYSTEM, Actor, Role
from app.applications.models import Application, Status
from app.applications.workflow import LABELS, TRANSITIONS, check_move
from app.policy import NotAllowed, NotNow, NotPermitted

A, H, G = Role.APPLICANT, Role.CASE_HANDLER, Role.APPROVER

MAY = {
    ("draft", "submitted"): {A, H},
    ("submitted", "draft"): {A},
    ("submitted", "withdrawn"): {A, H},
    ("screening", "withdrawn"): {A, H},
    ("eligible", "withdrawn"): {A, H},
    ("review", "withdrawn"): {A, H},
    ("submitted", "screening"): {H, "system"},
    ("screening", "supplement"): {H},
    ("supplement", "screening"): {A, H, "system"},
    ("supplement", "withdrawn"): {A, H},
    ("screening", "eligible"): {H},
    ("screening", "recommended"): {H},
    ("eligible", "review"): {H},
    ("review", "recommended"): {H},
    ("eligible", "screening"): {H},
    ("review", "screening"): {H},
    ("recommended", "review"): {G, H},
    ("recommended", "screening"): {G, H},
    ("recommended", "decided"): {G},
    ("decided", "recommended"): {G},
    ("decided", "released"): {"system"},
    ("released", "closed"): {"system"},
    ("closed", "released"): {"system"},
}
WHO = [*Role, "system"]


class Person:
    """Somebody with exactly one role."""

    actor_id = 1
    display_name = "Kari Nordmann"

    def __init__(self, role: Role) -> None:
        self.roles = frozenset({role})


def actor(who: Role | str) -> Actor:
    return Person(who) if isinstance(who, Role) else SYSTEM


@pytest.mark.parametrize("to", Status)
@pytest.mark.parametrize("before", Status)
def test_every_move_by_everyone(app: Flask, before: Status, to: Status) -> None:
    case = Application(reference="OMB-2026-0001", status=before)
    allowed = MAY.get((before.value, to.value))
    for who in WHO:
        if allowed is not None and who in allowed:
            check_move(case, to, actor(who))
            continue
        with pytest.raises(NotAllowed) as refusal:
            check_move(case, to, actor(who))
        assert type(refusal.value) is (NotPermitted if allowed is not None else NotNow), (who, refusal.value)


def test_the_grid_above_is_the_whole_table() -> None:
    assert {(before.value, to.value) for before, to in TRANSITIONS} == set(MAY)


def test_every_status_has_its_words_for_both_sides(app: Flask) -> None:
    assert set(LABELS) == set(Status)
    hidden = [str(LABELS[status].applicant) for status in (Status.RECOMMENDED, Status.DECIDED, Status.REVIEW)]
    assert hidden == ["Under behandling"] * 3
