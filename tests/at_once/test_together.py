"""Two who do the same at the same moment make it once, and the pot is never overspent."""

from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts import links
from app.accounts.models import LinkPurpose, Membership
from app.applications.jobs import render_receipt
from app.applications.models import ApplicationVersion
from app.audit.models import AuditEvent
from app.decisions.models import Appeal, Decision, Release
from app.extensions import db
from app.followup.acceptance.models import Acceptance
from app.judging.models import Criterion, Score
from app.letters.models import Letter, LetterOpening
from app.mail.models import Mail
from app.review import actions as review
from tests.at_once.together import CONFIRMED, browser, post, statuses, together
from tests.decisions.stage import REJECTION, Stage
from tests.followup.answers import said


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
