"""Addresses of the staff pages of use, below /staff/use/; no language prefix."""

from django.urls import path

from portal.use import views

app_name = "use_staff"
urlpatterns = [
    path("", views.index, name="index"),
    path("departments/<str:code>/", views.department, name="department"),
    path("guides/<int:pk>/", views.guide, name="guide"),
]
