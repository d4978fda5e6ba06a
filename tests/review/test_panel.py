"""What each person sees on the case page: nothing before they have declared, and no trace of others' scores."""

import re
from collections.abc import Callable

import pytest
from flask import Flask, render_template_string

from app.access import Role
from app.accounts.models import User
from app.applications.models import Application, Status
from app.applications.queries import case
from app.extensions import db
from app.review.panel import ReviewPanel
from app.review.queries import panel
from tests.counting import statements
from tests.review.cases import DOUBT, declare, handler, in_review, score, send, submitted
from tests.world import World

PAGE = """
{% from "review/_impartiality.html" import impartiality_panel %}
{% from "review/_checks.html" import checks_panel %}
{% from "review/_scores.html" import scores_panel %}
{{ impartiality_panel(panel.reference, panel.impartiality) }}
{% if panel.checks %}{{ checks_panel(panel.reference, panel.checks) }}{% endif %}
{{ scores_panel(panel.reference, panel.sheets) }}
"""
GOOD = (4, 4, 4, 4, 4, 4)


def seen(app: Flask, application: Application, user: User) -> str:
    with app.test_request_context():
        page = render_template_string(PAGE, panel=panel(application, user))
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


def text(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_before_the_answer_there_is_only_the_question(world: World) -> None:
    found = panel(submitted(world), handler(world))
    assert (found.read_blocked, found.is_refused, found.checks, found.sheets) == (
        "Svar på om du er habil, før du leser saken.",
        False,
        None,
        (),
    )


def test_a_member_sees_nothing_and_learns_who_could(world: World) -> None:
    application = submitted(world)
    handler(world, "Berit Bø")
    member = handler(world)
    world.organisation(member, name="Fiksekroken Oslo")
    found = panel(application, member)
    assert (found.is_refused, found.impartiality.colleagues) == (True, [])
    assert found.impartiality.declare_blocked == found.read_blocked
    assert found.read_blocked is not None
    assert found.read_blocked.endswith("Disse kan behandle den: Berit Bø.")


def test_a_reader_need_not_declare(world: World) -> None:
    found = panel(submitted(world), world.user(Role.READER, name="Rune Ro"))
    assert (found.read_blocked, found.impartiality.must_declare, found.impartiality.is_done) == (None, False, True)


def test_only_the_approver_and_the_person_read_the_reason_of_a_doubt(world: World) -> None:
    hanne, berit = handler(world), handler(world, "Berit Bø")
    grete = world.user(Role.APPROVER, name="Grete Gran")
    application = submitted(world)
    declare(application, berit)
    declare(application, hanne, answer=DOUBT, reason="Jeg kjenner styrelederen.")

    def reason(reader: User) -> str | None:
        return next(one.reason for one in panel(application, reader).impartiality.colleagues if one.name == hanne.name)

    assert [reason(reader) for reader in (hanne, grete, berit)] == [
        "Jeg kjenner styrelederen.",
        "Jeg kjenner styrelederen.",
        None,
    ]


Others = Callable[[World, Application, User], None]


def nobody(_world: World, _application: Application, _other: User) -> None:
    pass


def begun(world: World, application: Application, other: User) -> None:
    score(world, application, other, 5, 5, 5, 5, 5, 5)


def low(world: World, application: Application, other: User) -> None:
    send(world, application, other, 1, 1, 1, 1, 1, 1)


def high(world: World, application: Application, other: User) -> None:
    send(world, application, other, 5, 5, 5, 5, 5, 5)


@pytest.mark.parametrize("others", [begun, low, high])
def test_before_sending_the_page_is_the_same_byte_for_byte_whatever_others_have_scored(
    app: Flask, world: World, others: Others
) -> None:
    hanne, berit = handler(world), handler(world, "Berit Bø")
    application = in_review(world, hanne, berit)
    score(world, application, hanne, 4, 4, 3, 4, 4, None)
    alone = seen(app, application, hanne)
    others(world, application, berit)
    assert seen(app, application, hanne) == alone


def test_after_sending_the_others_are_seen(app: Flask, world: World) -> None:
    hanne, berit = handler(world), handler(world, "Berit Bø")
    application = in_review(world, hanne, berit)
    high(world, application, berit)
    send(world, application, hanne, *GOOD)
    sheet = panel(application, hanne).sheets[0]
    assert (sheet.assessors, sheet.total, sheet.assessments) == (["Berit Bø", "Hanne Holm"], 87.5, 2)
    assert [(one.name, one.value, one.comment) for one in sheet.cards[0].others] == [
        ("Berit Bø", 5, "Fordi planen viser det.")
    ]
    assert "87,5 poeng · Berit Bø, Hanne Holm" in text(seen(app, application, hanne))


@pytest.mark.parametrize(
    ("roles", "status", "sees"),
    [
        ([Role.READER], Status.REVIEW, False),
        ([Role.APPROVER], Status.REVIEW, False),
        ([Role.READER], Status.RECOMMENDED, True),
        ([Role.APPROVER], Status.RECOMMENDED, True),
        ([Role.CASE_HANDLER], Status.RECOMMENDED, False),
        ([Role.CASE_HANDLER], Status.DECIDED, True),
    ],
)
def test_when_those_who_have_not_scored_see_the_scores(
    world: World, roles: list[Role], status: Status, sees: bool
) -> None:
    hanne, other = handler(world), world.user(*roles, name="Oda Os")
    application = in_review(world, hanne)
    if Role.READER not in roles:
        declare(application, other)
    send(world, application, hanne, *GOOD)
    application.status = status
    sheet = panel(application, other).sheets[0]
    db.session.rollback()
    expected = (True, ["Hanne Holm"], 75) if sees else (False, [], None)
    assert (sheet.sees_others, sheet.assessors, sheet.total) == expected


def test_done_steps_fold_to_one_line_with_who_and_when(app: Flask, world: World) -> None:
    hanne = handler(world)
    application = in_review(world, hanne)
    send(world, application, hanne, *GOOD)
    page = seen(app, application, hanne)
    lines = [text(line) for line in re.findall(r"<summary class=\"panel__summary\">(.*?)</summary>", page, re.DOTALL)]
    assert lines == [
        "✓ Habilitet Du er habil · tirsdag 1. september kl. 10.00",
        "✓ Formell kontroll Hanne Holm · 1. sep. · ✓ 15 · ! 0 · ✕ 0",
        "✓ Vurdering 75,0 poeng · Hanne Holm · du sendte 1. sep.",
    ]
    assert re.findall(r"<details class=\"panel[^\"]*\"[^>]* open>", page) == []


def test_a_red_check_says_what_it_leads_to(world: World) -> None:
    hanne = handler(world)
    application = submitted(world, activities=[{"is_free": False}], warnings_seen=True)
    declare(application, hanne)
    found = panel(application, hanne).checks
    assert found is not None
    assert found.suggestion == "Et vilkår i ordningen er ikke oppfylt. Det gir som regel avslag."
    assert [(line.name, line.level, line.anchor) for line in found.deviations] == [("Gratis", "red", "activity-1")]
    application.round.dismissal_grounds = ["free_entry"]
    found = panel(application, hanne).checks
    db.session.rollback()
    assert found is not None
    assert found.suggestion == ("Dette er en grunn til å avvise søknaden, med mindre avviket har en god forklaring.")


def test_script_in_a_text_is_shown_as_text(app: Flask, world: World) -> None:
    hanne = handler(world)
    application = in_review(world, hanne, activities=[{"title": "<script>alert(1)</script>"}, {}])
    page = seen(app, application, hanne)
    assert ("<script>" in page, "&lt;script&gt;alert(1)&lt;/script&gt;" in page) == (False, True)


def statements_for(reference: str, who: int) -> tuple[int, ReviewPanel]:
    db.session.expunge_all()
    application, person = case(reference), db.session.get_one(User, who)
    with statements() as used:
        found = panel(application, person)
    return len(used), found


def test_the_panels_take_five_queries_however_much_there_is(world: World) -> None:
    hanne, berit = handler(world), handler(world, "Berit Bø")
    small = in_review(world, hanne)
    kari = small.organisation.memberships[0].user
    informal = world.organisation(kari, name="Andre siden", orgnr=None)
    large = world.application(informal, kari, small.round, activities=[{"title": title} for title in ("A", "B", "C")])
    declare(large, hanne, berit)
    references, who = (small.reference, large.reference), hanne.id
    assert [statements_for(reference, who)[0] for reference in references] == [5, 5]
