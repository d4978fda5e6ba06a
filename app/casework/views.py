"""Pages of this room: what a case handler and an applicant say to one another, and what is due."""

from flask import Blueprint, Flask

bp = Blueprint("casework", __name__)


def init_app(app: Flask) -> None:
    from app.casework import letter_views  # registers its views on `bp`

    assert letter_views
    app.register_blueprint(bp)
