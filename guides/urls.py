"""Addresses of the guides."""

from django.urls import path

from guides.views import booklets, checklist, error_reports, guides, journeys, papers, votes

app_name = "guides"
urlpatterns = [
    path("guides/", guides.guide_list, name="guide_list"),
    path("guides/booklets/<int:key>/<int:number>.pdf", booklets.public_volume, name="booklet_volume"),
    path("guides/<slug:slug>/", guides.guide_detail, name="guide_detail"),
    path("journeys/", journeys.journey_list, name="journey_list"),
    path("journeys/<slug:slug>/", journeys.journey_detail, name="journey_detail"),
    path("v/", papers.code_lookup, name="code_lookup"),
    path("v/<str:code>/", papers.code, name="code"),
    path("guides/<slug:slug>/card.pdf", papers.card_file, name="card"),
    path("guides/<slug:slug>/checklist/", checklist.checklist, name="checklist"),
    path("guides/<slug:slug>/checklist/notice.pdf", checklist.notice_file, name="checklist_notice"),
    path("guides/<slug:slug>/wrong/", error_reports.error_report, name="error_report"),
    *error_reports.HOLDINGS.urls("corrections/"),
    path("corrections/", error_reports.error_status, name="error_status"),
    path("corrections/receipt/", error_reports.error_receipt, name="error_receipt"),
    path("guides/<slug:slug>/vote/", votes.guide_vote, name="guide_vote"),
    path("guides/<slug:slug>/vote/thanks/", votes.vote_thanks, name="vote_thanks"),
    path("guides/<slug:slug>/forms/<str:key>/<str:kind>/", guides.form_download, name="form_download"),
]
