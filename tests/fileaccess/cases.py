"""Cases with documents in them, made through the rooms' own actions."""

from collections.abc import Mapping
from typing import Any

from app.applications import drafting
from app.applications.actions import submit
from app.applications.models import Application
from app.casework.conversation import noting
from app.decisions.outcomes import Proposal
from app.extensions import db
from app.fileaccess.documents import Document, by_key, case_documents
from app.fileaccess.models import AccessRequest
from app.judging.models import ImpartialityAnswer
from app.review import actions as review
from tests.decisions.stage import FULL, Stage
from tests.fileaccess.papers import SECRET, pdf
from tests.files.test_kinds import docx

INTERNAL = "BARE-OSS-IMELLOM"
"""Stands in everything that is internal, and must never get out."""


def sent_with_files(stage: Stage, *files: tuple[str, bytes], declared: bool = True, **changes: Any) -> Application:
    """Sent with these files attached; the handler has declared herself impartial."""
    application = stage.world.application(stage.organisation, stage.kari, stage.round, sent=False, **changes)
    for name, data in files or (
        ("Søknad fra Ola Hemmelig.pdf", pdf(f"Ring {SECRET}", "Side to")),
        ("plan.docx", docx()),
    ):
        drafting.attach(application, name, data, by=stage.kari, at=stage.at)
    submit(application, by=stage.kari, at=stage.at)
    db.session.commit()
    if declared:
        review.declare(application, ImpartialityAnswer.IMPARTIAL, None, by=stage.hanne, at=stage.at)
        db.session.commit()
    return application


def with_everything_internal(stage: Stage) -> Application:
    """Decided and not released, with notes, scores and a recommendation that say what is ours alone."""
    proposal = Proposal(FULL.outcome, reasons=f"Begrunnelse {INTERNAL}.")
    application = stage.decided(proposal).application
    noting.write_note(application, f"Notat {INTERNAL}", by=stage.hanne, at=stage.at)
    db.session.commit()
    return application


def documents(stage: Stage, application: Application) -> list[Document]:
    return case_documents(application, stage.hanne)


def named(stage: Stage, application: Application, start: str) -> Document:
    """The first document whose key begins so."""
    found = documents(stage, application)
    return by_key(found, next(each.key for each in found if each.key.startswith(start)))


def form(proposals: Mapping[str, Mapping[str, str]], **more: str) -> dict[str, str]:
    """The answer's form: {document key: {given, ground, rest, copy}}."""
    fields = {f"{name}:{key}": value for key, chosen in proposals.items() for name, value in chosen.items()}
    return {**fields, **more}


def asked(stage: Stage, application: Application | None, **more: Any) -> AccessRequest:
    """Somebody asked on the public page."""
    from app.fileaccess.actions import Asked, ask

    about = application.reference if application else None
    made = ask(Asked("Alt i saken", about, "Per Spør", "per@avis.example", **more), stage.round, at=stage.at)
    db.session.commit()
    return made
