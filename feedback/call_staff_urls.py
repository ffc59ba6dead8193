"""Addresses of the staff pages of hotline and hall, below /staff/feedback/calls/; no language prefix."""

from django.urls import path

from feedback.views import call_figures, calls

app_name = "calls_staff"
urlpatterns = [
    path("", calls.call_list, name="list"),
    path("new/", calls.call_add, name="add"),
    path("figures/", call_figures.call_figures, name="figures"),
    path("switchboard/", call_figures.switchboard, name="switchboard"),
    path("callbacks/", calls.callback_list, name="callback_list"),
    path("callbacks/new/", calls.callback_add, name="callback_add"),
    path("<int:key>/", calls.call_detail, name="detail"),
    path("<int:key>/strike/", calls.call_strike, name="strike"),
    path("<int:key>/message/", calls.call_down, name="down"),
    path("<int:key>/number/", calls.callback_number, name="callback_number"),
    path("<int:key>/callback/", calls.callback_done, name="callback_done"),
]
