"""Many at once: nothing is lost or refused, two who do the same make it once, and the pot is never overspent."""

import multiprocessing
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import clock, create_app
from app.access import SYSTEM
from app.accounts import links
from app.accounts.models import LinkPurpose, Membership, User
from app.applications.jobs import render_receipt
from app.applications.models import Application, ApplicationVersion, CaseTally, Status
from app.audit.actions import record
from app.audit.models import AuditEvent
from app.audit.queries import broken_link
from app.decisions.appeals.receiving import appeal
from app.decisions.jobs import release_chunk, render_appeal_receipt
from app.decisions.models import Appeal, Decision, Release
from app.decisions.releasing import plan
from app.extensions import db
from app.followup.acceptance.models import Acceptance
from app.judging.models import Criterion, Score
from app.letters import pdf
from app.letters.models import Letter, LetterKind, LetterOpening
from app.mail.actions import claim_next, mark_sent, queue
from app.mail.models import Mail, MailStatus
from app.review import actions as review
from tests.conftest import MORNING, inside, settings
from tests.decisions.stage import REJECTION, Stage
from tests.followup.answers import said
from tests.world import World

FIELDS = ("about", "contact_name", "a1.title", "a1.public_text", "a1.description", "a1.venue_name")
SAVED, SENT_AGAIN, JOBS = 66, 3, 268  # of each writer in the browser, twice that for an act and its undoing; of the job
CONFIRMED = {"signatory_confirmed": "y", "truth_confirmed": "y"}
LONGEST = 60  # seconds: somebody waits for what never comes


@pytest.fixture
def app(database_url: str, tmp_path: Path, at: Any) -> Iterator[Flask]:
    """An app whose database other processes open too."""
    yield from inside(create_app(settings(tmp_path, database_url)))


def browser(app: Flask, key: str) -> Any:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = key, True
    return client


def opened(instance: Path, url: str) -> Flask:
    app = create_app(settings(instance, url))
    app.config["WTF_CSRF_ENABLED"] = False
    return app


# --- 700 writes ------------------------------------------------------------------------------------------------------


def web_worker(instance: Path, url: str, writers: Sequence[tuple[str, str, str]]) -> Counter[int]:
    """A process with three threads, as gunicorn runs them. Each saves one field of the draft that all of them share,
    and now and then reopens an application of its own and sends it again. Returns how often each status came back."""
    app = opened(instance, url)
    with clock.frozen(MORNING), ThreadPoolExecutor(len(writers)) as threads:
        runs = [threads.submit(_write, app, *writer) for writer in writers]
        statuses = sum((run.result(LONGEST) for run in runs), Counter[int]())
    app.extensions["jobs"].close()
    return statuses


def _write(app: Flask, key: str, path: str, own: str) -> Counter[int]:
    client, statuses = browser(app, key), Counter[int]()
    for number in range(1, SAVED + 1):
        saved = client.post("/soknader/OMB-2026-0001/felt", json={"path": path, "value": f"tekst {number}"})
        statuses[saved.status_code] += 1
        if number % (SAVED // SENT_AGAIN) == 0:
            statuses[client.post(f"/soknader/{own}/endre").status_code] += 1
            statuses[client.post(f"/soknader/{own}/send", data=CONFIRMED).status_code] += 1
    return statuses


def job_worker(instance: Path, url: str) -> int:
    """What the background worker writes: e-mails in the outbox, claimed and settled, and events of the system."""
    app, written = opened(instance, url), 0
    with clock.frozen(MORNING), app.app_context():
        for number in range(JOBS // 4):
            queue(f"test:{number}", "kari@ombruk.example", "Emne", "Tekst", MORNING)
            db.session.commit()
            mail = claim_next(MORNING)
            db.session.commit()
            assert mail is not None
            mark_sent(mail, MORNING)
            db.session.commit()
            record("reserve_released", by=SYSTEM, at=MORNING, round="ombruksuka-2026", amount_nok=number)
            db.session.commit()
            written += 4
    return written


@pytest.fixture
def writers(world: World) -> list[tuple[str, str, str]]:
    """Six people in one organisation with one draft, and a sent application each: session key, field, reference."""
    people = [world.user(name=f"Skriver {number}") for number in range(len(FIELDS))]
    grant_round = world.round()
    grant_round.max_applications = None
    shared = world.organisation(*people)
    world.application(shared, people[0], grant_round, sent=False)
    own = [
        world.application(world.organisation(person, name=person.name, orgnr=None), person, grant_round)
        for person in people
    ]
    return [(person.session_key, path, case.reference) for person, path, case in zip(people, FIELDS, own, strict=True)]


def test_of_700_writes_none_is_lost_or_refused(
    app: Flask, writers: list[tuple[str, str, str]], tmp_path: Path, database_url: str
) -> None:
    events_before = db.session.scalar(select(func.count(AuditEvent.number))) or 0
    db.session.remove()
    processes = ProcessPoolExecutor(3, mp_context=multiprocessing.get_context("spawn"))
    with processes as pool:
        job = pool.submit(job_worker, tmp_path, database_url)
        webs = [pool.submit(web_worker, tmp_path, database_url, writers[start : start + 3]) for start in (0, 3)]
        statuses = sum((web.result(LONGEST) for web in webs), Counter[int]())
        assert statuses == {200: 6 * SAVED, 302: 6 * 2 * SENT_AGAIN}
        assert statuses.total() + job.result(LONGEST) == 700
    draft = db.session.scalars(select(Application).where(Application.reference == "OMB-2026-0001")).one()
    activity = draft.activities[0]
    assert draft.revision == 6 * SAVED
    texts = (draft.about, draft.contact_name, activity.title, activity.public_text)
    assert {*texts, activity.description, activity.venue_name} == {f"tekst {SAVED}"}
    assert db.session.scalar(select(func.count(ApplicationVersion.id))) == 6 * (1 + SENT_AGAIN)
    tally = select(CaseTally.activities, CaseTally.sought_nok).where(CaseTally.status == Status.SUBMITTED)
    assert db.session.execute(tally).one() == (6, 30000)
    assert db.session.scalar(select(func.count(Mail.id)).where(Mail.status == MailStatus.SENT)) == JOBS // 4
    assert app.extensions["jobs"].huey.pending_count() == 6 * SENT_AGAIN
    # reopened: the act and its move; sent: the move, the check and the act
    events = db.session.scalar(select(func.count(AuditEvent.number))) or 0
    assert events - events_before == 6 * SENT_AGAIN * 5 + JOBS // 4
    assert broken_link() is None


# --- two at the same moment ------------------------------------------------------------------------------------------


@contextmanager
def nobody_writes(app: Flask) -> Iterator[Callable[[], int]]:
    """Holds every writer back, and gives how many wait. They have read all that they read without a lock, so whoever
    trusts what was read before the lock is caught."""
    with app.app_context(), db.engine.connect() as holder:
        if db.engine.dialect.name == "sqlite":
            yield lambda: 2  # the lock that `connect` took is the only one; whoever comes, waits
            return
        tables = ", ".join(db.metadata.tables)
        holder.exec_driver_sql(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")
        waiting = "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted"
        yield lambda: int(holder.exec_driver_sql(waiting).scalar_one())


def together(app: Flask, *acts: Callable[[], Any]) -> list[Any]:
    """Run these at the same moment, each in a thread of its own, and give what each returned."""
    db.session.commit()
    with ThreadPoolExecutor(len(acts)) as threads:
        with nobody_writes(app) as waiting:
            runs = [threads.submit(act) for act in acts]
            until = time.monotonic() + LONGEST
            while waiting() < sum(not run.done() for run in runs) and time.monotonic() < until:
                time.sleep(0.02)
            time.sleep(0.1)
        results = [run.result(LONGEST) for run in runs]
    db.session.expire_all()
    return results


def post(app: Flask, person: User, url: str, **data: Any) -> Callable[[], tuple[int, str]]:
    """A request to come, as a browser of its own sends it: its status, with the page or where it leads."""
    app.config["WTF_CSRF_ENABLED"] = False
    client = browser(app, person.session_key)

    def send() -> tuple[int, str]:
        answer = client.post(url, data=data, headers={"Accept": "text/html"})
        return answer.status_code, answer.location or answer.text

    return send


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


def statuses(answers: Sequence[tuple[int, str]]) -> list[int]:
    return sorted(status for status, _text in answers)


def test_the_last_of_the_pot_is_given_once(app: Flask, stage: Stage) -> None:
    first, second = stage.recommended(), stage.recommended()
    siri = stage.approver("Siri Sol")
    stage.declare(first, second)
    stage.declare(first, second, by=siri)
    stage.round.committed_nok = stage.round.pot_nok - stage.round.reserve_nok - 5000
    one = post(app, stage.gro, "/staff/approval/decide", case=f"{first.reference}:1")
    other = post(app, siri, "/staff/approval/decide", case=f"{second.reference}:1")
    pages = [text for _status, text in together(app, one, other)]
    assert sorted("Potten rekker ikke" in page for page in pages) == [False, True]
    assert sorted("1 sak er vedtatt" in page for page in pages) == [False, True]
    assert (stage.round.available_nok, db.session.scalar(select(func.count(Decision.id)))) == (0, 1)


def test_what_is_given_back_and_what_is_decided_at_once_both_count(app: Flask, stage: Stage) -> None:
    stage.released()
    waiting = stage.recommended()
    stage.declare(waiting)
    decline = post(app, stage.kari, "/vedtak/OMB-2026-0001/svar", **{"line-1": "declined"})
    decide = post(app, stage.gro, "/staff/approval/decide", case=f"{waiting.reference}:1")
    assert statuses(together(app, decline, decide)) == [200, 302]
    assert stage.round.committed_nok == 5000


@pytest.mark.parametrize("others", ["declined", "accepted"])
def test_two_members_answer_a_grant_once(app: Flask, stage: Stage, others: str) -> None:
    decision = stage.released()
    ola = stage.world.user(name="Ola Nordmann")
    stage.organisation.memberships.append(Membership(user=ola, joined_at=stage.at))
    db.session.commit()
    url = "/vedtak/OMB-2026-0001/svar"
    kari = post(app, stage.kari, url, **{"line-1": "declined"})
    answers = together(app, kari, post(app, ola, url, **said(decision, others)))
    assert statuses(answers) == [302, 409]
    assert sum("Dere har svart allerede." in text for _status, text in answers) == 1
    answer = db.session.scalars(select(Acceptance.answer)).one()
    assert stage.round.committed_nok == {"declined": 0, "accepted": 5000}[answer]


def test_two_releases_of_the_same_letters_are_one(app: Flask, stage: Stage) -> None:
    references = [stage.with_receipt(stage.decided()).application.reference for _ in range(2)]
    siri, when = stage.approver("Siri Sol"), {"day": "2026-10-09", "hour": "09:00"}
    answers = together(
        app, *(post(app, person, "/staff/releases", case=references, **when) for person in (stage.gro, siri))
    )
    assert statuses(answers) == [302, 409]
    assert sum("planlagt allerede" in text for _status, text in answers) == 1
    release = db.session.scalars(select(Release)).one()
    assert len(release.decisions) == 2


def test_two_workers_make_one_receipt_and_tell_each_address_once(app: Flask, stage: Stage) -> None:
    case_id = stage.applied().id

    def work() -> None:
        with app.app_context():
            render_receipt.run(case_id)

    together(app, work, work)
    letter = db.session.scalars(select(Letter)).one()
    assert sorted(notice.mail.recipient for notice in letter.notices) == [
        "post@fiksekroken.example",
        "styret@fiksekroken.example",
    ]
    assert db.session.scalar(select(func.count()).where(AuditEvent.kind == "letter_issued")) == 1
    assert db.session.scalar(select(func.count(Mail.id))) == 2


def test_a_double_click_on_an_appeal_is_one_appeal(app: Flask, stage: Stage) -> None:
    stage.released(REJECTION)
    first, second = (post(app, stage.kari, "/vedtak/OMB-2026-0001/klage", text="Vi er uenige.") for _ in range(2))
    answers = together(app, first, second)
    assert statuses(answers) == [302, 302]
    assert answers[0][1] == answers[1][1]
    assert db.session.scalar(select(func.count(Appeal.id))) == 1


def test_a_letter_that_two_tabs_open_is_opened_once(app: Flask, stage: Stage) -> None:
    stage.released()
    tabs = [browser(app, stage.kari.session_key) for _ in range(2)]
    urls = ("/vedtak/OMB-2026-0001", "/vedtak/OMB-2026-0001/brev.pdf")
    opened_by = [partial(tab.get, url) for tab, url in zip(tabs, urls, strict=True)]
    assert [answer.status_code for answer in together(app, *opened_by)] == [200, 200]
    assert db.session.scalar(select(func.count(LetterOpening.id))) == 1
    assert db.session.scalar(select(func.count()).where(AuditEvent.kind == "letter_opened")) == 1


def test_two_quick_keys_on_a_new_sheet_are_both_kept(app: Flask, stage: Stage) -> None:
    application = stage.in_review()
    assert application.round.rubric is not None
    url = f"/staff/cases/{application.reference}/activities/1/scores"
    codes = [criterion.code for criterion in application.round.rubric.criteria[:2]]
    keys = [post(app, stage.hanne, f"{url}/{code}", value="3", comment="") for code in codes]
    assert statuses(together(app, *keys)) == [200, 200]
    assert db.session.scalars(select(Score.value)).all() == [3, 3]


def test_no_score_slips_into_a_sheet_that_is_being_sent(app: Flask, stage: Stage) -> None:
    """Whichever comes first, the total is that of the sheet as it was sent."""
    application = stage.in_review()
    rubric = application.round.rubric
    assert rubric is not None
    for criterion in rubric.criteria:
        review.save_score(application.activities[0], criterion, 3, by=stage.hanne, at=stage.at)
    url = f"/staff/cases/{application.reference}/activities/1/scores"
    sheet = {f"value-{criterion.code}": "3" for criterion in rubric.criteria}
    key = post(app, stage.hanne, f"{url}/relevance", value="4", comment="")
    answers = together(app, key, post(app, stage.hanne, url, send="y", **sheet))
    assert statuses(answers) in ([200, 302], [302, 409])
    relevance = select(Score.value).join(Criterion).where(Criterion.code == "relevance")
    assert db.session.scalar(relevance) == 3


def test_a_double_click_on_impartial_is_one_answer(app: Flask, stage: Stage) -> None:
    reference = stage.recommended().reference
    clicks = [post(app, stage.gro, "/staff/approval/impartial", case=reference) for _ in range(2)]
    assert statuses(together(app, *clicks)) == [302, 302]
    said = select(func.count()).where(AuditEvent.kind == "impartiality_declared", AuditEvent.actor_id == stage.gro.id)
    assert db.session.scalar(said) == 1


def test_the_last_two_members_cannot_both_leave(app: Flask, stage: Stage) -> None:
    ola = stage.world.user(name="Ola Nordmann")
    stage.organisation.memberships.append(Membership(user=ola, joined_at=stage.at))
    db.session.commit()
    url = f"/organisasjoner/{stage.organisation.public_id}/forlat"
    assert statuses(together(app, post(app, stage.kari, url), post(app, ola, url))) == [302, 409]
    assert db.session.scalar(select(func.count(Membership.id))) == 1


def test_a_link_that_is_used_twice_at_once_lets_one_in(app: Flask, stage: Stage) -> None:
    token = links.issue(LinkPurpose.SIGN_IN, stage.kari.email, stage.at)
    db.session.commit()
    app.config["WTF_CSRF_ENABLED"] = False
    strangers = [partial(app.test_client().post, f"/lenke/{token}") for _ in range(2)]
    answers = together(app, *strangers)
    in_it, gone = sorted(answer.status_code for answer in answers)
    assert (in_it, gone in {409, 410}) == (302, True)


def test_the_last_application_that_the_round_takes_is_taken_once(app: Flask, stage: Stage) -> None:
    stage.round.max_applications = 1
    drafts = [
        stage.world.application(stage.organisation, stage.kari, stage.round, sent=False, activities=[{"title": title}])
        for title in ("Byttekveld", "Verksted")
    ]
    clicks = [post(app, stage.kari, f"/soknader/{draft.reference}/send", **CONFIRMED) for draft in drafts]
    assert statuses(together(app, *clicks)) == [302, 409]
    assert db.session.scalar(select(func.count(ApplicationVersion.id))) == 1


def test_two_who_begin_a_draft_at_once_get_a_number_each(app: Flask, stage: Stage) -> None:
    form = {"organisasjon": stage.organisation.public_id}
    answers = together(app, *(post(app, stage.kari, "/soknader/ny", **form) for _ in range(2)))
    assert sorted(location.split("/")[2] for _status, location in answers) == ["OMB-2026-0001", "OMB-2026-0002"]


@pytest.mark.parametrize("kind", [LetterKind.RECEIPT, LetterKind.APPEAL_RECEIPT, LetterKind.DECISION])
def test_nobody_waits_while_a_letter_is_printed(
    app: Flask, stage: Stage, is_postgresql: bool, monkeypatch: pytest.MonkeyPatch, kind: LetterKind
) -> None:
    """SQLite has one writer at a time, and printing takes longer than many writes."""
    if is_postgresql:
        pytest.skip("writers do not wait for each other in PostgreSQL")
    work = job(stage, kind)
    at_once: list[int] = []
    really_print = pdf.print_page

    def write_meanwhile(*page: Any) -> bytes:
        other = sqlite3.connect(app.config["OMBRUK"].instance / "ombruk.db", timeout=0)
        at_once.append(other.execute("UPDATE user_account SET name = name").rowcount)
        other.commit()
        other.close()
        return really_print(*page)

    monkeypatch.setattr(pdf, "print_page", write_meanwhile)
    work()
    db.session.rollback()
    assert at_once == [3]
    assert db.session.scalar(select(func.count()).where(Letter.kind == kind)) == 1


def job(stage: Stage, kind: LetterKind) -> Callable[[], object]:
    """The background work that makes a letter of this kind, with nothing else waiting."""
    if kind is LetterKind.RECEIPT:
        return partial(render_receipt.run, stage.applied().id)
    if kind is LetterKind.DECISION:
        decision = stage.with_receipt(stage.decided())
        plan(stage.round.id, [decision.application.reference], stage.at, "http://localhost", by=stage.gro, at=stage.at)
        db.session.commit()
        return partial(release_chunk.run, [decision.id])
    sent = appeal(stage.released(REJECTION), "Nei.", None, public_url="http://localhost", by=stage.kari, at=stage.at)
    db.session.commit()
    return partial(render_appeal_receipt.run, sent.id)
