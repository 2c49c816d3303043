"""A host's own content folder in use, as it is from the start of a process."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from supple.core import content, own, pictures
from supple.web import films
from supple.web.training import shown

EXAMPLE = Path(__file__).parents[1] / "docs/examples/own"


def copy(tmp_path: Path) -> Path:
    """The example of the documents, as a folder that a test may change."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "clinic"))


@contextmanager
def hosted(folder: Path) -> Iterator[content.Content]:
    """All that is known with this folder beside the shipped one."""
    own.use(folder)
    forget()
    try:
        yield content.load()
    finally:
        own.use(None)
        forget()


def forget() -> None:
    """As if the process began anew."""
    for kept in (content.load, pictures.load, films._made, shown._card):
        kept.cache_clear()
