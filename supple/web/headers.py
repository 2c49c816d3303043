"""Response headers that no package of ours sets."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# The camera is asked for by the camera check alone, the wake lock by the player; all else stays off, also for us.
PERMISSIONS_POLICY = (
    "camera=(self), screen-wake-lock=(self), fullscreen=(self), accelerometer=(), autoplay=(self), "
    "display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
)

Answer = Callable[[HttpRequest], HttpResponse]


def permissions_policy(answer: Answer) -> Answer:
    """Middleware that says which abilities of the browser a page of ours may use."""

    def answered(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return answered
