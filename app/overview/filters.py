"""What the person has chosen to see in the work list: read from the address, and written back into addresses, so
that a list can be shared and followed from case to case."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import BindParameter, ColumnElement, select
from werkzeug.datastructures import MultiDict

from app.accounts.models import User
from app.applications.models import CaseRow, FlagLevel, Status
from app.overview.search import matching
from app.review.assignment_queries import given_to
from app.rounds.models import Category

Number = int | BindParameter[int]
"""A number, or the name of one that is given when the statement is run."""

MINE, NOBODY, TO_ASSESS = "meg", "ingen", "vurdering"
QUERY_LENGTH = 200

Member = TypeVar("Member", bound=StrEnum)


@dataclass(frozen=True)
class Names:
    """What codes and ids are called, for one round: keys as they stand in CaseRow."""

    categories: Mapping[int, tuple[str, str]]  # id → (code, name)
    districts: Mapping[str, str]
    handlers: Mapping[int, tuple[str, str]]  # id → (public id, name)
    tiers: Sequence[int]


@dataclass(frozen=True)
class Filter:
    """Empty means all. Codes and public ids, as they stand in the address."""

    round: str = ""
    statuses: tuple[Status, ...] = ()
    categories: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    tiers: tuple[int, ...] = ()
    flags: tuple[FlagLevel, ...] = ()
    handler: str = ""
    query: str = ""
    order: str = ""
    columns: tuple[str, ...] = ()

    @classmethod
    def from_address(cls, args: MultiDict[str, str]) -> "Filter":
        """Whatever does not exist is left out: an old or mistyped address still shows a list."""
        return cls(
            round=_one(args.get("runde", "")),
            statuses=_members(Status, args.getlist("status")),
            categories=_unique(args.getlist("tema")),
            districts=_unique(args.getlist("bydel")),
            tiers=tuple(int(tier) for tier in _unique(args.getlist("trinn")) if _is_number(tier)),
            flags=_members(FlagLevel, args.getlist("flagg")),
            handler=_one(args.get("hvem", "")),
            query=args.get("sok", "").strip()[:QUERY_LENGTH],
            order=_one(args.get("sorter", "")),
            columns=_unique(args.getlist("vis")),
        )

    def address(self) -> dict[str, Any]:
        """The same as arguments of url_for; what is not chosen is left out."""
        chosen: dict[str, Any] = {
            "runde": self.round,
            "status": [status.value for status in self.statuses],
            "tema": list(self.categories),
            "bydel": list(self.districts),
            "trinn": list(self.tiers),
            "flagg": [level.value for level in self.flags],
            "hvem": self.handler,
            "sok": self.query,
            "sorter": self.order,
            "vis": list(self.columns),
        }
        return {name: value for name, value in chosen.items() if value}

    def fields(self, *, without: Iterable[str] = ()) -> list[tuple[str, Any]]:
        """The same as hidden fields of a form; `without` those that the form asks for itself."""
        return [
            (name, value)
            for name, values in self.address().items()
            if name not in without
            for value in (values if isinstance(values, list) else [values])
        ]

    def cleared(self) -> "Filter":
        """All cases, in the same order and with the same columns."""
        return Filter(round=self.round, order=self.order, columns=self.columns)

    def ordered(self, order: str) -> "Filter":
        return replace(self, order=order)

    @property
    def is_empty(self) -> bool:
        return self == self.cleared()

    @property
    def only_status(self) -> bool:
        """Nothing but statuses is chosen: then the kept totals say how much there is."""
        return replace(self, statuses=()).is_empty

    def conditions(self, round_id: Number, user_id: Number) -> list[ColumnElement[bool]]:
        """For CaseRow."""
        wanted: list[ColumnElement[bool]] = [CaseRow.round_id == round_id]
        if self.statuses:
            wanted.append(CaseRow.status.in_(self.statuses))
        if self.categories:
            of_round = select(Category.id).where(Category.round_id == round_id)
            wanted.append(CaseRow.category_id.in_(of_round.where(Category.code.in_(self.categories))))
        if self.districts:
            wanted.append(CaseRow.district_code.in_(self.districts))
        if self.tiers:
            wanted.append(CaseRow.tier_nok.in_(self.tiers))
        if self.flags:
            wanted.append(CaseRow.flag_level.in_(self.flags))
        if self.handler:
            wanted.append(self._handled(user_id))
        if self.query:
            wanted.append(matching(self.query))
        return wanted

    def _handled(self, user_id: Number) -> ColumnElement[bool]:
        if self.handler == NOBODY:
            return CaseRow.handler_id.is_(None)
        if self.handler == MINE:
            return CaseRow.handler_id == user_id
        if self.handler == TO_ASSESS:
            return given_to(user_id)
        return CaseRow.handler_id.in_(select(User.id).where(User.public_id == self.handler))


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value and value.isprintable()))


def _one(value: str) -> str:
    return value if value.isprintable() else ""


def _members(kind: type[Member], values: Iterable[str]) -> tuple[Member, ...]:
    known = {member.value for member in kind}
    return tuple(kind(value) for value in _unique(values) if value in known)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
