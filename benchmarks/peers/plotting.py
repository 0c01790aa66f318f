"""A picture of the same figures. Needs matplotlib; who has it not goes without."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.peers.tables import MEGABYTE, Answers, Built, median_seconds


def plot(
    path: Path,
    title: str,
    built: Sequence[Built],
    answers: Answers,
    kinds: Sequence[str],
    engines: Sequence[str],
) -> None:
    """Draw how fast each engine builds and answers, and how large its index is.

    Raises:
        ImportError: there is no matplotlib.
    """
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (above, below) = pyplot.subplots(
        2, 1, figsize=(12, 9), height_ratios=(1, 2), layout="constrained"
    )
    names = [f"{each.engine}\n{each.jobs} ×" for each in built]
    speeds = [each.text_bytes / MEGABYTE / median(cost.cpu for cost in each.costs) for each in built]
    bars = above.bar(names, speeds)
    above.bar_label(bars, [f"{each.size / each.text_bytes:.2f} of the text" for each in built], fontsize=8)
    above.set_ylabel("MB of text per CPU-second")
    above.set_title(title)
    width = 0.8 / max(1, len(engines))
    for number, engine in enumerate(engines):
        medians = [median_seconds(answers.get((kind, engine), ()), "cpu") for kind in kinds]
        places = [at + number * width for at, value in enumerate(medians) if value is not None]
        below.bar(places, [1000 * value for value in medians if value is not None], width, label=engine)
    below.set_yscale("log")
    below.set_ylabel("CPU ms, median")
    below.set_xticks([at + 0.4 - width / 2 for at in range(len(kinds))], kinds, rotation=30, ha="right")
    below.legend(ncols=4, fontsize=8)
    figure.savefig(path, dpi=110)
    pyplot.close(figure)
