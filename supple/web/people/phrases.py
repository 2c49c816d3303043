"""Plain words for what a person may choose; keys are those of a plan's request."""

from django.utils.translation import gettext as _


def side() -> dict[str, str]:
    """Where it aches."""
    return {"left": _("Left"), "right": _("Right"), "both": _("Both sides"), "middle": _("In the middle")}


def when() -> dict[str, str]:
    """When it is worst."""
    return {
        "morning": _("In the morning"), "sitting": _("Sitting"), "standing": _("Standing"), "bending": _("Bending"),
        "walking": _("Walking"), "night": _("At night"), "lifting": _("Lifting"),
    }  # fmt: skip


def quality() -> dict[str, str]:
    """How it feels."""
    return {"dull": _("Dull"), "stiff": _("Stiff"), "sharp": _("Sharp"), "burning": _("Burning")}


def goals() -> dict[str, str]:
    """What somebody wants back."""
    return {
        "less_pain": _("Less pain"), "less_stiff": _("Less stiffness"), "sit_longer": _("Sit longer"),
        "stand_longer": _("Stand longer"), "walk_further": _("Walk further"), "sleep_better": _("Sleep better"),
        "lift": _("Lift and carry"), "get_up_easier": _("Get up more easily"), "sport": _("Sport"),
        "prevent": _("Keep it from coming back"),
    }  # fmt: skip


def place() -> dict[str, str]:
    """Where the sessions are done."""
    return {"home": _("At home"), "office": _("At the office"), "gym": _("At a gym"), "travel": _("Travelling")}


def equipment() -> dict[str, str]:
    """What may be at hand."""
    return {
        "band": _("Exercise band"), "stick": _("Stick or broom"), "bar": _("Bar to hang from"),
        "weight": _("Weight, or a bag to fill"), "barbell": _("Barbell"), "step": _("Step or stair"),
    }  # fmt: skip


def dislikes() -> dict[str, str]:
    """Positions that may be left out."""
    return {"floor": _("Getting down to the floor"), "kneeling": _("Kneeling")}


def sex() -> dict[str, str]:
    """Asked only because published measures differ; may stay empty."""
    return {"female": _("Female"), "male": _("Male")}


def times() -> dict[str, str]:
    """Times of day: deep bending waits a while after getting up."""
    return {"rise_time": _("You usually get up at"), "session_time": _("You would do it at about")}


def activities() -> tuple[str, str, str]:
    """The labels of the three own activities."""
    return (_("One thing your back makes hard"), _("A second thing"), _("A third thing"))
