"""Tantivy with its French chain, as a system to be measured against. Needs `pip install -e '.[benchmarks]'`."""

from __future__ import annotations

from collections.abc import Mapping

import tantivy

# Longer tokens are no words; tantivy's own default.
LONGEST_TOKEN = 40


class TantivyFrench:
    """Ranks texts with tantivy: any of the words of a question, by its BM25 (k1 = 1.2, b = 0.75)."""

    name = "tantivy, French"

    def __init__(self, texts: Mapping[str, str]) -> None:
        """Index texts by key, in memory."""
        self._analyzer = _analyzer()
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("number", stored=True)
        builder.add_text_field("text", tokenizer_name="french", index_option="freq")
        self._schema = builder.build()
        index = tantivy.Index(self._schema)
        index.register_tokenizer("french", _analyzer())
        writer = index.writer(num_threads=1)
        for number, text in enumerate(texts.values()):
            writer.add_document(tantivy.Document(number=number, text=text))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()
        keys = list(texts)
        everything = self._searcher.search(tantivy.Query.all_query(), limit=max(1, len(keys))).hits
        # Read once: tantivy would otherwise be timed reading stored fields, and the others not.
        self._keys = {
            (address.segment_ord, address.doc): keys[self._searcher.doc(address)["number"][0]]
            for _, address in everything
        }

    def rank(self, question: str, limit: int) -> list[str]:
        """The keys of the best texts, best first."""
        tokens = dict.fromkeys(self._analyzer.analyze(question))
        terms = [tantivy.Query.term_query(self._schema, "text", token, "freq") for token in tokens]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        hits = self._searcher.search(query, limit=limit, count=False).hits
        return [self._keys[address.segment_ord, address.doc] for _, address in hits]


def _analyzer() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(LONGEST_TOKEN))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.stopword("french"))
        .filter(tantivy.Filter.stemmer("french"))
        .build()
    )
