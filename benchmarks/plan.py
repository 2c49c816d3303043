"""How good and how fast plans are, against a proven bound: `python -m benchmarks.plan [--people 300] [--first 0]`.

Random people with conditions, wishes and seven days of their own; for each a week by the planner, one by a greedy rule
and one at random, all legal, against a bound that no legal week can pass (plan_bound.py, which needs highspy). Each
plan also goes through the tests' independent checker. One thread; CPU time says what a plan costs, wall time what one
waits for it while the machine does other things as well.
"""

import argparse
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import perf_counter, process_time

from benchmarks.plan_bound import upper_bound
from supple.core.coach import needs_of
from supple.core.content import Content, load
from supple.core.menu import Kitchen, terms
from supple.core.person import Moment, Person
from supple.core.plan import plan
from supple.core.search import Picks, Question, best, fits, worth
from supple.core.week import Draft, Week, draft, plan_week, split
from tests.core.plan_checker import faults
from tests.core.random_people import by_chance, days_by_chance

DAYS = 7
WAIT_MIN = 10
STATUS = "/proc/self/status"  # Linux; getrusage would count what this program itself held when it started the other
BARE = f"print(*(line.split()[1] for line in open('{STATUS}') if line.startswith('VmHWM')))"
ONE_PLAN = (
    """
from supple.core.coach import needs_of
from supple.core.content import load
from supple.core.plan import plan
from tests.core.random_people import by_chance, days_by_chance
person = by_chance(load(), 0)
plan(load(), person, needs_of(load(), person), days_by_chance(person, 0))
"""
    + BARE
)


@dataclass
class Findings:
    """What is measured, one value a person or a day."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    gaps_pct: dict[str, list[float]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    days: int = 0
    short_days: int = 0
    early_days: int = 0  # those of them when only walking and breathing are allowed

    def timed(self, name: str, work: Callable[[], object]) -> None:
        clocks = {"CPU": process_time, "wall": perf_counter}
        start = {clock: read() for clock, read in clocks.items()}
        work()
        for clock, read in clocks.items():
            self.seconds.setdefault(f"{name}, {clock}", []).append(read() - start[clock])


def week_of(content: Content, person: Person, moments: tuple[Moment, ...]) -> Week:
    """The planner's own view of seven days."""
    kitchen = Kitchen(content, person, needs_of(content, person), terms(content, person.wishes.minutes))
    return Week(kitchen.frame(), tuple(map(kitchen.slate, moments)))


def greedy(week: Week) -> Draft:
    """Day by day, always the item that adds most."""
    made = draft(week)
    for day in range(len(week.slates)):
        question = made.question(day)
        picks: Picks = ()
        while step := _next(question, picks):
            picks = step
        made.put(day, picks)
    return made


def _next(question: Question, picks: Picks) -> Picks:
    """One item more, or nothing where none adds anything."""
    longer = [(*picks, place) for place in range(len(question.choices)) if place not in picks]
    legal = [one for one in longer if fits(question, one)]
    better = [one for one in legal if worth(question, one) > worth(question, picks)]
    return max(better, key=lambda one: worth(question, one), default=())


def by_luck(week: Week, chance: Random) -> Draft:
    """Day by day, anything that fits, as many items as there should be."""
    made = draft(week)
    for day, slate in enumerate(week.slates):
        question = made.question(day)
        picks: Picks = ()
        wanted = sum(step > 0 for step in slate.steps)
        for place in chance.sample(range(len(slate.choices)), len(slate.choices)):
            if len(picks) < wanted and fits(question, (*picks, place)) and slate.prices[place] >= 0:
                picks = (*picks, place)
        made.put(day, picks)
    return made


def measure(content: Content, seed: int, found: Findings) -> None:
    """One person's week."""
    person = by_chance(content, seed)
    moments = days_by_chance(person, seed)
    needs = needs_of(content, person)
    week = week_of(content, person, moments)
    sessions = plan_week(week)
    limit = upper_bound(week, sessions)
    luck = Random(seed)  # noqa: S311
    weeks = {"planner": draft(week, sessions), "greedy": greedy(week), "random": by_luck(week, luck)}
    items, value = split(weeks["planner"].total())
    for name, made in weeks.items():
        gaps = found.gaps_pct.setdefault(name, [])
        if split(made.total())[0] == items:
            gaps.append(100 * (limit - made.total()) / value)
    found.timed("week with limits and reasons", lambda: plan(content, person, needs, moments))
    found.timed("day with limits and reasons", lambda: plan(content, person, needs, moments[:1]))
    question = draft(week, sessions).question(3)
    found.timed("day search", lambda: best(question))
    made_plan = plan(content, person, needs, moments)
    found.faults += [f"person {seed}: {fault}" for fault in faults(content, person, moments, made_plan)]
    found.days += len(moments)
    short = [at for day, at in zip(made_plan.days, moments, strict=True) if len(day.items) < 3 < person.wishes.minutes]
    found.short_days += len(short)
    found.early_days += sum(at.since_rising_min is not None and at.since_rising_min < WAIT_MIN for at in short)


def quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def memory_mb() -> float:
    """What a plan needs above the interpreter."""
    return (_most_memory(ONE_PLAN) - _most_memory(BARE)) / 1024


def _most_memory(code: str) -> int:
    command = [sys.executable, "-c", code]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603


def report(found: Findings) -> None:
    _table("gap to the bound [%]", found.gaps_pct, 1)
    for name, gaps in found.gaps_pct.items():
        print(f"{name}: {found.days // DAYS - len(gaps)} weeks with fewer items than the planner's, not counted above")
    print()
    _table("time [ms]", found.seconds, 1000)
    print(f"{found.days} days; {found.short_days} with fewer than three items, {found.early_days} of them within "
          f"{WAIT_MIN} minutes of getting up; {len(found.faults)} faults")  # fmt: skip
    for fault in found.faults[:20]:
        print(fault)


def _table(title: str, rows: dict[str, list[float]], factor: float) -> None:
    print(f"| {title} | p50 | p90 | p99 | most |\n|---|---|---|---|---|")
    for name, values in rows.items():
        cells = (f"{factor * quantile(values, share):.2f}" for share in (0.5, 0.9, 0.99, 1))
        print(f"| {name} | {' | '.join(cells)} |")
    print()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=300)
    options.add_argument("--first", type=int, default=0, help="the first seed")
    given = options.parse_args()
    content, found = load(), Findings()
    for seed in range(given.first, given.first + given.people):
        measure(content, seed, found)
    print(f"{given.people} people from seed {given.first}; {len(content.exercises)} exercises\n")
    report(found)
    if Path(STATUS).exists():
        print(f"memory above the interpreter: {memory_mb():.0f} MB")


if __name__ == "__main__":
    main()
