"""How results look on the command line: as plain objects for --json, and as text for people."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from itertools import groupby
from typing import Any

from supple.core import account
from supple.core.content import Content
from supple.core.coverage import EFFECTS, PLACES, POSITIONS, Row
from supple.core.exercise import Exercise
from supple.core.plan import Item, Plan
from supple.core.replay import Result
from supple.core.words import FORMS

_MODES = {"ready": "not begun", "done": "finished", "stopped": "stopped: no more exercise now"}
_ACTS = {"green": "go on", "amber": "ease off", "red": "stop this one"}


def measured_text(row: Mapping[str, Any]) -> str:
    """What a self-test says, for people."""
    lines = [f"{row['code']} {row['test']}"]
    for one in row["readings"]:
        value = f"{one['value']:g} {one['unit']}" if one["unit"] else str(one["value"])
        range_ = f", typical {one['typical'][0]:g} to {one['typical'][1]:g}" if one["typical"] else ""
        off = f", give or take {one['error']:g}" if one["error"] else ""
        lines.append(
            f"  {one['measure']} ({one['side']}): {value}{off}{range_}{': ' if one['word'] else ''}{one['word']}"
        )
    lines += [f"  sides {one['apart']:g} apart, less on the {one['less']}" for one in row["gaps"] if one["counts"]]
    follows = [*row["tags"], *(["a nerve sign: no stretch of that leg"] if row["nerve"] else []), row["adds"]]
    lines += ["  done otherwise than it must be: says nothing"] if row["void"] else []
    return "\n".join([*lines, *(f"  -> {one}" for one in follows if one)])


# ---- plain objects ----


def exercise_row(exercise: Exercise) -> dict[str, object]:
    """One exercise as `supple exercises --json` prints it."""
    return {
        "exercise": exercise.id,
        "code": exercise.code,
        "name": exercise.name,
        "kinds": exercise.kinds,
        "slot": exercise.slot,
        "places": [*(["office"] if "office" in exercise.places else []), "home", "gym", "travel"],
        "needs": exercise.needs,
        "two_sided": exercise.two_sided,
        "attributes": {form: sorted(exercise.attributes_of(form)) for form in FORMS},
        "groups": exercise.groups,
        "evidence": exercise.evidence,
        "mission": exercise.mission,
        "twin": exercise.twin,
    }


def plan_row(plan: Plan) -> dict[str, Any]:
    """A plan as `supple plan --json` prints it."""
    days = [{"date": one.date.isoformat(), "seconds": one.seconds, "items": [item_row(item) for item in one.items],
             **({"note": one.note} if one.note else {})} for one in plan.days]  # fmt: skip
    refused = [{"code": one.code, "rule": one.rule, "text": one.why} for one in plan.ruled_out]
    return {"level": plan.level, "days": days, "ruled_out": refused}


def item_row(item: Item) -> dict[str, Any]:
    """One item of a plan."""
    return {
        "exercise": item.exercise,
        "code": item.code,
        "variant": item.form,
        "kind": item.kind,
        "slot": item.slot,
        "sets": item.dose.sets,
        "reps": item.dose.reps,
        "hold_s": item.dose.hold_s,
        "sides": item.sides,
        "seconds": item.seconds,
        "caps": item.caps,
        "because": [asdict(reason) for reason in item.because],
    }


def replay_row(content: Content, found: Result) -> dict[str, Any]:
    """What a session came to, with what follows for each item, as `supple replay --json` prints it."""
    row, hints = found.as_object(), account.hints(content, found)
    for item in row["items"]:
        code = hints.get((item["turn"], item["exercise"]))
        item["next"] = {"code": code, "text": content.spoken.hints[code]} if code else None
    return row


def coverage_row(content: Content, row: Row) -> dict[str, Any]:
    """What one condition, or two together, leave of the catalogue, as `supple coverage --json` prints it."""
    counts = {group: {effect: {where: row.groups[group, effect, where] for where in (*PLACES, *POSITIONS)}
              for effect in EFFECTS} for group in content.groups}  # fmt: skip
    return {"profiles": row.profiles, "left": row.left, "of": len(content.exercises), "where": row.where,
            "wanted": row.wanted, "missing": row.missing, "told": row.told, "slots": row.slots, "groups": counts,
            "out": row.out}  # fmt: skip


# ---- text ----


def coverage_text(row: Mapping[str, Any]) -> str:
    """One line of numbers; below it what is missing and what is said of it; for one condition also what is left out."""
    where = ", ".join(f"{name} {count}" for name, count in row["where"].items())
    wanted = ", ".join(f"{name} {count}" for name, count in row["wanted"].items())
    lines = [f"{' + '.join(row['profiles']) or 'nobody'}: {row['left']} of {row['of']}; {where}; {wanted}"]
    lines += [f"  nothing for {name}" for name in row["missing"]]
    lines += [f"  {text}" for text in row["told"]]
    if len(row["profiles"]) < 2:
        lines += [f"  nothing to {line}" for line in _empty(row["groups"])]
        lines += [f"  {slug}: {why}" for slug, why in row["out"].items()]
    return "\n".join(lines)


def _empty(groups: Mapping[str, Any]) -> Iterator[str]:
    """Each group and effect with the places where nothing serves it."""
    for group, effects in groups.items():
        for effect, counts in effects.items():
            places = [name for name, count in counts.items() if not count]
            if places:
                yield f"{effect} {group}: {', '.join(places)}"


def exercise_text(row: Mapping[str, Any]) -> str:
    """One line of the catalogue."""
    return f"{row['code']}  {row['name']:<32} {', '.join(row['kinds'])}"


def triage_text(result: Mapping[str, Any]) -> str:
    """What the danger questions came to."""
    level = result["level"] or "not answered yet"
    lines = [f"{level}: {'you may start' if result['release'] else 'no exercise now'}"]
    lines += [f"  {advice['rule']}  {advice['text']}" for advice in result["advice"]]
    if result["unanswered"]:
        lines.append(f"  still to answer: {', '.join(result['unanswered'])}")
    return "\n".join(lines)


def plan_text(plan: Mapping[str, Any]) -> str:
    """The days, each item with its first reason."""
    if "stopped" in plan:
        return triage_text(plan["stopped"])
    lines = []
    for one in plan["days"]:
        lines.append(f"{one['date']}  {(one['seconds'] + 59) // 60} min")
        lines += [f"  {item['code']} {item['exercise']} ({item['variant']}), {dose_text(item)}: "
                  f"{item['because'][0]['text']}" for item in one["items"]]  # fmt: skip
    lines += ["Ruled out:", *(f"  {one['code']}  {one['text']}" for one in plan["ruled_out"])]
    return "\n".join(lines)


def dose_text(item: Mapping[str, Any]) -> str:
    """An item's dose in a few words."""
    sides = " a side" if item["sides"] == 2 else ""
    if item["kind"] in ("walk", "breathing"):
        return f"{item['seconds'] // 60} min"
    held = f" of {item['hold_s']} s" if item["hold_s"] else ""
    return f"{item['sets']} x {item['reps']}{held}{sides}"


def why_text(answer: Mapping[str, Any]) -> str:
    """What may be done of an exercise, when, and what speaks for and against it."""
    if "stopped" in answer:
        return triage_text(answer["stopped"])
    lines = [f"{answer['code']} {answer['name']}"]
    lines += [f"  allowed: {one['variant']} {' '.join(one['say'])}".rstrip() for one in answer["allowed"]]
    lines += [f"  planned on {', '.join(answer['dates'])}"] if answer["dates"] else []
    lines += [f"  {reason['text']}" for reason in answer["because"] + answer["ruled_out"]]
    return "\n".join(lines)


def session_text(session: Mapping[str, Any]) -> str:
    """One session: each turn with its reason, its limits of pain and what may stand in for it."""
    if "stopped" in session:
        return triage_text(session["stopped"])
    if "nothing" in session:
        return str(session["nothing"])
    head = f"{session['date']}  {(session['seconds'] + 59) // 60} min  pain before it: {session['rest']} of 10"
    news = [*(session["words"][card] for card in session["cards"]), *(one["text"] for one in session["changes"])]
    if session["offer_flare"]:
        news.append("A gentle plan for sore days may be better today.")
    turns = [line for turn in session["turns"] for line in _turn_lines(session, session["items"][turn])]
    return "\n".join([head, *(f"  {text}" for text in news), *turns])


def _turn_lines(session: Mapping[str, Any], item: Mapping[str, Any]) -> Iterator[str]:
    forms = {"easier": ", easier form", "harder": ", harder form"}.get(item["variant"], "")
    yield f"  {item['turn'] + 1}. {item['code']} {item['name']}{forms}: {dose_text(item)}"
    words = [session["words"][f"cap.{cap}"] for cap in item["caps"]]
    yield from (f"     {text}" for text in (*item["because"][:1], *words, _pain_text(session, item)))
    others = [session["items"][swap]["name"] for swap in item["swaps"]]
    if others:
        yield f"     Or: {', '.join(others)}"


def _pain_text(session: Mapping[str, Any], item: Mapping[str, Any]) -> str:
    """What each pain from 0 to 10 means in one item."""
    colours = ["red" if one == "amber" and item["amber_is_red"] else one for one in session["light"][session["rest"]]]
    parts = []
    for colour, group in groupby(range(len(colours)), colours.__getitem__):
        pains = list(group)
        span = f"{pains[0]}-{pains[-1]}" if len(pains) > 1 else str(pains[0])
        parts.append(f"{span} {_ACTS[colour]}")
    return f"Pain: {', '.join(parts)}"


def replay_text(result: Mapping[str, Any]) -> str:
    """What a session came to, each exercise with what follows for it."""
    mode = _MODES.get(result["mode"], "not finished")
    lines = [f"{mode}: {len(result['done'])} done, {result['seconds']} s of exercise"]
    lines += [f"  {line}" for item in result["items"] for line in _done_lines(item)]
    lines += [f"  {name}: not done" for name in result["skipped"]]
    after = [f"{name} {result[name]} of 10" for name in ("pain", "effort") if result[name] is not None]
    return "\n".join([*lines, *([f"  afterwards: {', '.join(after)}"] if after else [])])


def _done_lines(item: Mapping[str, Any]) -> Iterator[str]:
    seconds, how = item["seconds"], "done" if item["done"] else "begun"
    worked = f"{seconds['left']} s left, {seconds['right']} s right"
    time = worked if seconds["left"] or seconds["right"] else f"{seconds['both']} s"
    eased = ", made easier" if item["eased"] else ""
    text = f" {item['next']['text']}" if item["next"] else ""
    yield f"{item['code']} {item['exercise']} ({item['variant']}): {how}{eased}, {time}.{text}"
