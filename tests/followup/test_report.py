"""The party's report: written on a phone in ten minutes, saved as it is written, sent, and frozen."""

import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import clock
from app.accounts.models import GrantHistory, ReportStatus
from app.extensions import db
from app.followup.grants.models import Grant
from app.followup.report import queries
from app.followup.report.models import CountMethod, Held, Report, ReportState
from tests.counting import statements
from tests.decisions.stage import events
from tests.files.test_pictures import photo
from tests.followup_world import FollowupStage

SignIn = Callable[[Any], FlaskClient]
AFTER = datetime(2026, 12, 1, 18, 0, tzinfo=UTC)
WHOLE = {
    "held": "yes",
    "actual_place": "Deichman Tøyen, Tøyengata 1, 0190",
    "count_method": "counted",
    "visitors": "60",
    "learned": "En gutt fikset sykkelen sin selv.",
    "accounts-0-actual_nok": "5 000",
    "other_income_nok": "0",
    "ran_out": "no",
    "again": "yes",
    "story_ok": "no",
    "is_confirmed": "y",
}
FULL = [
    {
        "sought_nok": 10000,
        "activity_types": ["repair", "swap"],
        "own_funds_nok": 2000,
        "expenses": [("material", "Deler", 9000), ("venue", "Lokale", 3000)],
    }
]


def url(grant: Grant) -> str:
    return f"/tilskudd/{grant.application.reference}/{grant.activity.position}/rapport"


def made(grant: Grant) -> Report:
    db.session.rollback()
    found = queries.report_of(grant.id)
    assert found is not None
    return found


def send(client: FlaskClient, grant: Grant, **changes: Any) -> TestResponse:
    with clock.frozen(AFTER):
        return client.post(url(grant), data={**WHOLE, "_do": "send", **changes})


def faults(page: TestResponse) -> list[str]:
    """The fields that the summary links to."""
    summary = page.text.partition('class="error-summary"')[2].partition("</div>")[0]
    return [part.partition('"')[0] for part in summary.split('href="#')[1:]]


def test_a_report_is_sent_frozen_and_kept_in_the_history(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    client = sign_in(stage.kari)
    page = send(client, grant)
    assert page.status_code == 302
    report = made(grant)
    assert (report.state, report.version, report.visitors) == (ReportState.SUBMITTED, 1, 60)
    assert (report.total_cost_nok, report.unused_nok, report.length) == (5000, 0, "standard")
    assert report.actual == grant.plan["sessions"]
    version = queries.version_of(report)
    assert (version.content["visitors"], version.content["grant_nok"]) == (60, 5000)
    assert version.content["accounts"] == [
        {"group": "material", "text": "Deler og verktøy", "budget_nok": 5000, "actual_nok": 5000}
    ]
    history = db.session.scalars(select(GrantHistory)).one()
    assert history.report_status is ReportStatus.ON_TIME
    assert events(grant.application, "report_submitted") == [{"activity": 1, "version": 1}]
    with clock.frozen(AFTER):
        shown = client.get(url(grant)).text
        again = client.post(url(grant), data={**WHOLE, "visitors": "1", "_do": "send"})
    assert "60 (talt)" in shown
    assert again.status_code == 409
    assert made(grant).visitors == 60


LACKS: list[tuple[dict[str, Any], list[str]]] = [
    ({"held": ""}, ["held"]),
    ({"held": "kanskje"}, ["held"]),
    ({"count_method": ""}, ["count_method"]),
    ({"visitors": ""}, ["visitors"]),
    ({"visitors": "mange"}, ["visitors"]),
    ({"visitors": "50001"}, ["visitors"]),
    ({"visitors": "0"}, ["visitors_ok"]),
    ({"visitors": "20000"}, ["visitors_ok"]),
    ({"count_method": "not_counted"}, ["count_reason"]),
    ({"learned": "  "}, ["learned"]),
    ({"learned": "x" * 601}, ["learned"]),
    ({"held": "partly"}, ["deviations"]),
    ({"actual-0-held_on": "2026-11-25"}, ["deviations"]),
    ({"ran_out": "much"}, ["ran_out_text"]),
    ({"accounts-0-actual_nok": ""}, ["accounts-0-actual_nok"]),
    ({"accounts-0-actual_nok": "-1"}, ["accounts-0-actual_nok"]),
    ({"accounts-1-actual_nok": "300"}, ["accounts-1-text"]),
    ({"accounts-0-actual_nok": "4000"}, ["unused_confirmed"]),
    ({"again": ""}, ["again"]),
    ({"story_ok": ""}, ["story_ok"]),
    ({"is_confirmed": None}, ["is_confirmed"]),
    ({"held": "no", "again": "", "learned": "", "visitors": ""}, ["deviations"]),
]
AS_PLANNED = {
    "actual-0-held_on": "2026-11-24",
    "actual-0-starts": "17:00",
    "actual-0-ends": "20:30",
    "actual-0-place": "Deichman Tøyen",
}


def test_what_a_report_may_not_lack(stage: FollowupStage, sign_in: SignIn) -> None:
    """The rest is kept all the same."""
    grant = stage.grant()
    client = sign_in(stage.kari)
    for changes, missing in LACKS:
        data = {**WHOLE, **AS_PLANNED, "_do": "send", **changes}
        with clock.frozen(AFTER):
            page = client.post(url(grant), data={name: value for name, value in data.items() if value is not None})
        assert (changes, page.status_code, faults(page)) == (changes, 422, missing)
    assert (made(grant).state, made(grant).other_income_nok) == (ReportState.DRAFT, 0)


def test_an_unlikely_number_is_asked_about_once(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    client = sign_in(stage.kari)
    assert faults(send(client, grant, visitors="0")) == ["visitors_ok"]
    assert send(client, grant, visitors="0", visitors_ok="y").status_code == 302
    report = made(grant)
    assert (report.visitors, report.count_method) == (0, CountMethod.COUNTED)
    report.state = ReportState.RETURNED
    report.is_confirmed = False
    db.session.commit()
    assert send(client, grant, visitors="0").status_code == 302  # the same number is not asked about again


def test_not_counted_has_no_number(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    client = sign_in(stage.kari)
    page = send(client, grant, count_method="not_counted", count_reason="Døra sto åpen.", visitors="40")
    assert page.status_code == 302
    assert (made(grant).visitors, made(grant).count_reason) == (None, "Døra sto åpen.")


def test_an_activity_that_was_not_held_says_why_and_gives_back(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    client = sign_in(stage.kari)
    money = {"accounts-0-actual_nok": "0", "unused_confirmed": "y"}
    page = send(client, grant, held="no", deviations="Lokalet brant.", again="", **money)
    assert page.status_code == 302
    report = made(grant)
    assert (report.held, report.visitors, report.learned, report.actual) == (Held.NO, None, None, [])
    assert report.unused_nok == 5000


def test_the_length_follows_from_the_amount(stage: FollowupStage, sign_in: SignIn) -> None:
    activities = [{"sought_nok": 2500}, {"sought_nok": 10000, "activity_types": ["swap"]}, {"is_digital": True}]
    grants = stage.accepted(activities=activities)
    client = sign_in(stage.kari)
    asked = {
        "total_cost_nok": "short",
        "ran_out": "standard",
        "outcomes-swapped-number": "standard",
        "reach-facebook-number": "full",
        "count_method": "not digital",
        "accounts-0-actual_nok": "standard",
    }
    found = []
    with clock.frozen(AFTER):
        for grant in grants:
            text = client.get(url(grant)).text
            found.append({name for name in asked if f'name="{name}"' in text})
    assert found == [
        {"total_cost_nok", "count_method"},
        {"ran_out", "outcomes-swapped-number", "reach-facebook-number", "count_method", "accounts-0-actual_nok"},
        {"reach-facebook-number", "accounts-0-actual_nok"},
    ]


def test_a_moved_activity_is_filled_in_as_it_was_moved(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    moved = {"held_on": "2026-11-26", "starts": "17:00", "ends": "20:30", "place": "Deichman Tøyen"}
    grant.plan = {**grant.plan, "sessions": [moved]}
    grant.ends_on = date(2026, 11, 26)
    db.session.commit()
    client = sign_in(stage.kari)
    with clock.frozen(AFTER):
        text = client.get(url(grant)).text
    assert "torsdag 26. november kl. 17.00–20.30" in text
    assert "Flyttet fra tirsdag 24. november kl. 17.00–20.30 til torsdag 26. november kl. 17.00–20.30." in text
    assert faults(send(client, grant, deviations="")) == ["deviations"]
    assert send(client, grant, deviations="Lokalet var opptatt.").status_code == 302
    assert made(grant).actual == [moved]


@pytest.mark.parametrize(
    ("moment", "is_cancelled", "sentence"),
    [
        (datetime(2026, 11, 23, 22, 0, tzinfo=UTC), False, "Rapporten åpner 24. november 2026"),
        (AFTER, True, "Aktiviteten er avlyst"),
    ],
)
def test_when_there_is_nothing_to_report(
    stage: FollowupStage, sign_in: SignIn, moment: datetime, is_cancelled: bool, sentence: str
) -> None:
    grant = stage.grant()
    if is_cancelled:
        grant.cancelled_at = AFTER
        db.session.commit()
    client = sign_in(stage.kari)
    with clock.frozen(moment):
        read, written = client.get(url(grant)), client.post(url(grant), data={**WHOLE, "learned": "Mye."})
    assert (read.status_code, sentence in read.text, 'name="learned"' in read.text) == (200, True, False)
    assert (written.status_code, "Mye." in written.text) == (409, True)
    assert queries.report_of(grant.id) is None


# --- saved as it is written ------------------------------------------------------------------------------------------


def autosave(client: FlaskClient, grant: Grant, was: dict[str, list[str]], **typed: str) -> TestResponse:
    with clock.frozen(AFTER):
        return client.post(url(grant), data={**typed, "_was": json.dumps(was), "_do": "autosave"})


def test_only_what_was_changed_is_saved_and_nobody_is_written_over(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    ola = stage.world.user(name="Ola Olsen")
    stage.organisation.memberships.append(type(stage.organisation.memberships[0])(user=ola, joined_at=stage.at))
    db.session.commit()
    was = {"learned": [""], "visitors": [""]}
    first = autosave(sign_in(stage.kari), grant, was, learned="Kari skrev.", visitors="")
    assert first.get_json() == {"saved_at": "19.00", "errors": {}, "theirs": {}}
    second = autosave(sign_in(ola), grant, was, learned="Ola skrev.", visitors="12").get_json()
    assert second["theirs"] == {"learned": ["Kari skrev."]}
    sentence = "Noen andre hos dere skrev «Kari skrev.» mens du skrev. Lagre en gang til hvis ditt skal gjelde."
    assert second["errors"] == {"learned": sentence}
    assert (made(grant).learned, made(grant).visitors) == ("Kari skrev.", 12)
    third = autosave(sign_in(ola), grant, {**was, **second["theirs"]}, learned="Ola skrev.", visitors="12")
    assert third.get_json()["errors"] == {}
    assert (made(grant).learned, made(grant).revision) == ("Ola skrev.", 3)


def test_nonsense_is_not_saved_and_does_not_stop_the_rest(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    client = sign_in(stage.kari)
    answer = autosave(client, grant, {}, visitors="ti", learned="Å fikse.").get_json()
    assert answer["errors"] == {"visitors": "Skriv et helt tall, bare sifre."}
    assert (made(grant).visitors, made(grant).learned) == (None, "Å fikse.")
    with clock.frozen(AFTER):
        assert client.post(url(grant), data={"_was": "[" * 5000, "_do": "autosave"}).status_code == 200


def test_a_changed_amount_asks_anew_what_is_left(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    client = sign_in(stage.kari)
    autosave(client, grant, {}, **{"accounts-0-actual_nok": "4000", "unused_confirmed": "y"})
    assert made(grant).unused_confirmed is True
    was = {"accounts-0-actual_nok": ["4000"], "unused_confirmed": ["y"]}
    autosave(client, grant, was, **{"accounts-0-actual_nok": "3000", "unused_confirmed": "y"})
    assert made(grant).unused_confirmed is False


def test_accounts_beside_the_budget_with_what_was_not_in_it(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant(activities=FULL)
    lines = {"accounts-0-actual_nok": "8000", "accounts-1-actual_nok": "1500"}
    extra = {"accounts-2-text": "Taxi med symaskiner", "accounts-2-actual_nok": "500"}
    money = {"other_income_nok": "2000", "unused_confirmed": "y", "outcomes-repaired-number": "31"}
    assert send(sign_in(stage.kari), grant, **lines, **extra, **money).status_code == 302
    report = made(grant)
    assert [line["actual_nok"] for line in report.accounts] == [8000, 1500, 500]
    assert (report.total_cost_nok, report.unused_nok, report.outcomes) == (10000, 2000, {"repaired": 31})


# --- pictures --------------------------------------------------------------------------------------------------------


def test_a_picture_is_drawn_anew_and_needs_words_and_consent(stage: FollowupStage, sign_in: SignIn) -> None:
    """Forty million dots from a telephone become a modest picture."""
    grant = stage.grant()
    client = sign_in(stage.kari)
    large = (io.BytesIO(photo(7300, 5480, optimize=True, quality=5)), "IMG_0001.jpg")
    assert faults(send(client, grant, photos=large))[0].endswith("alt_text")
    picture = made(grant).photos[0]
    assert (picture.width, picture.height) == (1600, 1201)
    with clock.frozen(AFTER):
        shown = client.get(f"{url(grant)}/bilde/{picture.public_id}")
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    name = f"photo-{picture.public_id}"
    words = {f"{name}-alt_text": "Folk ved et bord", f"{name}-credit": "Kari"}
    assert faults(send(client, grant, **words)) == [f"{name}-has_consent"]
    assert send(client, grant, **words, **{f"{name}-has_consent": "y"}).status_code == 302
    assert queries.version_of(made(grant)).content["photos"] == [
        {"sha256": picture.sha256, "alt_text": "Folk ved et bord", "credit": "Kari"}
    ]


@pytest.mark.parametrize("sign", ["-", "_"])
def test_words_at_a_picture_are_read_whatever_its_older_public_id_ends_with(
    stage: FollowupStage, sign_in: SignIn, sign: str
) -> None:
    grant = stage.grant()
    client = sign_in(stage.kari)
    send(client, grant, photos=(io.BytesIO(photo()), "IMG_0001.jpg"))
    made(grant).photos[0].public_id = f"Aq-mDmcljuR-v04{sign}"
    db.session.commit()
    name = f"photo-Aq-mDmcljuR-v04{sign}"
    page = send(client, grant, **{f"{name}-alt_text": "Folk ved et bord", f"{name}-credit": "Kari"})
    assert faults(page) == [f"{name}-has_consent"]
    assert "Folk ved et bord" in page.text


def test_pictures_that_are_refused_and_removed(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    client = sign_in(stage.kari)
    six = [(io.BytesIO(photo(60 + n, 60)), f"{n}.jpg") for n in range(6)]
    with clock.frozen(AFTER):
        page = client.post(url(grant), data={"photos": [*six, (io.BytesIO(b"%PDF-"), "a.pdf")], "_do": "save"})
    assert (page.status_code, faults(page), len(made(grant).photos)) == (422, ["photos"], 5)
    first = made(grant).photos[0]
    with clock.frozen(AFTER):
        assert client.post(url(grant), data={"_do": f"remove:{first.public_id}"}).status_code == 302
    assert len(made(grant).photos) == 4


def test_somebody_elses_report_is_not_found(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    client = sign_in(stage.kari)
    assert faults(send(client, grant, photos=(io.BytesIO(photo()), "a.jpg")))
    picture = made(grant).photos[0].public_id
    other = sign_in(stage.world.user(name="Ola Fremmed"))
    with clock.frozen(AFTER):
        answers = [
            other.get(url(grant)),
            other.post(url(grant), data=WHOLE),
            other.get(f"{url(grant)}/bilde/{picture}"),
            other.post(f"{url(grant)}/kvitteringer", data={}),
        ]
        staff = sign_in(stage.hanne)
        draft = staff.get(f"/staff/cases/{grant.application.reference}/grants/1/report/photos/{picture}")
    assert [answer.status_code for answer in answers] == [404] * 4
    assert draft.status_code == 404  # a draft is the party's own


def test_the_pages_ask_the_database_little(stage: FollowupStage, sign_in: SignIn) -> None:
    grants = [
        stage.grant(
            activities=[{"sought_nok": 5000, "expenses": [("material", f"Del {k}", 5000 // n) for k in range(n)]}]
        )
        for n in (1, 5)
    ]
    client, counted = sign_in(stage.kari), []
    with clock.frozen(AFTER):
        for grant in grants:
            client.get(url(grant))
            with statements() as seen:
                client.get(url(grant))
            counted.append(len(seen))
    assert counted[0] == counted[1] <= 12
