"""Pages of this room."""

from flask import Blueprint, Flask

bp = Blueprint("followup", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
