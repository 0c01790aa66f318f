"""What is marked of things near each other is what makes them near, by the definition, and nothing else."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from search.asking import answer
from search.test_oracle import Asker, corpora

from benchmarks.scan import Scan
from searcher import Article, build_index, passages
from searcher.analysis import cut
from searcher.index import open_snapshot
from searcher.present.marking import find_matches, merge_marks, title_marks
from searcher.query import Field
from searcher.search.ranking import BODY, TITLE


@given(data=st.data(), articles=corpora())
@settings(max_examples=120)
def test_the_occurrences_marked_are_those_of_all_spans(data: st.DataObject, articles: list[Article]) -> None:
    """Each mark is there because some choice of one occurrence of each thing has it: the marks justify the hit."""
    tree, scan = Asker(data, articles).near(), Scan(articles)
    with TemporaryDirectory() as folder:
        build_index(folder, articles)
        hits = answer(open_snapshot(Path(folder)), tree)
    for hit in hits:
        number = next(at for at, article in enumerate(articles) if article.key == hit.article.key)
        marked = False
        for kind, field in ((BODY, Field.BODY), (TITLE, Field.TITLE)):
            text = getattr(hit.article, kind.name)
            things = [sorted(scan._occurrences(child, kind, number)) for child in tree.children]
            near = [chosen for chosen in product(*things) if scan._is_near(chosen, tree, kind, number)]
            matches = find_matches(text, cut(text), hit.patterns, field)
            for thing in range(len(things)):
                found = {(match.position, match.size) for match in matches if match.pattern == thing}
                assert found == {chosen[thing] for chosen in near}
            marked |= bool(matches)
            marks = merge_marks(matches)
            if kind is TITLE:
                assert title_marks(hit) == marks
            else:
                shown = {mark for passage in passages(hit) for mark in passage.marks}
                assert shown <= set(marks)
        assert marked


@given(data=st.data(), articles=corpora())
@settings(max_examples=60)
def test_words_alike_are_marked_where_they_stand(data: st.DataObject, articles: list[Article]) -> None:
    """What a wildcard stands for is what it marks: a reader sees which words it found."""
    node, scan = Asker(data, articles)._alike(), Scan(articles)
    with TemporaryDirectory() as folder:
        build_index(folder, articles)
        hits = answer(open_snapshot(Path(folder)), node)
    forms = {scan.forms[number] for number in scan._alike(node)}
    for hit in hits:
        for field, text in ((Field.TITLE, hit.article.title), (Field.BODY, hit.article.body)):
            looked_for = node.field in (Field.ANY, field)
            expected = [(token.start, token.end) for token in cut(text) if looked_for and token.form in forms]
            found = [(match.start, match.end) for match in find_matches(text, cut(text), hit.patterns, field)]
            assert sorted(found) == sorted(expected)
