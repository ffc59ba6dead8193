"""Public addresses of disclosure."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from disclosure.feeds import ColumnFeed, PublicationFeed
from disclosure.views import annual, catalogue, publications, requests, status, suggestions


class PrefixConverter(StringConverter):
    """The first part of an index number."""

    regex = "[0-9A-Z]{9}(?:[0-9A-Z]{9})?"


class SerialConverter(StringConverter):
    """The second part: year, perhaps month, and serial number."""

    regex = "[0-9]{4}(?:[0-9]{2})?-[0-9]{5,6}"


register_converter(PrefixConverter, "prefix")
register_converter(SerialConverter, "serial")
_DOCUMENT = "disclosure/documents/<prefix:prefix>/<serial:number>/"

app_name = "disclosure"
urlpatterns = [
    path("disclosure/", publications.index, name="index"),
    path("disclosure/guide/", catalogue.guide, name="guide"),
    path("disclosure/catalogue/", catalogue.catalogue, name="catalogue"),
    path("disclosure/catalogue/catalogue.csv", catalogue.catalogue_csv, name="catalogue_csv"),
    path("disclosure/documents/", publications.document_list, name="document_list"),
    path(_DOCUMENT, publications.document, name="document"),
    path(f"{_DOCUMENT}files/<slug:key>/", publications.attachment, name="attachment"),
    path("disclosure/columns/<slug:code>/", publications.column, name="column"),
    path("disclosure/columns/<slug:code>/feed/", ColumnFeed(), name="column_feed"),
    path("disclosure/feed/", PublicationFeed(), name="feed"),
    path("disclosure/reports/", annual.report_list, name="reports"),
    path("disclosure/reports/<int:year>/", annual.report, name="report"),
    path("disclosure/reports/<int:year>/versions/<int:version>/", annual.report, name="report_version"),
    *(
        path(f"disclosure/reports/<int:year>/report.{kind}", annual.report_file, {"kind": kind}, name=f"report_{kind}")
        for kind in annual.FACES
    ),
    path("disclosure/suggestions/new/", suggestions.suggestion_new, name="suggestion"),
    path("disclosure/suggestions/receipt/", suggestions.suggestion_receipt, name="suggestion_receipt"),
    path("disclosure/suggestions/status/", suggestions.suggestion_status, name="suggestion_status"),
    path("disclosure/requests/new/", requests.request_new, name="request_new"),
    path("disclosure/requests/receipt/", requests.request_receipt, name="request_receipt"),
    path("disclosure/requests/suggestions/", requests.request_suggestions, name="request_suggestions"),
    *suggestions.HOLDINGS.urls("disclosure/suggestions/status/"),
    path("disclosure/status/", status.status, name="status"),
    path("disclosure/status/correction/", status.status_correction, name="status_correction"),
    path("disclosure/status/withdraw/", status.status_withdraw, name="status_withdraw"),
    path("disclosure/status/leave/", status.status_leave, name="status_leave"),
    *status.HOLDINGS.urls("disclosure/status/"),
    path("disclosure/status/letters/<int:key>/", status.status_letter, name="status_letter"),
    path("disclosure/status/files/<int:key>/", status.status_file, name="status_file"),
]
