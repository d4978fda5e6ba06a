"""The pages of the form: which there are, and writing them with and without JavaScript."""

import json
from collections.abc import Callable
from typing import Any

import html5lib
import pytest
from flask.testing import FlaskClient

from app.access import Role
from app.accounts.models import ApplicantType, User
from app.applications import drafting, steps
from app.applications.models import Application, Status
from app.extensions import db
from tests.counting import statements
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
Save = Callable[..., Any]


@pytest.fixture
def kari(world: World) -> User:
    return world.user(name="Kari Nordmann")


@pytest.fixture
def ola(world: World) -> User:
    return world.user(name="Ola Hansen")


@pytest.fixture
def draft(world: World, kari: User, ola: User) -> Application:
    made = drafting.start(world.round(), world.organisation(kari, ola), by=kari, at=world.at)
    db.session.commit()
    return made


def fill(draft: Application, by: User, **values: str) -> None:
    drafting.save_fields(draft, {f"a1.{key}": text for key, text in values.items()}, by=by, at=draft.created_at)
    db.session.commit()


def url(draft: Application, step: str) -> str:
    return f"/soknader/{draft.reference}/steg/{step}"


def page_of(response: Any) -> Any:
    return html5lib.parse(response.text, namespaceHTMLElements=False)


def all_of(part: Any, *tags: str) -> list[Any]:
    return [node for node in part.iter() if node.tag in tags]


def fields_of(response: Any) -> dict[str, Any]:
    """What a browser without JavaScript would send back from this page, apart from the button."""
    fields: dict[str, Any] = {}
    form = next(form for form in page_of(response).iter("form") if form.get("data-draft"))
    inert = {node for template in form.iter("template") for node in template.iter()}
    for node in all_of(form, "input", "textarea", "select"):
        name = node.get("name")
        if node in inert or not name or node.get("type") in {"file", "submit"}:
            continue
        if node.get("type") in {"radio", "checkbox"} and node.get("checked") is None:
            continue
        if node.tag == "select":
            chosen = [option.get("value") for option in node.iter("option") if option.get("selected") is not None]
            fields[name] = chosen[0] if chosen else ""
        else:
            text = node.text or "" if node.tag == "textarea" else node.get("value", "")
            fields.setdefault(name, []).append(text)
    return fields


def send(client: FlaskClient, draft: Application, step: str, button: str = "next", **changes: Any) -> Any:
    """Open a page, change some fields (`title` → a1.title), and press a button."""
    fields = fields_of(client.get(url(draft, step)))
    fields.update({f"a1.{key.replace('__', '.')}": text for key, text in changes.items()})
    return client.post(url(draft, step), data={**fields, "_do": button})


# --- which pages there are ---------------------------------------------------------------------------------------


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


# --- without JavaScript ----------------------------------------------------------------------------------------------


def test_a_page_is_saved_and_leads_to_the_next(draft: Application, kari: User, sign_in: SignIn) -> None:
    client = sign_in(kari)
    response = send(
        client,
        draft,
        "aktivitet-1",
        title="Fiksekveld",
        expected_participants="48",
        session_count="2",
        sought_nok="5000",
    )
    assert response.headers["Location"] == url(draft, "innholdet-1")
    response = send(client, draft, "innholdet-1", category="sharing", activity_types=["repair", "swap"])
    assert response.headers["Location"] == url(draft, "tid-og-sted-1")
    db.session.expire_all()
    activity = draft.activities[0]
    assert (activity.title, activity.expected_participants, activity.sought_nok) == ("Fiksekveld", 48, 5000)
    assert (len(activity.sessions), activity.activity_types) == (2, ["repair", "swap"])
    assert "48 deltakere, 2 økter → 5\N{NARROW NO-BREAK SPACE}000" in client.get(url(draft, "aktivitet-1")).text


def test_nothing_is_required_to_go_on(draft: Application, kari: User, sign_in: SignIn) -> None:
    client = sign_in(kari)
    for step in [step.slug for step in steps.steps_of(draft)]:
        assert send(client, draft, step).status_code == 302
    db.session.expire_all()
    assert draft.revision == 0


def test_what_cannot_be_read_stays_in_its_field(draft: Application, kari: User, sign_in: SignIn) -> None:
    response = send(sign_in(kari), draft, "aktivitet-1", title="Fiksekveld", expected_participants="mange")
    assert response.status_code == 422
    assert fields_of(response)["a1.expected_participants"] == ["mange"]
    assert (
        '<a href="#a1-expected_participants">Hvor mange tror dere kommer?: Skriv et helt tall, bare med siffer.</a>'
        in response.text
    )
    db.session.expire_all()
    assert draft.activities[0].title == "Fiksekveld"


def test_an_amount_between_the_tiers(draft: Application, kari: User, sign_in: SignIn) -> None:
    client = sign_in(kari)
    between = {"_other.a1.sought_nok": "4 900"}
    fields = fields_of(client.get(url(draft, "aktivitet-1")))
    client.post(url(draft, "aktivitet-1"), data={**fields, **between, "a1.sought_nok": "other", "_do": "next"})
    db.session.expire_all()
    assert draft.activities[0].sought_nok == 4900
    fields = fields_of(client.get(url(draft, "aktivitet-1")))
    assert (fields["a1.sought_nok"], fields["_other.a1.sought_nok"]) == (["other"], ["4900"])
    client.post(url(draft, "aktivitet-1"), data={**fields, "a1.sought_nok": "5000", "_do": "next"})
    db.session.expire_all()
    assert draft.activities[0].sought_nok == 5000


def test_boxes_can_be_unticked(draft: Application, kari: User, sign_in: SignIn) -> None:
    fill(draft, kari, is_digital="yes", activity_types="repair,swap")
    client = sign_in(kari)
    for step, name in (("tid-og-sted-1", "a1.is_digital"), ("innholdet-1", "a1.activity_types")):
        fields = fields_of(client.get(url(draft, step)))
        del fields[name]
        client.post(url(draft, step), data={**fields, "_do": "next"})
    db.session.expire_all()
    assert (draft.activities[0].is_digital, draft.activities[0].activity_types) == (False, [])


def test_rows_are_added_and_removed_and_what_was_typed_is_saved_first(
    draft: Application, kari: User, sign_in: SignIn
) -> None:
    client = sign_in(kari)
    response = send(client, draft, "tid-og-sted-1", "add:s", s1__held_on="2026-11-24", venue_name="Deichman")
    assert response.headers["Location"] == url(draft, "tid-og-sted-1#a1-s2")
    send(client, draft, "tid-og-sted-1", "remove:a1.s1", s2__held_on="2026-11-25")
    send(client, draft, "budsjett-1", "add:g", b1__amount_nok="400")
    db.session.expire_all()
    activity = draft.activities[0]
    assert [(row.position, row.held_on.isoformat()) for row in activity.sessions if row.held_on] == [(2, "2026-11-25")]
    assert (activity.venue_name, [line.amount_nok for line in activity.budget_lines]) == ("Deichman", [400, None])
    assert "Det mangler 400 kroner på inntektssiden." in client.get(url(draft, "budsjett-1")).text


def test_activities_are_added_and_removed(draft: Application, kari: User, sign_in: SignIn) -> None:
    client = sign_in(kari)
    response = send(client, draft, "budsjett-1", "add-activity", own_funds_nok="500")
    assert response.headers["Location"] == url(draft, "aktivitet-2")
    assert client.post(url(draft, "aktivitet-2"), data={"_do": "remove-activity"}).status_code == 302
    db.session.expire_all()
    assert [(one.position, one.own_funds_nok) for one in draft.activities] == [(1, 500)]


def test_a_refused_button_keeps_what_was_typed(draft: Application, kari: User, sign_in: SignIn) -> None:
    draft.round.max_activities = 1
    db.session.commit()
    response = send(sign_in(kari), draft, "budsjett-1", "add-activity", own_funds_nok="500")
    assert response.status_code == 409
    assert "En søknad kan ha høyst 1 aktiviteter i denne runden." in response.text
    db.session.expire_all()
    assert draft.activities[0].own_funds_nok == 500


def test_after_closing_nothing_is_changed_and_the_text_still_stands(
    world: World, draft: Application, kari: User, sign_in: SignIn
) -> None:
    client = sign_in(kari)
    fields = fields_of(client.get(url(draft, "aktivitet-1")))
    draft.round.closes_at = world.at.replace(year=2025)
    draft.round.opens_at = world.at.replace(year=2024)
    db.session.commit()
    response = client.post(url(draft, "aktivitet-1"), data={**fields, "a1.title": "For sent", "_do": "next"})
    assert response.status_code == 409
    assert fields_of(response)["a1.title"] == ["For sent"]
    db.session.expire_all()
    assert draft.activities[0].title is None


@pytest.mark.parametrize("button", ["destroy", "add:", "add:x", "add:b"])
def test_an_unknown_button_is_refused(draft: Application, kari: User, sign_in: SignIn, button: str) -> None:
    assert send(sign_in(kari), draft, "tid-og-sted-1", button).status_code == 400


@pytest.mark.parametrize("was", ["", "nonsense", "[]", "null", '{"a1.title": 3}'])
def test_an_odd_idea_of_what_was_shown_does_no_harm(draft: Application, kari: User, sign_in: SignIn, was: str) -> None:
    data = {"_was": was, "_revision": "x", "a1.title": "Fiksekveld", "_do": "next"}
    assert sign_in(kari).post(url(draft, "aktivitet-1"), data=data).status_code == 302
    db.session.expire_all()
    assert draft.activities[0].title == "Fiksekveld"


# --- two people without JavaScript -----------------------------------------------------------------------------------


def test_both_texts_are_shown_and_sending_again_keeps_the_own(
    draft: Application, kari: User, ola: User, sign_in: SignIn
) -> None:
    client = sign_in(kari)
    fields = fields_of(client.get(url(draft, "aktivitet-1")))
    fill(draft, ola, title="Olas tittel")
    typed = {**fields, "a1.title": "Karis tittel", "a1.expected_participants": "48", "_do": "next"}
    response = client.post(url(draft, "aktivitet-1"), data=typed)
    assert response.status_code == 409
    page = page_of(response)
    assert [quote.text for quote in page.iter("blockquote")] == ["Olas tittel"]
    again = fields_of(response)
    assert (again["a1.title"], again["a1.expected_participants"]) == (["Karis tittel"], ["48"])
    db.session.expire_all()
    assert (draft.activities[0].title, draft.activities[0].expected_participants) == ("Olas tittel", 48)
    assert client.post(url(draft, "aktivitet-1"), data={**again, "_do": "next"}).status_code == 302
    db.session.expire_all()
    assert draft.activities[0].title == "Karis tittel"


def test_the_other_text_can_be_taken(draft: Application, kari: User, ola: User, sign_in: SignIn) -> None:
    client = sign_in(kari)
    fields = fields_of(client.get(url(draft, "aktivitet-1")))
    fill(draft, ola, title="Olas tittel")
    response = client.post(url(draft, "aktivitet-1"), data={**fields, "a1.title": "Karis tittel", "_do": "next"})
    taken = client.post(url(draft, "aktivitet-1"), data={**fields_of(response), "_do": "take:a1.title"})
    assert taken.status_code == 302
    assert fields_of(client.get(url(draft, "aktivitet-1")))["a1.title"] == ["Olas tittel"]


def test_a_page_that_one_did_not_touch_changes_nothing(
    draft: Application, kari: User, ola: User, sign_in: SignIn
) -> None:
    client = sign_in(kari)
    fields = fields_of(client.get(url(draft, "aktivitet-1")))
    fill(draft, ola, title="Olas tittel")
    assert client.post(url(draft, "aktivitet-1"), data={**fields, "_do": "next"}).status_code == 302
    db.session.expire_all()
    assert draft.activities[0].title == "Olas tittel"


def test_words_in_a_removed_row_are_given_back(draft: Application, kari: User, ola: User, sign_in: SignIn) -> None:
    fill(draft, kari, session_count="2")
    client = sign_in(kari)
    fields = fields_of(client.get(url(draft, "tid-og-sted-1")))
    drafting.remove_row(draft, "a1.s2", by=ola, at=draft.created_at)
    db.session.commit()
    response = client.post(url(draft, "tid-og-sted-1"), data={**fields, "a1.s2.place": "Bakgården", "_do": "next"})
    assert response.status_code == 422
    assert "Ola Hansen fjernet denne delen kl. 10.00. Det du skrev her, er ikke lagret. «Bakgården»" in response.text


# --- autosave ---------------------------------------------------------------------------------------------


@pytest.fixture
def save(draft: Application, kari: User, sign_in: SignIn) -> Save:
    def post(path: str, value: Any, revision: Any = 0, by: User | None = None) -> Any:
        client = sign_in(by or kari)
        return client.post(
            f"/soknader/{draft.reference}/felt", json={"path": path, "value": value, "revision": revision}
        )

    return post


def test_a_field_is_saved_as_it_is_left(draft: Application, save: Save) -> None:
    answer = save("a1.title", "Fiksekveld")
    assert (answer.status_code, answer.json) == (200, {"saved_at": "10.00", "revision": 1})
    db.session.expire_all()
    assert draft.activities[0].title == "Fiksekveld"


def test_the_answer_suggests_an_amount(save: Save) -> None:
    save("a1.session_count", "2")
    assert save("a1.expected_participants", "48").json["suggestion"] == {
        "amount_nok": 5000,
        "reason": "48 deltakere, 2 økter → 5\N{NARROW NO-BREAK SPACE}000",
    }


def test_the_answer_warns_of_what_is_not_supported(save: Save) -> None:
    assert save("a1.is_free", "no").json["warnings"]["is_free"] == (
        "Aktiviteten er ikke gratis. Ordningen støtter bare det som er gratis for dem som kommer."
    )
    assert "sessions" in save("a1.s1.held_on", "2026-12-24").json["warnings"]


def test_a_refused_field_says_why(draft: Application, save: Save) -> None:
    answer = save("a1.sought_nok", "mye")
    assert (answer.status_code, answer.json) == (422, {"error": "Skriv beløpet i hele kroner, bare med siffer."})


def test_a_conflict_tells_who_wrote_what(draft: Application, save: Save, ola: User) -> None:
    save("a1.is_free", "yes", by=ola)
    answer = save("a1.is_free", "no")
    assert answer.status_code == 409
    assert answer.json == {
        "conflict": {
            "by": "Ola Hansen",
            "revision": 1,
            "sentence": "Ola Hansen endret dette kl. 10.00 mens du skrev. Teksten din er ikke lagret ennå.",
            "shown": "Ja",
            "theirs": "yes",
        }
    }
    assert save("a1.is_free", "no", revision=1).status_code == 200


@pytest.mark.parametrize(
    "body", [None, [], {}, {"path": "a1.title"}, {"path": 1, "value": "x"}, {"path": "a1.title", "value": 1}]
)
def test_an_odd_body_is_refused(draft: Application, kari: User, sign_in: SignIn, body: Any) -> None:
    response = sign_in(kari).post(
        f"/soknader/{draft.reference}/felt", data=json.dumps(body), content_type="application/json"
    )
    assert response.status_code == 400


@pytest.mark.parametrize("path", ["status", "a1.subject_id", "a7.title", "../a1.title"])
def test_a_path_that_never_was_is_not_found(save: Save, path: str) -> None:
    assert save(path, "x").status_code == 404


def test_after_closing_the_answer_says_so(world: World, draft: Application, save: Save) -> None:
    draft.round.opens_at, draft.round.closes_at = world.at.replace(year=2024), world.at.replace(year=2025)
    db.session.commit()
    answer = save("a1.title", "For sent")
    assert (answer.status_code, list(answer.json)) == (409, ["error"])


def test_the_posts_of_the_form_are_cheap(draft: Application, kari: User, save: Save, sign_in: SignIn) -> None:
    fill(draft, kari, sought_nok="10000", session_count="3", expected_participants="200")
    db.session.expire_all()
    with statements() as one_field:
        assert save("a1.s1.held_on", "2026-11-24").status_code == 200
    assert len(one_field) <= 12
    client = sign_in(kari)
    fields = fields_of(client.get(url(draft, "aktivitet-1")))
    db.session.expire_all()
    with statements() as whole_page:
        client.post(url(draft, "aktivitet-1"), data={**fields, "a1.title": "Fiksekveld", "_do": "next"})
    assert len(whole_page) <= 12


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
