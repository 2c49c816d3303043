"""How good and how fast plans are, against a proven bound: `python -m benchmarks.plan [--people 300] [--first 0]`.

Random people with conditions, wishes and seven days of their own; for each a week by the planner, one by a greedy rule
and one at random, all legal, against a bound that no legal week can pass (plan_bound.py, which needs highspy). Each plan
also goes through the tests' independent checker. Times are those of one thread (CPU time).
"""

import argparse
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from time import process_time

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

BARE = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
ONE_PLAN = "from benchmarks.plan import one_plan; one_plan(); " + BARE


@dataclass
class Findings:
    """What is measured, one value a person or a day."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    gaps_pct: dict[str, list[float]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    days: int = 0
    short_days: int = 0

    def timed(self, name: str, work: Callable[[], object]) -> None:
        start = process_time()
        work()
        self.seconds.setdefault(name, []).append(process_time() - start)


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
    weeks = {"planner": draft(week, sessions), "greedy": greedy(week), "random": by_luck(week, Random(seed))}
    _, value = split(weeks["planner"].total())
    for name, made in weeks.items():
        found.gaps_pct.setdefault(name, []).append(100 * (limit - made.total()) / value)
    found.timed("week, limits and reasons included", lambda: plan(content, person, needs, moments))
    found.timed("day, limits and reasons included", lambda: plan(content, person, needs, moments[:1]))
    question = draft(week, sessions).question(3)
    found.timed("day search", lambda: best(question))
    made_plan = plan(content, person, needs, moments)
    found.faults += [f"person {seed}: {fault}" for fault in faults(content, person, moments, made_plan)]
    found.days += len(moments)
    found.short_days += sum(len(day.items) < 3 for day in made_plan.days) if person.wishes.minutes > 3 else 0


def quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def one_plan() -> None:
    """Everything that a plan needs in memory."""
    content = load()
    person = by_chance(content, 0)
    plan(content, person, needs_of(content, person), days_by_chance(person, 0))


def memory_mb() -> float:
    """What a plan needs above the interpreter."""
    unit = 1024 if sys.platform == "linux" else 1024 * 1024
    bare, full = (int(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)
                  for code in (BARE, ONE_PLAN))  # fmt: skip
    return (full - bare) / unit


def report(found: Findings) -> None:
    print("| week | gap to the bound, p50 / p90 / p99 / max |")
    print("|---|---|")
    for name, gaps in found.gaps_pct.items():
        print(f"| {name} | {' / '.join(f'{quantile(gaps, share):.2f}' for share in (0.5, 0.9, 0.99, 1))} % |")
    print("\n| what | p50 / p90 / p99 / max |\n|---|---|")
    for name, seconds in found.seconds.items():
        print(
            f"| {name} | {' / '.join(f'{1000 * quantile(seconds, share):.1f}' for share in (0.5, 0.9, 0.99, 1))} ms |"
        )
    print(
        f"\n{found.days} days; {found.short_days} with fewer than three items; {len(found.faults)} faults by the checker"
    )
    for fault in found.faults[:20]:
        print(fault)


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
    print(f"memory above the interpreter: {memory_mb():.0f} MB")


if __name__ == "__main__":
    main()
