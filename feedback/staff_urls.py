"""Addresses of the staff pages of feedback, below /staff/feedback/; no language prefix."""

from django.urls import path

from feedback.views import (
    desk,
    figures,
    inbox,
    part,
    public_text,
    questionnaires_staff,
    reply_editor,
    solicitations_staff,
)

app_name = "feedback_staff"
_SOLICITATION = "consultations/<slug:number>/"
urlpatterns = [
    path("", inbox.message_list, name="message_list"),
    path("new/", inbox.message_add, name="message_add"),
    path("figures/", figures.message_figures, name="message_figures"),
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
    path("<slug:number>/", desk.message_detail, name="message_detail"),
    path("<slug:number>/read/", desk.message_read, name="message_read"),
    path("<slug:number>/reply/", reply_editor.reply_edit, name="reply_edit"),
    path("<slug:number>/public/", public_text.public_text_edit, name="public_text_edit"),
    path("<slug:number>/part/", part.message_part, name="message_part"),
    path("<slug:number>/files/<int:key>/", desk.message_file, name="message_file"),
    path("<slug:number>/do/<slug:verb>/", desk.message_verb, name="message_verb"),
]
