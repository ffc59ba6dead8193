"""Public addresses of questionnaires."""

from django.urls import path

from feedback.views import questionnaires

app_name = "surveys"
urlpatterns = [
    path("surveys/", questionnaires.index, name="index"),
    path("surveys/<slug:number>/", questionnaires.detail, name="detail"),
    path("surveys/<slug:number>/answer/", questionnaires.answer, name="answer"),
    path("surveys/<slug:number>/thanks/", questionnaires.thanks, name="thanks"),
    path("surveys/<slug:number>/result/", questionnaires.result, name="result"),
]
