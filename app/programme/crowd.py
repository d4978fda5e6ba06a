"""In front of the application: what a crowd asks for again within the second is sent as it was, past all of Flask.

Only for somebody who brings no cookie, and only what `caching` says that everybody gets alike: such an answer varies by
nothing but the cookie and the address.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from time import monotonic
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask

TRUSTED_S = 1.0
"""Seconds for which a process believes what it knows of a week, so that a crowd asks the database once a second."""
MOST = 50
"""Addresses of which the answers are at hand: many people ask for few of them."""
ALIKE = "ombruk.alike"

Address = tuple[str, str, str]


@dataclass(frozen=True)
class Answer:
    """As it was sent. `until`: by the stopwatch."""

    until: float
    status: str
    headers: list[tuple[str, str]]
    body: bytes


def in_a_second() -> float:
    """By the stopwatch and not by the clock."""
    return monotonic() + TRUSTED_S


def is_believed(until: float) -> bool:
    return monotonic() < until


def is_alike(environ: WSGIEnvironment, body: bytes, until: float) -> None:
    """Say of the answer to this request that whoever brings no cookie gets the same, with this body, until then."""
    environ[ALIKE] = body, until


class Crowd:
    """Stands before `application`."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self._answers: dict[Address, Answer] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET" or environ.get("HTTP_COOKIE") or "HTTP_IF_NONE_MATCH" in environ:
            return self._application(environ, start_response)
        address = environ.get("SCRIPT_NAME", ""), environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        answer = self._answers.get(address)
        if answer is None or not is_believed(answer.until):
            return self._ask(address, environ, start_response)
        start_response(answer.status, [*answer.headers])
        return (answer.body,)

    def _ask(self, address: Address, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def hear(status: str, headers: list[tuple[str, str]], *failed: object) -> object:
            if ALIKE in environ and all(name != "Set-Cookie" for name, _value in headers):
                body, until = environ[ALIKE]
                self._keep(address, Answer(until, status, [*headers], body))
            return start_response(status, headers, *failed)  # type: ignore[arg-type]

        return self._application(environ, hear)  # type: ignore[arg-type]

    def _keep(self, address: Address, answer: Answer) -> None:
        if len(self._answers) >= MOST:
            self._answers.clear()
        self._answers[address] = answer


def init_app(app: Flask) -> None:
    app.wsgi_app = Crowd(app.wsgi_app)  # type: ignore[method-assign]
