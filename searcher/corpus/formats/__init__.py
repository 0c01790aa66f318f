"""Here is an open file: which format is it, and which articles are in it?"""

from searcher.corpus.formats.protocol import Format, MissingExtra, Reader
from searcher.corpus.formats.recognizing import FORMATS, HEAD_BYTES, recognize

__all__ = ["FORMATS", "HEAD_BYTES", "Format", "MissingExtra", "Reader", "recognize"]
