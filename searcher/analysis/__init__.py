"""Here is French: where are the words, and which belong together?"""

from searcher.analysis.cutting import Cut, Cutter, Token, cut

__all__ = ["Cut", "Cutter", "Token", "cut"]
