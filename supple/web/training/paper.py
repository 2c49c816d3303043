"""A handout's words and figures -> PDF. Imported only where one is made: the library and its letters take a while.

fpdf2 is wheels alone; what lays out HTML would need Pango on the machine, which a fresh one has not.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock

from fpdf import FPDF
from fpdf.svg import SVGObject

from supple.core import pictures
from supple.web import env
from supple.web.training.handout import Line, Sheet

STATIC = env.PROJECT / "supple/web/static"
LETTERS = STATIC / "vendor/atkinson-hyperlegible-next-latin-wght-normal.woff2"
MORE_LETTERS = STATIC / "vendor/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2"
DIGITS = STATIC / "fonts/hanken-grotesk-digits.woff2"  # as on the pages: no zero is struck through
NO_DIGITS: list[str | int | tuple[int, int]] = [(0x20, 0x2F), (0x3A, 0x2FFF)]
# All in millimetres on A4, but the sizes of letters, which are in points.
MARGIN, WIDTH, BOTTOM = 13.0, 184.0, 286.0
FIGURE, GAP = 30.0, 4.0  # the width of one figure; what is free between two, and beside them
WORDS = 2 * FIGURE + 2 * GAP  # where the words begin, from the margin
UNITS = 290.0  # what a figure's width shows, as on the pages: heads are equally big
MAT = 1.3
SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5)  # the first with which all fits on one page
LINE = 0.42  # of a line, in millimetres for each point
MATS = {"ease": "#EDB348", "strong": "#E79B7B", "move": "#86B5A3"}
SYMBOL = re.compile(r'<symbol id="f" viewBox="0 0 ([\d.]+) ([\d.]+)">(.*)</symbol>', re.DOTALL)
TOKEN = re.compile(r"var\(--[\w-]+, ?([^)]+)\)")
_one_at_a_time = Lock()


def pdf(sheet: Sheet) -> bytes:
    """The page; the same sheet is made once, however often it is asked for at the same moment."""
    with _one_at_a_time:
        return _pdf(sheet)


@lru_cache(maxsize=16)
def _pdf(sheet: Sheet) -> bytes:
    page = Page(sheet)
    page.lay()
    return bytes(page.paper.output())


class Page:
    """A sheet as it goes onto paper."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.paper = sheet, FPDF(format="A4")
        self.paper.set_margins(MARGIN, MARGIN)
        self.paper.set_auto_page_break(False)
        self.paper.set_title(f"{sheet.title}, {sheet.day}")
        self.paper.set_lang("en")
        self.paper.set_creator("Supple")
        for style, weight in (("", 400.0), ("B", 700.0)):
            self.paper.add_font("words", style, LETTERS, variations={"wght": weight}, unicode_range=NO_DIGITS)
            self.paper.add_font("digits", style, DIGITS, variations={"wght": weight})
            self.paper.add_font("more", style, MORE_LETTERS, variations={"wght": weight})
        self.paper.set_fallback_fonts(["digits", "more"])
        self.paper.c_margin = 0
        self.paper.add_page()
        self.drawn = {file: figure(pictures.place(file)) for line in sheet.lines for file in line.figures}
        self.size = SIZES[0]
        self.size = SIZES[min(bisect_left(SIZES, True, key=self._fits), len(SIZES) - 1)]

    def lay(self) -> None:
        """Head, one row for each exercise, and at the end what to do when it hurts."""
        self._head()
        room = BOTTOM - self.paper.get_y() - self._foot_height() - sum(self._heights(self.size))
        spare = min(max(room / max(len(self.sheet.lines), 1), 0.0), 9.0)
        for line, high in zip(self.sheet.lines, self._heights(self.size), strict=True):
            if self.paper.get_y() + high > BOTTOM:
                self.paper.add_page()
            self._row(line, high)
            self.paper.set_y(self.paper.get_y() + spare)
        if self.paper.get_y() + self._foot_height() > BOTTOM:
            self.paper.add_page()
        self._foot()

    def _fits(self, size: float) -> bool:
        self.size = size
        return MARGIN + self._head_height() + sum(self._heights(size)) + self._foot_height() <= BOTTOM

    # ---- the head ----

    def _head_height(self) -> float:
        return 15.0 + sum(self._high(text, WIDTH - 6, self.size) + 3 for text in self.sheet.warnings)

    def _head(self) -> None:
        self._write(self.sheet.title, 20.0, bold=True, width=120.0)
        self.paper.set_y(MARGIN + 2.5)
        self._write(self.sheet.day, 11.0, x=MARGIN + 110, width=WIDTH - 110, align="R")
        self.paper.set_y(MARGIN + 12)
        for text in self.sheet.warnings:
            self._boxed([(text, True)], 0.3)
        self.paper.set_y(self.paper.get_y() + 3)

    # ---- one exercise ----

    def _heights(self, size: float) -> list[float]:
        self.size = size
        return [max(self._words_height(line), self._figures_height(line)) + GAP for line in self.sheet.lines]

    def _words_height(self, line: Line) -> float:
        return sum(self._high(text, WIDTH - WORDS, self.size + more, bold) for text, more, bold in said(line))

    def _figures_height(self, line: Line) -> float:
        return max((self.drawn[file][1] * FIGURE / self._units(line) for file in line.figures), default=0.0) + MAT

    def _units(self, line: Line) -> float:
        return max([UNITS, *(self.drawn[file][0] for file in line.figures)])

    def _row(self, line: Line, high: float) -> None:
        top = self.paper.get_y()
        self._figures(line, top + self._figures_height(line) - MAT)
        self.paper.set_y(top)
        for text, more, bold in said(line):
            self._write(text, self.size + more, bold=bold, x=MARGIN + WORDS, width=WIDTH - WORDS)
        self.paper.set_y(top + high)

    def _figures(self, line: Line, floor: float) -> None:
        """Start and end on their mats, an arrow in the gap."""
        scale = FIGURE / self._units(line)
        for place, file in enumerate(line.figures):
            left = MARGIN + place * (FIGURE + GAP)
            width, height, inner = self.drawn[file]
            self.paper.set_draw_color(0)
            self.paper.set_line_width(0.15)
            self.paper.set_fill_color(MATS[line.mat])
            self.paper.rect(left, floor, FIGURE, MAT, style="DF", round_corners=True, corner_radius=MAT / 2)
            drawing = (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
                f' width="{width * scale * self.paper.k}" height="{height * scale * self.paper.k}">{inner}</svg>'
            )
            put = SVGObject(drawing)
            put.draw_to_page(self.paper, left + (FIGURE - width * scale) / 2, floor + MAT / 3 - height * scale)
            if place:
                self._arrow(left - GAP / 2, floor - 4)

    def _arrow(self, x: float, y: float) -> None:
        self.paper.set_line_width(0.4)
        self.paper.line(x - 1.5, y, x + 1.5, y)
        self.paper.polyline([(x + 0.5, y - 1), (x + 1.5, y), (x + 0.5, y + 1)])

    # ---- what to do when it hurts ----

    def _foot_height(self) -> float:
        each = (self.sheet.hurt, self.sheet.danger)
        boxes = sum(self._high(text, WIDTH - 6, self.size, bold) for words in each for text, bold in _titled(words))
        return boxes + 2 * 6 + self._high(self.sheet.small, WIDTH, 8.0) + 1

    def _foot(self) -> None:
        self.paper.set_y(max(self.paper.get_y(), BOTTOM - self._foot_height()))
        self._boxed(_titled(self.sheet.hurt), 0.3)
        self._boxed(_titled(self.sheet.danger), 0.9)
        self._write(self.sheet.small, 8.0)

    def _boxed(self, texts: Sequence[tuple[str, bool]], pen: float) -> None:
        top = self.paper.get_y()
        self.paper.set_y(top + 1.5)
        for text, bold in texts:
            self._write(text, self.size, bold=bold, x=MARGIN + 3, width=WIDTH - 6)
        self.paper.set_draw_color(0)
        self.paper.set_line_width(pen)
        self.paper.rect(MARGIN, top, WIDTH, self.paper.get_y() + 1.5 - top)
        self.paper.set_y(self.paper.get_y() + 3)

    # ---- words ----

    def _write(
        self, text: str, size: float, *, bold: bool = False, x: float = MARGIN, width: float = WIDTH, align: str = "L"
    ) -> None:  # fmt: skip
        self.paper.set_font("words", "B" if bold else "", size)
        self.paper.set_x(x)
        self.paper.multi_cell(width, size * LINE, text, align=align, new_x="LEFT", new_y="NEXT", markdown=True)

    def _high(self, text: str, width: float, size: float, bold: bool = False) -> float:
        self.paper.set_font("words", "B" if bold else "", size)
        high = self.paper.multi_cell(width, size * LINE, text, align="L", dry_run=True, output="HEIGHT", markdown=True)
        return float(high)  # type: ignore[arg-type]


def said(line: Line) -> Iterator[tuple[str, float, bool]]:
    """The words of an exercise, each with how much bigger than the rest, and whether bold."""
    yield line.name, 2.0, True
    yield line.dose, 0.0, True
    yield " ".join(f"{number}. {text}" for number, text in enumerate(line.steps, 1)), 0.0, False
    if line.care:
        yield line.care, 0.0, False


def _titled(words: tuple[str, str]) -> list[tuple[str, bool]]:
    return [(words[0], True), (words[1], False)]


@lru_cache(maxsize=32)
def figure(path: Path) -> tuple[float, float, str]:
    """Width, height and drawing of a picture, its colours written out."""
    found = SYMBOL.search(path.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{path.name} is no figure")
    return float(found[1]), float(found[2]), TOKEN.sub(r"\1", found[3])
