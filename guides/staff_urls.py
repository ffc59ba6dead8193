"""Addresses of the staff pages of guides, below /staff/guides/; no language prefix."""

from django.urls import path

from guides.views import booklets, sheets

app_name = "guides_staff"
urlpatterns = [
    path("booklets/", booklets.booklet_list, name="booklet_list"),
    path("booklets/order/", booklets.booklet_order, name="booklet_order"),
    path("booklets/<int:key>/<int:number>.pdf", booklets.staff_volume, name="booklet_volume"),
    path("sheets/", sheets.sheet_list, name="sheets"),
    path("sheets/<slug:code>.pdf", sheets.department_sheet, name="department_sheet"),
]
