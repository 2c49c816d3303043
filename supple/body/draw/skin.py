"""The one skin as a file for browsers: split where the clothes end, in few bytes, the same for every exercise.

Layout, all little-endian: the length of the head (u32), the head as JSON, then for each array its numbers in planes of
low and high bytes. Points are steps from the point before, corners count back from the highest point yet.
"""

import json
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from supple.body import model
from supple.body.draw import figure, mesh
from supple.body.draw.figure import Dot, Figure
from supple.body.draw.mesh import Mesh
from supple.body.draw.pose import Bones
from supple.body.model import Array

FORMAT = 1  # raise it when other bytes come of the same table
FACES = 11000  # of the figure that moves; less than in pictures, which are looked at for longer
STEP_M = 0.0004  # points are whole numbers of these
PULLS = 4  # bones that move a point, at most
WHOLE = 255  # what the shares of a point add up to
LINE = "line"  # what the face is drawn in
PEN_M = 0.0042  # half the width of a line of the face
DOTS = 10
Ints = NDArray[np.int64]


def data() -> bytes:
    """The whole file."""
    skin, binding = _made()
    made = _with_face(_cut(skin), binding, figure.load())
    return made.file(_head(binding))


def made_from() -> str:
    """What the file follows from."""
    return f"{figure.digest()}-{mesh.FORMAT}-{FORMAT}-{FACES}"


def head_of(data: bytes) -> dict[str, object]:
    """The head of a file of this kind."""
    length = int.from_bytes(data[:4], "little")
    head: dict[str, object] = json.loads(data[4 : 4 + length])
    return head


@cache
def _made() -> tuple[Mesh, Bones]:
    coarse = replace(figure.load(), faces=FACES)
    return mesh.make(coarse), mesh.bind(coarse, model.reference())


def _head(binding: Bones) -> dict[str, object]:
    """What is known of the bones: helpers stand after the bodies, each with the body that it helps."""
    bodies = binding.bodies
    parents = [bodies.index(name) for name in binding.parents]
    return {
        "format": FORMAT,
        "made_from": made_from(),
        "step": STEP_M,
        "bones": bodies,
        "parents": parents,
        "helps": [bodies.index(name) for name in binding.helped],
        "turned": np.round(binding.turned.reshape(-1, 9), 6).tolist(),
        "at": np.round(binding.at, 5).tolist(),
        "limbs": mesh.limbs(),
        "tones": figure.load().tones,
    }


class Pieces:
    """A skin in pieces, each of one limb and one colour; grows while it is cut."""

    def __init__(self, skin: Mesh) -> None:
        self.points, self.weights, self.cover = list(skin.points), list(skin.weights), list(skin.cover)
        self.faces: dict[tuple[int, str], list[tuple[int, int, int]]] = {}
        self.edges: dict[tuple[int, int, int], int] = {}

    def on_edge(self, a: int, b: int, layer: int) -> int:
        """The point between two where a layer of clothes ends."""
        key = (min(a, b), max(a, b), layer)
        if key not in self.edges:
            one, other = (self.cover[n][layer] for n in key[:2])
            share = float(np.clip(one / (one - other), 0.0, 1.0))
            for each in (self.points, self.weights, self.cover):
                each.append(each[key[0]] + share * (each[key[1]] - each[key[0]]))
            self.edges[key] = len(self.points) - 1
        return self.edges[key]

    def split(self, face: tuple[int, int, int], layer: int) -> tuple[list[tuple[int, int, int]], ...]:
        """What of a triangle a layer covers, and what not."""
        inside = [self.cover[n][layer] > 0 for n in face]
        if all(inside) or not any(inside):
            return ([face], []) if inside[0] else ([], [face])
        lone = next(n for n in range(3) if inside.count(inside[n]) == 1)
        a, b, c = face[lone], face[(lone + 1) % 3], face[(lone + 2) % 3]
        ab, ac = self.on_edge(a, b, layer), self.on_edge(a, c, layer)
        tip, rest = [(a, ab, ac)], [(ab, b, c), (ab, c, ac)]
        return (tip, rest) if inside[lone] else (rest, tip)

    def file(self, head: dict[str, object]) -> bytes:
        """Everything written."""
        order = sorted(self.faces)
        parts, corners = list[dict[str, object]](), list[int]()
        for limb, colour in order:
            run = self.faces[limb, colour]
            parts.append({"limb": limb, "colour": colour, "from": len(corners), "count": 3 * len(run)})
            corners += [n for face in _along(run) for n in face]
        first = {old: new for new, old in enumerate(dict.fromkeys(corners))}
        kept = list(first)
        steps = np.round(np.array(self.points)[kept] / STEP_M).astype(np.int64)
        bones, shares = _pulls(np.array(self.weights)[kept])
        arrays = [*np.diff(steps, axis=0, prepend=0).T, *bones.T, *shares.T[1:], _back([first[n] for n in corners])]
        whole = {**head, "points": len(kept), "corners": len(corners), "parts": parts}
        written = json.dumps(whole, separators=(",", ":")).encode()
        written += b" " * (-len(written) % 4)
        return len(written).to_bytes(4, "little") + written + b"".join(_planes(one) for one in arrays)


def _cut(skin: Mesh) -> Pieces:
    """Each triangle given to the first layer of its limb's clothes that covers it, cut where one ends."""
    made, names = Pieces(skin), mesh.limbs()
    for limb, face in zip(skin.limb.tolist(), skin.faces.tolist(), strict=True):
        left = [(face[0], face[2], face[1])]  # the other way round: outside is where corners run against the clock
        for layer, worn in enumerate(figure.load().clothes):
            if worn.limb == names[limb].split("_")[0]:
                each = [made.split(one, layer) for one in left]
                left = [one for _, out in each for one in out]
                made.faces.setdefault((limb, worn.colour), []).extend(one for within, _ in each for one in within)
    return made


def _with_face(made: Pieces, binding: Bones, drawn: Figure) -> Pieces:
    """Eyes as discs; brows, nose and mouth as ribbons: they lie on the head and move with it."""
    limb, head = mesh.limbs().index("head"), binding.bodies.index("head")
    faces = made.faces.setdefault((limb, LINE), [])
    for points, run in _features(drawn):
        first = len(made.points)
        for one in points:
            made.points.append(binding.moved("head", one))
            made.weights.append(np.eye(made.weights[0].size)[head])
        faces += [(a + first, b + first, c + first) for a, b, c in run]
    return made


def _features(drawn: Figure) -> list[tuple[Array, list[tuple[int, int, int]]]]:
    found = []
    for sign in (-1.0, 1.0):
        found.append(_disc(drawn.face.eye, sign))
        brow = drawn.face.brow
        found.append(_ribbon(np.array(brow.through) * (1, sign, 1), np.array(brow.out) * (1, sign, 1)))
    for line in (drawn.face.mouth,):
        half = np.array(line.through)
        found.append(_ribbon(np.concatenate([half, half[-2::-1] * (1, -1, 1)]), np.array((1.0, 0.0, 0.0))))
    return found


def _disc(eye: Dot, sign: float) -> tuple[Array, list[tuple[int, int, int]]]:
    out = np.array(eye.out) * (1.0, sign, 1.0)
    side = np.cross((0.0, 0.0, 1.0), out)
    turn = np.linspace(0, 2 * np.pi, DOTS, endpoint=False)[:, None]
    ring = np.array(eye.at) * (1.0, sign, 1.0) + eye.half[0] * np.cos(turn) * side / np.linalg.norm(side)
    ring = ring + eye.half[1] * np.sin(turn) * np.array((0.0, 0.0, 1.0))
    return ring, [(0, n, n + 1) for n in range(1, DOTS - 1)]


def _ribbon(through: Array, out: Array) -> tuple[Array, list[tuple[int, int, int]]]:
    course = CubicSpline(np.linspace(0, 1, len(through)), through)(np.linspace(0, 1, DOTS))
    out = out / np.linalg.norm(out)
    across = np.cross(out, np.gradient(course, axis=0))
    across *= PEN_M / np.linalg.norm(across, axis=1, keepdims=True)
    both = np.stack([course + across, course - across], axis=1).reshape(-1, 3)
    return both, [t for n in range(0, 2 * DOTS - 2, 2) for t in ((n, n + 1, n + 2), (n + 1, n + 3, n + 2))]


def _along(faces: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The same triangles, each after a neighbour where it can be: points come in a row, and the file packs well."""
    at: dict[int, list[int]] = {}
    for n, face in enumerate(faces):
        for corner in face:
            at.setdefault(corner, []).append(n)
    left, made, ahead = dict.fromkeys(range(len(faces))), list[tuple[int, int, int]](), list[int]()
    while left:
        number = next((n for n in reversed(ahead) if n in left), next(iter(left)))
        del left[number]
        face = faces[number]
        made.append(face)
        ahead = [n for corner in face for n in at[corner] if n in left] or [n for n in ahead[-64:] if n in left]
    return made


def _pulls(weights: Array) -> tuple[Ints, Ints]:
    """The strongest bones of each point and their shares in 255ths; the first takes what is left."""
    bones = np.argsort(-weights, axis=1, kind="stable")[:, :PULLS]
    each = np.take_along_axis(weights, bones, axis=1)
    shares = np.round(each / each.sum(axis=1, keepdims=True) * WHOLE).astype(np.int64)
    shares[:, 0] = WHOLE - shares[:, 1:].sum(axis=1)
    return np.where(shares > 0, bones, 0), shares


def _back(corners: list[int]) -> Ints:
    highest, back = 0, list[int]()
    for n in corners:
        back.append(highest - n)
        highest = max(highest, n + 1)
    return np.array(back)


def _planes(numbers: Ints) -> bytes:
    """Folded so that small ones of either sign are small, then all low bytes and all high bytes."""
    folded = np.where(numbers < 0, -2 * numbers - 1, 2 * numbers).astype("<u2")
    return (folded & 255).astype(np.uint8).tobytes() + (folded >> 8).astype(np.uint8).tobytes()
