"""Staff pages of the devices: list, one device with its verbs, preview of layouts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from foundation import access
from foundation.access import Capability
from foundation.audit import AuditEntry
from foundation.clock import local_now
from foundation.staff_pages import attempt, back_to, staff_page, staff_view, user_of
from hall import actions
from hall.forms import DeviceChangeForm, DeviceForm
from hall.models import Device, Layout
from hall.screen import content_response, screen_page
from hall.staff import SEES_DEVICES
from hall.states import DEVICE_VERBS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_VERBS: Final[Mapping[str, tuple[Callable[..., Any], StrOrPromise, StrOrPromise]]] = {
    "switch_off": (actions.switch_off, gettext_lazy("Switch off"), gettext_lazy("The device is switched off.")),
    "switch_on": (actions.switch_on, gettext_lazy("Switch on"), gettext_lazy("The device is switched on.")),
    "forget": (
        actions.forget,
        gettext_lazy("Take the enrolment back"),
        gettext_lazy("The enrolment is taken back; the device shows nothing any more."),
    ),
}
"""Verbs without questions: the action, its button, what is said when it is done."""


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(*SEES_DEVICES)
def device_list(request: HttpRequest) -> HttpResponse:
    """All devices with their last contact; below them the form for a new one."""
    user, now = user_of(request), local_now()
    keeps = access.may(user, Capability.MANAGE_REFERENCE)
    form = DeviceForm(request.POST if request.method == "POST" else None) if keeps else None
    if request.method == "POST":
        access.require(user, Capability.MANAGE_REFERENCE)
        if form is not None and form.is_valid():
            device, code = actions.add_device(form.save(commit=False), actor=user)
            return _show(request, device, code=code)
    devices = Device.objects.select_related("layout")
    silent = request.GET.get("show") == "silent"
    rows = devices.silent(now) if silent else devices
    context = {
        "rows": [(device, device.is_silent(now)) for device in rows],
        "only_silent": silent,
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return staff_page(request, "hall/staff/device_list.html", context, title=_("Devices of the hall"), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(*SEES_DEVICES)
def device_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One device: its state, what can be done, who did what."""
    device = get_object_or_404(Device.objects.select_related("layout"), public_id=public_id)
    if request.method != "POST":
        return _show(request, device)
    user = user_of(request)
    access.require(user, Capability.MANAGE_REFERENCE)
    form = DeviceChangeForm(request.POST, instance=device)
    if not form.is_valid():
        return _show(request, device, form=form, status=422)
    changed = form.changed_data
    attempt(request, lambda: actions.change_device(device, changed=changed, actor=user), _("Saved."))
    return redirect("hall_staff:device_detail", public_id)


@back_to("hall_staff:device_detail", "public_id")
@staff_view(Capability.MANAGE_REFERENCE)
def device_verb(request: HttpRequest, public_id: str, verb: str) -> HttpResponse:
    """Make a code, switch off or on, or take the enrolment back."""
    device, user = get_object_or_404(Device, public_id=public_id), user_of(request)
    if verb == "make_code":
        device, code = actions.make_code(device, actor=user)
        return _show(request, device, code=code)
    if verb not in _VERBS:
        raise Http404
    act, _label, done = _VERBS[verb]
    attempt(request, lambda: act(device, actor=user), str(done))
    return redirect("hall_staff:device_detail", public_id)


def _show(
    request: HttpRequest, device: Device, *, code: str = "", form: DeviceChangeForm | None = None, status: int = 200
) -> HttpResponse:
    """Show a device; a code is shown this once and never again."""
    keeps = access.may(user_of(request), Capability.MANAGE_REFERENCE)
    context = {
        "device": device,
        "code": code,
        "is_silent": device.is_silent(local_now()),
        "form": (form or DeviceChangeForm(instance=device)) if keeps else None,
        "verbs": [
            (verb, label, verb == "forget")
            for verb, (_act, label, _done) in _VERBS.items()
            if keeps and device.stage in DEVICE_VERBS[verb].sources
        ],
        "history": AuditEntry.objects.filter(target_type="hall.device", target_id=str(device.pk)).select_related(
            "actor"
        )[:30],
    }
    title = device.name if form is None else _("Device: %s") % Device.objects.get(pk=device.pk)
    return staff_page(request, "hall/staff/device_detail.html", context, title=title, status=status)


@require_safe
@staff_view(*SEES_DEVICES)
def layout_preview(request: HttpRequest, key: int) -> HttpResponse:
    """A layout as its displays show it now; nothing of it is kept in the browser."""
    return screen_page(request, get_object_or_404(Layout, pk=key))


@require_safe
@staff_view(*SEES_DEVICES)
def layout_content(request: HttpRequest, key: int) -> HttpResponse:
    """What the preview asks for again and again."""
    return content_response(request, get_object_or_404(Layout, pk=key))
