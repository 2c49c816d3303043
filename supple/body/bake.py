"""`supple bake`: the results of the whole catalogue as files, what a bake changed, and whether they are still true."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from supple.body import changes, result
from supple.core import own
from supple.core.baked import FOLDER, Baked, path_of, read
from supple.core.content import ROOT, Content, load
from supple.core.errors import ContentError, InputError, SuppleError
from supple.core.posed import Posed

AGAIN = "run supple bake"


def bake(root: Path, names: Sequence[str] = ()) -> Iterator[str]:
    """Writes the results of these exercises, or of all; yields a line for each that changed. Raises SuppleError at the
    end where poses cannot be met: what was baked of them before stays as it is."""
    content, refused, same = _content(root), list[str](), 0
    (root / FOLDER).mkdir(exist_ok=True)
    for path in _strays(content, root):
        path.unlink()
        yield f"{path.stem}: gone"
    for exercise in chosen(content, names, root):
        try:
            said = _bake(root, exercise)
        except InputError as missed:
            refused.append(str(missed))
            continue
        same += not said
        if said:
            yield f"{exercise.id}: {said}"
    yield f"{same} unchanged"
    if refused:
        raise SuppleError("\n".join(refused))


def stale(root: Path, names: Sequence[str] = ()) -> Iterator[str]:
    """A sentence for each exercise whose result is not what its poses and the body give today; none: all is true."""
    content = _content(root)
    if not names:
        yield from (f"{path.stem} is baked but no exercise; {AGAIN}" for path in _strays(content, root))
    for exercise in chosen(content, names, root):
        said = _stale(root, exercise)
        if said:
            yield f"{exercise.id}: {said}; {AGAIN}"


def chosen(content: Content, names: Sequence[str], root: Path = ROOT) -> list[Posed]:
    """The exercises and self-tests of these codes or names, or all that have poses, as far as they lie in a folder."""
    inside = lying_in(content, root)
    return [one for one in (named(content, name) for name in names) if one.id in inside] or (
        [] if names else list(inside.values())
    )


def lying_in(content: Content, root: Path) -> dict[str, Posed]:
    """What lies in a folder and has poses: in a host's folder what they added, elsewhere all else."""
    hosts = root == own.folder()
    theirs = {name for part in ("exercises", "self_tests") for name in content.posed if content.is_added(part, name)}
    return {name: one for name, one in content.posed.items() if one.poses and (name in theirs) is hosts}


def _content(root: Path) -> Content:
    """A host's folder is no content by itself: it lies beside what is shipped."""
    return load() if root == own.folder() else load(root)


def named(content: Content, name: str) -> Posed:
    """The exercise or the self-test of this code or name."""
    tests = (one for one in content.self_tests.values() if name in (one.code, one.id))
    found = content.by_code(name) or next(tests, None)
    if found is None:
        raise InputError("EXERCISE", f"{name} is no exercise; allowed: E01 ... or a name such as bird_dog")
    return found


def _bake(root: Path, exercise: Posed) -> str:
    """Writes one file; what changed in it, or nothing."""
    path, made = path_of(root, exercise.id), result.baked(exercise)
    before, after = _before(path, root), result.text(made)
    if before and path.read_text(encoding="utf-8") == after:
        return ""
    path.write_text(after, encoding="utf-8")
    if before is None:
        return "new"
    differs = list(changes.between(before, made))
    return f"changed by at most {changes.most(differs)}" if differs else "the same, from other poses or tables"


def _before(path: Path, root: Path) -> Baked | None:
    """What was baked before; nothing where that cannot be read any more."""
    try:
        return read(path, root)
    except ContentError:
        return None


def _stale(root: Path, exercise: Posed) -> str:
    path = path_of(root, exercise.id)
    if not path.exists():
        return "has not been baked"
    try:
        before, now = read(path, root), result.baked(exercise)
    except ContentError as bad:
        return f"what was baked cannot be read: {bad.key}: {bad.why}"
    except InputError as missed:
        return missed.why
    off = [one for one in changes.between(before, now) if one.counts]
    if off:
        return max(off, key=_weight).text
    return "its poses or the body's tables have changed" if before.made_from != now.made_from else ""


def _weight(one: changes.Change) -> tuple[bool, bool, float]:
    """What is said first: of a pose before what follows from it, what is there or not before what is off."""
    return one.where != changes.LENGTHENING, not one.unit, one.off / changes.MOST.get(one.unit, 1.0)


def _strays(content: Content, root: Path) -> list[Path]:
    """Files of nothing that has poses; folders hold pictures, which supple.body.draw.shelf looks after."""
    names = {path_of(root, name).name for name in lying_in(content, root)}
    return sorted(path for path in (root / FOLDER).glob("*") if path.is_file() and path.name not in names)
