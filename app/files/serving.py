"""Hand out stored bytes so that nothing in them can act on our pages."""

import io

from flask import Response, request, send_file

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


def show_made_pdf(data: bytes, filename: str) -> Response:
    """The same for a PDF that is made now and not kept."""
    return _hand_out(data, filename, "application/pdf", inline=True, policy=IN_A_FRAME)


def show_image(data: bytes) -> Response:
    """A PNG that we made, as a picture in one of our pages."""
    return _hand_out(data, "side.png", "image/png", inline=True, policy=SANDBOX)


def show_picture(sha256: str, media_type: str = "image/jpeg") -> Response:
    """A JPEG of our own drawing (a picture of a nomination), or the city's own logo. A browser that has it asks whether
    it still may show it, and does not fetch it again."""
    response = _respond(sha256, "bilde.jpg", media_type, inline=True, policy=SANDBOX)
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(sha256)
    response.make_conditional(request)
    return response


def _respond(sha256: str, filename: str, media_type: str, *, inline: bool, policy: str) -> Response:
    return _hand_out(read(sha256), filename, media_type, inline=inline, policy=policy)


def _hand_out(data: bytes, filename: str, media_type: str, *, inline: bool, policy: str) -> Response:
    response = send_file(io.BytesIO(data), mimetype=media_type, as_attachment=not inline, download_name=filename)
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
