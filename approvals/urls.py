"""Addresses of the catalog: items, departments, adjustments, flows."""

from django.urls import path

from approvals import views
from approvals.feeds import AdjustmentFeed

app_name = "approvals"
urlpatterns = [
    path("items/", views.item_list, name="item_list"),
    path("items/<slug:code>/", views.item_detail, name="item_detail"),
    path("departments/", views.department_list, name="department_list"),
    path("departments/<slug:code>/", views.department_detail, name="department_detail"),
    path("adjustments/", views.adjustment_list, name="adjustment_list"),
    path("adjustments/feed/", AdjustmentFeed(), name="adjustment_feed"),
    path("flows/", views.flow_list, name="flow_list"),
    path("flows/<slug:slug>/", views.flow_detail, name="flow_detail"),
]
