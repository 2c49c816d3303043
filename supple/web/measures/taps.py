"""The few taps before a self-test, kept for two hours on the device they were given on."""

from dataclasses import dataclass
from datetime import datetime

from django.core.signing import BadSignature
from django.http import HttpResponse
from django.utils import timezone

from supple.web.people.cookies import CHECKED, CHECKED_PATH
from supple.web.people.who import ClearedRequest
from supple.web.training.happened import newest

LASTS_S = 2 * 60 * 60


@dataclass(frozen=True, slots=True)
class Fit:
    """The few taps of the last two hours."""

    pain: int
    since_rising_min: int | None


def fit(request: ClearedRequest) -> Fit | None:
    """What the taps said, as long as they are fresh, this person's, and nothing was told since."""
    try:
        text = request.get_signed_cookie(CHECKED, "", max_age=LASTS_S)
        who, at, pain, since = (text or "").split(" ")
    except (ValueError, BadSignature):
        return None
    last = newest(request.record)
    if who != request.record.pk.hex or (last and last > datetime.fromisoformat(at)):
        return None
    return Fit(int(pain), int(since) if since else None)


def keep(request: ClearedRequest, response: HttpResponse, pain: int, since_rising_min: int | None) -> None:
    """The answers for two hours. When they were given goes with them: whatever is told later overtakes them."""
    since = "" if since_rising_min is None else since_rising_min
    text = f"{request.record.pk.hex} {timezone.now().isoformat()} {pain} {since}"
    response.set_signed_cookie(CHECKED, text, max_age=LASTS_S, path=CHECKED_PATH, httponly=True, samesite="Lax",
                               secure=request.is_secure())  # fmt: skip
