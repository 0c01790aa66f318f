"""Records: whatever a frozen dataclass does, they do, and nothing else."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, field, replace
from typing import Any

import pytest

from searcher import records
from searcher.query.tree import Phrase, Word


def classes(dataclass: Callable[..., Any]) -> tuple[Any, Any, Any]:
    """The same three classes, made by one decorator or another."""

    @dataclass(frozen=True, slots=True)
    class Place:
        """Where something is."""

        name: str
        days: tuple[int, ...] = ()
        typed: str = field(default="", compare=False, repr=False)

        def __str__(self) -> str:
            return self.name

    @dataclass(frozen=True, slots=True)
    class One:
        """One field."""

        value: object

    @dataclass(frozen=True, slots=True)
    class Nothing:
        """No field."""

    return Place, One, Nothing


Standard, Quick = classes(dataclasses.dataclass), classes(records.dataclass)


@pytest.mark.parametrize(
    "arguments",
    [("Sète",), ("Sète", (1, 2)), ("Sète", (1, 2), "sete"), (), ("a", (), "b", "c")],
)
def test_records_are_made_shown_and_compared_as_dataclasses_are(arguments: tuple[object, ...]) -> None:
    """Nobody should have to know which of both decorators a class has."""

    def told(cls: Any) -> object:
        try:
            one = cls(*arguments)
        except TypeError as error:
            return str(error)
        other = replace(one, typed="autre")
        assert (one == other, hash(one) == hash(other), one == 3) == (True, True, False)
        assert one != replace(one, name="Cette")
        return repr(one), str(one), asdict(one), other.typed, cls.__match_args__, cls.__slots__, cls.__doc__

    assert told(Quick[0]) == told(Standard[0])


def test_records_of_few_fields_are_compared_too() -> None:
    """A getter of one attribute gives no tuple."""
    for _, one, nothing in (Standard, Quick):
        assert (one([1]) == one([1]), one([1]) == one([2]), nothing() == nothing()) == (True, False, True)
        assert (repr(one("a")).endswith("One(value='a')"), repr(nothing()).endswith("Nothing()")) == (
            True,
            True,
        )
        assert len({one(1), one(1), nothing()}) == 2
    assert Quick[0]("a") != Standard[0]("a")


def test_nothing_of_a_record_can_be_changed() -> None:
    """Results are handed to programs, and shared by threads."""
    for cls, *_ in (Standard, Quick):
        one = cls("Sète")
        for name in ("name", "typed"):
            with pytest.raises(FrozenInstanceError, match=f"cannot assign to field '{name}'"):
                setattr(one, name, "b")
        with pytest.raises(FrozenInstanceError, match="cannot delete field 'name'"):
            del one.name
        assert one == cls("Sète")


def test_records_are_copied_and_sent_to_other_processes() -> None:
    """Builds send them to and fro."""
    phrase = Phrase(("code", "du", "travail"), inflected=True, typed="Code du travail")
    for same in (copy.copy(phrase), copy.deepcopy(phrase), pickle.loads(pickle.dumps(phrase))):
        assert (same, same.typed) == (phrase, phrase.typed)


def test_the_parameters_of_a_record_can_be_looked_up() -> None:
    """`help(Word)` is where someone at a prompt looks first."""
    assert (
        str(inspect.signature(Word)) == "(form: 'str', field: 'Field' = <Field.ANY: ''>, typed: 'str' = '')"
    )


def test_records_make_defaults_anew_and_check_themselves() -> None:
    """An article has a dictionary of its own, and needs a key."""

    def checked(dataclass: Callable[..., Any]) -> Any:
        @dataclass(frozen=True, slots=True)
        class Checked:
            """What must not be 0."""

            number: int
            values: list[int] = field(default_factory=list)

            def __post_init__(self) -> None:
                if not self.number:
                    raise ValueError(f"{self!r} is nothing")

        return Checked

    for cls in (checked(dataclasses.dataclass), checked(records.dataclass)):
        one = cls(1)
        assert one == cls(1)
        assert one.values is not cls(1).values
        assert cls(1, one.values).values is one.values
        assert "values: 'list[int]' = <factory>)" in str(inspect.signature(cls))
        for make in (lambda: cls(0), lambda: replace(one, number=0)):  # noqa: B023
            with pytest.raises(ValueError, match=r"Checked\(number=0, values=\[\]\) is nothing"):
                make()


def test_a_class_that_is_not_frozen_is_refused() -> None:
    """It would be made wrongly, and nobody would notice."""
    with pytest.raises(TypeError, match="records are frozen"):
        records.dataclass(frozen=False, slots=True)(type("Open", (), {}))
