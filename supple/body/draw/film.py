"""The movement of an exercise as a file for browsers: how every bone turns from key pose to key pose, what stands
about, what is held, and which muscles glow. What does not move is written once."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import mujoco
import numpy as np

from supple.body import mjcf, move, solve
from supple.body.draw import mesh, muscle, pictures, props, scene, view
from supple.body.draw.camera import camera
from supple.body.draw.muscle import Glow
from supple.body.draw.pose import FINGERS, Bones, bones, skinned
from supple.body.draw.props import Held
from supple.body.draw.scene import MARGIN, SOLE, UNITS_PER_M
from supple.body.model import Array
from supple.body.move import Way
from supple.body.read import load as load_tables
from supple.body.residuals import State
from supple.body.solve import Posture
from supple.core.errors import InputError
from supple.core.posed import Posed

FORMAT = 1  # raise it when other numbers come of the same poses and tables
TURN, PLACE = 10_000, 10_000  # quaternions and metres are written as whole numbers of these parts
SAME = 2  # numbers that differ by no more than this many parts are one
DRIFT_M, ORDINARY_M, FLESH_M = 0.012, 0.018, 0.032  # a worse way is a cut: see tests/body/test_move.py
ROUND = "walk"  # exercises of this kind go round and round
STEP_M = 0.15  # so far a foot may be set down elsewhere as it begins again


@dataclass(frozen=True, slots=True, eq=False)
class Reel:
    """The frames of one form, one after another: bones, and at which of them each pose is reached."""

    postures: tuple[Posture, ...]
    frames: tuple[Bones, ...]
    reached: tuple[int, ...]
    cuts: tuple[int, ...]  # places of the poses that nothing leads to
    round: bool


def film(exercise: Posed, postures: Sequence[Posture], made_from: str = "") -> bytes:
    """The file of an exercise; `made_from` is written into it."""
    glows = pictures.glowing(exercise, postures)
    forms = {}
    for form, group in groupby(postures, key=lambda one: one.pose.of):
        reel = _reel(exercise, _led(list(group), postures))
        forms[form] = _form(exercise, reel, glows)
    return (
        json.dumps({"format": FORMAT, "made_from": made_from, "forms": forms}, separators=(",", ":")).encode() + b"\n"
    )


def _led(form: list[Posture], every: Sequence[Posture]) -> list[Posture]:
    """A form of one pose begins where the base form does, if the same things stand there."""
    start = every[0]
    alone = len(form) == 1 and form[0] is not start and start.pose.objects == form[0].pose.objects
    return [start, *form] if alone and _fair(_way(start, form[0])) else form


def _reel(exercise: Posed, form: Sequence[Posture]) -> Reel:
    closed = ROUND in exercise.kinds and len(form) > 2
    frames, reached, cuts = [_boned(form[0].qpos, form[0], exercise)], [0], list[int]()
    last = [_onwards(form)] if closed else []
    for one, other in zip(form, [*form[1:], *last], strict=False):
        way = None if other.pose.cut else _way(one, other)
        if way is None or not _fair(way, STEP_M if other in last else DRIFT_M):
            cuts.append(len(reached))
            frames.append(_boned(other.qpos, other, exercise))
        else:
            curls = [scene.curls(each, exercise.id) for each in (one, other)]
            frames += [_between(one, frame.qpos, curls, frame.progress) for frame in way.frames[1:]]
        reached.append(len(frames) - 1)
    gone = (last[0].qpos - form[0].qpos)[:2] if closed else np.zeros(2)
    kept = [_back(one, gone * n / max(1, len(frames) - 1)) for n, one in enumerate(frames)]
    return Reel(tuple(form), tuple(kept), tuple(reached), tuple(cuts), closed)


def _onwards(form: Sequence[Posture]) -> Posture:
    """The first pose again, twice as far on as the middle one of a walk: both its steps are equally long."""
    half = form[len(form) // 2].qpos[0] - form[0].qpos[0]
    moved = form[0].qpos.copy()
    moved[0] += 2 * half if abs(half) > STEP_M else 0.0
    return replace(form[0], qpos=moved)


def _back(one: Bones, by: Array) -> Bones:
    """Who walks stays in the middle of the picture."""
    return replace(one, at=one.at - np.array([*by, 0.0]))


def _way(one: Posture, other: Posture) -> Way | None:
    try:
        return move.between(one, other, solve.body_for(one.height_m, tuple(one.pose.objects)))
    except InputError:
        return None


def _fair(way: Way | None, drift_m: float = DRIFT_M) -> bool:
    return way is not None and way.drift_m < drift_m and way.ordinary_m < ORDINARY_M and way.flesh_m < FLESH_M


def _boned(qpos: Array, one: Posture, exercise: Posed) -> Bones:
    return _between(one, qpos, [scene.curls(one, exercise.id)] * 2, 0.0)


def _between(one: Posture, qpos: Array, curls: Sequence[dict[str, float]], progress: float) -> Bones:
    state = _state(one, qpos)
    now = {side: (1 - progress) * curls[0][side] + progress * curls[1][side] for side in mjcf.SIDES}
    return bones(state.body, state.data, now)


def _state(one: Posture, qpos: Array) -> State:
    state = State(solve.body_for(one.height_m, tuple(one.pose.objects)), one.pose.objects)
    state.move(qpos)
    return state


def _form(exercise: Posed, reel: Reel, glows: dict[str, tuple[Glow, ...]]) -> dict[str, object]:
    first = reel.frames[0]
    turns = np.array([_own_turns(one) for one in reel.frames])  # (frames, bodies, 4)
    turns *= np.where(np.einsum("fbi,bi->fb", turns, turns[0]) < 0, -1.0, 1.0)[..., None]
    places = np.array([one.at[0] for one in reel.frames])
    return {
        "poses": [one.pose.name for one in reel.postures],
        "views": [round(view.azimuth(exercise, one, glows.get(one.pose.shown, ())), 1) for one in reel.postures],
        "reached": reel.reached,
        "cuts": reel.cuts,
        "round": reel.round,
        "box": _box(exercise, reel, glows),
        "joints": _whole(_joints(first), PLACE).tolist(),
        "root": _whole(places, PLACE).T.tolist(),
        "turns": [_channel(one) for one in _whole(turns, TURN).reshape(len(turns), -1).T],
        "things": [_thing(name, reel) for name in reel.postures[0].pose.objects],
        "held": list(_held(exercise, reel)),
        "glows": _glows(reel, glows),
    }


def _own_turns(one: Bones) -> Array:
    """Each body's attitude against the one that carries it, as a quaternion; the pelvis against the world."""
    found = np.zeros((len(one.bodies), 4))
    for n, parent in enumerate(one.parents):
        above = np.eye(3) if n == 0 else one.turned[one.bodies.index(parent)]
        mujoco.mju_mat2Quat(found[n], (above.T @ one.turned[n]).ravel())
    return found


def _joints(one: Bones) -> Array:
    """Where each body turns, in the frame of the one that carries it: the same in every posture."""
    above = [one.bodies.index(parent) for parent in one.parents]
    away = one.at[: len(one.bodies)] - one.at[above]
    return np.asarray(np.einsum("nji,nj->ni", one.turned[above], away))


def _whole(numbers: Array, parts: int) -> Array:
    return np.round(numbers * parts).astype(np.int64)


def _channel(numbers: Array) -> object:
    """One number where all frames have the same."""
    return int(numbers[0]) if np.ptp(numbers) <= SAME else numbers.tolist()


def _box(exercise: Posed, reel: Reel, glows: dict[str, tuple[Glow, ...]]) -> list[float]:
    """What a movement takes up of its picture: left, top, right, bottom; how far out of its middle; the middle."""
    corners, out = list[Array](), 0.0
    views = [view.azimuth(exercise, one, glows.get(one.pose.shown, ())) for one in reel.postures]
    skin, binding = mesh.load(), scene.binding()
    for n, frame in enumerate(reel.frames):
        turns, shifts = frame.since(binding)
        points = skinned(skin.points, skin.weights, turns, shifts)
        seen = camera(views[int(np.argmin([abs(n - at) for at in reel.reached[: len(views)]]))]).seen(points)
        corners += [seen.min(axis=0)[:2], seen.max(axis=0)[:2]]
        out = max(out, float(np.linalg.norm(points[:, :2] - _middle(reel), axis=1).max()))
    for one, azimuth in zip(reel.postures, views, strict=True):
        drawn = scene.scene(one, camera(azimuth), exercise.id)
        corners += [at[:2] for thing in drawn.things for at in (thing.points.min(axis=0), thing.points.max(axis=0))]
    margin = MARGIN / UNITS_PER_M
    low, high = np.min(corners, axis=0) - margin, np.max(corners, axis=0) + np.array([margin, SOLE / UNITS_PER_M])
    return [round(float(n), 3) for n in (*low, *high, out, *_middle(reel))]


def _middle(reel: Reel) -> Array:
    """The point of the floor that a viewer turns the figure about."""
    every = np.concatenate([one.at[:, :2] for one in reel.frames])
    return np.asarray((every.min(axis=0) + every.max(axis=0)) / 2)


def _thing(name: str, reel: Reel) -> dict[str, object]:
    """A thing that stands where it stands."""
    put = _state(reel.postures[0], reel.postures[0].qpos).data.body(name)
    turned = np.array(put.xmat).reshape(3, 3)
    looks = _looks(scene.dressed(name, reel.postures[0]))
    return looks | {"at": _metres(put.xpos), "turned": round(float(np.arctan2(turned[1, 0], turned[0, 0])), 4)}


def _looks(name: str) -> dict[str, object]:
    drawn = props.looks(name, load_tables())
    return {
        "colour": drawn.colour,
        "round": drawn.round,
        "boxes": [[*one.half, *one.at] for one in drawn.boxes],
        "rods": [[*one.start, *one.end, one.radius] for one in drawn.rods],
    }


def _held(exercise: Posed, reel: Reel) -> Iterator[dict[str, object]]:
    """What is held or stood on, once for all poses that have it."""
    seen: list[Held] = []
    for one in reel.postures:
        for taken in scene.held(one, exercise.id):
            if taken not in seen:
                seen.append(taken)
                shown = [n for n, each in enumerate(reel.postures) if taken in scene.held(each, exercise.id)]
                yield _taken(taken, one) | {"poses": shown}


def _taken(one: Held, posture: Posture) -> dict[str, object]:
    """Places are means of points on bones, -1 being the world: so they move with what they lie on."""
    state = _state(posture, posture.qpos)
    if one.band:
        return {"colour": one.colour, "band": [_point(state, each, posture) for each in one.band]}
    if one.stick:
        run = [[_tied_to(state, patch, at)] for patch, at in zip(one.stick, scene.ends(one, state), strict=True)]
        return {"colour": "prop", "band": run, "radius": scene.STICK_M}
    if one.at:
        clear = one.clear_m if one.clear_m else None
        return _looks(one.thing) | {"on": [row for name in one.at for row in _on(state, name, clear)], "tall": 1}
    at, tall = scene.place(one, state)
    return _looks(one.thing) | {"on": [[-1, *_metres(at)]], "tall": round(tall, 4)}


def _point(state: State, each: object, posture: Posture) -> list[list[float]]:
    if not isinstance(each, str):
        return [[-1, *_metres(np.array(each, dtype=float))]]
    names = [f"{name}_{each[-1]}" for name in ("ball", "heel")] if each.startswith("sole_") else [each]
    return [row for name in names for row in _on(state, name, 0.0)]


def _on(state: State, patch: str, clear_m: float | None) -> list[list[float]]:
    """A patch's place, or its skin and so far out of it, in the frame of its bone."""
    out = 0.0 if clear_m is None else state.radius(patch) + clear_m
    return [_tied_to(state, patch, state.site(patch) + out * state.normal(patch))]


def _tied_to(state: State, patch: str, point: Array) -> list[float]:
    """A point of the world in the frame of the bone that a patch is on."""
    body = state.model.site(patch).bodyid[0]
    local = np.array(state.data.xmat[body]).reshape(3, 3).T @ (point - state.data.xpos[body])
    return [_names().index(state.model.body(body).name), *_metres(local)]


def _names() -> tuple[str, ...]:
    return scene.binding().bodies


def _glows(reel: Reel, glows: dict[str, tuple[Glow, ...]]) -> list[dict[str, object]]:
    """Each muscle group of a side that glows in any pose: its lines on the bones, and how strongly it glows in each."""
    every = {(one.group, one.side): one for posture in reel.postures for one in glows.get(posture.pose.shown, ())}
    return [
        {
            "group": group,
            "side": side,
            "hosts": [n for n, limb in enumerate(mesh.limbs()) if limb in muscle.hosts(one)],
            "levels": [_level(glows.get(each.pose.shown, ()), one) for each in reel.postures],
            "fans": [_fan(name, side) for name in one.names],
        }
        for (group, side), one in every.items()
    ]


def _level(shown: Sequence[Glow], one: Glow) -> float:
    return next((round(each.level, 3) for each in shown if (each.group, each.side) == (one.group, one.side)), 0.0)


def _fan(name: str, side: str) -> dict[str, object]:
    each = list(muscle.lines(name))
    return {"thick": each[0][1], "lines": [[_tied(body, at, side) for body, at in line] for line, _ in each]}


def _tied(body: str, at: Array, side: str) -> list[float]:
    """A point of the standing body in the frame of its bone."""
    paired = body == FINGERS or load_tables().skeleton[body].paired
    number = _names().index(mjcf.sided(body, side if paired else ""))
    away = at * (1.0, -1.0 if side == "r" else 1.0, 1.0) - scene.binding().rest[number]
    return [number, *_metres(away)]


def _metres(at: Array) -> list[float]:
    return [round(float(n), 4) for n in at]
