"""Pages of this room: what a case handler and an applicant say to one another, and what is due."""

from flask import Blueprint, Flask

bp = Blueprint("casework", __name__)


def init_app(app: Flask) -> None:
    from app.casework import (  # registers their views on `bp`
        conversation_views,
        letter_views,
        own_message_views,
        supplement_staff_views,
        supplement_views,
        time_views,
    )

    assert conversation_views
    assert letter_views
    assert own_message_views
    assert supplement_staff_views
    assert supplement_views
    assert time_views
    app.register_blueprint(bp)
