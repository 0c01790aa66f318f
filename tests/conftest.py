"""What all tests share: settings of hypothesis, kernels both ways, real news where there is some."""

from __future__ import annotations

import atexit
import gzip
import importlib
import importlib.util
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, settings

import searcher.kernels
from searcher import Article, PartialDate, read_corpus

# A busy machine is no fault of the code: what must be fast is measured by ratios, not by deadlines.
settings.register_profile(
    "suite", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.load_profile("suite")

# Whoever runs the tests keeps their own index and their last query: this is for every process that tests start.
os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="searcher-tests-")
for variable in ("SEARCHER_INDEX", "SEARCHER_REMEMBER", "FORCE_HYPERLINK", "LESS"):
    os.environ.pop(variable, None)
atexit.register(shutil.rmtree, os.environ["XDG_STATE_HOME"], ignore_errors=True)

ROOT = Path(__file__).parent.parent
NEWS = ROOT.parent / "shared" / "data" / "news.jsonl.gz"

LoadKernel = Callable[[str], ModuleType]


@pytest.fixture(scope="session", autouse=True)
def _temporary_files_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Whoosh gives a temporary file a fixed name: processes that test beside each other would meet in it."""
    before, tempfile.tempdir = tempfile.tempdir, str(tmp_path_factory.getbasetemp())
    yield
    tempfile.tempdir = before


@lru_cache
def _interpreted(name: str) -> ModuleType:
    """A kernel as plain Python, whether it was compiled or not."""
    path = Path(searcher.kernels.__file__).parent / f"{name}.py"
    loader = importlib.machinery.SourceFileLoader(f"interpreted_{name}", str(path))
    spec = importlib.util.spec_from_file_location(loader.name, path, loader=loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    sys.modules[loader.name] = module
    loader.exec_module(module)
    return module


@pytest.fixture(scope="session", params=["compiled", "interpreted"])
def load_kernel(request: pytest.FixtureRequest) -> LoadKernel:
    """Load a kernel by its name: each test runs with the compiled ones, then with the interpreted ones."""
    if request.param == "interpreted":
        return _interpreted
    if not searcher.kernels.COMPILED:
        pytest.skip("the kernels are not compiled here: run `python setup.py build_ext --inplace`")
    return lambda name: importlib.import_module(f"searcher.kernels.{name}")


@pytest.fixture(scope="session")
def both_kernels() -> Callable[[str], tuple[ModuleType, ModuleType]]:
    """Load a kernel compiled and interpreted, to compare them."""
    if not searcher.kernels.COMPILED:
        pytest.skip("the kernels are not compiled here: run `python setup.py build_ext --inplace`")
    return lambda name: (importlib.import_module(f"searcher.kernels.{name}"), _interpreted(name))


@pytest.fixture(scope="session")
def interpreted_kernel() -> LoadKernel:
    """Load a kernel by its name as plain Python, to see what it does."""
    return _interpreted


@pytest.fixture
def every_word_frequent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The families of all words are counted when a segment is written, not only those of many articles."""
    monkeypatch.setattr("searcher.index.frequent.LEAST_POSTINGS", 1)
    monkeypatch.setattr("searcher.index.frequent.LEAST_OF_ITSELF", 1)


@pytest.fixture(scope="session")
def news() -> Sequence[Article]:
    """400 articles of real news, spread over the whole of it."""
    if not NEWS.exists():
        pytest.skip("the real news is not beside this repository")
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in islice(lines, 0, 400 * 46, 46)]
    return [
        Article(
            key=record["id"],
            title=record.get("title") or "",
            body=record["text"],
            published=PartialDate.parse(record["date"]) if record.get("date") else None,
        )
        for record in records
    ]


@pytest.fixture(scope="session")
def sample() -> Sequence[Article]:
    """The articles of the sample corpus, in the order of their keys."""
    return sorted(read_corpus(ROOT / "corpus"), key=lambda article: article.key)
