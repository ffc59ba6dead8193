"""Addresses of the staff pages of ratings, below /staff/feedback/ratings/; no language prefix."""

from django.urls import path

from feedback.views import ratings_staff

app_name = "ratings_staff"
urlpatterns = [
    path("", ratings_staff.rating_list, name="list"),
    path("signs/", ratings_staff.window_signs, name="signs"),
    path("<slug:number>/", ratings_staff.rating_detail, name="detail"),
    path("<slug:number>/read/", ratings_staff.rating_read, name="read"),
    path("<slug:number>/do/<slug:verb>/", ratings_staff.rating_verb, name="verb"),
]
