"""Turns Kazakh documents into bitexts: English tied to its Kazakh, sentence by sentence."""

__version__ = "0.1.0"
