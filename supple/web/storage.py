"""Static files under names that change with their content, so that browsers may keep them for ever."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/supple.css"
COMMENT, SPACES = re.compile(r"/\*.*?\*/", re.DOTALL), re.compile(r"\s+")
MARKS = re.compile(r" ?([{};,]) ?")
IMPORT = re.compile(r'@import url\("(?P<file>[^"]+)"\) layer\((?P<layer>[a-z]+)\);')


class Hashed(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # whitenoise is untyped
    """Also rewrites the imports between our JavaScript modules; Django leaves that off and calls it experimental."""

    support_js_module_import_aggregation = True

    def create_compressor(self, **options: Any) -> Compressor:
        """gzip alone: brotli, which the handout brings along, takes 8 s more, and is asked for over https only."""
        return Compressor(**options, use_brotli=False)

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Before the names change, the one style sheet takes in its parts."""
        if SHEET in paths and not dry_run:
            sheet = Path(self.path(SHEET))
            sheet.write_text(tight(folded(sheet)), encoding="utf-8")
            paths = {**paths, SHEET: (self, SHEET)}  # hash what was just written, not the file it was copied from
        yield from super().post_process(paths, dry_run, **options)


def tight(text: str) -> str:
    """Rules without what only people read: a quarter less to send. No text in a rule of ours holds any of it."""
    return MARKS.sub(r"\1", SPACES.sub(" ", COMMENT.sub("", text)))


def folded(sheet: Path) -> str:
    """The text of a style sheet with each import replaced by the file's own rules, in its layer.

    A part in a deeper folder must not use url(): the address would now be read from the sheet's folder.
    """

    def rules(found: re.Match[str]) -> str:
        return f"@layer {found['layer']} {{\n{(sheet.parent / found['file']).read_text(encoding='utf-8')}}}\n"

    return IMPORT.sub(rules, sheet.read_text(encoding="utf-8"))
