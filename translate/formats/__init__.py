"""The formats of files: one module for each, to read documents or to write bitexts."""
