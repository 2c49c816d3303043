"""Template tags that every template knows."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from supple.core.words import Form
from supple.web import body_map, figures

register = template.Library()


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """A drawing of the sprite; the word beside it is what a screen reader says. `size`: "" or "large"."""
    kind = f"icon icon-{size}" if size else "icon"
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        kind,
        static("icons.svg"),
        name,
    )


@register.simple_tag
def figure(
    exercise: str, pose: str = "", form: Form = "base", title: str = "", mirrored: bool = False
) -> SafeString:  # fmt: skip
    """A drawn pose without its mat: its name, "start", "end", or nothing for the one that stands for the exercise. Give
    a title where no words stand beside it. `mirrored`: the other side. Nothing at all of what has not been drawn."""
    one = figures.picture(exercise, pose, form)
    return figures.large(one, title, mirrored=mirrored) if one else figures.NOTHING


@register.simple_tag
def on_mat(exercise: str, mat: str, form: Form = "base", later: bool = False) -> SafeString:
    """The figure that stands for an exercise, small, on its mat; the mat alone where nothing is drawn."""
    one = figures.picture(exercise, "", form)
    return _laid(figures.small(one, later) if one else figures.NOTHING, mat)


@register.simple_tag
def pose_on_mat(exercise: str, mat: str, pose: str = "", title: str = "", form: Form = "base") -> SafeString:
    """A pose on its mat, to look at closely."""
    one = figures.picture(exercise, pose, form)
    return _laid(figures.large(one, title, roomy=True) if one else figures.NOTHING, mat)


def _laid(shown: SafeString, mat: str) -> SafeString:
    kind = "on-mat" if shown else "on-mat on-mat-bare"
    return format_html('<span class="{}">{}<span class="mat mat-{}"></span></span>', kind, shown, mat)


@register.simple_tag
def lower_back(name: str) -> SafeString:
    """The lower back to tap on, above the choices of this name."""
    return body_map.lower_back(name)


@register.filter
def zero_to_ten(_: object) -> range:
    """The eleven values of a pain scale."""
    return range(11)


@register.filter
def word(words: dict[str, str], code: str) -> str:
    """The text of a code; codes hold dots, which a template would read as keys within keys."""
    return words.get(code, "")
