"""Public addresses of the good/bad rating."""

from django.urls import path

from feedback.views import rating_status, ratings

app_name = "ratings"
urlpatterns = [
    path("feedback/ratings/", ratings.index, name="index"),
    path("feedback/ratings/list/", ratings.rating_list, name="list"),
    path("feedback/ratings/windows/", ratings.window_list, name="window_list"),
    path("feedback/ratings/windows/<str:number>/", ratings.rate_window, name="rate_window"),
    path("feedback/ratings/reply/", ratings.rate_answer, name="rate_answer"),
    path("feedback/ratings/receipt/", ratings.receipt, name="receipt"),
    path("feedback/ratings/status/", rating_status.status, name="status"),
    path("feedback/ratings/status/supplement/", rating_status.supplement, name="supplement"),
    path("feedback/ratings/status/again/", rating_status.again, name="again"),
    path("feedback/ratings/status/consent/", rating_status.consent, name="consent"),
    *rating_status.HOLDINGS.urls("feedback/ratings/status/"),
    path("feedback/ratings/status/leave/", rating_status.leave, name="leave"),
]
