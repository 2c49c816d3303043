"""Template tags that every template knows."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

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


@register.filter
def zero_to_ten(_: object) -> range:
    """The eleven values of a pain scale."""
    return range(11)


@register.filter
def word(words: dict[str, str], code: str) -> str:
    """The text of a code; codes hold dots, which a template would read as keys within keys."""
    return words.get(code, "")
