"""The portal's addresses and the bare view."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal.urls import urlpatterns as portal_urls


def bare(_request: HttpRequest) -> HttpResponse:
    """Return a fixed string through the same middleware."""
    return HttpResponse("bare")


urlpatterns = [path("bare/", bare), *portal_urls]
