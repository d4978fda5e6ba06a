"""The pages of the form: which there are, opening them, and beginning."""

from typing import Any

import pytest

from app.access import Role
from app.accounts.models import ApplicantType, User
from app.applications import drafting, steps
from app.applications.models import Application, Status
from app.extensions import db
from tests.applications.form import SignIn, all_of, fields_of, fill, page_of, url
from tests.counting import statements
from tests.world import World


@pytest.mark.parametrize(
    ("amount", "pages"),
    [
        ("", "om-dere aktivitet-1 innholdet-1 tid-og-sted-1 de-som-kommer-1 budsjett-1 vedlegg"),
        ("2500", "om-dere aktivitet-1 innholdet-1 tid-og-sted-1 de-som-kommer-1 budsjett-1 vedlegg"),
        (
            "5000",
            "om-dere aktivitet-1 innholdet-1 tid-og-sted-1 de-som-kommer-1 planen-1 budsjett-1 mer-om-dere vedlegg",
        ),
        (
            "10000",
            "om-dere aktivitet-1 innholdet-1 tid-og-sted-1 de-som-kommer-1 planen-1 budsjett-1 mer-om-dere vedlegg",
        ),
    ],
)
def test_the_amount_decides_the_pages(draft: Application, kari: User, amount: str, pages: str) -> None:
    fill(draft, kari, sought_nok=amount)
    assert [step.slug for step in steps.steps_of(draft)] == pages.split()


def keys(draft: Application, slug: str) -> list[str]:
    return [question.key for _path, question in steps.step_of(draft, slug).questions()]


def test_the_amount_decides_the_questions(draft: Application, kari: User) -> None:
    fill(draft, kari, sought_nok="2500")
    assert keys(draft, "de-som-kommer-1") == [
        "is_free",
        "is_open",
        "is_alcohol_free",
        "accessibility",
        "accessibility_text",
        "logo_confirmed",
    ]
    fill(draft, kari, sought_nok="5000")
    permits = ["permit_municipal_ground", "permit_police", "permit_fire", "permit_food", "permit_owner"]
    assert keys(draft, "planen-1") == ["learn", "goals", "partners", "volunteer_hours", *permits]
    fill(draft, kari, sought_nok="10000", expected_participants="151")
    assert keys(draft, "planen-1") == [
        "learn",
        "goals",
        "visible_offer",
        "is_pilot",
        "scale_plan",
        "expected_reach",
        "reach_basis",
        "crowd_plan",
        "partners",
        "safety",
        "volunteer_hours",
        *permits,
    ]


def test_the_round_and_the_applicant_decide_questions(draft: Application, kari: User) -> None:
    assert "sales_nok" in keys(draft, "budsjett-1")
    assert "de_minimis_nok" not in keys(draft, "om-dere")
    draft.round.allows_sales_income = draft.round.requires_alcohol_free = False
    draft.organisation.applicant_type = ApplicantType.BUSINESS
    db.session.commit()
    assert keys(draft, "budsjett-1") == ["own_funds_nok", "gifts_nok", "recovers_vat", "sought_nok"]
    assert "is_alcohol_free" not in keys(draft, "de-som-kommer-1")
    assert "de_minimis_nok" in keys(draft, "om-dere")


def test_titles_count_the_activities(draft: Application, kari: User) -> None:
    assert steps.step_of(draft, "aktivitet-1").title == "Aktiviteten"
    drafting.add_activity(draft, by=kari, at=draft.created_at)
    drafting.remove_activity(draft, 1, by=kari, at=draft.created_at)
    drafting.add_activity(draft, by=kari, at=draft.created_at)
    db.session.commit()
    assert [step.title for step in steps.steps_of(draft) if step.page is steps.Page.BUDGET] == [
        "Aktivitet 1: Budsjett",
        "Aktivitet 2: Budsjett",
    ]


@pytest.mark.parametrize(
    ("key", "position", "where"),
    [
        ("contact_name", None, "om-dere#contact_name"),
        ("title", 1, "aktivitet-1#a1-title"),
        ("category", 1, "innholdet-1#a1-category"),
        ("sessions", 1, "tid-og-sted-1#a1-s1-held_on"),
        ("budget", 1, "budsjett-1#a1-b1-group_code"),
        ("less_plan", 1, "budsjett-1#a1-less_plan"),
        ("permit_police", 1, "planen-1#a1-permit_police"),
        ("about", None, "mer-om-dere#about"),
        ("attachments", None, "vedlegg"),
    ],
)
def test_where_a_question_stands(
    world: World, draft: Application, kari: User, key: str, position: int | None, where: str
) -> None:
    fill(draft, kari, sought_nok="10000")
    with db.session.no_autoflush, kari_at_home():
        assert steps.url_of(draft, key, position) == url(draft, where)


def kari_at_home() -> Any:
    from flask import current_app

    return current_app.test_request_context()


# --- opening -------------------------------------------------------------------------------------------------------


def test_every_page_opens_with_its_title_and_labels(draft: Application, kari: User, sign_in: SignIn) -> None:
    fill(draft, kari, sought_nok="10000")
    client = sign_in(kari)
    for slug in [step.slug for step in steps.steps_of(draft)]:
        response = client.get(url(draft, slug))
        page = page_of(response)
        [heading] = page.iter("h1")
        title = next(page.iter("title")).text
        assert (response.status_code, title) == (200, f"{heading.text} – Ombruk"), slug
        ids = [node.get("id") for node in page.iter() if node.get("id")]
        assert sorted(ids) == sorted(set(ids)), slug
        labelled = {label.get("for") for label in page.iter("label")}
        typed = [
            node for node in all_of(page, "input", "textarea", "select") if node.get("type") not in {"hidden", "submit"}
        ]
        assert [node.get("name") for node in typed if node.get("id") not in labelled] == [], slug


def test_nobody_else_finds_the_draft(world: World, draft: Application, sign_in: SignIn) -> None:
    stranger = world.user(name="Per Fremmed")
    world.organisation(stranger, name="Andre")
    client = sign_in(stranger)
    assert client.get(url(draft, "om-dere")).status_code == 404
    assert client.post(url(draft, "om-dere"), data={"_do": "next"}).status_code == 404
    answer = client.post(f"/soknader/{draft.reference}/felt", json={"path": "a1.title", "value": "x", "revision": 0})
    assert answer.status_code == 404
    db.session.expire_all()
    assert draft.activities[0].title is None


def test_staff_do_not_read_drafts(world: World, draft: Application, sign_in: SignIn) -> None:
    assert sign_in(world.user(Role.CASE_HANDLER)).get(url(draft, "om-dere")).status_code == 403


def test_a_page_that_is_not_there_is_not_found(draft: Application, kari: User, sign_in: SignIn) -> None:
    client = sign_in(kari)
    for slug in ("tull", "planen-1", "aktivitet-2", "aktivitet", "vedlegg-1"):
        assert client.get(url(draft, slug)).status_code == 404


def test_a_sent_application_is_not_written_here(draft: Application, kari: User, sign_in: SignIn) -> None:
    draft.status, draft.submitted_at, draft.received_at = Status.SUBMITTED, draft.created_at, draft.created_at
    db.session.commit()
    response = sign_in(kari).get(url(draft, "om-dere"))
    assert response.headers["Location"] == f"/soknader/{draft.reference}"


def test_script_is_shown_as_text(draft: Application, kari: User, ola: User, sign_in: SignIn) -> None:
    script = '"><script>alert(1)</script>'
    fill(draft, kari, title=script, public_text=script)
    fill(draft, ola, title=script + "2")
    client = sign_in(kari)
    shown = client.get(url(draft, "aktivitet-1"))
    assert shown.text.count("<script>alert") == 0
    assert fields_of(shown)["a1.title"] == [script + "2"]


# --- beginning -----------------------------------------------------------------------------------------------------


def test_a_draft_is_begun_by_a_post(world: World, kari: User, sign_in: SignIn) -> None:
    organisation = world.organisation(kari)
    grant_round = world.round()
    client = sign_in(kari)
    assert client.get("/soknader/ny").status_code == 200
    assert grant_round.last_case_number == 0
    response = client.post("/soknader/ny", data={"organisasjon": organisation.public_id})
    assert response.headers["Location"] == "/soknader/OMB-2026-0001/steg/om-dere"
    again = client.get("/soknader/ny").text
    assert "Fortsett på OMB-2026-0001" in again


def test_nobody_begins_for_somebody_else(world: World, kari: User, ola: User, sign_in: SignIn) -> None:
    world.round()
    theirs = world.organisation(ola)
    response = sign_in(kari).post("/soknader/ny", data={"organisasjon": theirs.public_id})
    assert response.status_code == 404


def test_without_an_organisation_one_is_made_first(world: World, kari: User, sign_in: SignIn) -> None:
    world.round()
    assert "Legg inn organisasjonen" in sign_in(kari).get("/soknader/ny").text


def test_pages_cost_the_same_however_many_rows(draft: Application, kari: User, sign_in: SignIn) -> None:
    client = sign_in(kari)
    seen = []
    for count in ("1", "15"):
        fill(draft, kari, session_count=count)
        db.session.expire_all()
        with statements() as sent:
            client.get(url(draft, "tid-og-sted-1"))
        seen.append(len(sent))
    assert seen[0] == seen[1]
    assert seen[0] <= 12
