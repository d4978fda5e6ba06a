"""Hand out stored bytes so that nothing in them can act on our pages."""

import io

from flask import Response, send_file

from app.files.queries import read

SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"
IN_A_FRAME = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""A browser's own PDF viewer does not start in a sandbox; only a PDF that we made is shown this way."""


def download(sha256: str, filename: str, media_type: str) -> Response:
    """A file somebody sent: saved, never opened on our address."""
    return _respond(sha256, filename, media_type, inline=False, policy=SANDBOX)


def show_pdf(sha256: str, filename: str) -> Response:
    """A PDF of our own making, shown in the browser or in a frame of our pages."""
    return _respond(sha256, filename, "application/pdf", inline=True, policy=IN_A_FRAME)


def _respond(sha256: str, filename: str, media_type: str, *, inline: bool, policy: str) -> Response:
    body = io.BytesIO(read(sha256))
    response = send_file(body, mimetype=media_type, as_attachment=not inline, download_name=filename)
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
