"""The acts as posts: what they do, where they lead, and what is shown again when they are refused."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.access import Role
from app.accounts.models import User
from app.applications.models import Application
from app.extensions import db
from app.judging.models import Assessment, Impartiality, Score
from app.review import policy, queries
from app.review.models import CheckResult
from tests.counting import statements
from tests.review.cases import DOUBT, criteria, declare, handler, in_review, in_screening, send, submitted
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
OUTSIDE = {"days": [date(2026, 12, 5)]}
GOOD = (4, 4, 4, 4, 4, 4)


def post(client: FlaskClient, application: Application, path: str, **fields: str) -> TestResponse:
    answer = client.post(f"/staff/cases/{application.reference}/{path}", data=fields)
    db.session.expire_all()
    return answer


def heading(answer: TestResponse) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", answer.text, re.DOTALL)
    assert found is not None
    return found[1].strip()


def errors(answer: TestResponse) -> dict[str, str]:
    """Error texts by the id of their field."""
    return dict(re.findall(r'<p class="field__error" id="(.+?)-error">(.*?)</p>', answer.text))


def sheet(application: Application, *values: str, comment: str = "") -> dict[str, str]:
    codes = [criterion.code for criterion in criteria(application)]
    typed = {f"value-{code}": value for code, value in zip(codes, values, strict=True)}
    return typed | {f"comment-{code}": comment for code in codes}


def open_checks(application: Application) -> list[CheckResult]:
    return [one for one in queries.results(application.id) if one.is_open]


def test_the_whole_way_from_declaring_to_sending(world: World, sign_in: SignIn) -> None:
    hanne = handler(world)
    application = submitted(world, activities=[OUTSIDE], warnings_seen=True)
    client = sign_in(hanne)
    steps = [
        post(client, application, "impartiality", answer="impartial"),
        post(client, application, "screening/start"),
        post(client, application, "screening", **{"explanation-within_week-1": "Gir avslag."}),
        post(client, application, "checks"),
        post(client, application, "screening", act="pass"),
        post(client, application, "activities/1/scores", send="1", **sheet(application, "4", "4", "3", "4", "4", "4")),
    ]
    case = f"/staff/cases/{application.reference}"
    assert [(step.status_code, step.location) for step in steps] == [
        (302, f"{case}#impartiality"),
        (302, f"{case}#checks"),
        (302, f"{case}#checks"),
        (302, f"{case}#checks"),
        (302, f"{case}#scores"),
        (302, f"{case}#scores-1"),
    ]
    row = application.case_rows[0]
    assert (application.status, row.flag_level, str(row.score)) == ("review", "green", "70.0000")


def test_an_answer_must_be_chosen(world: World, sign_in: SignIn) -> None:
    application = submitted(world)
    answer = post(sign_in(handler(world)), application, "impartiality")
    assert (answer.status_code, heading(answer)) == (422, f"Svaret er ikke lagret – {application.reference}")
    assert errors(answer) == {"answer": "Velg et svar."}


def test_a_doubt_without_a_reason_is_shown_again(world: World, sign_in: SignIn) -> None:
    application = submitted(world)
    answer = post(sign_in(handler(world)), application, "impartiality", answer="doubt")
    assert (answer.status_code, errors(answer)) == (
        409,
        {"reason": "Skriv hva du er i tvil om, så en godkjenner kan avgjøre det."},
    )
    assert re.findall(r'value="(\w+)" checked', answer.text) == ["doubt"]
    assert db.session.scalars(select(Impartiality)).all() == []


def test_a_member_of_the_applicant_is_refused_outright(world: World, sign_in: SignIn) -> None:
    member = world.user(Role.CASE_HANDLER, Role.APPLICANT, name="Mona Moe")
    application = world.application(world.organisation(member), member, world.round())
    client = sign_in(member)
    paths = {
        "impartiality": {"answer": "impartial"},
        "screening/start": {},
        "activities/1/scores": sheet(application, *"444444"),
    }
    assert [post(client, application, path, **fields).status_code for path, fields in paths.items()] == [403] * 3


def test_a_doubt_is_settled_by_an_approver(world: World, sign_in: SignIn) -> None:
    hanne, grete = handler(world), world.user(Role.APPROVER, name="Grete Gran")
    application = submitted(world)
    declare(application, hanne, answer=DOUBT, reason="Jeg kjenner styrelederen.")
    client, path = sign_in(grete), f"impartiality/{hanne.public_id}"
    refused = post(client, application, path, answer="impartial", reason="")
    assert (refused.status_code, errors(refused)) == (409, {f"reason-{hanne.public_id}": "Skriv en kort begrunnelse."})
    assert post(client, application, path, answer="impartial", reason="Bekjente.").status_code == 302
    assert db.session.scalars(select(Impartiality)).one().is_impartial


def test_an_empty_explanation_is_shown_again(world: World, sign_in: SignIn) -> None:
    hanne = handler(world)
    application = in_screening(world, hanne, activities=[OUTSIDE], warnings_seen=True)
    answer = post(sign_in(hanne), application, "screening", act="pass", **{"explanation-within_week-1": "  "})
    assert (answer.status_code, errors(answer)) == (
        409,
        {"explanation-within_week-1": "Skriv en kort forklaring."},
    )


def test_three_deviations_are_explained_and_the_check_approved_with_one_post(world: World, sign_in: SignIn) -> None:
    hanne = handler(world)
    outside = [{"title": f"Kveld {n}", **OUTSIDE} for n in (1, 2, 3)]
    application = in_screening(world, hanne, activities=outside, warnings_seen=True)
    told = {f"explanation-{policy.key_of(application, one)}": "Gir avslag." for one in open_checks(application)}
    answer = post(sign_in(hanne), application, "screening", act="pass", **told)
    assert (answer.status_code, application.status, len(told) >= 3) == (302, "review", True)


def test_one_explanation_that_is_missing_changes_nothing(world: World, sign_in: SignIn) -> None:
    hanne = handler(world)
    outside = [{"title": f"Kveld {n}", **OUTSIDE} for n in (1, 2)]
    application = in_screening(world, hanne, activities=outside, warnings_seen=True)
    first, *rest = [f"explanation-{policy.key_of(application, one)}" for one in open_checks(application)]
    answer = post(sign_in(hanne), application, "screening", act="pass", **{first: "Gir avslag."})
    assert (answer.status_code, errors(answer)) == (409, dict.fromkeys(rest, "Skriv en kort forklaring."))
    assert ("Gir avslag." in answer.text, application.status) == (True, "screening")
    assert [one.explanation for one in queries.results(application.id) if one.explanation] == []


@pytest.mark.parametrize("field", ["explanation-within_week-2", "explanation-unknown-0"])
def test_a_check_that_is_not_there_is_not_found(world: World, sign_in: SignIn, field: str) -> None:
    hanne = handler(world)
    application = in_screening(world, hanne)
    assert post(sign_in(hanne), application, "screening", **{field: "Gir avslag."}).status_code == 404


def test_an_explanation_that_comes_too_late_keeps_what_was_typed(world: World, sign_in: SignIn) -> None:
    hanne = handler(world)
    application = in_review(world, hanne)
    answer = post(sign_in(hanne), application, "screening", **{"explanation-in_time-0": "Serveren var nede."})
    assert answer.status_code == 409
    assert re.findall(r"<textarea[^>]*>(.*?)</textarea>", answer.text) == ["Serveren var nede."]


def test_an_explanation_can_be_too_long(world: World, sign_in: SignIn) -> None:
    hanne = handler(world)
    application = in_screening(world, hanne, activities=[OUTSIDE], warnings_seen=True)
    answer = post(sign_in(hanne), application, "screening", **{"explanation-within_week-1": "x" * 1001})
    assert (answer.status_code, errors(answer)) == (
        422,
        {"explanation-within_week-1": "Skriv kortere: høyst 1000 tegn."},
    )


def test_a_sheet_that_is_not_complete_is_kept_but_not_sent(world: World, sign_in: SignIn) -> None:
    hanne = handler(world)
    application = in_review(world, hanne)
    answer = post(
        sign_in(hanne), application, "activities/1/scores", send="1", **sheet(application, "5", "4", "4", "4", "4", "")
    )
    assert (answer.status_code, heading(answer)) == (409, f"Vurderingen er ikke sendt – {application.reference}")
    assert errors(answer) == {
        "s1-relevance": "Skriv kort hvorfor når du gir 5.",
        "s1-innovation": "Velg 1–5, eller «Kan ikke vurderes».",
    }
    assert db.session.scalars(select(Score.value).order_by(Score.id)).all() == [5, 4, 4, 4, 4]
    assert db.session.scalars(select(Assessment)).one().sent_at is None


def test_a_sheet_can_be_saved_without_javascript(world: World, sign_in: SignIn) -> None:
    hanne = handler(world)
    application = in_review(world, hanne)
    answer = post(sign_in(hanne), application, "activities/1/scores", **sheet(application, "none", "4", "", "", "", ""))
    assert (answer.status_code, db.session.scalars(select(Score.value).order_by(Score.id)).all()) == (302, [None, 4])


def test_a_sent_sheet_is_shown_again_with_what_was_typed_and_not_changed(world: World, sign_in: SignIn) -> None:
    hanne = handler(world)
    application = in_review(world, hanne)
    send(world, application, hanne, *GOOD)
    answer = post(
        sign_in(hanne), application, "activities/1/scores", **sheet(application, *"222222", comment="Ombestemt meg.")
    )
    assert answer.status_code == 409
    assert re.findall(r'value="(\w+)" checked', answer.text) == ["2"] * 6
    assert {score.value for score in db.session.scalars(select(Score))} == {4}


def test_what_is_no_answer_is_refused(world: World, sign_in: SignIn) -> None:
    hanne = handler(world)
    application = in_review(world, hanne)
    answer = post(sign_in(hanne), application, "activities/1/scores", **sheet(application, "6", *"44444"))
    assert (answer.status_code, errors(answer)) == (422, {"s1-relevance": "Velg 1–5, eller «Kan ikke vurderes»."})


@pytest.mark.parametrize(
    "path",
    [
        "activities/2/scores",
        "activities/1/scores/unknown",
        "activities/2/scores/relevance",
    ],
)
def test_what_is_not_there_is_not_found(world: World, sign_in: SignIn, path: str) -> None:
    hanne = handler(world)
    application = in_review(world, hanne)
    assert post(sign_in(hanne), application, path).status_code == 404


def test_a_settled_person_who_never_answered(world: World, sign_in: SignIn) -> None:
    hanne, grete = handler(world), world.user(Role.APPROVER, name="Grete Gran")
    application = submitted(world)
    answer = post(sign_in(grete), application, f"impartiality/{hanne.public_id}", answer="impartial", reason="Ja.")
    assert answer.status_code == 409


def saved(client: FlaskClient, application: Application, **answer: str) -> tuple[int, dict[str, str]]:
    url = f"/staff/cases/{application.reference}/activities/1/scores/relevance"
    found = client.post(url, json=answer)
    db.session.expire_all()
    return found.status_code, found.get_json()


def test_one_answer_is_saved_as_it_is_given(world: World, sign_in: SignIn) -> None:
    hanne = handler(world)
    application = in_review(world, hanne)
    client = sign_in(hanne)
    assert saved(client, application, value="4", comment="") == (200, {"saved": "Lagret kl. 10.00"})
    assert saved(client, application, value="none", comment=" Uklart. ")[0] == 200
    kept = db.session.scalars(select(Score)).one()
    assert (kept.value, kept.cannot_assess, kept.comment) == (None, True, "Uklart.")
    assert saved(client, application, value="", comment="Uklart.")[0] == 200
    kept = db.session.scalars(select(Score)).one()
    assert (kept.value, kept.cannot_assess) == (None, False)


def test_one_answer_that_is_refused_says_why(world: World, sign_in: SignIn) -> None:
    hanne = handler(world)
    application = in_review(world, hanne)
    client = sign_in(hanne)
    choose = {"error": "Velg 1–5, eller «Kan ikke vurderes»."}
    assert saved(client, application, value="6") == (422, choose)
    assert saved(client, application, value="4", comment="x" * 601) == (
        422,
        {"error": "Skriv kortere: høyst 600 tegn."},
    )
    send(world, application, hanne, *GOOD)
    assert saved(client, application, value="3") == (
        409,
        {"error": "Du har sendt vurderingen. Den kan ikke endres."},
    )
    stranger = handler(world, "Berit Bø")
    assert saved(sign_in(stranger), application, value="3") == (
        409,
        {"error": "Svar på om du er habil, før du leser saken."},
    )
    member = handler(world, "Mona Moe")
    world.organisation(member)
    assert saved(sign_in(member), application, value="3")[0] == 403


def test_saving_one_answer_takes_at_most_six_queries(world: World, sign_in: SignIn) -> None:
    hanne = handler(world)
    application = in_review(world, hanne)
    client, url = sign_in(hanne), f"/staff/cases/{application.reference}/activities/1/scores/relevance"
    used = []
    for value in ("4", "3"):
        db.session.expunge_all()
        with statements() as seen:
            assert client.post(url, json={"value": value, "comment": ""}).status_code == 200
        used.append(len(seen))
    assert used == [6, 5]


def test_two_people_score_beside_each_other(world: World, sign_in: SignIn) -> None:
    hanne, berit = handler(world), handler(world, "Berit Bø")
    application = in_review(world, hanne, berit)
    for person, value in ((hanne, "2"), (berit, "4")):
        assert saved(sign_in(person), application, value=value)[0] == 200
    found = db.session.execute(
        select(User.name, Score.value).join(Assessment.scores).join(User, User.id == Assessment.assessor_id)
    )
    assert sorted(map(tuple, found)) == [("Berit Bø", 4), ("Hanne Holm", 2)]
    assert queries.preparers(application.id) == {hanne.id, berit.id}
