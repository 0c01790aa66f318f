"""The whole screen, driven by Textual's own pilot: what each key does, and what is seen then."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from searcher import Article, Index, build_index, edit_index, open_index
from searcher.errors import IndexDamaged
from searcher.interactive.state import State, dated, toggled

pytest.importorskip("textual", reason="the extra `interactive` is not installed")

from searcher.interactive.app import Browser, Session
from searcher.interactive.widgets import ArticleView, Facets, Hits, Lines, Query

PATIENCE = 8  # seconds, for a busy machine


class Screen:
    """A browser and the pilot that drives it."""

    def __init__(self, app: Browser, pilot: Any) -> None:
        self.app, self.pilot = app, pilot
        self.hits = app.query_one(Hits)
        self.article = app.query_one(ArticleView)
        self.facets = app.query_one(Facets)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        for letter in text:
            self.app.query_one(Query).insert_text_at_cursor(letter)
            await self.pilot.pause(0)

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something is so."""
        for _ in range(PATIENCE * 100):
            if holds():
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"this does not come: {self.seen()}")

    def place(self, widget: Any) -> str:
        """What is seen of one place."""
        return "\n".join(widget.render_line(y).text.rstrip() for y in range(widget.size.height))

    def line(self, name: str) -> str:
        return self.place(self.app.root.query_one(f"#{name}", Lines))

    def seen(self) -> str:
        return "\n".join(self.place(widget) for widget in (self.hits, self.article, self.facets))


def drive(
    index: Index,
    script: Callable[[Screen], Awaitable[None]],
    *,
    size: tuple[int, int] = (80, 24),
    **given: Any,
) -> Browser:
    """Run a browser without a terminal, and do what a script says."""
    app = Browser(index, **given)

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            screen = Screen(app, pilot)
            await screen.until(lambda: app.found)
            await script(screen)

    asyncio.run(run())
    return app


def test_what_is_typed_is_searched_at_once(index: Index) -> None:
    """Nothing has to be confirmed: hits, the article, what was understood."""

    async def script(screen: Screen) -> None:
        await screen.until(lambda: "La crue de la Sorvenne" in screen.place(screen.article))
        assert "Tous les articles" in screen.line("status")
        await screen.press(*"barrage")
        await screen.until(lambda: "1 article ·" in screen.line("status"))
        await screen.until(lambda: "céderait [sic]" in screen.place(screen.article))
        assert "Le barrage [/bold] ␛[31m" in screen.place(screen.hits)
        assert "quitter" in screen.line("keys")

    drive(index, script)


def test_an_old_answer_is_never_shown_after_a_newer_question(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two searches the first one may take longer; what is on the screen is of what is typed."""
    search, slow, begun = index.search, threading.Event(), threading.Event()

    def search_slowly(query: str, **options: Any) -> Any:
        results = search(query, **options)
        if query == "barrage":
            begun.set()
            slow.wait(PATIENCE)
        return results

    monkeypatch.setattr(index, "search", search_slowly)
    shown: list[str] = []

    async def script(screen: Screen) -> None:
        show = screen.hits.show
        monkeypatch.setattr(screen.hits, "show", lambda found: (shown.append(found.state.query), show(found)))
        screen.app._put("barrage")
        await screen.until(begun.is_set)
        screen.app._put("crue")
        await screen.until(lambda: screen.app.state.query == "crue")
        slow.set()
        await screen.until(lambda: "60 articles" in screen.line("status"))
        await screen.pilot.pause(0.1)

    drive(index, script)
    assert shown == ["crue"]


def test_hits_are_moved_through_and_opened(index: Index) -> None:
    """Arrows from the query to the hits and back; Enter shows one alone, n and p go to where it matches."""

    async def script(screen: Screen) -> None:
        screen.app._put("barrage OU retard")
        await screen.until(lambda: "3 articles" in screen.line("status"))
        await screen.press("down")
        assert screen.app.focused is screen.hits
        await screen.press("up")
        assert isinstance(screen.app.focused, Query)
        await screen.press("down", "end", "home", "enter")
        assert screen.app.focused is screen.article
        first = screen.hits.hit
        assert first
        await screen.until(lambda: screen.article.occurrences)
        await screen.press("n")
        assert screen.article.border_title == f"occurrence 1 sur {screen.article.occurrences}"
        await screen.press("p")
        assert screen.article.occurrence == screen.article.occurrences - 1
        await screen.press("right")
        assert screen.hits.hit is not first
        await screen.press("escape")
        assert screen.app.focused is screen.hits

    drive(index, script)


def test_an_occurrence_far_below_is_brought_into_sight(index: Index) -> None:
    """In a long article that is what `n` is for."""

    async def script(screen: Screen) -> None:
        screen.app._put("barrage")
        await screen.until(lambda: screen.article.occurrences == 3)
        await screen.until(
            lambda: "céderait [sic]" in screen.place(screen.article)
        )  # the first one of the text
        await screen.press("down", "n", "n", "n")
        await screen.until(lambda: "Le barrage tient." in screen.place(screen.article))
        await screen.press("enter", "home")
        assert "Le barrage [/bold]" in screen.place(screen.article)
        await screen.press("pagedown", "space", "down", "up", "pageup")
        await screen.press("end")
        assert "Le barrage tient." in screen.place(screen.article)

    drive(index, script)


def test_hits_far_down_are_asked_for_when_they_are_seen(index: Index) -> None:
    """However many there are, only pages that are looked at are read."""

    async def script(screen: Screen) -> None:
        screen.app._put("crue")
        await screen.until(lambda: "60 articles" in screen.line("status"))
        assert len(screen.hits._hits) < 60
        await screen.press("down", "end")
        await screen.until(lambda: screen.hits.hit and screen.hits.hit.rank == 60)
        last = index.search("crue", offset=59, limit=1).hits[0]
        assert screen.hits.hit
        assert screen.hits.hit.article.key == last.article.key
        await screen.press("pageup", "pagedown", "home")
        assert screen.hits.cursor == 0

    drive(index, script)


def test_filters_are_chosen_and_refused_and_sorted_by_keys(index: Index) -> None:
    """What is chosen narrows the hits; the command that is left says it."""

    async def script(screen: Screen) -> None:
        screen.app._put("crue")
        await screen.until(lambda: screen.facets.rows)
        await screen.until(lambda: screen.app.found and screen.app.found.results.total == 60)
        await screen.press("f3")
        assert screen.app.focused is screen.facets
        assert "2024" in screen.place(screen.facets)
        await screen.press("enter")
        await screen.until(lambda: "✓ 2024" in screen.place(screen.facets))
        await screen.until(lambda: "30 articles" in screen.line("status"))
        rows = screen.facets._rows
        screen.facets.select(next(at for at, row in enumerate(rows) if row.value == "AFP"))
        await screen.press("x")
        await screen.until(lambda: "✗ AFP" in screen.place(screen.facets))
        await screen.until(lambda: "20 articles" in screen.line("status"))
        await screen.press("escape", "s")
        await screen.until(lambda: screen.app.found and screen.app.found.state.sort == "-date")
        assert screen.app.state == State(
            "crue",
            "-date",
            dated(toggled(State(), "source", "AFP", refused=True), "2024").chosen,
            dated(State(), "2024").days,
        )
        await screen.press("c")
        await screen.until(lambda: "60 articles" in screen.line("status"))

    drive(index, script, size=(130, 40))


def test_the_mouse_does_what_keys_do(index: Index) -> None:
    """A hit, a filter, a bar of the timeline."""

    async def script(screen: Screen) -> None:
        screen.app._put("crue")
        await screen.until(lambda: "60 articles" in screen.line("status") and screen.facets.rows)
        await screen.until(lambda: screen.line("timeline"))
        await screen.pilot.click(Hits, offset=(5, 4))
        assert screen.hits.cursor == 2
        await screen.pilot.click(Hits, offset=(5, 4))
        assert screen.app.focused is screen.article
        await screen.press("escape")
        await screen.pilot.click("#timeline", offset=(len("janv. 2023 "), 2))
        await screen.until(lambda: screen.app.state.days and screen.app.state.days.period == "2023-01")
        await screen.until(lambda: "✓" in screen.place(screen.facets))
        row = next(at for at, row in enumerate(screen.facets._rows) if row.value == "2023")
        await screen.pilot.click(Facets, offset=(5, row))
        await screen.until(lambda: screen.app.state.days and screen.app.state.days.period == "2023")

    drive(index, script, size=(180, 50))


def test_nothing_found_is_explained_and_what_was_meant_is_a_key_away(index: Index) -> None:
    """Nothing is corrected unasked; what is proposed is chosen like a hit."""

    async def script(screen: Screen) -> None:
        screen.app._put("Valbrik ")
        await screen.until(lambda: "Vouliez-vous dire" in screen.place(screen.hits))
        assert "Aucun article." in screen.place(screen.hits)
        await screen.press("down", "enter")
        await screen.until(lambda: "61 articles" in screen.line("status"))
        assert screen.app.query_one(Query).value.strip() == "valbrec"

    drive(index, script)


def test_a_word_is_completed_by_a_key(index: Index) -> None:
    """What is in the index is proposed in grey; where there is nothing to complete, the key goes on to the hits."""

    async def script(screen: Screen) -> None:
        query = screen.app.query_one(Query)
        await screen.type("titre:barr")
        await screen.until(lambda: "titre:barrage" in query.render_line(0).text)
        await screen.press("tab")
        assert query.value == "titre:barrage"
        await screen.until(lambda: "1 article ·" in screen.line("status"))
        await screen.press("tab")
        assert screen.app.focused is screen.hits

    drive(index, script)


def test_articles_are_noted_and_leaving_tells_what_was_done(index: Index) -> None:
    """The trace of a session: what was searched last, what was noted."""

    async def script(screen: Screen) -> None:
        screen.app._put("barrage")
        await screen.until(lambda: screen.hits.hit and screen.hits.hit.article.key == "longue")
        await screen.press("down", "o")
        assert screen.app.clipboard == "https://exemple.fr/barrage"
        await screen.press("f1")
        assert len(screen.app.screen_stack) == 2
        await screen.press("down", "escape")
        assert len(screen.app.screen_stack) == 1
        await screen.press("slash")
        assert isinstance(screen.app.focused, Query)
        await screen.press("escape")

    session = drive(index, script).return_value
    assert isinstance(session, Session)
    assert session.state == State("barrage")
    assert [(noted.key, noted.url) for noted in session.noted] == [("longue", "https://exemple.fr/barrage")]


def test_leaving_in_the_middle_of_a_word_leaves_what_was_seen(index: Index) -> None:
    """What was on the screen was found by what begins so."""

    async def script(screen: Screen) -> None:
        screen.app._put("Valbr")
        await screen.until(lambda: screen.app.found and screen.app.found.going_on)
        await screen.until(lambda: "n'est encore aucun mot" in screen.line("notes"))
        await screen.press("escape")

    session = drive(index, script).return_value
    assert session
    assert session.state == State("Valbr*")


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c"])
def test_one_can_leave_from_everywhere(index: Index, key: str) -> None:
    """No page and no field keeps that key for itself."""

    async def script(screen: Screen) -> None:
        await screen.press("f1", key)

    assert isinstance(drive(index, script).return_value, Session)


def test_a_newer_commit_is_told_and_read_by_a_key(tmp_path: Path) -> None:
    """What is on the screen stays as it was until one asks for the rest."""
    build_index(tmp_path / "index", [Article(key="a", body="La crue.")])

    async def script(screen: Screen) -> None:
        with edit_index(tmp_path / "index") as writer:
            writer.put(Article(key="b", body="Une autre crue."))
        screen.app._look()
        await screen.until(lambda: "L'index a changé : F5" in screen.line("notes"))
        assert "1 article ·" in screen.line("status")
        await screen.press("f5")
        await screen.until(lambda: "2 articles" in screen.line("status"))
        assert "L'index a changé" not in screen.line("notes")

    with open_index(tmp_path / "index") as index:
        drive(index, script)


def test_an_error_of_the_index_is_told_with_what_to_do(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """The screen stays, and says what is wrong."""

    async def script(screen: Screen) -> None:
        def damaged(*_: Any, **__: Any) -> Any:
            raise IndexDamaged(Path("index"), "is not what was written")

        monkeypatch.setattr(index, "search", damaged)
        await screen.press("x", "y")
        await screen.until(lambda: "is not what was written · Check the disk" in screen.line("notes"))

    drive(index, script, size=(140, 30))


def test_a_mistake_of_ours_is_not_hidden_in_a_thread(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen that answers no more would tell nobody why."""

    async def script(screen: Screen) -> None:
        def fail(*_: Any, **__: Any) -> Any:
            raise RuntimeError("a mistake")

        monkeypatch.setattr(index, "facets", fail)
        await screen.press("x")
        await screen.until(lambda: not screen.app.is_running)

    with pytest.raises(RuntimeError, match="a mistake"):
        drive(index, script)


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (120, 40), (200, 60)])
def test_every_size_of_a_terminal_has_its_screen(index: Index, size: tuple[int, int]) -> None:
    """A hit, the article and the keys are seen on each, also after another size."""

    async def script(screen: Screen) -> None:
        await screen.pilot.resize_terminal(*size)
        screen.app._put("barrage")
        await screen.until(lambda: "Le barrage" in screen.place(screen.hits))
        await screen.until(lambda: screen.article.occurrences == 3)
        assert screen.hits.size.height > 0
        assert screen.article.size.height > 0
        assert "résultats" in screen.line("keys")
        assert screen.facets.display == (size[0] >= 150)

    drive(index, script)


def test_no_colour_is_used_where_none_is_wanted(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """What matched is underlined instead."""
    monkeypatch.setenv("NO_COLOR", "1")

    async def script(screen: Screen) -> None:
        screen.app._put("muguet")
        await screen.until(lambda: "muguet" in screen.place(screen.article) and screen.article.occurrences)
        segments = [
            segment
            for place in (screen.hits, screen.article, screen.app.root.query_one("#keys", Lines))
            for y in range(place.size.height)
            for segment in place.render_line(y)
        ]
        assert [segment for segment in segments if segment.style and segment.style.color] == []
        assert any(
            segment.style and segment.style.underline for segment in segments if segment.text == "muguet"
        )

    drive(index, script)
