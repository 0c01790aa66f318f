"""Records: frozen dataclasses, made quickly.

The standard decorator writes six functions for each class and has them compiled: half a millisecond, and a search needs
sixty classes. Only `__init__` need be written; the others are the same for all classes, but for the fields that they
look at. Everything else is the standard decorator's work, so that `replace`, `asdict`, `match` and type checkers know
these classes as any others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import MISSING, Field, FrozenInstanceError
from dataclasses import dataclass as _dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen, slots):
        """Do as `dataclasses.dataclass(frozen=True, slots=True)`, for classes without order."""
        if not (frozen and slots):
            raise TypeError("records are frozen, and have slots")
        return _make


def _make(cls: Any) -> Any:
    made: Any = _dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    fields: tuple[Field[Any], ...] = tuple(made.__dataclass_fields__.values())
    shown = [field.name for field in fields if field.repr]
    compared = _values(field.name for field in fields if field.compare)
    everything = _values(field.name for field in fields)

    def represent(self: Any) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

    def equal(self: Any, other: object) -> Any:
        return compared(self) == compared(other) if type(other) is type(self) else NotImplemented

    made.__init__ = _written_init(made, fields)
    made.__repr__ = represent
    made.__eq__ = equal
    made.__hash__ = lambda self: hash(compared(self))
    made.__reduce__ = lambda self: (type(self), everything(self))
    made.__setattr__ = _refuse_to_set
    made.__delattr__ = _refuse_to_delete
    return made


def _values(names: Iterable[str]) -> Callable[[Any], tuple[Any, ...]]:
    """What gives the values of some fields."""
    several = tuple(names)
    if len(several) > 1:
        return attrgetter(*several)
    return lambda record: tuple(getattr(record, name) for name in several)


class _MadeAnew:
    """Stands for a default that is made for each record, as the standard decorator shows it."""

    def __repr__(self) -> str:
        return "<factory>"


_MADE_ANEW = _MadeAnew()


def _written_init(cls: Any, fields: Iterable[Field[Any]]) -> Any:
    known: dict[str, Any] = {"_made_anew": _MADE_ANEW}
    parameters, body = ["self"], []
    for field in fields:
        name = field.name
        parameters.append(name)
        if field.default is not MISSING:
            parameters[-1] += f"=_default_{name}"
            known[f"_default_{name}"] = field.default
        elif field.default_factory is not MISSING:
            parameters[-1] += "=_made_anew"
            known[f"_new_{name}"] = field.default_factory
            body.append(f" if {name} is _made_anew: {name} = _new_{name}()")
        # As the slot itself does it: two thirds of the time of `object.__setattr__`, which looks for the slot first.
        known[f"_set_{name}"] = getattr(cls, name).__set__
        body.append(f" _set_{name}(self, {name})")
    if hasattr(cls, "__post_init__"):
        body.append(" self.__post_init__()")
    exec(f"def __init__({', '.join(parameters)}):\n" + "\n".join(body or [" pass"]), known)
    init = known["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    init.__annotations__ = {field.name: field.type for field in fields}
    return init


def _refuse_to_set(self: object, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")
