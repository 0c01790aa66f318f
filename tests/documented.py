"""Records held against the page that documents them.

In: a record, or JSON that a command gave. Out: nothing, or a failed assertion that says where they differ.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from searcher.present.schemas import SCHEMAS, Name

BY_NAME = {schema.schema: schema.names for schema in SCHEMAS}
PLAIN = {"text": str, "integer": int, "number": (int, float), "true or false": bool, "object": dict}


def check(value: object, kind: str, names: Sequence[Name], where: str) -> None:
    """Whether a value is of its kind, with the names that it should have in their order, and no others."""
    if kind.endswith("?"):
        if value is not None:
            check(value, kind[:-1], names, where)
    elif kind.startswith("["):
        assert isinstance(value, list), where
        for each in value:
            check(each, kind[1:-1], names, where)
    elif kind == "span":
        assert isinstance(value, list), where
        assert [type(each) for each in value] == [int, int], where
    else:
        assert isinstance(value, PLAIN[kind]), where  # type: ignore[arg-type]
        if names:
            assert isinstance(value, dict)
            assert list(value) == [name.name for name in names], where
            for name in names:
                check(value[name.name], name.kind, name.names, f"{where}.{name.name}")


def check_json(text: str) -> None:
    """Whether a record is what the page says of records of its schema."""
    read = json.loads(text)
    check(read, "object", BY_NAME[read["schema"]], read["schema"])
