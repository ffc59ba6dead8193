"""Public addresses of messages, their answers and figures."""

from django.urls import path

from feedback.feeds import AnswerFeed
from feedback.views import answers, index, messages, scoreboard, status

app_name = "feedback"
urlpatterns = [
    path("feedback/", index.index, name="index"),
    path("feedback/new/", messages.message_new, name="message_new"),
    path("feedback/receipt/", messages.message_receipt, name="message_receipt"),
    path("feedback/suggestions/", messages.message_suggestions, name="message_suggestions"),
    path("feedback/status/", status.status, name="status"),
    path("feedback/status/answer/", status.status_answer, name="status_answer"),
    path("feedback/status/verdict/", status.status_verdict, name="status_verdict"),
    path("feedback/status/consent/", status.status_consent, name="status_consent"),
    path("feedback/status/withdraw/", status.status_withdraw, name="status_withdraw"),
    path("feedback/status/leave/", status.status_leave, name="status_leave"),
    *status.HOLDINGS.urls("feedback/status/"),
    path("feedback/status/files/<int:key>/", status.status_file, name="status_file"),
    path("feedback/answers/", answers.answer_list, name="answer_list"),
    path("feedback/answers/feed/", AnswerFeed(), name="feed"),
    path("feedback/answers/<slug:number>/", answers.answer_detail, name="answer_detail"),
    path("feedback/answers.csv", answers.answers_table, name="answers_csv"),
    path("feedback/scoreboard/", scoreboard.scoreboard, name="scoreboard"),
    path("feedback/scoreboard/rows/", scoreboard.scoreboard_rows, name="scoreboard_rows"),
]
