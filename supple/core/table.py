"""The rules of a session: what each event does in each mode. What the words in the rows mean stands in machine.py."""

from supple.core.document import Machine, Row

_LEAVE = ("time", "keep", "count_part", "leave")
_SKIP = (Row("after", ("last_turn",), _LEAVE), Row("running", (), (*_LEAVE, "next_turn", "say:skip")))
_SWAP = (Row("paused", ("may_swap",), (*_LEAVE, "swap", "say:swap")),)
_EASIER = (Row("paused", ("has_easier",), ("keep", "easier", "say:easier")),)
_UNDO = (Row("paused", ("has_undo",), ("undo",)),)
_END = (Row("after", (), (*_LEAVE, "early")),)
_HURT = (Row("hurt", (), ("time", "say:let_go")),)
_AT_IT = {"easier": _EASIER, "swap": _SWAP, "skip": _SKIP, "hurt": _HURT, "undo": _UNDO, "end": _END}

MACHINE = Machine(
    first="ready",
    ends=("done", "stopped"),
    step_events=("tick", "step_end", "next"),
    table={
        "ready": {"start": (Row("running"),), "end": (Row("done", (), ("early",)),)},
        "running": {
            "tick": (Row("running", (), ("time",)),),
            "step_end": (
                Row("running", ("waiting",), ("next_step",)),
                Row("after", ("last_step", "last_turn"), ("count_step", "finish", "forget", "say:done")),
                Row("running", ("last_step",), ("count_step", "finish", "forget", "next_turn")),
                Row("running", (), ("count_step", "forget", "next_step")),
            ),
            "next": (Row("running", ("waiting",), ("next_step",)),),
            "pause": (Row("paused", (), ("time", "say:paused")),),
            **_AT_IT,
        },
        "paused": {"resume": (Row("running"),), **_AT_IT},
        "hurt": {
            # 2c: red ends the item, and nothing follows before the re-check; an undo must not lead round it.
            "pain": (
                Row("recheck", ("red",), ("note_pain", "forget", "count_part", "leave", "say:recheck")),
                Row("paused", ("amber",), ("note_pain", "forget", "say:ease_off")),
                Row("paused", (), ("note_pain", "forget", "say:go_on")),
            ),
            "resume": (Row("paused"),),
            "end": _END,
        },
        "recheck": {
            "recheck": (
                Row("stopped", ("any_yes",), ("note_recheck", "say:stop")),
                Row("paused", ("has_swap",), ("note_recheck", "swap_first", "say:swap")),
                Row("after", ("last_turn",), ("note_recheck",)),
                Row("paused", (), ("note_recheck", "next_turn", "say:skip")),
            ),
            "end": (Row("after", (), ("early",)),),
        },
        "after": {"after": (Row("done", (), ("note_after",)),), "undo": _UNDO, "end": (Row("done"),)},
        "done": {},
        "stopped": {},
    },
)  # fmt: skip
