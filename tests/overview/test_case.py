"""The case page: what is closed until it may be read, what stands on it, and the way on through the list."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.access import Role
from app.accounts.models import GrantHistory, Membership, ReportStatus
from app.applications.models import Application, Attachment, Status
from app.audit.models import AuditEvent
from app.extensions import db
from app.files.actions import store
from app.judging.models import ImpartialityAnswer
from app.letters.models import Letter, LetterKind
from app.review.actions import declare
from tests.counting import statements
from tests.decisions.stage import Stage
from tests.overview.lists import change
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
IMPARTIAL, DISQUALIFIED = ImpartialityAnswer.IMPARTIAL, ImpartialityAnswer.DISQUALIFIED
SECRET = "Vi samler folk rundt fire bord i kjelleren."
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 40


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


def address(application: Application, query: str = "") -> str:
    return f"/staff/cases/{application.reference}{query}"


def read(client: FlaskClient, application: Application, query: str = "", status: int = 200) -> str:
    answer = client.get(address(application, query))
    assert answer.status_code == status
    return html.unescape(answer.text)


def answer_for(stage: Stage, application: Application, person: Any, answer: ImpartialityAnswer = IMPARTIAL) -> None:
    declare(application, answer, "Jeg kjenner dem." if answer is not IMPARTIAL else "", by=person, at=stage.at)
    db.session.commit()


def words_of(content: Any) -> set[str]:
    """Every text of a frozen application that is long enough to be known again."""
    if isinstance(content, dict):
        return {word for value in content.values() for word in words_of(value)}
    if isinstance(content, list):
        return {word for value in content for word in words_of(value)}
    return {content} if isinstance(content, str) and len(content) > 6 else set()


def attached(stage: Stage, application: Application) -> Attachment:
    made = Attachment(
        public_id=f"vedlegg-{application.id}",
        application_id=application.id,
        sha256=store(PNG, "image/png", stage.at).sha256,
        filename="plakat.png",
        uploaded_by_id=stage.kari.id,
        uploaded_at=stage.at,
    )
    db.session.add(made)
    db.session.commit()
    return made


def lettered(stage: Stage, application: Application) -> Letter:
    made = Letter(
        public_id=f"brev-{application.id}",
        kind=LetterKind.RECEIPT,
        case_reference=application.reference,
        version=1,
        title="Kvittering",
        content={},
        sha256=store(b"%PDF-1.7", "application/pdf", stage.at).sha256,
        issued_at=stage.at,
    )
    db.session.add(made)
    db.session.commit()
    return made


def test_before_impartiality_is_answered_nothing_of_the_content_is_sent(stage: Stage, sign_in: SignIn) -> None:
    application = stage.applied(activities=[{"title": "Fiksekveld i kjelleren", "description": SECRET}])
    db.session.add(_grant(stage))
    db.session.commit()
    content = {key: value for key, value in application.versions[-1].content.items() if key != "round"}
    shown = {application.reference, application.organisation.name}
    for person in (stage.hanne, stage.gro):
        text = read(sign_in(person), application)
        assert [word for word in words_of(content) - shown if word in text] == []
        assert [word for word in ("Byttedag i fjor", "rapport mangler", "Poeng", "Innstilling") if word in text] == []
        assert all(word in text for word in shown)
        assert "Ja, jeg er habil" in text
    answer_for(stage, application, stage.hanne)
    opened = read(sign_in(stage.hanne), application)
    assert all(word in opened for word in (SECRET, "Byttedag i fjor", "rapport mangler", "Fiksekveld i kjelleren"))


def _grant(stage: Stage, number: int = 7, **changes: Any) -> GrantHistory:
    values = {"year": 2025, "title": "Byttedag i fjor", "granted_nok": 4000, "report_status": ReportStatus.MISSING}
    reference = f"OMB-2025-{number:04}"
    return GrantHistory(organisation_id=stage.organisation.id, case_reference=reference, **{**values, **changes})


def test_files_open_only_for_those_who_may_read_the_case(stage: Stage, sign_in: SignIn) -> None:
    application, other = stage.applied(), stage.applied()
    attachment, letter = attached(stage, application), lettered(stage, application)
    files = [f"/attachments/{attachment.public_id}", f"/letters/{letter.public_id}"]
    assert [sign_in(stage.hanne).get(address(application, file)).status_code for file in files] == [409, 409]
    answer_for(stage, application, stage.hanne, DISQUALIFIED)
    assert [sign_in(stage.hanne).get(address(application, file)).status_code for file in files] == [403, 403]
    reader = sign_in(stage.world.user(Role.READER))
    answers = [reader.get(address(application, file)) for file in files]
    assert [(one.status_code, one.data) for one in answers] == [(200, PNG), (200, b"%PDF-1.7")]
    assert answers[0].headers["Content-Disposition"] == "attachment; filename=plakat.png"
    assert [reader.get(address(other, file)).status_code for file in files] == [404, 404]
    assert reader.get("/staff/cases/OMB-2026-9999/letters/x").status_code == 404


def test_a_member_of_the_applicant_is_kept_out(stage: Stage, sign_in: SignIn) -> None:
    application = stage.applied(activities=[{"description": SECRET}])
    db.session.add(Membership(user_id=stage.hanne.id, organisation_id=stage.organisation.id, joined_at=stage.at))
    db.session.commit()
    text = read(sign_in(stage.hanne), application, status=403)
    assert "Du hører til Fiksekroken og kan ikke ha med saken å gjøre." in text
    assert [word for word in (SECRET, "Ja, jeg er habil", "Ta saken") if word in text] == []


def test_who_only_reads_answers_nothing_and_changes_nothing(stage: Stage, sign_in: SignIn) -> None:
    application = stage.applied(activities=[{"description": SECRET}])
    text = read(sign_in(stage.world.user(Role.READER)), application)
    assert SECRET in text
    assert [word for word in ("Ja, jeg er habil", "Ta saken", "Send til godkjenning") if word in text] == []


def test_a_draft_is_no_case(stage: Stage, sign_in: SignIn) -> None:
    draft = stage.world.application(stage.organisation, stage.kari, stage.round, sent=False)
    assert sign_in(stage.hanne).get(address(draft)).status_code == 404


def test_the_title_says_which_case_and_where_it_stands(stage: Stage, sign_in: SignIn) -> None:
    application = stage.in_review()
    text = read(sign_in(stage.hanne), application)
    assert re.findall(r"<h1>(.*?)</h1>", text) == ["OMB-2026-0001 · Fiksekroken · Til vurdering"]
    steps = ["Formell kontroll", "Habilitet", "Vurdering", "Innstilling"]
    work = text.index('id="work-title"')
    places = [text.index(f"{step}</h", work) for step in steps]
    assert places == sorted(places)


def test_colleagues_assessments_are_in_the_history_only_after_the_own(stage: Stage, sign_in: SignIn) -> None:
    application = stage.in_review()
    per = stage.world.user(Role.CASE_HANDLER, name="Per Persen")
    answer_for(stage, application, per)
    stage.assess(application.activities[0], 4, by=per)
    sentence = "Sendte vurderingen av aktivitet 1"
    assert sentence not in read(sign_in(stage.hanne), application)
    assert sentence in read(sign_in(per), application)
    stage.assess(application.activities[0], 3)
    assert read(sign_in(stage.hanne), application).count(sentence) == 2


def test_the_history_is_told_in_words(stage: Stage, sign_in: SignIn) -> None:
    decision = stage.decided()
    text = read(sign_in(stage.hanne), decision.application)
    told = re.findall(r'timeline__sentence">([^<]*)<', text)
    assert told[:4] == [
        "Vedtok saken (hele beløpet, 5\N{NARROW NO-BREAK SPACE}000 kroner)",
        "Status gikk fra «Innstilt» til «Vedtatt»",
        "Svarte på habilitet: habil",
        "Innstilte saken (hele beløpet, 5\N{NARROW NO-BREAK SPACE}000 kroner)",
    ]
    kinds = {event.kind for event in db.session.query(AuditEvent)}
    assert {"application_submitted", "formal_check_done", "screening_passed", "decided"} <= kinds


def test_the_applicants_other_cases_and_grants(stage: Stage, sign_in: SignIn) -> None:
    application = stage.applied()
    twin = stage.world.organisation(stage.kari, name="Fiksekroken avd. 2")  # the same number
    stage.world.application(twin, stage.kari, stage.round, activities=[{"title": "Fiks ute"}])
    stage.applied(activities=[{"title": "Noen andres"}])
    db.session.add_all(_grant(stage, number, year=2000 + number, title=f"Tilskudd {number}") for number in range(1, 24))
    db.session.commit()
    answer_for(stage, application, stage.hanne)
    text = read(sign_in(stage.hanne), application)
    assert re.findall(r"<li>(\d{4}) · Tilskudd", text) == [str(year) for year in range(2023, 2003, -1)]
    assert re.findall(r'<a href="/staff/cases/(\S+)">\S+</a> · ([^·]+) ·', text) == [("OMB-2026-0002", "Fiks ute")]


def test_letters_tell_what_became_of_them(stage: Stage, sign_in: SignIn) -> None:
    application = stage.applied()
    lettered(stage, application)
    text = read(sign_in(stage.world.user(Role.READER)), application)
    line = re.search(r'<li><a href="/staff/cases/OMB-2026-0001/letters/\S+">(.*?)</li>', text, re.DOTALL)
    assert line
    assert "Kvittering" in line[1]
    assert "ikke åpnet" in line[1]


def beside(text: str) -> tuple[str | None, str, str | None]:
    """(the case before, what stands between, the case after) of the page's way through the list."""
    nav = text[text.index('class="case-head__nav"') :].partition("</nav>")[0]
    found = {rel: url for rel, url in re.findall(r'<a rel="(prev|next)" href="([^"]+)"', nav)}
    middle = re.search(r"data-list href=\"[^>]+>(.*?)(<|$)", nav)
    assert middle
    return found.get("prev"), middle[1], found.get("next")


def test_the_way_through_the_list_follows_its_filter_and_order(stage: Stage, sign_in: SignIn) -> None:
    sought = [3000, 9000, 5000, 7000]
    cases = [stage.applied(activities=[{"title": f"Kveld {nok}", "sought_nok": nok}]) for nok in sought]
    change(cases[3], handler_id=stage.hanne.id)
    reader = sign_in(stage.world.user(Role.READER))
    assert beside(read(reader, cases[0])) == (None, "1 av 4", "/staff/cases/OMB-2026-0002?aktivitet=1")
    query = "sorter=-sokt&hvem=ingen"
    steps = [beside(read(reader, case, f"?{query}")) for case in (cases[1], cases[2], cases[0])]
    first, second, third = (f"/staff/cases/OMB-2026-000{n}?hvem=ingen&sorter=-sokt&aktivitet=1" for n in (2, 3, 1))
    assert steps == [(None, "1 av 3", second), (first, "2 av 3", third), (second, "3 av 3", None)]


def test_a_case_that_has_left_the_list_still_leads_on(stage: Stage, sign_in: SignIn) -> None:
    cases = [stage.applied() for _ in range(3)]
    change(cases[1], status=Status.SCREENING)
    reader = sign_in(stage.world.user(Role.READER))
    before, between, after = beside(read(reader, cases[1], "?status=submitted"))
    assert (before, after) == (
        "/staff/cases/OMB-2026-0001?status=submitted&aktivitet=1",
        "/staff/cases/OMB-2026-0003?status=submitted&aktivitet=1",
    )
    assert between == "2 av 2"


def test_the_activities_of_a_case_are_passed_in_one_step(stage: Stage, sign_in: SignIn) -> None:
    stage.applied()
    middle = stage.applied(activities=[{"title": "En"}, {"title": "To"}, {"title": "Tre"}])
    stage.applied()
    reader = sign_in(stage.world.user(Role.READER))
    before, between, after = beside(read(reader, middle, "?aktivitet=2"))
    assert (before, between, after) == (
        "/staff/cases/OMB-2026-0001?aktivitet=1",
        "3 av 5",
        "/staff/cases/OMB-2026-0003?aktivitet=1",
    )


def test_the_next_case_by_score_does_not_tell_a_hidden_score(stage: Stage, sign_in: SignIn) -> None:
    cases = [stage.in_review() for _ in range(3)]
    change(cases[2], score=90, assessments=1)
    change(cases[0], score=10, assessments=1)
    client = sign_in(stage.hanne)
    query = "?sorter=-poeng"
    assert beside(read(client, cases[0], query))[2] == "/staff/cases/OMB-2026-0002?sorter=-poeng&aktivitet=1"


def test_an_act_on_the_case_leads_back_to_the_same_list(stage: Stage, sign_in: SignIn) -> None:
    application = stage.applied()
    client = sign_in(stage.hanne)
    came_from = {"Referer": f"http://localhost{address(application, '?sorter=-sokt&status=submitted')}"}
    answer = client.post(address(application, "/impartiality"), data={"answer": "impartial"}, headers=came_from)
    assert answer.status_code == 302
    path, _, rest = answer.location.partition("?")
    assert (path, set(rest.partition("#")[0].split("&"))) == (
        address(application),
        {"sorter=-sokt", "status=submitted"},
    )
    elsewhere = {"Referer": f"http://ondt.example{address(application, '?sorter=-sokt')}"}
    answer = client.post(address(application, "/handler"), data={"handler": ""}, headers=elsewhere)
    assert answer.location == address(application)


def test_a_case_is_taken_given_away_and_put_down(stage: Stage, sign_in: SignIn) -> None:
    application = stage.applied()
    per = stage.world.user(Role.CASE_HANDLER, name="Per Persen")
    client = sign_in(stage.hanne)
    assert "Ingen har saken ennå" in read(client, application)
    for chosen, shown in [(stage.hanne.public_id, "Hanne Holm"), (per.public_id, "Per Persen")]:
        client.post(address(application, "/handler"), data={"handler": chosen})
        assert f"Saksbehandler: {shown}" in read(client, application)
    client.post(address(application, "/handler"), data={"handler": ""})
    assert "Ingen har saken ennå" in read(client, application)
    assert client.post(address(application, "/handler"), data={"handler": "finnes-ikke"}).status_code == 422
    assert client.post(address(application, "/handler"), data={"handler": stage.gro.public_id}).status_code == 422
    assert client.get(address(application, "/handler")).status_code == 200
    assert sign_in(stage.gro).post(address(application, "/handler"), data={"handler": ""}).status_code == 403


STAGES: list[Callable[..., Any]] = [
    Stage.in_screening,
    Stage.in_review,
    Stage.assessed,
    Stage.recommended,
    Stage.decided,
]


@pytest.mark.parametrize("at_stage", STAGES, ids=lambda made: made.__name__)
def test_the_number_of_queries_does_not_grow(stage: Stage, sign_in: SignIn, at_stage: Callable[..., Any]) -> None:
    activities = [[{"title": "En"}], [{"title": f"Kveld {number}"} for number in range(3)]]
    made = [at_stage(stage, activities=rows) for rows in activities]
    cases: list[Application] = [one if isinstance(one, Application) else one.application for one in made]
    for case in cases:
        lettered(stage, case)
    assert [len(case.activities) for case in cases] == [1, 3]
    addresses = [address(case, "?sorter=-poeng&status=review&aktivitet=1") for case in cases]
    client = sign_in(stage.hanne)
    counts = []
    for page in addresses:
        db.session.expire_all()
        with statements() as seen:
            assert client.get(page).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12


def test_a_released_case_with_an_appeal_is_within_the_limit_too(stage: Stage, sign_in: SignIn) -> None:
    application = stage.decided().application
    change(application, status=Status.RELEASED)
    page = address(application)
    client = sign_in(stage.hanne)
    db.session.expire_all()
    with statements() as seen:
        assert client.get(page).status_code == 200
    assert len(seen) <= 12
