"""What Whoosh imports and no query needs is loaded when somebody uses it, and not before."""

from __future__ import annotations

import subprocess
import sys


def said_by(program: str) -> list[str]:
    """What a program prints in an interpreter of its own."""
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def test_reading_queries_loads_neither_the_web_nor_english() -> None:
    """They take a fifth of the time of a search from the command line."""
    program = "import searcher.query, sys; print(*sys.modules, sep='\\n')"
    loaded = set(said_by(program))
    assert "whoosh.qparser" in loaded
    assert not loaded & {"urllib.request", "http.client", "ssl", "whoosh.lang.morph_en"}


def test_what_was_deferred_is_there_for_whoever_uses_it() -> None:
    """Programs use Whoosh and the web beside this library, however they import them."""
    program = """
import searcher.query, sys
import whoosh.query
import urllib.request
from whoosh.lang import morph_en
from whoosh.lang.morph_en import variations
print(*("rendered" in each("render") for each in (whoosh.query.terms.variations, morph_en.variations, variations)))
print(urllib.request.Request("http://exemple.fr/").host)
"""
    assert said_by(program) == ["True True True", "exemple.fr"]


def test_a_deferred_function_does_what_it_does() -> None:
    """It was imported by its name before its module was loaded."""
    program = """
from searcher.query.deferring import deferred
import sys
with deferred("urllib.request.urlretrieve"):
    from urllib.request import urlretrieve
print("http.client" in sys.modules, urlretrieve(f"file://{sys.executable}")[0] == sys.executable)
"""
    assert said_by(program) == ["False True"]


def test_a_module_may_be_imported_while_it_is_deferred() -> None:
    """Another thread may import it just then; it must find all of it, and later too."""
    program = """
from searcher.query.deferring import deferred
with deferred("urllib.request.urlretrieve", "string.capwords"):
    from urllib.request import urlretrieve
    import sys
    print("http.client" in sys.modules)
    import urllib.request
    from urllib.request import urlopen
    print(urllib.request.Request("http://exemple.fr/").host, "http.client" in sys.modules)
import string
print(string.capwords("le port"), string.digits, urllib.request.urlopen is urlopen)
"""
    assert said_by(program) == ["False", "exemple.fr True", "Le Port 0123456789 True"]


def test_what_is_loaded_already_stays() -> None:
    """Two copies of one module would not know of each other."""
    program = """
import urllib.request as before
from searcher.query.deferring import deferred
with deferred("urllib.request.urlretrieve"):
    import urllib.request
    print(urllib.request is before)
print(urllib.request is before)
"""
    assert said_by(program) == ["True", "True"]
