"""Frozen dataclasses to plain JSON values and back, by their own type hints. Dates are ISO text."""

import functools
import types
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints


def to_plain(value: Any) -> Any:
    """Dataclass → dict, tuple → list, date → ISO text, enum → its value; the rest as it is."""
    if is_dataclass(value):
        return {each.name: to_plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [to_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def from_plain(kind: Any, value: Any) -> Any:
    """`value` as the type `kind` says. Unknown keys raise TypeError, so that nothing is lost unseen."""
    if value is None:
        return None
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        return from_plain(next(each for each in get_args(kind) if each is not type(None)), value)
    if origin is tuple:
        return tuple(from_plain(get_args(kind)[0], each) for each in value)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        unknown = value.keys() - hints.keys()
        if unknown:
            raise TypeError(f"{kind} has no {sorted(unknown)}")
        return kind(**{name: from_plain(hints[name], each) for name, each in value.items()})
    if kind in {date, datetime}:
        return kind.fromisoformat(value)
    return kind(value) if isinstance(kind, type) and issubclass(kind, Enum) else value


@functools.cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {each.name: hints[each.name] for each in fields(kind)}
