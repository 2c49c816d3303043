"""How long pictures take and how big they are: `python -m benchmarks.figures [EXERCISE ...]`. Needs supple[body].

Times count processor time of one thread, so that a busy machine says the same.
"""

import argparse
import gzip
import statistics
from collections.abc import Iterator
from time import process_time

import numpy as np

from benchmarks.table import Row, ms, table
from supple.body.draw import figure, film, mesh, pictures, poster, scene, skin, svg
from supple.body.draw.camera import camera
from supple.body.draw.shelf import postures
from supple.body.solve import Posture
from supple.core.content import load
from supple.core.exercise import Exercise

LIMIT_KB, POSE_S, WHOLE_S = 12, 0.3, 600
SKIN_KB = 120


def rows(exercises: list[Exercise]) -> Iterator[Row]:
    """Every figure beside its goal."""
    began = process_time()
    made = mesh.make(figure.load())
    yield Row("", f"skin of {len(made.faces)} triangles, once", "", f"{process_time() - began:.1f} s")
    solved = [(exercise, one) for exercise in exercises for one in postures(exercise)]
    mesh.load()
    seen = [_buffers(exercise, one) for exercise, one in solved]
    yield Row("", "buffers of a pose, median", f"< {POSE_S} s", ms(statistics.median(seen)))
    yield Row("", "buffers of a pose, worst", "", ms(max(seen)))
    began, sizes, posters = process_time(), list[int](), list[int]()
    for exercise in exercises:
        _sizes(exercise, [one for of, one in solved if of is exercise], sizes, posters)
    taken = process_time() - began
    whole = taken / len(solved) * sum(len(one.poses) for one in load().exercises.values())
    yield Row("", "a pose drawn, with both posters", "", f"{taken / len(solved):.2f} s")
    yield Row("", "the whole catalogue, one core", f"< {WHOLE_S} s", f"{whole:.0f} s")
    yield Row("", "SVG, median", "", f"{statistics.median(sizes) / 1000:.1f} kB gzipped")
    yield Row("", "SVG, biggest", f"<= {LIMIT_KB} kB", f"{max(sizes) / 1000:.1f} kB gzipped")
    for n, size in enumerate(poster.SIZES):
        yield Row("", f"WebP of {size} px, median", "", f"{statistics.median(posters[n::2]) / 1000:.1f} kB")
    yield from _films(exercises)


def _films(exercises: list[Exercise]) -> Iterator[Row]:
    began = process_time()
    films = [len(gzip.compress(film.film(one, postures(one)))) for one in exercises if one.poses]
    yield Row("", "a film, made", "", f"{(process_time() - began) / len(films):.2f} s")
    yield Row("", "a film, median", "", f"{statistics.median(films) / 1000:.1f} kB gzipped")
    yield Row("", "a film, biggest", "", f"{max(films) / 1000:.1f} kB gzipped")
    skinned = len(gzip.compress(skin.data())) / 1000
    yield Row("", "the skin for all films", f"< {SKIN_KB} kB", f"{skinned:.1f} kB gzipped")


def _buffers(exercise: Exercise, one: Posture) -> float:
    began = process_time()
    drawn = scene.scene(one, camera(one.pose.view_deg), exercise.id)
    scene.buffers(drawn, *pictures.frame([drawn], [np.zeros(2)]), svg.PER_UNIT)
    return process_time() - began


def _sizes(exercise: Exercise, solved: list[Posture], sizes: list[int], posters: list[int]) -> None:
    for name, data in pictures.pictures(exercise, solved).items():
        if name.endswith(".svg"):
            sizes.append(len(gzip.compress(data)))
        else:
            posters.append(len(data))


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("exercise", nargs="*", help="all of them if none is named")
    every = load().exercises
    names = parser.parse_args().exercise or list(every)
    print(table(list(rows([every[name] for name in names]))))


if __name__ == "__main__":
    main()
