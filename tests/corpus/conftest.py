"""What the tests of reading share: the broken corpus, made once."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpus.broken import make_broken_corpus


@pytest.fixture(scope="session")
def broken_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every ill, which tests must leave as it is."""
    return make_broken_corpus(tmp_path_factory.mktemp("broken"))
