"""The forms of the hall's staff pages, and the one in which a device types its code."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hall.codelists import DeviceKind
from hall.models import Device, HallNotice

if TYPE_CHECKING:
    _DeviceForm = forms.ModelForm[Device]
    _NoticeForm = forms.ModelForm[HallNotice]
else:
    _DeviceForm = forms.ModelForm
    _NoticeForm = forms.ModelForm


class DeviceForm(_DeviceForm):
    """A new device."""

    use_required_attribute = False

    class Meta:
        model = Device
        fields = ("name", "kind", "place", "layout")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["layout"].help_text = _("For displays: one of their own shape. Kiosks have none.")


class DeviceChangeForm(DeviceForm):
    """What can be changed later. A device does not turn into another kind."""

    class Meta(DeviceForm.Meta):
        fields = ("name", "place", "layout")  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.kind == DeviceKind.KIOSK:
            del self.fields["layout"]
        else:
            self.fields["layout"].required = True
            choices: Any = self.fields["layout"]
            choices.queryset = choices.queryset.filter(shape=self.instance.kind)


class NoticeForm(_NoticeForm):
    """A text for all screens, kept until somebody releases it."""

    use_required_attribute = False

    class Meta:
        model = HallNotice
        fields = ("text", "text_en")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


class ReleaseForm(forms.Form):
    """Until when a notice is shown."""

    until = forms.DateTimeField(
        label=gettext_lazy("Shown until"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    use_required_attribute = False

    def __init__(self, data: Any = None, *, now: dt.datetime, **kwargs: Any) -> None:
        soon = timezone.localtime(now) + dt.timedelta(hours=2)
        kwargs = {"label_suffix": "", "initial": {"until": soon.replace(second=0, microsecond=0)}, **kwargs}
        super().__init__(data, **kwargs)


class EnrolForm(forms.Form):
    """The code that the back office shows; capitals and dashes do not matter."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    use_required_attribute = False
