"""The muscle map on the pages: the body from the front and from behind, with areas that a class lights."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from supple.core import atlas
from supple.core.atlas import View
from supple.core.content import Content
from supple.core.exercise import Exercise
from supple.core.plan import Plan
from supple.core.reach import Reach, reach
from supple.web.figures import FOLDER

STEPS = 3  # how strongly an area can be lit
# The lower back on the view from behind: x, y, width, height.
LOWER_BACK = (19, 42, 110, 112)
# What may be tapped there, with the choices that light it.
SPOTS = (
    ("left", ("ache_side-left",)),
    ("middle", ("ache_middle",)),
    ("right", ("ache_side-right",)),
)


def whole(lit: Mapping[str, str], every: bool = False) -> SafeString:
    """Both views, or with `every` off those alone on which something is lit; `lit`: class by group. The words beside
    the map say the same, so it is hidden from screen readers."""
    some = [one for one in atlas.load().values() if every or any(one.of(group) for group in lit)]
    return format_html(
        '<div class="map-views">{}</div>', format_html_join("", "{}", ((_view(one, lit),) for one in some))
    )


def _view(one: View, lit: Mapping[str, str]) -> SafeString:
    areas = [(area, kind) for group, kind in lit.items() for area in one.of(group)]
    lights = format_html_join("", '<use class="map-area {1}" href="{2}#{0}"/>', ((*pair, _file(one)) for pair in areas))
    box = f"0 0 {one.width:g} {one.height:g}"
    return format_html(
        '<svg class="map" viewBox="{}" aria-hidden="true" focusable="false">{}{}</svg>', box, _body(one), lights
    )


def _body(one: View) -> SafeString:
    return format_html('<use href="{}#f" width="{}" height="{}"/>', _file(one), one.width, one.height)


def _file(one: View) -> str:
    return static(f"{FOLDER}/{one.file}")


def lower_back(name: str) -> SafeString:
    """The lower back, its areas labels of the choices of this name: tapping one chooses, without a script."""
    one = atlas.load()["back"]
    box = " ".join(map(str, LOWER_BACK))
    body = format_html('<svg class="map" viewBox="{}" aria-hidden="true" focusable="false">{}</svg>', box, _body(one))
    spots = format_html_join("", '<label class="spot spot-{0}" for="id-{1}-{0}">{2}</label>',
                             ((spot, name, _spot(one, box, areas)) for spot, areas in SPOTS))  # fmt: skip
    return format_html('<div class="spots no-print">{}{}</div>', body, spots)


def _spot(one: View, box: str, areas: Sequence[str]) -> SafeString:
    used = format_html_join("", '<use href="{}#{}"/>', ((_file(one), area) for area in areas))
    return format_html('<svg class="map" viewBox="{}" aria-hidden="true" focusable="false">{}</svg>', box, used)


# --- What is lit ------------------------------------------------------------------------------------------------------


def felt(content: Content, one: Exercise) -> dict[str, object]:
    """What an exercise lengthens and works, in words and on the map."""
    if not one.groups:
        return {"felt": None}
    said = [(_("Lengthened"), one.lengthens), (_("Worked"), one.strengthens)]
    rows = [
        {"what": what, "where": [content.groups[group].plain for group in groups]} for what, groups in said if groups
    ]
    return {"felt": {"rows": rows, "map": whole(dict.fromkeys(one.groups, "map-feel"))}}


def effect(content: Content, plan: Plan) -> dict[str, object]:
    """What the week does: a row for each group it reaches, and two maps that say the same."""
    found = reach(content, plan.days)
    rows = [{"plain": content.groups[one.group].plain, "longer": _minutes(one.lengthened_s),
             "stronger": _minutes(one.strengthened_s)} for one in found]  # fmt: skip
    maps = [
        {"what": _("Lengthened"), "mat": "ease", "map": whole(_lit(found, "lengthened_s", "map-ease"), every=True)},
        {
            "what": _("Worked"),
            "mat": "strong",
            "map": whole(_lit(found, "strengthened_s", "map-strong"), every=True),
        },
    ]
    return {"effect": {"rows": rows, "maps": maps} if rows else None}


def _lit(found: Sequence[Reach], kind: str, name: str) -> dict[str, str]:
    """The more minutes, the stronger: in thirds of the most."""
    seconds: dict[str, Any] = {one.group: getattr(one, kind) for one in found if getattr(one, kind)}
    most = max(seconds.values(), default=0)
    return {group: f"{name} map-{-(-STEPS * each // most)}" for group, each in seconds.items()}


def _minutes(seconds: int) -> int:
    """Whole minutes; whatever is done is at least one."""
    return max(1, round(seconds / 60)) if seconds else 0
