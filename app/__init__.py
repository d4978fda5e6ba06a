"""Ombruk: grants and a prize for a city's reuse week, from announcement to letter."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import access, errors, extensions, formatting, headers, incoming, layout, tables
from app.config import Config
from app.law import statutes


def create_app(config: Config | None = None) -> Flask:
    """config → extensions → blueprints → error pages → Jinja → CLI."""
    config = config or Config()
    config.instance.mkdir(parents=True, exist_ok=True)
    app = Flask(__name__, instance_path=str(config.instance))
    app.config.update(config.for_flask())
    if config.trusted_proxies:
        count = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    statutes.enters_into_force(statutes.PUBLIC_ADMINISTRATION_2025, config.act_of_2025_from)
    incoming.init_app(app)
    extensions.init_app(app)
    access.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    formatting.init_app(app)
    tables.init_app(app)
    layout.init_app(app)
    _register_rooms(app)
    return app


def _register_rooms(app: Flask) -> None:
    from app import cli, demo
    from app.accounts import views as accounts
    from app.applications import views as applications
    from app.campaign import views as campaign
    from app.casework import views as casework
    from app.decisions import views as decisions
    from app.fileaccess import views as fileaccess
    from app.followup import views as followup
    from app.insight import views as insight
    from app.mail import views as mail
    from app.overview import views as overview
    from app.prize import views as prize
    from app.programme import views as programme
    from app.review import views as review
    from app.rounds import views as rounds

    grants = (rounds, applications, review, casework, decisions, fileaccess, followup)
    for room in (accounts, *grants, prize, campaign, programme, insight, mail, overview):
        room.init_app(app)
    cli.init_app(app)
    demo.init_app(app)
