"""Pages of access to the file: the party's own documents, and what others ask to see."""

from flask import Blueprint, Flask

from app.fileaccess import models

bp = Blueprint("fileaccess", __name__)
assert models


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
