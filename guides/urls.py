"""Addresses of the guides."""

from django.urls import path

from guides.views import checklist, guides, papers, votes

app_name = "guides"
urlpatterns = [
    path("guides/", guides.guide_list, name="guide_list"),
    path("guides/<slug:slug>/", guides.guide_detail, name="guide_detail"),
    path("v/", papers.code_lookup, name="code_lookup"),
    path("v/<str:code>/", papers.code, name="code"),
    path("guides/<slug:slug>/card.pdf", papers.card_file, name="card"),
    path("guides/<slug:slug>/checklist/", checklist.checklist, name="checklist"),
    path("guides/<slug:slug>/checklist/notice.pdf", checklist.notice_file, name="checklist_notice"),
    path("guides/<slug:slug>/vote/", votes.guide_vote, name="guide_vote"),
    path("guides/<slug:slug>/vote/thanks/", votes.vote_thanks, name="vote_thanks"),
    path("guides/<slug:slug>/forms/<str:key>/<str:kind>/", guides.form_download, name="form_download"),
]
