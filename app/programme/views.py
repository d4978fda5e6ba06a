"""The room's one blueprint; each view file registers on it."""

from flask import Blueprint, Flask

bp = Blueprint("programme", __name__)


def init_app(app: Flask) -> None:
    from app.programme import (
        crowd,  # answers in front of the application
        funded,  # hears from followup what is accepted and changed
        panel,  # adds its line to the party's page of a grant
    )
    from app.programme import feed_views as _feed  # noqa: F401
    from app.programme import picture_views as _pictures  # noqa: F401
    from app.programme import print_views as _print  # noqa: F401
    from app.programme import public_views as _public  # noqa: F401
    from app.programme import registration_views as _registration  # noqa: F401
    from app.programme import staff_views as _staff  # noqa: F401

    assert funded
    assert panel
    app.register_blueprint(bp)
    crowd.init_app(app)
