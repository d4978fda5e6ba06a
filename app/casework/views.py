"""Pages of this room: what a case handler and an applicant say to one another, and what is due."""

from flask import Blueprint, Flask

bp = Blueprint("casework", __name__)


def init_app(app: Flask) -> None:
    from app.casework import letter_views  # noqa: F401 - they add routes to `bp`
    from app.casework.conversation import own_message_views  # noqa: F401
    from app.casework.conversation import views as conversation_views  # noqa: F401
    from app.casework.supplements import staff_views  # noqa: F401
    from app.casework.supplements import views as supplement_views  # noqa: F401
    from app.casework.timekeeping import views as time_views  # noqa: F401

    app.register_blueprint(bp)
