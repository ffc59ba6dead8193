"""Addresses of the staff pages of freshness, below /staff/guides/freshness/; no language prefix."""

from django.urls import path

from guides.views import error_reports_staff, freshness, impact, links

app_name = "freshness_staff"
urlpatterns = [
    path("", freshness.dashboard, name="dashboard"),
    path("guides/", freshness.guide_list, name="guide_list"),
    path("check/", freshness.guides_check, name="check"),
    path("guides/<slug:slug>/", freshness.guide_detail, name="guide"),
    path("guides/<slug:slug>/care/", freshness.guide_care, name="care"),
    path("reports/", error_reports_staff.report_list, name="report_list"),
    path("reports/<slug:number>/", error_reports_staff.report_detail, name="report"),
    path("reports/<slug:number>/answer/", error_reports_staff.report_answer, name="report_answer"),
    path("reports/<slug:number>/read/", error_reports_staff.report_reveal, name="report_reveal"),
    path("links/", links.link_list, name="link_list"),
    path("tasks/", impact.task_list, name="task_list"),
    path("tasks/<int:pk>/close/", impact.task_close, name="task_close"),
    path("changes/", impact.change_list, name="change_list"),
    path("changes/new/", impact.change_new, name="change_new"),
    path("changes/<slug:number>/", impact.change_detail, name="change"),
]
