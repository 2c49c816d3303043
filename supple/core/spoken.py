"""What is said, asked and told around a session: the shape of session.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from supple.core.errors import ContentError
from supple.core.reader import build, toml

FILE = "session.toml"
SAID = ("ready", "left", "right", "change", "rest", "move", "into", "hold", "walk", "breathe", "half", "three",
        "paused", "skip", "easier", "swap", "let_go", "ease_off", "go_on", "recheck", "stop", "done")  # fmt: skip
PARTS = ("say", "ask", "where_words", "feeling_words", "changes", "hints", "findings")


@dataclass(frozen=True, slots=True)
class Spoken:
    """All of session.toml: codes and their sentences."""

    feelings: tuple[str, ...]
    where: tuple[str, ...]
    breath_s: tuple[int, ...]
    sources: tuple[str, ...]
    say: dict[str, str]
    ask: dict[str, str]
    where_words: dict[str, str]
    feeling_words: dict[str, str]
    changes: dict[str, str]
    hints: dict[str, str]
    findings: dict[str, str]

    def texts(self) -> Mapping[str, str]:
        """Every sentence by its key: for the word list and for translation."""
        return {f"{part}.{code}": text for part in PARTS for code, text in getattr(self, part).items()}

    def words(self) -> Mapping[str, str]:
        """What a player needs, by the codes of a session document."""
        asked = {f"ask.{code}": text for code, text in self.ask.items()}
        where = {f"where.{code}": self.where_words[code] for code in self.where}
        return {**self.say, **asked, **where, **{f"feeling.{code}": self.feeling_words[code] for code in self.feelings}}


def read_spoken(root: Path) -> Spoken:
    """session.toml, each code with its words. Raises ContentError."""
    spoken = build(Spoken, toml(root / FILE, root), FILE)
    for part, wanted in (("say", SAID), ("where_words", spoken.where), ("feeling_words", spoken.feelings)):
        missing = [code for code in wanted if code not in getattr(spoken, part)]
        if missing:
            raise ContentError(FILE, part, f"is missing: {', '.join(missing)}")
    return spoken
