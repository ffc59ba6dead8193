"""Addresses of the guides."""

from django.urls import path

from guides.views import checklist
from guides.views import guides as views

app_name = "guides"
urlpatterns = [
    path("guides/", views.guide_list, name="guide_list"),
    path("guides/<slug:slug>/", views.guide_detail, name="guide_detail"),
    path("guides/<slug:slug>/checklist/", checklist.checklist, name="checklist"),
    path("guides/<slug:slug>/forms/<str:key>/<str:kind>/", views.form_download, name="form_download"),
]
