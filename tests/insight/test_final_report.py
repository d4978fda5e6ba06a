"""The final report of a year: what a draft says, who asks for it, and what happens when its job stops half-way."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.access import Role
from app.campaign.models import PressItem, PressKind
from app.extensions import db
from app.files.actions import store
from app.followup.grants.models import Grant
from app.followup.report.models import CountMethod, Held, Report, ReportPhoto, ReportState
from app.insight import final_report, jobs, learning
from app.insight.document import Bullets, Document, Photos, Section
from app.insight.drafting import draft, refresh
from app.insight.models import FinalReport, FinalReportState
from app.policy import NotComplete, NotNow, NotPermitted
from tests.counting import statements
from tests.followup_world import FollowupStage
from tests.prize.papers import pages
from tests.programme_world import ProgrammeWorld
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
PAGE = "/staff/insight/final-reports"


@pytest.fixture
def stage(world: World) -> FollowupStage:
    return FollowupStage(world)


def _approved(stage: FollowupStage, grant: Grant, **changes: Any) -> Report:
    values: dict[str, Any] = {
        "state": ReportState.APPROVED,
        "length": "standard",
        "version": 1,
        "held": Held.YES,
        "count_method": CountMethod.COUNTED,
        "visitors": 48,
        "saved_at": stage.at,
        "approved_at": stage.at,
    }
    made = Report(grant_id=grant.id, **{**values, **changes})
    db.session.add(made)
    db.session.commit()
    return made


def _drafted(stage: FollowupStage, year: int = 2026) -> Document:
    refresh(year, stage.at)
    db.session.commit()
    return draft(year, 1, stage.at)


def _section(report: Document, heading: str) -> Section:
    return next(each for each in report.sections if each.heading == heading)


def test_a_year_without_anything_says_so(world: World) -> None:
    stage = FollowupStage(world)
    made = _drafted(stage, 2031)
    assert [(section.heading, section.blocks) for section in made.sections] == [
        ("I korte trekk", ("Det er ingen tall for året ennå.",)),
        (
            "Dette er ikke med",
            (
                Bullets(
                    (
                        "Uka for 2031 er ikke lagt inn.",
                        "Ingen runde er regnet ut for året.",
                        "Ingen arrangementer er lagt inn i programmet.",
                        "Ingen presseoppslag er ført for året.",
                        "Ingen har skrevet læringsnotater ennå.",
                    )
                ),
            ),
        ),
    ]
    assert made.charts == []


def test_a_draft_of_a_week_with_grants_programme_reports_press_and_notes(
    stage: FollowupStage, programmes: ProgrammeWorld
) -> None:
    programmes.event(programmes.week(), is_lighthouse=True)
    _approved(stage, stage.grant(), differently="Vi ville hatt to symaskiner til.", reach={"facebook": 300})
    learning.note(2026, worked=True, text="Felles plakat.", by=stage.hanne, at=stage.at)
    db.session.add(
        PressItem(
            year=2026, kind=PressKind.WEB, outlet="Vårt Oslo", title="I gang", added_by_name="H", added_at=stage.at
        )
    )
    db.session.commit()
    made = _drafted(stage)
    assert [section.heading for section in made.sections] == [
        "I korte trekk",
        "Uka",
        "Tilskudd",
        "Hvem og hva som fikk tilskudd",
        "Dette kom det ut av",
        "Programmet",
        "Rekkevidde",
        "Presse",
        "Læring",
    ]
    brief = made.sections[0].blocks[0]
    assert isinstance(brief, Bullets)
    assert [_plain(item) for item in brief.items[:3]] == [
        "Programmet hadde 2 arrangementer i 1 bydel.",
        "1 søknad gjaldt 1 aktivitet, og 1 av dem fikk tilskudd.",
        "Det ble søkt om 5 000 kr, og 5 000 kr ble tildelt. Ingenting er utbetalt ennå.",
    ]
    assert [block.items for block in _section(made, "Læring").blocks if isinstance(block, Bullets)] == [
        ("Felles plakat.",),
        ("«Vi ville hatt to symaskiner til.»",),
    ]


def _plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\N{NO-BREAK SPACE}", " ")


def test_counted_and_uncounted_are_told_apart_and_uncounted_is_no_number(stage: FollowupStage) -> None:
    _approved(stage, stage.grant())
    _approved(stage, stage.grant(), count_method=CountMethod.NOT_COUNTED, visitors=None)
    reported, said, shown = _section(_drafted(stage), "Dette kom det ut av").blocks
    assert reported == "Rapporten er godkjent for 2 av 2 tilskudd."
    assert said == (
        "48 besøkende er talt (1 rapport). I 1 rapport er det ikke talt. Det er ikke det samme som at ingen kom."
    )
    assert shown.plain == [  # type: ignore[union-attr]
        ["Måte", "Rapporter", "Besøkende"],
        ["Talt", "1", "48"],
        ["Anslått", "0", "–"],
        ["Ikke talt", "1", "–"],
    ]


def test_only_photos_with_consent_and_words_that_can_be_read_are_shown(stage: FollowupStage) -> None:
    report = _approved(stage, stage.grant())
    sha256 = store(b"\xff\xd8\xff picture", "image/jpeg", stage.at).sha256
    for position, (alt, consent) in enumerate((("En symaskin.", True), ("Uten ja.", False), (None, True))):
        photo = {"alt_text": alt, "has_consent": consent, "position": position, "width": 4, "height": 3}
        db.session.add(ReportPhoto(report_id=report.id, sha256=sha256, added_at=stage.at, **photo))
    db.session.commit()
    [block] = _section(_drafted(stage), "Bilder").blocks
    assert isinstance(block, Photos)
    assert [photo.alt for photo in block.photos] == ["En symaskin."]


def test_a_draft_asks_the_database_as_often_for_one_case_as_for_three(stage: FollowupStage) -> None:
    counts = []
    for more in (1, 2):
        for _each in range(more):
            _approved(stage, stage.grant())
        refresh(2026, stage.at)
        db.session.commit()
        with statements() as seen:
            draft(2026, 1, stage.at)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_asked_drawn_printed_and_kept_once(stage: FollowupStage, sign_in: SignIn) -> None:
    stage.grant()
    client = sign_in(stage.hanne)
    assert client.post(f"{PAGE}/2026").status_code == 302
    page = client.get(f"{PAGE}?aar=2026")
    assert (page.headers["Refresh"], "Venter på tur" in page.text) == ("3", True)
    again = client.post(f"{PAGE}/2026")
    assert (again.status_code, "Et utkast er under arbeid" in again.text) == (409, True)
    client.application.extensions["jobs"].run_waiting()
    [made] = final_report.reports_of(2026)
    assert (made.state, made.done_steps) == (FinalReportState.DONE, made.all_steps)
    kept = made.pdf_sha256
    jobs.draft_final_report.run(made.id)
    assert [one.pdf_sha256 for one in final_report.reports_of(2026)] == [kept]
    page = client.get(f"{PAGE}?aar=2026")
    assert "Refresh" not in page.headers
    assert f'href="{PAGE}/2026/1.pdf"' in page.text
    assert "Sluttrapport for 2026" in pages(client.get(f"{PAGE}/2026/1.pdf").data)[0]
    assert client.get(f"{PAGE}/2026/1.docx").data[:2] == b"PK"
    assert [client.get(f"{PAGE}/2026/{name}").status_code for name in ("2.pdf", "1.exe")] == [404, 404]


def test_a_draft_that_stopped_is_begun_again_and_given_up_after_an_hour(stage: FollowupStage) -> None:
    asked = final_report.ask(2026, by=stage.hanne, at=stage.at)
    db.session.commit()
    assert final_report.begin(asked.id) is not None
    db.session.commit()
    assert final_report.begin(asked.id) is None
    assert jobs.lost_reports(stage.at + timedelta(minutes=4)) == 0
    assert jobs.lost_reports(stage.at + timedelta(minutes=6)) == 1
    assert db.session.get_one(FinalReport, asked.id).state is FinalReportState.WAITING
    assert jobs.lost_reports(stage.at + timedelta(hours=2)) == 0
    failed = db.session.get_one(FinalReport, asked.id)
    assert (failed.state, failed.problem) == (FinalReportState.FAILED, "Utkastet ble aldri ferdig.")
    db.session.commit()
    assert final_report.ask(2026, by=stage.gro, at=stage.at).number == 2
    db.session.commit()


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.CASE_HANDLER, True), (Role.APPROVER, True), (Role.ADMINISTRATOR, True), (Role.READER, False)],
)
def test_who_asks_and_who_writes_notes(world: World, role: Role, may: bool) -> None:
    user = world.user(role)
    if may:
        final_report.can_ask(user, [])
        learning.can_write(user)
        return
    for check in (lambda: final_report.can_ask(user, []), lambda: learning.can_write(user)):
        with pytest.raises(NotPermitted):
            check()


def test_two_drafts_at_once_are_refused_and_a_note_says_something(stage: FollowupStage) -> None:
    waiting = FinalReport(year=2026, number=1, state=FinalReportState.WORKING)
    with pytest.raises(NotNow):
        final_report.can_ask(stage.hanne, [waiting])
    for text in ("  ", "x" * 1001):
        with pytest.raises(NotComplete):
            learning.note(2026, worked=True, text=text, by=stage.hanne, at=stage.at)


def test_notes_are_written_shown_and_removed(stage: FollowupStage, sign_in: SignIn) -> None:
    client = sign_in(stage.hanne)
    empty = client.post(f"{PAGE}/2026/notes", data={"worked": "no", "text": " "})
    assert (empty.status_code, "Skriv noe i notatet." in empty.text) == (422, True)
    client.post(f"{PAGE}/2026/notes", data={"worked": "no", "text": "For få kvelder <b>."})
    page = client.get(f"{PAGE}?aar=2026").text
    assert "For få kvelder &lt;b&gt;." in page
    [note] = learning.notes(2026)
    assert client.post(f"{PAGE}/notes/{note.public_id}/remove").status_code == 302
    assert learning.notes(2026) == []
    assert client.post(f"{PAGE}/notes/ingen/remove").status_code == 404


@pytest.mark.parametrize("year", ["1999", "2101", "x"])
def test_a_year_that_is_none_of_ours(stage: FollowupStage, sign_in: SignIn, year: str) -> None:
    assert sign_in(stage.hanne).post(f"{PAGE}/{year}").status_code == 404
