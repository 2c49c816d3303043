"""Two signed cookies instead of accounts: which records this device knows, and which of them is in use now."""

import time
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token

DEVICE, HERE = "supple_device", "supple_here"
DEVICE_S = 400 * 86_400  # the longest that browsers keep a cookie; a back is looked after for years
HERE_S = 12 * 3_600
RENEW_S = 3_600  # a cookie with every page would be waste
MOST = 20  # records on one device: a household, not a waiting room
CHECKED, CHECKED_PATH = "supple-checked", "/self-tests/"  # the taps before a self-test: measures/self_tests.py
NOBODY_YET = "new"  # somebody else, who has not answered anything


def known(request: HttpRequest) -> tuple[UUID, ...]:
    """The records this device knows, the last used first."""
    text = request.get_signed_cookie(DEVICE, default="", salt=DEVICE, max_age=DEVICE_S) or ""
    return tuple(UUID(part) for part in text.split(".") if part)


def here(request: HttpRequest) -> UUID | None:
    """The record in use, if it was opened in the last twelve hours."""
    who, _ = _here(request)
    return None if who in ("", NOBODY_YET) else UUID(who)


def nobody_yet(request: HttpRequest) -> bool:
    """Whether somebody new said so on a device that knows others."""
    return _here(request)[0] == NOBODY_YET


def unasked(request: HttpRequest) -> bool:
    """Whether this device knows somebody but nobody has yet said who is here: then no page may guess."""
    return bool(known(request)) and here(request) is None and not nobody_yet(request)


def enter(request: HttpRequest, response: HttpResponse, record: UUID) -> None:
    """This record is in use now, and stands first among those the device knows."""
    others = [one for one in known(request) if one != record]
    _set(response, DEVICE, ".".join(one.hex for one in [record, *others][:MOST]), DEVICE_S)
    _set(response, HERE, f"{record.hex}.{int(time.time())}", HERE_S)


def hand_over(request: HttpRequest) -> None:
    """Somebody else is here now: a page still open for the person before may not write into this one's record."""
    rotate_token(request)


def leave(response: HttpResponse, as_new: bool = False) -> None:
    """No record is in use; with `as_new` because somebody new begins."""
    response.delete_cookie(CHECKED, path=CHECKED_PATH, samesite="Lax")
    if as_new:
        _set(response, HERE, f"{NOBODY_YET}.{int(time.time())}", HERE_S)
    else:
        response.delete_cookie(HERE, samesite="Lax")


def keep_only(request: HttpRequest, response: HttpResponse, records: tuple[UUID, ...]) -> None:
    """The device forgets all records but these."""
    kept = [one.hex for one in known(request) if one in records]
    if kept:
        _set(response, DEVICE, ".".join(kept), DEVICE_S)
    else:
        response.delete_cookie(DEVICE, samesite="Lax")


def renew(request: HttpRequest, response: HttpResponse, record: UUID) -> None:
    """Twelve hours more, at most once an hour; whatever the view itself has set stays."""
    since = time.time() - _here(request)[1]
    if since > RENEW_S and HERE not in response.cookies:
        enter(request, response, record)


def _here(request: HttpRequest) -> tuple[str, int]:
    text = request.get_signed_cookie(HERE, default="", salt=HERE, max_age=HERE_S) or ""
    who, _, since = text.partition(".")
    return who, int(since or 0)


def _set(response: HttpResponse, name: str, value: str, age_s: int) -> None:
    response.set_signed_cookie(
        name, value, salt=name, max_age=age_s, httponly=True, samesite="Lax", secure=settings.CSRF_COOKIE_SECURE
    )
