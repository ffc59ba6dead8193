"""Addresses of the staff pages about searching, below /staff/search/; no language prefix."""

from django.urls import path

from portal.search import queries, synonyms

app_name = "search_staff"
urlpatterns = [
    path("queries/", queries.query_list, name="query_list"),
    path("queries/detail/", queries.query_detail, name="query_detail"),
    path("synonyms/", synonyms.synonym_list, name="synonym_list"),
    path("synonyms/new/", synonyms.synonym_new, name="synonym_new"),
    path("synonyms/<int:pk>/", synonyms.synonym_detail, name="synonym_detail"),
    path("synonyms/<int:pk>/<slug:verb>/", synonyms.synonym_verb, name="synonym_verb"),
]
