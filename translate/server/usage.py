"""How much each client of DeepL's protocol has had translated: its texts and its documents, since the server began."""

from collections import Counter


class Usage:
    """Characters, by whose they are; without keys all are one client's."""

    def __init__(self) -> None:
        """Nobody had anything yet."""
        self._characters: Counter[str] = Counter()

    def add(self, owner: str, characters: int) -> None:
        """So many more."""
        self._characters[owner] += characters

    def of(self, owner: str) -> int:
        """All of one."""
        return self._characters[owner]
