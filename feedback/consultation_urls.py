"""Public addresses of opinion solicitations."""

from django.urls import path

from feedback.consultation_feed import SolicitationFeed
from feedback.views import solicitations

app_name = "consultations"
urlpatterns = [
    path("consultations/", solicitations.index, name="index"),
    path("consultations/feed/", SolicitationFeed(), name="feed"),
    path("consultations/receipt/", solicitations.receipt, name="receipt"),
    path("consultations/<slug:number>/", solicitations.detail, name="detail"),
    path("consultations/<slug:number>/comment/", solicitations.comment, name="comment"),
    path("consultations/<slug:number>/files/<slug:key>/", solicitations.attachment, name="attachment"),
]
