"""Pages of access to the file: the party's own documents, and what others ask to see."""

from flask import Blueprint, Flask, Response

from app.fileaccess.documents import PDF, Document
from app.files.serving import download, show_made_pdf, show_pdf

bp = Blueprint("fileaccess", __name__)


def show(document: Document) -> Response:
    """Ours and printed ones are shown; what somebody sent is saved, never opened on our address."""
    if document.written is None:
        assert document.sha256 is not None
        return download(document.sha256, document.filename, document.media_type)
    if document.sha256 is None:
        return show_made_pdf(document.open(), document.filename)
    return show_pdf(document.sha256, document.filename)


def hand_out(sha256: str, filename: str, media_type: str) -> Response:
    """A file that was given in an answer."""
    return download(sha256, filename, media_type or PDF)


def init_app(app: Flask) -> None:
    """Each kind of page registers its views on `bp`, and each room's documents their source."""
    from app.fileaccess import (
        answering_views,
        masking_views,
        party_views,
        public_views,
        request_views,
        said,
        sources,
        staff_views,
    )

    assert all((answering_views, masking_views, party_views, public_views, request_views, said, sources, staff_views))
    app.register_blueprint(bp)
