"""What people, and those who wish us ill, send: refused with an answer of ours, shown as text, and never half done."""

import io
import re
from collections.abc import Callable
from itertools import product
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.routing import Rule
from werkzeug.test import encode_multipart

from app.access import Role, declared_roles
from app.applications import drafting
from app.decisions.appeals.receiving import Enclosure, appeal
from app.decisions.jobs import render_appeal_receipt
from app.extensions import db
from tests.applications.test_register import typed as typed_from_paper
from tests.decisions.stage import REJECTION, Stage
from tests.files.test_kinds import PDF, PNG
from tests.rows import everything
from tests.test_routes import address, method, routes
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
MEGABYTE = 1024 * 1024


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


# --- other people's things -------------------------------------------------------------------------------------------


class Owned:
    """One of everything that an applicant can have, and what stands in addresses of it."""

    def __init__(self, stage: Stage) -> None:
        organisation, kari, at = stage.organisation, stage.kari, stage.at
        decision = stage.released(REJECTION)
        assert decision.letter is not None
        sent = appeal(
            decision, "Nei.", Enclosure("a.pdf", "application/pdf", PDF), public_url="http://localhost", by=kari, at=at
        )
        db.session.commit()
        render_appeal_receipt.run(sent.id)
        draft = drafting.start(stage.round, organisation, by=kari, at=at)
        attachment = drafting.attach(draft, "plakat.pdf", PDF, by=kari, at=at)
        db.session.commit()
        self.values = {
            "reference": [decision.application.reference, draft.reference],
            "public_id": [organisation.public_id, attachment.public_id, sent.public_id],
            "step": ["om-dere"],
            "version": ["1"],
            "position": ["1"],
            "number": ["1"],
            "key": [f"letter.{decision.letter.public_id}", "version.1"],
        }


TRIED_WITH_THEIR_OWN = {
    "casework.answer",
    "casework.letter",
    "casework.own_message_file",
    "casework.own_supplement_file",
    "decisions.comment_on_appeal",
    "decisions.earlier_letter",
    "fileaccess.given_to_party",
    "followup.cancel",
    "followup.change",
    "followup.own_account",
    "followup.own_grant",
    "followup.own_permit",
    "followup.own_permits",
    "followup.own_recovery",
    "followup.own_report_file",
    "followup.own_report_photo",
    "followup.report",
    "overview.own_pack",
    "overview.own_pack_file",
    "overview.own_pack_logo",
    "programme.grant_picture",
    "programme.own_grant_picture",
}
"""What a case seldom has (a supplement, a second decision …): that it opens for its own is tested in its own room."""


def own_routes(app: Flask) -> list[Rule]:
    """Of applicants, with something of theirs in the address."""
    return [
        rule
        for rule in routes(app)
        if rule.arguments and declared_roles(app.view_functions[rule.endpoint]) == {Role.APPLICANT}
    ]


def addresses(app: Flask, rule: Rule, values: dict[str, list[str]]) -> list[str]:
    names = sorted(rule.arguments)
    bound = app.url_map.bind("localhost")
    return [
        bound.build(rule.endpoint, dict(zip(names, chosen, strict=True)), method=method(rule))
        for chosen in product(*(values[name] for name in names))
    ]


def test_whatever_is_somebody_elses_is_not_found_and_not_changed(
    app: Flask, stage: Stage, client: FlaskClient, sign_in: SignIn
) -> None:
    hers = Owned(stage).values
    ola = stage.world.user(name="Ola Fremmed")
    stage.kari, stage.organisation = ola, stage.world.organisation(ola, name="Andre")
    stage.others = 0
    his = Owned(stage).values
    mixed = {name: [*hers[name], *his[name]] for name in ("reference", "public_id", "key")}
    mixed |= {name: hers[name] for name in ("step", "version", "position", "number")}
    sign_in(ola)
    before = everything()
    tried = 0
    for rule in own_routes(app):
        own = set(addresses(app, rule, his))
        for url in addresses(app, rule, mixed):
            if url in own:
                continue
            for verb in sorted({"GET", "POST"} & (rule.methods or set())):
                answer = client.open(url, method=verb, json={"path": "about", "value": "x"} if "felt" in url else None)
                assert (verb, url, answer.status_code) == (verb, url, 404)
                tried += 1
    assert everything() == before
    assert tried >= 60


def test_the_same_addresses_open_for_whom_they_belong_to(
    app: Flask, stage: Stage, client: FlaskClient, sign_in: SignIn
) -> None:
    """Otherwise the test above would prove nothing."""
    hers = Owned(stage).values
    sign_in(stage.kari)
    for rule in own_routes(app):
        if "GET" in (rule.methods or set()) and rule.endpoint not in TRIED_WITH_THEIR_OWN:
            found = {client.get(url).status_code for url in addresses(app, rule, hers)}
            assert found & {200, 302}, rule


def test_a_file_of_one_case_is_not_found_under_another(stage: Stage, sign_in: SignIn) -> None:
    """Also for a handler who may read the one and has not declared herself in the other."""
    released, other = stage.released(), stage.in_review()
    attachment = drafting.attach(
        draft := stage.world.application(stage.organisation, stage.kari, stage.round, sent=False),
        "plakat.pdf",
        PDF,
        by=stage.kari,
        at=stage.at,
    )
    db.session.commit()
    assert released.letter is not None
    client, theirs = sign_in(stage.hanne), f"/staff/cases/{released.application.reference}"
    assert client.get(f"{theirs}/letters/{released.letter.public_id}").status_code == 200
    for path in (
        f"/staff/cases/{other.reference}/letters/{released.letter.public_id}",
        f"{theirs}/attachments/{attachment.public_id}",
        f"/staff/cases/{draft.reference}",
        f"/staff/cases/{draft.reference}/attachments/{attachment.public_id}",
    ):
        assert client.get(path).status_code == 404, path


# --- files -----------------------------------------------------------------------------------------------------------

LARGE = PDF + b"\0" * (11 * MEGABYTE)
REFUSED = [
    ("tom.pdf", b"", "Filen «tom.pdf» er tom."),
    ("stor.pdf", LARGE, "Filen «stor.pdf» er for stor. En fil kan være på høyst 10 MB."),
    ("../../x/virus.exe", b"MZ\x90", "Vi kan ikke ta imot «virus.exe». Send pdf, png, jpg, docx eller odt."),
    ("../brev.pdf", PNG, "«brev.pdf» er ikke det navnet sier: innholdet er png."),
    ("<i>.exe", b"MZ", "Vi kan ikke ta imot «&lt;i&gt;.exe»."),
]


def stored(app: Flask) -> list[str]:
    return sorted(path.name for path in (app.config["OMBRUK"].instance / "files").rglob("*") if path.is_file())


@pytest.mark.parametrize(("name", "data", "sentence"), REFUSED, ids=["empty", "11 MB", "program", "misnamed", "script"])
def test_a_file_is_refused_with_a_sentence_wherever_one_can_be_sent(
    app: Flask, stage: Stage, sign_in: SignIn, name: str, data: bytes, sentence: str
) -> None:
    stage.released(REJECTION)
    draft = drafting.start(stage.round, stage.organisation, by=stage.kari, at=stage.at)
    db.session.commit()
    before, files = everything(), stored(app)
    step, chosen = {"_do": "attach", "_was": "{}", "_revision": "0"}, f"/soknader/{draft.reference}/steg/vedlegg"
    public_id = stage.organisation.public_id
    paper = typed_from_paper(original=None, received_on="2026-08-31")
    for person, url, field, typed in (
        (stage.kari, chosen, "file", step),
        (stage.kari, "/vedtak/OMB-2026-0001/klage", "attachment", {"text": "Vi er uenige."}),
        (stage.hanne, f"/staff/register?organisation={public_id}", "original", paper),
    ):
        boundary, body = encode_multipart({**typed, field: FileStorage(io.BytesIO(data), name)})
        kind = f"multipart/form-data; boundary={boundary}"
        answer = sign_in(person).post(url, input_stream=io.BytesIO(body), content_type=kind)
        assert answer.status_code in {409, 422}, url
        assert sentence in answer.text, url
    assert (everything(), stored(app)) == (before, files)


def test_a_name_that_climbs_is_only_a_name(app: Flask, stage: Stage, sign_in: SignIn) -> None:
    stage.released(REJECTION)
    sent = {"text": "Vi er uenige.", "attachment": (io.BytesIO(PDF), "../../../etc/passwd.pdf")}
    answer = sign_in(stage.kari).post("/vedtak/OMB-2026-0001/klage", data=sent)
    file = sign_in(stage.kari).get(f"{answer.location}/vedlegg")
    assert (file.data, file.headers["Content-Disposition"]) == (PDF, "attachment; filename=passwd.pdf")
    assert {re.fullmatch("[0-9a-f]{64}", name) is not None for name in stored(app)} == {True}


def test_more_than_a_request_may_hold_is_refused_before_it_is_read(stage: Stage, sign_in: SignIn) -> None:
    """61 MB with a file; without one 2 MB, as fields or as JSON."""
    stage.released(REJECTION)
    client, url = sign_in(stage.kari), "/vedtak/OMB-2026-0001/klage"
    for kind, size in (
        ("multipart/form-data; boundary=x", 61),
        ("application/x-www-form-urlencoded", 3),
        ("application/json", 3),
    ):
        told = {"CONTENT_LENGTH": str(size * MEGABYTE)}
        answer = client.post(url, content_type=kind, environ_overrides=told)
        assert (answer.status_code, "Filen er for stor" in answer.text) == (413, True), kind


# --- what no database can keep ---------------------------------------------------------------------------------------

ODD = ["a\0b", "9" * 40, "x" * 3000, "%", "'; DROP TABLE application; --", "\N{RIGHT-TO-LEFT OVERRIDE}", "{{ 7 * 7 }}"]


READ = """
round runde q sok status before etter for sorter kategori bydel aktivitet email next type organisation organisasjon key
handler case person user role name password title day hour comment answer reason saksbehandler flagg text
"""  # what pages read after the question mark, and fields that are posted


@pytest.mark.parametrize("odd", ODD)
def test_odd_addresses_are_not_found(app: Flask, stage: Stage, client: FlaskClient, sign_in: SignIn, odd: str) -> None:
    """In every place of every address: nothing breaks, and nothing is changed."""
    sign_in(stage.world.user(*Role))
    before = everything()
    for rule in routes(app):
        if not rule.arguments:
            continue
        url = re.sub("<[^>]+>", lambda _found: quote(odd, safe=""), rule.rule)
        # 405: a number too large for one of two routes with the same address, told apart by the method
        assert client.open(url, method=method(rule)).status_code in {400, 404, 405, 410}, rule
    assert everything() == before


@pytest.mark.parametrize("odd", ODD)
def test_odd_questions_are_answered(app: Flask, stage: Stage, client: FlaskClient, sign_in: SignIn, odd: str) -> None:
    """In everything that a page reads after the question mark, and in every field that is posted."""
    sign_in(stage.world.user(*Role))
    stage.recommended()
    for rule in routes(app):
        url = address(app, rule)
        for verb in sorted({"GET", "POST"} & (rule.methods or set())):
            if (rule.endpoint, verb) == ("accounts.sign_out", "POST"):
                continue
            sent = dict.fromkeys(READ.split(), odd)
            answer = client.open(url, method=verb, **{"query_string" if verb == "GET" else "data": sent})
            assert answer.status_code < 500, (rule, verb)


@pytest.mark.parametrize("odd", ["a\0b", "\ud800", "\udc80x"])
def test_what_no_database_can_keep_is_refused_and_never_breaks_anything(
    stage: Stage, sign_in: SignIn, odd: str
) -> None:
    """Through scripts and forms, into texts that are otherwise kept as they come."""
    stage.released(REJECTION)
    reviewed = stage.in_review()
    draft = drafting.start(stage.round, stage.organisation, by=stage.kari, at=stage.at)
    db.session.commit()
    before = everything()
    score = f"/staff/cases/{reviewed.reference}/activities/1/scores/relevance"
    for person, url, sent in (
        (stage.kari, f"/soknader/{draft.reference}/felt", {"json": {"path": "about", "value": odd}}),
        (stage.kari, f"/soknader/{draft.reference}/felt", {"json": {"path": odd, "value": "x"}}),
        (stage.hanne, score, {"json": {"value": "4", "comment": odd}}),
    ):
        assert sign_in(person).post(url, **sent).status_code in {400, 404, 422}, url
    if "\0" in odd:  # a form cannot carry half a character
        for url in ("/vedtak/OMB-2026-0001/klage", "/konto/navn"):
            answer = sign_in(stage.kari).post(url, data={"text": odd, "name": odd})
            assert answer.status_code in {400, 422}, url
    assert everything() == before
