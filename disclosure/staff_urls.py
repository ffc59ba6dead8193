"""Addresses of the staff pages of disclosure, below /staff/disclosure/; no language prefix."""

from django.urls import path

from disclosure.views import (
    annual_staff,
    decisions,
    letters,
    register,
    remedies,
    reminders,
    suggestions_staff,
    supervision,
)

app_name = "disclosure_staff"
urlpatterns = [
    path("requests/", register.request_list, name="request_list"),
    path("requests/new/", register.request_add, name="request_add"),
    path("requests/<slug:number>/", register.request_detail, name="request_detail"),
    path("requests/<slug:number>/amend/", register.request_amend, name="request_amend"),
    path("requests/<slug:number>/reveal/", register.request_reveal, name="request_reveal"),
    path("requests/<slug:number>/files/<int:key>/", register.submission_file, name="submission_file"),
    path("requests/<slug:number>/remedies/new/", remedies.remedy_add, name="remedy_add"),
    path("remedies/", remedies.remedy_list, name="remedy_list"),
    path("remedies/<int:key>/", remedies.remedy_detail, name="remedy_detail"),
    path("remedies/<int:key>/<slug:step>/", remedies.remedy_step, name="remedy_step"),
    path("requests/<slug:number>/do/<slug:verb>/", register.request_verb, name="request_verb"),
    path("reminders/", reminders.reminder_list, name="reminder_list"),
    path("suggestions/", suggestions_staff.suggestion_list, name="suggestion_list"),
    path("suggestions/<slug:number>/", suggestions_staff.suggestion_detail, name="suggestion_detail"),
    path("suggestions/<slug:number>/answer/", suggestions_staff.suggestion_answer, name="suggestion_answer"),
    path("suggestions/<slug:number>/reveal/", suggestions_staff.suggestion_reveal, name="suggestion_reveal"),
    path("monitors/", supervision.monitors, name="monitors"),
    path("outreach/", supervision.outreach, name="outreach"),
    path("reports/", annual_staff.report_list, name="report_list"),
    path("reports/start/", annual_staff.report_start, name="report_start"),
    path("reports/<int:year>/", annual_staff.report_detail, name="report_detail"),
    path("reports/<int:year>/text/", annual_staff.report_text, name="report_text"),
    path("reports/<int:year>/figures/", annual_staff.report_figures, name="report_figures"),
    path("reports/<int:year>/cells/<str:address>/", annual_staff.report_cell, name="report_cell"),
    path("reports/<int:year>/do/<slug:verb>/", annual_staff.report_verb, name="report_verb"),
    path("requests/<slug:number>/decision/", decisions.decision_edit, name="decision_edit"),
    path("requests/<slug:number>/decision/review/", decisions.decision_review, name="decision_review"),
    path("requests/<slug:number>/decision/pdf/", decisions.decision_pdf, name="decision_pdf"),
    path("requests/<slug:number>/decision/files/<int:key>/", decisions.decision_file, name="decision_file"),
    path("requests/<slug:number>/decision/do/<slug:verb>/", decisions.decision_verb, name="decision_verb"),
    path("requests/<slug:number>/letters/new/<slug:kind>/", letters.letter_new, name="letter_new"),
    path("requests/<slug:number>/letters/new/<slug:kind>/pdf/", letters.letter_new_pdf, name="letter_new_pdf"),
    path("requests/<slug:number>/letters/<int:key>/", letters.letter_detail, name="letter_detail"),
    path("requests/<slug:number>/letters/<int:key>/file/", letters.letter_file, name="letter_file"),
    path("requests/<slug:number>/letters/<int:key>/do/<slug:verb>/", letters.letter_verb, name="letter_verb"),
    path("requests/<slug:number>/letters/<int:key>/proofs/<int:service>/", letters.service_proof, name="service_proof"),
]
