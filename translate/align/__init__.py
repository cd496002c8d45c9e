"""Ties a Kazakh text to an English version that people made of it: beads of sentences, and links of words."""

from translate.align.alignment import Alignment
from translate.align.search import align

__all__ = ["Alignment", "align"]
