"""A person's own activities, 0-10 on a day, and how much the back gets in the way: asked, read and kept."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from supple.web.people import phrases
from supple.web.people.models import Measure
from supple.web.people.reading import Read, whole, words_of
from supple.web.people.sheets import Ask, Shown
from supple.web.people.who import PersonRequest, content, today

ACTIVITIES = 3
NAME_LENGTH = 80


def fill(request: PersonRequest) -> dict[str, Any]:
    """The activities of the last day they were given."""
    measures = list(Measure.objects.filter(person=request.record).order_by("-on", "id"))
    last = [one for one in measures if one.on == measures[0].on]
    named = [one for one in last if one.what == Measure.ACTIVITY][:ACTIVITIES]
    filled: dict[str, Any] = {f"name{n}": one.name for n, one in enumerate(named)}
    filled |= {f"value{n}": one.value for n, one in enumerate(named)}
    hindered = next((one.value for one in last if one.what == Measure.INTERFERENCE), None)
    return filled | {"interference": hindered}


def read(post: QueryDict) -> Read:
    read = Read()
    names: set[str] = set()
    for n in range(ACTIVITIES):
        _read_activity(n, post, read, names)
    value = whole(post.get("interference", ""), 0, 10)
    read.values |= {} if value is None else {"interference": value}
    return read


def _read_activity(n: int, post: QueryDict, read: Read, names: set[str]) -> None:
    name, value = words_of(post.get(f"name{n}", "")), whole(post.get(f"value{n}", ""), 0, 10)
    read.values |= {f"name{n}": name} | ({} if value is None else {f"value{n}": value})
    if len(name) > NAME_LENGTH:
        read.wrong[f"name{n}"] = _("Please use at most %(n)d letters.") % {"n": NAME_LENGTH}
    elif name and name.casefold() in names:
        read.wrong[f"name{n}"] = _("This one stands above already.")
    elif name and value is None:
        read.wrong[f"value{n}"] = _("Still needs a number from 0 to 10.")
    elif value is not None and not name:
        read.wrong[f"name{n}"] = _("Which activity is it?")
    names.add(name.casefold())


def show(shown: Shown) -> dict[str, Any]:
    values, wrong = shown.values, shown.wrong
    asked = content().questionnaires
    own, hinders = asked["activities"].items[0], asked["interference"].items[0]
    rows = [
        {"n": n, "name": Ask(f"name{n}", words, "text", values.get(f"name{n}", ""), wrong=wrong.get(f"name{n}", "")),
         "value": Ask(f"value{n}", own.ask, "scale", values.get(f"value{n}"),
                      wrong=wrong.get(f"value{n}", ""), least=own.least, most=own.most)}
        for n, words in enumerate(phrases.activities())
    ]  # fmt: skip
    hindered = Ask(
        "interference", hinders.ask, "scale", values.get("interference"), least=hinders.least, most=hinders.most
    )
    more = any(values.get(f"{part}{n}") not in (None, "") for part in ("name", "value") for n in (1, 2))
    return {"rows": rows, "interference": hindered, "open": more}


def keep(request: PersonRequest, read: Read) -> None:
    """Today's values; those given earlier today are replaced, earlier days stay."""
    of_today = Measure.objects.filter(person=request.record, on=today())
    of_today.filter(what__in=(Measure.ACTIVITY, Measure.INTERFERENCE)).delete()
    given = [(Measure.ACTIVITY, read.values[f"name{n}"], read.values[f"value{n}"])
             for n in range(ACTIVITIES) if read.values.get(f"name{n}")]  # fmt: skip
    if "interference" in read.values:
        given.append((Measure.INTERFERENCE, "", read.values["interference"]))
    Measure.objects.bulk_create(
        Measure(person=request.record, on=today(), what=what, name=name, value=value) for what, name, value in given
    )
