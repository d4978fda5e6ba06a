"""What is refused before any view sees it: text that no database can keep, and large requests without files."""

import json

from flask import Flask, abort, current_app, request
from werkzeug.datastructures import MultiDict

NUL = "\0"


def limit_text() -> None:
    """Only files make a request large. Fields sent without a file, and JSON, are limited as fields beside one are."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]


def refuse_unkeepable() -> None:
    """PostgreSQL keeps no NUL, and no encoding keeps half a character: neither is ever typed."""
    texts = (request.path, *_values(request.args), *_values(request.form))
    if any(NUL in text for text in texts) or (request.is_json and not _is_keepable(request.get_json(silent=True))):
        abort(400)


def _values(sent: MultiDict[str, str]) -> list[str]:
    return [text for texts in sent.listvalues() for text in texts]


def _is_keepable(sent: object) -> bool:
    text = json.dumps(sent, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\\u0000" not in text


def init_app(app: Flask) -> None:
    app.before_request(limit_text)
    app.before_request(refuse_unkeepable)
