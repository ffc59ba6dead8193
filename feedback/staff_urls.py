"""Addresses of the staff pages of feedback, below /staff/feedback/; no language prefix."""

from django.urls import path

from feedback.views import questionnaires_staff, solicitations_staff

app_name = "feedback_staff"
_SOLICITATION = "consultations/<slug:number>/"
urlpatterns = [
    path("consultations/", solicitations_staff.solicitation_list, name="solicitation_list"),
    path(_SOLICITATION, solicitations_staff.solicitation_detail, name="solicitation_detail"),
    path(f"{_SOLICITATION}mark/", solicitations_staff.solicitation_mark, name="solicitation_mark"),
    path(f"{_SOLICITATION}comments/new/", solicitations_staff.comment_add, name="comment_add"),
    path(f"{_SOLICITATION}comments/<slug:key>/", solicitations_staff.comment_detail, name="comment_detail"),
    path(f"{_SOLICITATION}comments/<slug:key>/quote/", solicitations_staff.comment_quote, name="comment_quote"),
    path(f"{_SOLICITATION}comments/<slug:key>/reveal/", solicitations_staff.comment_reveal, name="comment_reveal"),
    path(f"{_SOLICITATION}answers/<slug:key>/", solicitations_staff.answer_edit, name="answer_edit"),
    path("surveys/", questionnaires_staff.questionnaire_list, name="questionnaire_list"),
    path("surveys/<slug:number>/", questionnaires_staff.questionnaire_detail, name="questionnaire_detail"),
    path("surveys/<slug:number>/sheets/", questionnaires_staff.sheet_list, name="sheet_list"),
]
