"""Timelines as pictures, where matplotlib is there to draw them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from present.test_charts import DAYS, FIRE, FLOOD, NOTHING, make_timeline, months

from searcher import LibraryMissing, Period
from searcher.present.plotting import plot_timelines
from searcher.present.timelines import Per


def test_without_matplotlib_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an extra: most never draw."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(LibraryMissing, match="needs matplotlib, which is not installed") as error:
        plot_timelines([FLOOD], tmp_path / "crue.png")
    assert error.value.hint == "Install it with: pip install 'searcher[plot]'"
    assert not list(tmp_path.iterdir())


def test_a_picture_says_which_query_is_which_and_what_it_leaves_out(tmp_path: Path) -> None:
    """A query with dollars is no formula; what has no date is told below."""
    pytest.importorskip("matplotlib")
    import matplotlib

    path = tmp_path / "crue.svg"
    priced = make_timeline("prix $x_1$ <b> & \x1b[31m", Period.MONTH, months(1, 2))
    with matplotlib.rc_context({"svg.fonttype": "none"}):
        plot_timelines([FLOOD, priced], path, Per.WORDS)
    drawn = path.read_text(encoding="utf-8")
    for said in (
        "crue · depuis le 1er janvier 2023 · 132 articles",
        "prix $x_1$ &lt;b&gt; &amp; ␛[31m · 3 articles",
        "articles pour un million de mots publiés, par mois",
        "mois inconnu : 2 ; 0 · sans date : 60 ; 0 · mots grammaticaux non comptés",
    ):
        assert said in drawn, said
    with matplotlib.rc_context({"svg.fonttype": "none"}):
        plot_timelines([FLOOD, priced], path, Per.WORDS)
    assert path.read_text(encoding="utf-8") == drawn


@pytest.mark.parametrize("timelines", [[FLOOD], [FLOOD, FIRE], [DAYS], [NOTHING]])
def test_bars_lines_and_nothing_are_drawn(tmp_path: Path, timelines: list[object]) -> None:
    """Two hundred days are a line, and a query that finds nothing is an empty picture."""
    pytest.importorskip("matplotlib")
    plot_timelines(timelines, tmp_path / "a.PNG")
    assert (tmp_path / "a.PNG").read_bytes().startswith(b"\x89PNG")
