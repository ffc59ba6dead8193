"""Addresses of the guides."""

from django.urls import path

from guides import views, vote_views

app_name = "guides"
urlpatterns = [
    path("guides/", views.guide_list, name="guide_list"),
    path("guides/<slug:slug>/", views.guide_detail, name="guide_detail"),
    path("guides/<slug:slug>/vote/", vote_views.guide_vote, name="guide_vote"),
    path("guides/<slug:slug>/vote/thanks/", vote_views.vote_thanks, name="vote_thanks"),
    path("guides/<slug:slug>/forms/<str:key>/<str:kind>/", views.form_download, name="form_download"),
]
