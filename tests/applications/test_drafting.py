"""A draft is begun, written by one or two, and loses nobody's words."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.access import Role
from app.accounts.models import User
from app.applications import drafting, paths
from app.applications.models import Application, BudgetSide, Channel, Status
from app.audit.models import AuditEvent
from app.extensions import db
from app.judging.models import Subject
from app.policy import NotNow, NotPermitted
from app.rounds.models import RoundStatus
from tests.counting import statements
from tests.world import World

CLOSES = datetime(2026, 9, 20, 21, 59, 59, tzinfo=UTC)  # 23.59.59 in Oslo


def save(draft: Application, by: User, revision: int | None = None, **values: str) -> drafting.Saved:
    """`title="…"` saves a1.title."""
    paths_and_texts = {f"a1.{key.replace('__', '.')}": text for key, text in values.items()}
    saved = drafting.save_fields(draft, paths_and_texts, revision=revision, by=by, at=draft.created_at)
    db.session.commit()
    return saved


# --- beginning -----------------------------------------------------------------------------------------------


def test_a_new_draft_has_one_empty_activity_and_knows_who_began_it(draft: Application, kari: User) -> None:
    assert (draft.reference, draft.status, draft.channel) == ("OMB-2026-0001", Status.DRAFT, Channel.WEB)
    assert (draft.contact_name, draft.contact_email) == ("Kari Nordmann", kari.email)
    assert draft.is_first_time is True
    [activity] = draft.activities
    assert (activity.position, activity.title, len(activity.sessions), len(activity.budget_lines)) == (1, None, 1, 1)
    assert activity.subject.created_at == draft.created_at


def test_references_are_counted(world: World, draft: Application, kari: User) -> None:
    draft.round.last_case_number = 41
    db.session.commit()
    second = drafting.start(draft.round, draft.organisation, by=kari, at=world.at)
    third = drafting.start(draft.round, draft.organisation, by=kari, at=world.at)
    db.session.commit()
    assert [second.reference, third.reference] == ["OMB-2026-0042", "OMB-2026-0043"]


def test_a_draft_makes_no_events(draft: Application, kari: User) -> None:
    save(draft, kari, title="Fiksekveld")
    assert db.session.scalars(select(AuditEvent).where(AuditEvent.case_reference == draft.reference)).all() == []


@pytest.mark.parametrize(
    ("status", "after_closing", "may"),
    [
        (RoundStatus.DRAFT, timedelta(days=-1), False),
        (RoundStatus.ANNOUNCED, timedelta(days=-60), True),
        (RoundStatus.OPEN, timedelta(seconds=0), True),
        (RoundStatus.OPEN, timedelta(milliseconds=900), True),
        (RoundStatus.OPEN, timedelta(seconds=1), False),
        (RoundStatus.CLOSED, timedelta(days=-1), False),
        (RoundStatus.FINISHED, timedelta(days=1), False),
        (RoundStatus.CANCELLED, timedelta(days=-1), False),
    ],
)
def test_when_a_draft_may_be_begun(
    world: World, kari: User, status: RoundStatus, after_closing: timedelta, may: bool
) -> None:
    grant_round, organisation = world.round(status=status), world.organisation(kari)
    if may:
        drafting.start(grant_round, organisation, by=kari, at=CLOSES + after_closing)
        db.session.commit()
        return
    with pytest.raises(NotNow):
        drafting.start(grant_round, organisation, by=kari, at=CLOSES + after_closing)


def test_only_members_begin_and_write(world: World, draft: Application) -> None:
    stranger = world.user(name="Per Fremmed")
    with pytest.raises(NotPermitted) as refusal:
        drafting.start(draft.round, draft.organisation, by=stranger, at=world.at)
    assert refusal.value.reason == "Bare de som hører til Fiksekroken, kan gjøre dette."
    with pytest.raises(NotPermitted):
        drafting.save_fields(draft, {"a1.title": "Mitt"}, by=stranger, at=world.at)
    assert draft.activities[0].title is None


def test_a_case_handler_registers_after_closing(world: World, draft: Application, kari: User) -> None:
    handler, late = world.user(Role.CASE_HANDLER), CLOSES + timedelta(days=2)
    paper = drafting.start(draft.round, draft.organisation, by=handler, at=late, channel=Channel.POST)
    drafting.save_fields(paper, {"a1.title": "På papir"}, by=handler, at=late)
    db.session.commit()
    assert (paper.contact_name, paper.activities[0].title) == (None, "På papir")
    with pytest.raises(NotPermitted):
        drafting.start(draft.round, draft.organisation, by=kari, at=world.at, channel=Channel.POST)


# --- writing -------------------------------------------------------------------------------------------------


def test_what_can_be_read_is_saved_and_the_rest_is_refused_at_its_field(draft: Application, kari: User) -> None:
    saved = save(draft, kari, title="Fiksekveld", expected_participants="mange", sought_nok="5 000")
    assert saved.errors == {"a1.expected_participants": "Skriv et helt tall, bare med siffer."}
    activity = draft.activities[0]
    assert (activity.title, activity.expected_participants, activity.sought_nok) == ("Fiksekveld", None, 5000)
    assert (draft.revision, saved.revision) == (1, 1)


def test_what_the_scheme_does_not_support_is_saved(draft: Application, kari: User) -> None:
    saved = save(draft, kari, is_free="no", is_open="no", s1__held_on="2026-12-24")
    assert saved.is_whole
    assert (draft.activities[0].is_free, draft.activities[0].is_open) == (False, False)


def test_an_answer_can_be_taken_away(draft: Application, kari: User) -> None:
    save(draft, kari, title="Fiksekveld", category="food", permit_police="needed", partners="Deichman")
    save(draft, kari, title="", category="", permit_police="", partners="")
    activity = draft.activities[0]
    assert (activity.title, activity.category, activity.permits, activity.partners) == (None, None, [], [])


def test_the_same_again_changes_nothing(draft: Application, kari: User) -> None:
    save(draft, kari, title="Fiksekveld")
    assert save(draft, kari, title="  Fiksekveld ").revision == 1
    assert draft.revision == 1


def test_rows_are_made_when_they_are_written_in(draft: Application, kari: User) -> None:
    save(draft, kari, s2__held_on="2026-11-25", b1__amount_nok="1000", b3__text="Deler", g1__text="Sparebanken")
    save(draft, kari, g1__is_granted="granted", g1__amount_nok="500")
    activity = draft.activities[0]
    db.session.refresh(activity)
    assert [row.position for row in activity.sessions] == [1, 2]
    assert [
        (line.side, line.position, line.text, line.amount_nok, line.is_granted) for line in activity.budget_lines
    ] == [
        (BudgetSide.EXPENSE, 1, None, 1000, None),
        (BudgetSide.OTHER_GRANT, 1, "Sparebanken", 500, True),
        (BudgetSide.EXPENSE, 3, "Deler", None, None),
    ]


def test_other_municipal_grants_keep_their_rows(draft: Application, kari: User) -> None:
    drafting.save_fields(
        draft,
        {"other1_giver": "Bydel Gamle Oslo", "other2_giver": "Kulturetaten", "other2_amount_nok": "3000"},
        by=kari,
        at=draft.created_at,
    )
    drafting.save_fields(draft, {"other1_giver": ""}, by=kari, at=draft.created_at)
    db.session.commit()
    assert draft.other_municipal == [
        {"giver": None, "amount_nok": None, "status": None},
        {"giver": "Kulturetaten", "amount_nok": 3000, "status": None},
    ]
    drafting.save_fields(draft, {"other2_giver": "", "other2_amount_nok": ""}, by=kari, at=draft.created_at)
    db.session.commit()
    assert draft.other_municipal == []


def test_the_number_of_times_makes_and_takes_away_empty_sessions(draft: Application, kari: User) -> None:
    save(draft, kari, session_count="4")
    save(draft, kari, s2__held_on="2026-11-24")
    assert save(draft, kari, session_count="2").is_whole
    assert [row.position for row in draft.activities[0].sessions] == [1, 2]
    assert save(draft, kari, session_count="1").errors == {
        "a1.session_count": "Dere har fylt ut 2 økter. Fjern den som ikke skal være med, under «Når og hvor»."
    }
    assert len(draft.activities[0].sessions) == 2


def test_an_amount_and_a_longer_text_can_come_together(draft: Application, kari: User) -> None:
    assert save(draft, kari, description="x" * 2000, sought_nok="10000").is_whole


def test_a_shorter_form_keeps_what_is_no_longer_asked(draft: Application, kari: User) -> None:
    save(draft, kari, sought_nok="10000", learn="Å lodde", visible_offer="Verksted hele året")
    save(draft, kari, sought_nok="2500")
    assert (draft.activities[0].learn, draft.activities[0].visible_offer) == ("Å lodde", "Verksted hele året")


@pytest.mark.parametrize(
    "path",
    ["", "id", "round_id", "status", "a1.position", "a1.s1.id", "a9.title", "a1.x1.text", "a1.s1.s1.place", "s1.place"],
)
def test_only_questions_can_be_written(draft: Application, kari: User, path: str) -> None:
    with pytest.raises(paths.NoSuchField):
        drafting.save_fields(draft, {path: "1"}, by=kari, at=draft.created_at)


def test_nothing_is_written_after_closing_or_sending(draft: Application, kari: User) -> None:
    with pytest.raises(NotNow) as refusal:
        drafting.save_fields(draft, {"a1.title": "For sent"}, by=kari, at=CLOSES + timedelta(seconds=1))
    assert refusal.value.reason == (
        "Fristen gikk ut 20. september 2026 kl. 23.59.59. Kladden kan leses, men ikke endres eller sendes."
    )
    draft.status, draft.submitted_at, draft.received_at = Status.SUBMITTED, draft.created_at, draft.created_at
    db.session.commit()
    with pytest.raises(NotNow):
        drafting.save_fields(draft, {"a1.title": "Sendt"}, by=kari, at=draft.created_at)
    assert draft.activities[0].title is None


# --- two people ------------------------------------------------------------------------------------------------


def test_a_field_that_somebody_else_changed_is_not_overwritten(draft: Application, kari: User, ola: User) -> None:
    save(draft, ola, revision=0, title="Olas tittel")
    saved = save(draft, kari, revision=0, title="Karis tittel", public_text="Kom!")
    conflict = saved.conflicts["a1.title"]
    assert (conflict.theirs, conflict.by, conflict.at) == ("Olas tittel", "Ola Hansen", draft.created_at)
    assert conflict.sentence == "Ola Hansen endret dette kl. 10.00 mens du skrev. Teksten din er ikke lagret ennå."
    assert (draft.activities[0].title, draft.activities[0].public_text) == ("Olas tittel", "Kom!")


def test_sending_again_at_the_new_revision_overwrites(draft: Application, kari: User, ola: User) -> None:
    save(draft, ola, revision=0, title="Olas tittel")
    first = save(draft, kari, revision=0, title="Karis tittel")
    assert save(draft, kari, revision=first.revision, title="Karis tittel").is_whole
    assert draft.activities[0].title == "Karis tittel"


def test_two_people_in_different_fields_do_not_meet(draft: Application, kari: User, ola: User) -> None:
    save(draft, ola, revision=0, title="Olas tittel")
    assert save(draft, kari, revision=0, public_text="Karis tekst").is_whole
    assert save(draft, ola, revision=1, bring="Noe ødelagt").is_whole


def test_the_same_text_from_both_is_no_conflict(draft: Application, kari: User, ola: User) -> None:
    save(draft, ola, revision=0, title="Fiksekveld")
    assert save(draft, kari, revision=0, title="Fiksekveld").is_whole


def test_one_person_on_two_devices_is_one_person(draft: Application, kari: User) -> None:
    save(draft, kari, revision=0, title="På mobilen")
    assert save(draft, kari, revision=0, title="På pc-en").is_whole


def test_who_writes_in_what_another_removed_is_told(draft: Application, kari: User, ola: User) -> None:
    save(draft, kari, s2__held_on="2026-11-25")
    drafting.remove_row(draft, "a1.s2", by=ola, at=draft.created_at)
    db.session.commit()
    saved = save(draft, kari, revision=1, s2__place="Bakgården", title="Fiksekveld")
    assert saved.errors == {
        "a1.s2.place": "Ola Hansen fjernet denne delen kl. 10.00. Det du skrev her, er ikke lagret."
    }
    assert draft.activities[0].title == "Fiksekveld"


# --- activities and rows -----------------------------------------------------------------------------------------


def test_activities_come_and_go_and_their_paths_are_never_used_again(draft: Application, kari: User) -> None:
    at = draft.created_at
    second = drafting.add_activity(draft, by=kari, at=at)
    assert second.position == 2
    drafting.remove_activity(draft, 2, by=kari, at=at)
    third = drafting.add_activity(draft, by=kari, at=at)
    db.session.commit()
    assert third.position == 3
    assert [activity.position for activity in draft.activities] == [1, 3]
    assert len(db.session.scalars(select(Subject)).all()) == 2
    assert drafting.save_fields(draft, {"a2.title": "Borte"}, by=kari, at=at).errors == {
        "a2.title": "Kari Nordmann fjernet denne delen kl. 10.00. Det du skrev her, er ikke lagret."
    }


def test_the_round_limits_the_number_of_activities(draft: Application, kari: User) -> None:
    for _activity in range(4):
        drafting.add_activity(draft, by=kari, at=draft.created_at)
    db.session.commit()
    with pytest.raises(NotNow) as refusal:
        drafting.add_activity(draft, by=kari, at=draft.created_at)
    assert refusal.value.reason == "En søknad kan ha høyst 5 aktiviteter i denne runden."


def test_the_last_activity_stays(draft: Application, kari: User) -> None:
    with pytest.raises(NotNow) as refusal:
        drafting.remove_activity(draft, 1, by=kari, at=draft.created_at)
    assert refusal.value.reason == "En søknad må ha minst én aktivitet."


def test_rows_come_and_go(draft: Application, kari: User) -> None:
    at, activity = draft.created_at, draft.activities[0]
    drafting.add_session(activity, by=kari, at=at)
    drafting.remove_row(draft, "a1.s1", by=kari, at=at)
    assert drafting.add_session(activity, by=kari, at=at).position == 3
    drafting.add_budget_line(activity, BudgetSide.OTHER_GRANT, by=kari, at=at)
    db.session.commit()
    assert [row.position for row in activity.sessions] == [2, 3]
    assert [(line.side, line.position) for line in activity.budget_lines] == [
        (BudgetSide.EXPENSE, 1),
        (BudgetSide.OTHER_GRANT, 1),
    ]


def test_there_is_room_for_fifteen_expenses(draft: Application, kari: User) -> None:
    for _line in range(14):
        drafting.add_budget_line(draft.activities[0], BudgetSide.EXPENSE, by=kari, at=draft.created_at)
    db.session.commit()
    sentence = "Det er plass til 15 linjer. Slå sammen noen som likner."
    with pytest.raises(NotNow) as refusal:
        drafting.add_budget_line(draft.activities[0], BudgetSide.EXPENSE, by=kari, at=draft.created_at)
    assert refusal.value.reason == sentence
    assert save(draft, kari, b16__text="Én til").errors == {"a1.b16.text": sentence}


def test_a_saved_field_is_cheap(draft: Application, kari: User) -> None:
    reference = draft.reference
    db.session.expire_all()
    found = db.session.scalars(select(Application).where(Application.reference == reference)).one()
    with statements() as seen:
        save(found, kari, s1__held_on="2026-11-24")
    assert len(seen) <= 9
