"""Addresses of the kiosk."""

from django.urls import path

from hall.views import kiosk, kiosk_personal, kiosk_report

app_name = "kiosk"
urlpatterns = [
    path("kiosk/", kiosk.index, name="index"),
    path("kiosk/themes/<slug:kind>/", kiosk.themes, name="themes"),
    path("kiosk/departments/", kiosk.departments, name="departments"),
    path("kiosk/guides/", kiosk.guide_list, name="guide_list"),
    path("kiosk/guides/<slug:slug>/", kiosk.guide, name="guide"),
    path("kiosk/guides/<slug:slug>/wrong/", kiosk_report.report, name="guide_wrong"),
    path("kiosk/guides/<slug:slug>/<slug:part>/", kiosk.guide, name="guide_part"),
    path("kiosk/search/", kiosk.kiosk_search, name="search"),
    path("kiosk/windows/", kiosk.windows, name="windows"),
    path("kiosk/windows/floor/<int:level>/", kiosk.windows, name="floor"),
    path("kiosk/windows/<str:number>/", kiosk.window, name="window"),
    path("kiosk/progress/", kiosk_personal.look_up, name="progress"),
    path("kiosk/rating/", kiosk_personal.rating, name="rating"),
    path("kiosk/rating/<str:number>/", kiosk_personal.rate_window, name="rate_window"),
]
