"""What the body found of each exercise: the shape of content/baked/<slug>.json, which `supple bake` writes."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from supple.core.errors import ContentError
from supple.core.reader import build
from supple.core.words import Form, Group

# The 33 points of the common pose model in its order: MediaPipe Pose, class PoseLandmark, in lower case; after
# Bazarevsky V et al. (2020), BlazePose: on-device real-time body pose tracking, arXiv 2006.10204. Left is the person's.
LANDMARKS = (
    "nose", "left_eye_inner", "left_eye", "left_eye_outer", "right_eye_inner", "right_eye", "right_eye_outer",
    "left_ear", "right_ear", "mouth_left", "mouth_right", "left_shoulder", "right_shoulder", "left_elbow",
    "right_elbow", "left_wrist", "right_wrist", "left_pinky", "right_pinky", "left_index", "right_index", "left_thumb",
    "right_thumb", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle", "left_heel",
    "right_heel", "left_foot_index", "right_foot_index",
)  # fmt: skip
FOLDER = "baked"
LOADS = range(1, 6)


@dataclass(frozen=True, slots=True)
class Lengthened:
    """The muscle of a target group that an exercise lengthens most, in an average body [percent]."""

    muscle: str  # its name in the catalogue
    side: Literal["left", "right", "middle"]
    pose: str
    strain_pct: int  # of its fibre, against standing
    share_pct: int  # of its own range
    over_start_pct: int  # of its fibre, against the start of the exercise


@dataclass(frozen=True, slots=True)
class BakedPose:
    """One posture of an average body: x forward, y to the left, z up from the floor."""

    name: str
    of: Form
    root: tuple[float, ...]  # the pelvis: x, y, z [mm], then a quaternion, w first
    landmarks: dict[str, tuple[int, ...]]  # [mm]
    angles: dict[str, float] = field(default_factory=dict)  # [deg]; those left out are 0
    objects: dict[str, tuple[float, ...]] = field(
        default_factory=dict
    )  # forward, left, up [m], turned to the left [deg]
    strains: dict[str, int] = field(default_factory=dict)  # percent of the fibre; muscles left out: 0
    shares: dict[str, int] = field(default_factory=dict)  # percent of the muscle's own range; left out: 0

    @property
    def shown(self) -> str:
        """The name; an easier or harder form's begins with the form."""
        return self.name if self.of == "base" else f"{self.of}.{self.name}"


@dataclass(frozen=True, slots=True)
class Baked:
    """All postures of one exercise, and what it lengthens."""

    made_from: str  # changes with the poses, the body's tables and the format
    height_m: float
    poses: tuple[BakedPose, ...]
    lengthening: dict[str, Lengthened] = field(default_factory=dict)
    load: int = 1  # what it asks of the trunk: 1 lying, 2 upright, 3 leaning or lifted, 4 a plank, 5 a side plank


class Shelf(Mapping[str, Baked]):
    """The baked exercises of a folder, or of two, by slug, each read when it is first asked for."""

    def __init__(self, root: Path, exercises: Iterable[str], also: Path | None = None) -> None:
        self.read = dict[str, Baked]()
        places = (root, also) if also else (root,)
        self.names = {name: place for name in exercises for place in places if path_of(place, name).exists()}

    def __getitem__(self, name: str) -> Baked:
        if name not in self.read:
            place = self.names[name]
            self.read[name] = read(path_of(place, name), place)
        return self.read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


def path_of(root: Path, exercise: str) -> Path:
    """Where the baked file of an exercise lies under a content folder."""
    return root / FOLDER / f"{exercise}.json"


def read(path: Path, root: Path) -> Baked:
    """One baked file. Raises ContentError naming file, key and what is allowed."""
    file = path.relative_to(root).as_posix()
    try:
        made = build(Baked, json.loads(path.read_text(encoding="utf-8")), file)
    except FileNotFoundError:
        raise ContentError(file, "file", "is missing; run supple bake") from None
    except ValueError as error:
        raise ContentError(file, "file", f"is not JSON ({error})") from None
    for key, why in _problems(made):
        raise ContentError(file, key, why)
    return made


def _problems(made: Baked) -> Iterator[tuple[str, str]]:
    for number, pose in enumerate(made.poses):
        for key, why in _pose_problems(pose):
            yield f"poses[{number}].{key}", why
    poses = [pose.shown for pose in made.poses]
    if not poses:
        yield "poses", "is empty"
    if len(set(poses)) < len(poses):
        yield "poses", "holds a pose twice"
    if made.load not in LOADS:
        yield "load", f"must be from {LOADS[0]} to {LOADS[-1]}, not {made.load}"
    for group, one in made.lengthening.items():
        if group not in get_args(Group):
            yield f"lengthening.{group}", f"is no target group; allowed: {', '.join(get_args(Group))}"
        if one.pose not in poses:
            yield f"lengthening.{group}.pose", f'"{one.pose}" is not one of: {", ".join(poses)}'


def _pose_problems(pose: BakedPose) -> Iterator[tuple[str, str]]:
    if len(pose.root) != 7:
        yield "root", f"must be seven numbers, not {len(pose.root)}"
    if tuple(sorted(pose.landmarks)) != _SORTED:
        wrong = sorted(set(pose.landmarks) ^ set(LANDMARKS))
        yield "landmarks", f"must be the 33 of the pose model; missing or too many: {', '.join(wrong)}"
    for name, at in pose.landmarks.items():
        if len(at) != 3:
            yield f"landmarks.{name}", f"must be three numbers, not {len(at)}"
    for name, put in pose.objects.items():
        if len(put) != 4:
            yield f"objects.{name}", f"must be four numbers, not {len(put)}"


_SORTED = tuple(sorted(LANDMARKS))
