"""Addresses of the guides."""

from django.urls import path

from guides.views import error_reports, guides

app_name = "guides"
urlpatterns = [
    path("guides/", guides.guide_list, name="guide_list"),
    path("guides/<slug:slug>/", guides.guide_detail, name="guide_detail"),
    path("guides/<slug:slug>/forms/<str:key>/<str:kind>/", guides.form_download, name="form_download"),
    path("guides/<slug:slug>/wrong/", error_reports.error_report, name="error_report"),
    path("corrections/", error_reports.error_status, name="error_status"),
    path("corrections/receipt/", error_reports.error_receipt, name="error_receipt"),
]
