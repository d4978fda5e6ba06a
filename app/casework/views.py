"""Pages of this room: what a case handler and an applicant say to one another, and what is due."""

from flask import Blueprint, Flask

bp = Blueprint("casework", __name__)


def init_app(app: Flask) -> None:
    from app.casework import letter_views
    from app.casework.conversation import own_message_views
    from app.casework.conversation import views as conversation_views
    from app.casework.supplements import staff_views as supplement_staff_views
    from app.casework.supplements import views as supplement_views
    from app.casework.timekeeping import views as time_views

    assert conversation_views
    assert letter_views
    assert own_message_views
    assert supplement_staff_views
    assert supplement_views
    assert time_views
    app.register_blueprint(bp)
