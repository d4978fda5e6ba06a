"""The room's one blueprint; each view file registers on it."""

from flask import Blueprint, Flask

bp = Blueprint("campaign", __name__)


def init_app(app: Flask) -> None:
    from app.campaign import goal_views as _goal  # noqa: F401
    from app.campaign import network_views as _network  # noqa: F401
    from app.campaign import pack_views as _pack  # noqa: F401
    from app.campaign import press_views as _press  # noqa: F401
    from app.campaign import reuse_views as _reuse  # noqa: F401
    from app.campaign import subscriber_views as _subscriber  # noqa: F401
    from app.campaign import week_views as _week  # noqa: F401
    from app.campaign import wheel_views as _wheel  # noqa: F401

    app.register_blueprint(bp)
