"""Writing the form without JavaScript, alone and two at a time."""

import pytest

from app.accounts.models import User
from app.applications import drafting, steps
from app.applications.models import Application
from app.extensions import db
from tests.applications.form import SignIn, fields_of, fill, page_of, send, url
from tests.world import World


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
        '<a href="#a1-expected_participants">Hvor mange tror dere kommer? Skriv et helt tall, bare med siffer.</a>'
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
