"""The drawn figures as static files and as tags: `bake` draws them, the site only hands them out and places them."""

from collections.abc import Iterable
from typing import Any

from django.contrib.staticfiles.finders import FileSystemFinder
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from supple.core.pictures import Picture, load
from supple.core.words import Form

FOLDER = "figures"
UNSERVED = ("*.json", "*.txt", "*.webp")  # what only the bench needs
# Every figure on a page is shown in a box of this many units (150 are a metre): so a head is equally big on all of
# them, whatever the width of the box. The few that are longer stand out a little at both sides, or get a wider box.
WIDTH = 290.0
NOTHING = SafeString("")
HIDDEN = SafeString(' aria-hidden="true" focusable="false"')  # the words beside it say what it shows


class Finder(FileSystemFinder):
    """Finds our static files, and of the baked ones only what pages use."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        """Path and storage of each file."""
        return super().list([*(ignore_patterns or ()), *UNSERVED])


def picture(exercise: str, pose: str = "", form: Form = "base") -> Picture | None:
    """A picture of an exercise: `pose` is its name, "start", "end", or nothing for the one that stands for it."""
    album = load().get(exercise)
    if album is None:
        return None
    if pose in ("", "start", "end"):
        return album.ends(form)[pose != "start"]
    return album.named(pose)


def small(one: Picture, later: bool = False) -> SafeString:
    """A figure for walls and lists, at the common scale. `later`: a script fetches it as it comes near, for pages with
    very many; where none runs, the browser fetches it at once."""
    now = _svg(_box(one, WIDTH), HIDDEN, _used(one, "href", one.small_file))
    if not later:
        return now
    waiting = _svg(_box(one, WIDTH), HIDDEN + SafeString(" data-later"), _used(one, "data-href", one.small_file))
    return format_html("{}<noscript>{}</noscript>", waiting, now)


def large(one: Picture, title: str = "", roomy: bool = False, mirrored: bool = False) -> SafeString:
    """A figure to look at closely. `roomy`: nothing of it stands out of its box. Poses of a form share their frame, so
    their heads stay equally big. Without a title the words beside it say what it shows."""
    said = format_html(' role="img" aria-label="{}"', title) if title else HIDDEN
    box = _box(one, max(WIDTH, one.width) if roomy else WIDTH)
    return _svg(box, said, _used(one, "href", one.file), " figure-mirrored" if mirrored else "")


def moment(one: Picture, name: str) -> SafeString:
    """A figure that fills its place on the player's stage; `name`: what scripts call it."""
    said = HIDDEN + format_html(' preserveAspectRatio="xMidYMax meet" data-moment="{}"', name)
    return _svg(_box(one, max(WIDTH, one.width)), said, _used(one, "href", one.file))


def _box(one: Picture, width: float) -> str:
    return f"{_short((one.width - width) / 2)} 0 {_short(width)} {_short(one.height)}"


def _svg(box: str, said: SafeString, inner: SafeString, kind: str = "") -> SafeString:
    return format_html('<svg class="figure{}" viewBox="{}"{}>{}</svg>', kind, box, said, inner)


def _used(one: Picture, key: str, file: str) -> SafeString:
    """The picture's symbol, at one unit to one."""
    place = f"{static(f'{FOLDER}/{file}')}#f"
    return format_html('<use {}="{}" width="{}" height="{}"/>', key, place, _short(one.width), _short(one.height))


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
