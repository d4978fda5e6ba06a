"""Who may reach a view. Closed by default: a view that declares nothing is refused to everyone."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


class Role(StrEnum):
    """What a person may do at all. Names, descriptions and permissions stand in accounts/roles.py."""

    APPLICANT = "applicant"
    CASE_HANDLER = "case_handler"
    APPROVER = "approver"
    READER = "reader"
    ADMINISTRATOR = "administrator"
    PRIZE_SECRETARY = "prize_secretary"
    JUROR = "juror"
    FINANCE = "finance"


class Actor(Protocol):
    """Somebody who acts: a user, or the system itself. Actions take it as `by=`."""

    @property
    def actor_id(self) -> int | None:
        """The user's primary key; None for the system."""

    @property
    def display_name(self) -> str: ...

    @property
    def roles(self) -> frozenset[Role]: ...


class System:
    """The actor of timers and jobs."""

    actor_id = None
    display_name = "Systemet"
    roles: frozenset[Role] = frozenset()


SYSTEM: Actor = System()


def public(view: View) -> View:
    """Anyone may see this view, signed in or not."""
    view.__dict__["allowed_roles"] = None
    return view


def require(*roles: Role) -> Callable[[View], View]:
    """Only a signed-in person with at least one of `roles` reaches this view."""

    def declare(view: View) -> View:
        view.__dict__["allowed_roles"] = frozenset(roles)
        return view

    return declare


def declared_roles(view: Callable[..., Any]) -> frozenset[Role] | None:
    """None for a public view; the empty set (nobody) for one that declared nothing."""
    roles: frozenset[Role] | None = getattr(view, "allowed_roles", frozenset())
    return roles


def refuse_undeclared() -> ResponseReturnValue | None:
    """Before every request: let in whom the view declares, send strangers to sign in, refuse the rest."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    roles = declared_roles(current_app.view_functions[request.endpoint])
    if roles is None:
        return None
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in", next=request.full_path if request.query_string else request.path))
    if not roles & current_user.roles:
        abort(403)
    return None


def init_app(app: Flask) -> None:
    app.before_request(refuse_undeclared)
