"""Addresses of the devices. They are Chinese only: what hangs in the hall speaks the language of the hall."""

from django.urls import path

from hall.views import screens

app_name = "screens"
urlpatterns = [
    path("screens/", screens.index, name="index"),
    path("screens/enrol/", screens.enrol, name="enrol"),
    path("screens/sw.js", screens.worker, name="worker"),
    path("screens/<slug:public_id>/", screens.screen, name="screen"),
    path("screens/<slug:public_id>/content", screens.content, name="content"),
]
