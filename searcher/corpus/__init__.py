"""Here is a folder of bytes: which articles are in it?"""

from searcher.corpus.dates import read_date
from searcher.corpus.decoding import NotText, decode
from searcher.corpus.fields import field_of
from searcher.corpus.limits import (
    HIGHEST_RATIO,
    LARGEST_ARTICLE,
    LARGEST_DOCUMENT,
    LARGEST_FILE,
    MOST_LAYERS,
    MOST_MEMBERS,
    Limits,
)
from searcher.corpus.listing import Listing
from searcher.corpus.planning import Piece, Plan
from searcher.corpus.reading import (
    FileReader,
    already_used,
    check_sources,
    corpus_bytes,
    read_corpus,
)
from searcher.corpus.report import NEEDS, Progress, Skipped, one_line, place
from searcher.corpus.state import (
    UNREADABLE,
    UNSURE,
    CorpusState,
    FileState,
    FileStates,
    LeftOut,
    digest_of,
    is_as_it_was,
    real_paths,
    sure_times,
)
from searcher.corpus.walking import File, walk

__all__ = [
    "HIGHEST_RATIO",
    "LARGEST_ARTICLE",
    "LARGEST_DOCUMENT",
    "LARGEST_FILE",
    "MOST_LAYERS",
    "MOST_MEMBERS",
    "NEEDS",
    "UNREADABLE",
    "UNSURE",
    "CorpusState",
    "File",
    "FileReader",
    "FileState",
    "FileStates",
    "LeftOut",
    "Limits",
    "Listing",
    "NotText",
    "Piece",
    "Plan",
    "Progress",
    "Skipped",
    "already_used",
    "check_sources",
    "corpus_bytes",
    "decode",
    "digest_of",
    "field_of",
    "is_as_it_was",
    "one_line",
    "place",
    "read_corpus",
    "read_date",
    "real_paths",
    "sure_times",
    "walk",
]
