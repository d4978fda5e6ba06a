"""The pages of the allocation: computing, trying, reading, computing again, taking it up."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from app.access import Role
from app.accounts.models import User
from app.decisions.allocation import jobs as allocation_jobs
from app.decisions.allocation import views as allocation_views
from app.decisions.allocation.models import AllocationOrder, AllocationRun
from app.decisions.queries import latest_recommendation
from app.extensions import db
from app.judging.models import ImpartialityAnswer
from app.review import actions as review
from app.rounds import actions as rounds
from app.rounds.models import RoundStatus
from tests.counting import statements
from tests.decisions.stage import Stage
from tests.rounds.test_pages import sent_by

SignIn = Callable[[User], FlaskClient]
PLACE = "/staff/allocation"
TOKEN = re.compile(r'name="csrf_token"[^>]*>')


def newest() -> AllocationRun:
    return db.session.scalars(select(AllocationRun).order_by(AllocationRun.id.desc())).first()  # type: ignore[return-value]


def computed(stage: Stage, sign_in: SignIn) -> str:
    """By the approver; the address of the run."""
    answer = sign_in(stage.gro).post(f"{PLACE}/compute", data={"runde": stage.round.slug})
    assert answer.status_code == 302
    return str(answer.location)


def closed(stage: Stage) -> None:
    stage.round.status = RoundStatus.CLOSED
    db.session.commit()
    rounds.close_assessing(stage.round, by=stage.gro, at=stage.at)
    db.session.commit()


def test_a_run_shows_amounts_with_why_and_totals(stage: Stage, sign_in: SignIn) -> None:
    first, second = stage.assessed(5), stage.assessed(2)
    page = sign_in(stage.gro).get(computed(stage, sign_in)).text
    assert "Bevist best: ingen fordeling innenfor reglene gir mer poeng for pengene." in page
    assert f'<a href="/staff/cases/{first.reference}">{first.reference}/1</a>' in page
    assert "Hele beløpet det er søkt om." in page
    assert f'<a href="/staff/cases/{second.reference}">{second.reference}/1</a>' in page
    assert "Under terskelen på 40 poeng." in page
    assert "<dt>Foreslått</dt><dd>5\u202f000\u00a0kr</dd>" in page


def test_only_the_activities_asked_for_are_listed(stage: Stage, sign_in: SignIn) -> None:
    stage.assessed(5)
    weak = stage.assessed(2)
    place = computed(stage, sign_in)
    page = sign_in(stage.gro).get(f"{place}?vis=uten").text
    assert page.count('<tr class="allocation__none">') == 1
    assert f"{weak.reference}/1" in page
    assert "Side 1 av 1 · 1 aktiviteter" in page


def test_it_is_computed_again_beside_what_was_kept(stage: Stage, sign_in: SignIn) -> None:
    stage.assessed(5)
    page = sign_in(stage.gro).get(f"{computed(stage, sign_in)}?gjenta=1").text
    assert "Likt, tegn for tegn" in page


def test_who_has_not_assessed_all_is_refused_and_told_when(stage: Stage, sign_in: SignIn) -> None:
    ida = stage.world.user(Role.CASE_HANDLER, name="Ida Ihle")
    stage.assessed(5)
    place = computed(stage, sign_in)
    refused = "Du ser den når en godkjenner har avsluttet vurderingen i runden."
    client = sign_in(ida)
    answer = client.get(place)
    assert (answer.status_code, refused in answer.text) == (409, True)
    page = client.get(PLACE).text
    assert refused in page
    assert place not in page
    answer = client.post(f"{PLACE}/compute", data={"runde": stage.round.slug})
    assert (answer.status_code, refused in answer.text) == (409, True)
    closed(stage)
    assert sign_in(ida).get(place).status_code == 200


def test_the_page_is_the_same_whatever_others_have_assessed(stage: Stage, sign_in: SignIn) -> None:
    ida = stage.world.user(Role.CASE_HANDLER, name="Ida Ihle")
    stage.assessed(5)
    application = stage.in_review()
    review.declare(application, ImpartialityAnswer.IMPARTIAL, None, by=ida, at=stage.at)
    db.session.commit()
    before = TOKEN.sub("", sign_in(stage.hanne).get(PLACE).text)
    stage.assess(application.activities[0], 5, by=ida)
    assert TOKEN.sub("", sign_in(stage.hanne).get(PLACE).text) == before


def test_a_reader_reads_and_computes_nothing(stage: Stage, sign_in: SignIn) -> None:
    reader = stage.world.user(Role.READER, name="Rune Rask")
    stage.assessed(5)
    place = computed(stage, sign_in)
    client = sign_in(reader)
    assert client.get(place).status_code == 200
    page = client.get(PLACE).text
    assert "Bare saksbehandlere og godkjennere kan regne ut en fordeling." in page
    assert "Hva hvis" not in page
    assert client.post(f"{PLACE}/compute", data={"runde": stage.round.slug}).status_code == 403


def test_the_assessing_is_closed_on_the_page(stage: Stage, sign_in: SignIn) -> None:
    stage.round.status = RoundStatus.CLOSED
    db.session.commit()
    client = sign_in(stage.gro)
    answer = client.post(f"{PLACE}/close-assessing", data={"runde": stage.round.slug}, follow_redirects=True)
    assert "Vurderingen er avsluttet. Saksbehandlerne ser nå poengene i runden." in answer.text
    assert client.post(f"{PLACE}/close-assessing", data={"runde": stage.round.slug}).status_code == 409


def what_if(stage: Stage, client: FlaskClient, **changes: Any) -> Any:
    fields = {**what_if_fields(stage, client), **changes}
    return client.post(f"{PLACE}/what-if", data={name: value for name, value in fields.items() if value is not None})


def what_if_fields(stage: Stage, client: FlaskClient) -> dict[str, Any]:
    return {**sent_by(client, f"{PLACE}?runde={stage.round.slug}"), "runde": stage.round.slug}


def test_a_what_if_by_other_rules(stage: Stage, sign_in: SignIn) -> None:
    stage.assessed(5)
    client = sign_in(stage.gro)
    answer = what_if(stage, client, pot_nok="28000", note="liten pott", redo="y")
    assert answer.status_code == 302
    page = client.get(answer.location).text
    assert '<h1 class="page__title">Hva hvis: liten pott</h1>' in page
    assert "<dt>Å dele ut</dt><dd>3\u202f000\u00a0kr</dd>" in page
    assert "Neste beløp er 3\u202f100\u00a0kr: 100\u00a0kr mangler i potten." in page
    assert "Se over og bruk beløpene" not in page
    db.session.expire_all()
    assert stage.round.pot_nok == 250_000


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("reserve_nok", "250001", "Reserve: Reserven kan ikke være større enn potten."),
        ("weight_relevance", "30", "Relevans for målene: Vektene blir 105. De skal bli 100."),
        ("least_share", "0", "Minste del av beløpet, i prosent: "),
        ("pot_nok", "", "Pott: Skriv et beløp i hele kroner."),
    ],
)
def test_rules_that_mean_nothing_are_refused_at_the_field(
    stage: Stage, sign_in: SignIn, field: str, value: str, sentence: str
) -> None:
    answer = what_if(stage, sign_in(stage.gro), **{field: value})
    assert answer.status_code == 422
    assert f'<a href="#{field}">{sentence}' in answer.text
    assert newest() is None


def test_demands_that_collide_are_told_with_the_nearest(stage: Stage, sign_in: SignIn) -> None:
    for code in ("030101", "030102"):
        stage.assessed(5, activities=[{"title": "Fiks", "district_code": code}])
    client = sign_in(stage.gro)
    page = client.get(what_if(stage, client, pot_nok="3000", reserve_nok="0").location).text
    assert "Disse reglene kan ikke holdes samtidig: minst én i Gamle Oslo; minst én i Grünerløkka; potten." in page
    assert "Alle kravene til spredning koster minst 5\u202f000\u00a0kr, og 3\u202f000\u00a0kr kan deles ut." in page


def test_a_large_round_is_computed_by_the_worker(
    app: Flask, stage: Stage, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allocation_views, "IN_REQUEST", 0)
    stage.assessed(5)
    place = computed(stage, sign_in)
    client = sign_in(stage.gro)
    assert "Står i kø: 1 aktiviteter" in client.get(place).text
    assert allocation_jobs.missing_allocations(stage.at + timedelta(minutes=5)) == 0
    assert allocation_jobs.missing_allocations(stage.at + timedelta(minutes=11)) == 1
    assert app.extensions["jobs"].run_waiting() == 2
    assert client.get(place).location == f"{PLACE}/{newest().public_id}"
    assert len(db.session.scalars(select(AllocationRun)).all()) == 1


def test_a_refusal_in_the_worker_stands_on_the_page(
    app: Flask, stage: Stage, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allocation_views, "IN_REQUEST", 0)
    application = stage.assessed(5)
    place = computed(stage, sign_in)
    review.declare(application, ImpartialityAnswer.DISQUALIFIED, "Min søster.", by=stage.gro, at=stage.at)
    db.session.commit()
    app.extensions["jobs"].run_waiting()
    assert "Du er inhabil eller har meldt tvil i en av sakene." in sign_in(stage.gro).get(place).text
    order = db.session.scalars(select(AllocationOrder)).one()
    assert (order.run_id, order.finished_at is not None) == (None, True)


def test_amounts_are_taken_up_with_a_result_for_each_case(stage: Stage, sign_in: SignIn) -> None:
    first, second = stage.assessed(5), stage.assessed(4)
    sent = stage.assessed(3)
    place = computed(stage, sign_in)
    stage.recommend(sent)
    closed(stage)
    client = sign_in(stage.hanne)
    data = sent_by(client, f"{place}/adopt")
    refused = client.post(f"{place}/adopt", data={**data, f"nok-{first.reference}/1": "2500"})
    assert refused.status_code == 409
    assert (
        f'<a href="#nok-{first.reference}/1">{first.reference}/1: Skriv hvorfor beløpet er endret.</a>' in refused.text
    )
    assert 'value="2500"' in refused.text
    wrong = client.post(f"{place}/adopt", data={**data, f"nok-{first.reference}/1": "mye"})
    assert (wrong.status_code, "Skriv beløpet i hele kroner, bare tall." in wrong.text) == (422, True)
    assert latest_recommendation(first.id) is None
    changed = {f"nok-{first.reference}/1": "2 500", f"reason-{first.reference}/1": "Liten sal."}
    page = client.post(f"{place}/adopt", data={**data, **changed}, follow_redirects=True).text
    assert "2 innstillinger har fått beløp." in page
    assert f"{first.reference}/1: 5\u202f000\u00a0kr → 2\u202f500\u00a0kr. Liten sal." in page
    assert page.count(">Skrevet inn i kladden.</td>") == 2
    assert ">Saken har status «Innstilt» og kan ikke innstilles nå.</td>" in page
    drafts = [latest_recommendation(application.id) for application in (first, second)]
    assert [line.amount_nok for draft in drafts if draft for line in draft.lines] == [2500, 5000]
    assert "Brukt av Hanne Holm" in client.get(place).text


def test_pages_take_the_same_statements_for_one_activity_as_for_three(stage: Stage, sign_in: SignIn) -> None:
    counts = []
    for more in (1, 2):
        for _one in range(more):
            stage.assessed(5)
        place = computed(stage, sign_in)
        client = sign_in(stage.gro)
        with statements() as index:
            client.get(PLACE)
        with statements() as run:
            client.get(place)
        counts.append((len(index), len(run)))
    assert counts[0] == counts[1]
    assert counts[0] <= (13, 10)


def test_a_run_that_does_not_exist_is_not_found(stage: Stage, sign_in: SignIn) -> None:
    assert sign_in(stage.gro).get(f"{PLACE}/nothing").status_code == 404


def test_a_kept_allocation_is_verified_on_the_command_line(app: Flask, stage: Stage, sign_in: SignIn) -> None:
    stage.assessed(5)
    public_id = computed(stage, sign_in).rpartition("/")[2]
    runner = app.test_cli_runner()
    assert runner.invoke(args=["allocation", "verify", public_id]).output.startswith("Likt, tegn for tegn, med HiGHS ")


def test_a_kept_allocation_cannot_be_changed(stage: Stage, sign_in: SignIn) -> None:
    stage.assessed(5)
    computed(stage, sign_in)
    run = newest()
    run.note = "Pynt"
    with pytest.raises(DatabaseError, match="insert-only"):
        db.session.flush()
    db.session.rollback()
