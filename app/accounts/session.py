"""The session of a browser: who is signed in, how they came in, and where they go next."""

from urllib.parse import urlsplit

from flask import request, session, url_for
from flask_login import login_user

from app.accounts import links, queries
from app.accounts.models import User
from app.extensions import login
from app.layout import may_open

BY_LINK = "came_by_link"
SIGN_UP = "sign_up"
START_PAGES = (
    "overview.work_list",
    "prize.jury_home",
    "overview.my_page",
    "rounds.index",
    "prize.years",
    "accounts.account",
)


def begin(user: User, *, by_link: bool = False) -> None:
    """Sign this browser in, in a new session: nothing from before is carried over."""
    session.clear()
    session.permanent = True
    session[BY_LINK] = by_link
    login_user(user)


def came_by_link() -> bool:
    """Whether the person proved the mailbox in this session, and so may choose a new password."""
    return bool(session.get(BY_LINK))


def remember_sign_up(link: str) -> None:
    """Mark this browser as the one that chose the password. A known address gets a mark that looks the same."""
    session[SIGN_UP] = links.hash_of(urlsplit(link).path.rpartition("/")[2])


def chose_password(token: str) -> bool:
    return session.get(SIGN_UP) == links.hash_of(token)


def client() -> str:
    """Where the request comes from. Behind a proxy that is the proxy's word, when configuration says to trust it."""
    return (request.remote_addr or "")[:64]


def next_path() -> str | None:
    """The local path in `next` that the person was on the way to; None when there is none, or it leads elsewhere."""
    path = request.args.get("next", "")
    if not path.startswith("/") or path.startswith("//") or any(sign in path for sign in "\\\r\n\t"):
        return None
    parts = urlsplit(path)
    return path if not parts.scheme and not parts.netloc else None


def onward() -> str:
    """Where to go after signing in: on the way one was, or to the first start page that is open to this person."""
    return next_path() or next(url_for(endpoint) for endpoint in START_PAGES if may_open(endpoint))


def init_app() -> None:
    login.user_loader(queries.user_by_session)
