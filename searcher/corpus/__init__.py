"""Here is a folder of bytes: which articles are in it?"""

from searcher.corpus.dates import read_date
from searcher.corpus.decoding import NotText, decode
from searcher.corpus.limits import LARGEST_ARTICLE, LARGEST_FILE
from searcher.corpus.reading import READERS, Reader, corpus_bytes, read_corpus
from searcher.corpus.report import Progress, Skipped

__all__ = [
    "LARGEST_ARTICLE",
    "LARGEST_FILE",
    "READERS",
    "NotText",
    "Progress",
    "Reader",
    "Skipped",
    "corpus_bytes",
    "decode",
    "read_corpus",
    "read_date",
]
