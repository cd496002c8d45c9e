"""Knows Kazakh words and terms; knows nothing of translation."""
