"""Who is it? A device that opens Supple again asks; a household chooses; a recovery code finds a record."""

from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from supple.web.people import cookies
from supple.web.people.codes import code_hash, new_code
from supple.web.people.models import Record
from supple.web.people.visit import TODAY
from supple.web.people.who import PersonRequest, with_record

CODE_S = 3_600  # a code that was shown must be kept within the hour, or a new one is shown


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def who(request: HttpRequest) -> HttpResponse:
    """Still you? Or, where several are known: who is it?"""
    known = cookies.known(request)
    found = Record.objects.in_bulk(known)
    records = [found[key] for key in known if key in found]
    if not records:
        response = redirect("people:first")
        cookies.keep_only(request, response, ())
        return response
    if request.method == "POST":
        return _chosen(request, records)
    return render(request, "people/who.html", {"records": records})


def _chosen(request: HttpRequest, records: list[Record]) -> HttpResponse:
    choice = request.POST.get("record", "")
    if choice == cookies.NOBODY_YET:
        cookies.hand_over(request)
        response = redirect("people:begin")
        cookies.leave(response, as_new=True)
        return response
    record = next((one for one in records if one.pk.hex == choice), None)
    if record is None:
        wrong = _("This device does not know that record. Please choose one of these.")
        return render(request, "people/who.html", {"records": records, "wrong": wrong}, status=400)
    response = redirect(TODAY)
    cookies.hand_over(request)
    cookies.enter(request, response, record.pk)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def recover(request: HttpRequest) -> HttpResponse:
    """A recovery code brings a record to this device."""
    typed, wrong = request.POST.get("code", "")[:100], ""
    if request.method == "POST":
        hashed = code_hash(typed)
        record = Record.objects.filter(code_hash=hashed).first() if hashed else None
        if record is not None:
            response = redirect(TODAY)
            cookies.hand_over(request)
            cookies.enter(request, response, record.pk)
            return response
        wrong = _unknown(hashed)
    return render(request, "people/recover.html", {"typed": typed, "wrong": wrong}, status=400 if wrong else 200)


def _unknown(hashed: str | None) -> str:
    if hashed is None:
        return _("A recovery code has 20 letters and digits, such as 7K3M-9QTX-4HWB-2D6N-8RVE.")
    return _("No record here has this code. Perhaps a newer one was written down, or a letter is another.")


@require_http_methods(["GET", "HEAD", "POST"])
@with_record
def code(request: PersonRequest) -> HttpResponse:
    """A recovery code to write down. Only its hash is kept, and only once the person says it is written down."""
    if request.method == "POST":
        shown = _shown_code(request, request.record.pk)
        if shown is not None:
            request.record.code_hash = code_hash(shown)
            request.record.save(update_fields=["code_hash"])
            return redirect("people:my_data" if "renew" in request.POST else TODAY)
    fresh = new_code()
    signed = signing.dumps(fresh, salt=_salt(request.record.pk))
    context = {
        "code_groups": fresh.split("-"),
        "signed": signed,
        "late": request.method == "POST",
        "renew": request.record.code_hash is not None,
    }
    return render(request, "people/code.html", context)


def _shown_code(request: HttpRequest, record: UUID) -> str | None:
    """The code that this page showed to this person, and to nobody else."""
    try:
        shown = signing.loads(request.POST.get("shown", ""), salt=_salt(record), max_age=CODE_S)
    except signing.BadSignature:
        return None
    return str(shown)


def _salt(record: UUID) -> str:
    return f"recovery code of {record.hex}"
