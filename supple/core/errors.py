"""Every error of ours, drawn once.

SuppleError
├── ContentError   a file under content/ is wrong: names file, key and what is allowed
└── InputError     what a person or program sent is wrong: names the key and what is allowed
"""


class SuppleError(Exception):
    """The root: whatever Supple raises on purpose is one of these."""


class ContentError(SuppleError):
    """A content file that must not be used."""

    def __init__(self, file: str, key: str, why: str) -> None:
        super().__init__(f"{file}: {key}: {why}")
        self.file, self.key, self.why = file, key, why


class InputError(SuppleError):
    """Input that cannot be understood; `key` is what was wrong, `why` says what is allowed."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(f"{key}: {why}")
        self.key, self.why = key, why
