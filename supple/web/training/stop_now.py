"""The numbers to ring, for the part of the player's page that shows them even when no server answers."""

from dataclasses import dataclass
from typing import Any

from supple.core.emergency import Numbers
from supple.web.people.models import Record
from supple.web.people.who import content


@dataclass(frozen=True, slots=True)
class Ring:
    """As much of a stop page's notice as the numbers need."""

    numbers: Numbers
    crisis: bool = False
    maternity: bool = False

    @property
    def number(self) -> str:
        """The one number of the big button; empty while the country is not known."""
        return self.numbers.emergency[0].number if self.numbers.emergency else ""


def numbers(record: Record) -> dict[str, Any]:
    """For people/_emergency.html."""
    known = content().emergency
    country = known.countries[record.country].name if record.country in known.countries else ""
    return {"notice": Ring(known.numbers_for(record.country, "L0")), "country": country}
