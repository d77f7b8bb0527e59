"""A case as data and back, so that a decision can be made again on the facts of its day.

The layout is versioned: data of a version that this code does not know is refused, never guessed.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from recert.policy.facts import Case

LAYOUT = 1


class UnknownLayoutError(ValueError):
    """The data was written in a layout that this version does not read."""


def case_as_data(case: Case) -> dict[str, object]:
    """Return a case as JSON-ready data: days as ISO text, amounts as decimal text.

    What is as it is by default is left out.
    """
    return {"layout": LAYOUT, **_as_data(case)}


def _as_data(value: Any) -> Any:
    if is_dataclass(value):
        pairs = ((part, getattr(value, part.name)) for part in fields(value))
        return {part.name: _as_data(got) for part, got in pairs if got != part.default}
    if isinstance(value, tuple | list):
        return [_as_data(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def case_from_data(data: Mapping[str, object]) -> Case:
    """Return the case that `case_as_data` wrote.

    :raises UnknownLayoutError: another version wrote it
    """
    if data.get("layout") != LAYOUT:
        raise UnknownLayoutError(f"facts of layout {data.get('layout')}; expected layout {LAYOUT}")
    case: Case = _from_data({k: v for k, v in data.items() if k != "layout"}, Case)
    return case


def _from_data(data: Any, kind: Any) -> Any:
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return kind(**{name: _from_data(got, hints[name]) for name, got in data.items()})
    origin = get_origin(kind)
    if origin is UnionType:
        if data is None:
            return None
        return _from_data(data, next(each for each in get_args(kind) if each is not type(None)))
    if origin is tuple:
        return _tuple(data, get_args(kind))
    if origin is Literal or kind in (str, int, bool):
        return data
    return date.fromisoformat(data) if kind is date else kind(data)


def _tuple(data: list[Any], kinds: tuple[Any, ...]) -> tuple[Any, ...]:
    if kinds[-1] is Ellipsis:
        return tuple(_from_data(each, kinds[0]) for each in data)
    return tuple(_from_data(each, kind) for each, kind in zip(data, kinds, strict=True))
