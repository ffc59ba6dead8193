"""Addresses of the hall's staff pages."""

from django.urls import path

from hall.views import devices_staff, notices_staff

app_name = "hall_staff"
urlpatterns = [
    path("devices/", devices_staff.device_list, name="device_list"),
    path("devices/<slug:public_id>/", devices_staff.device_detail, name="device_detail"),
    path("devices/<slug:public_id>/<slug:verb>/", devices_staff.device_verb, name="device_verb"),
    path("layouts/<int:key>/", devices_staff.layout_preview, name="layout_preview"),
    path("layouts/<int:key>/content", devices_staff.layout_content, name="layout_content"),
    path("notices/", notices_staff.notice_list, name="notice_list"),
    path("notices/<int:key>/release/", notices_staff.notice_release, name="notice_release"),
    path("notices/<int:key>/end/", notices_staff.notice_end, name="notice_end"),
]
