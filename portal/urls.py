"""Addresses of the whole site. Chinese pages have no prefix, English ones live under /en/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from portal import display, errors, health, machine, self_check, views
from portal.sitemaps import SITEMAPS

home_patterns = ([path("", views.index, name="index")], "home")
portal_patterns = (
    [
        path("search/", views.search, name="search"),
        path("search/suggest", views.search_suggest, name="search_suggest"),
        path("about/", views.about, name="about"),
        path("accessibility/", views.accessibility, name="accessibility"),
        path("privacy/", views.privacy, name="privacy"),
        path("sitemap/", views.sitemap_page, name="sitemap_page"),
        path("offline/", machine.offline, name="offline"),
        path("manifest.webmanifest", machine.manifest, name="manifest"),
        path("display/<str:mode>/", display.switch, name="display"),
        path("display.css", display.stylesheet, name="display_css"),
    ],
    "portal",
)

self_check_patterns = (
    [path("", self_check.index, name="index"), path("guides/", self_check.guides, name="guides")],
    "self_check",
)

urlpatterns = [
    path("admin/", admin.site.urls),
    path("staff/disclosure/", include("disclosure.staff_urls")),
    path("staff/feedback/ratings/", include("feedback.rating_staff_urls")),
    path("staff/feedback/calls/", include("feedback.call_staff_urls")),
    path("staff/feedback/", include("feedback.staff_urls")),
    path("staff/guides/freshness/", include("guides.freshness_urls")),
    path("staff/hall/", include("hall.staff_urls")),
    path("staff/search/", include("portal.search.staff_urls")),
    path("staff/guides/", include("guides.staff_urls")),
    path("staff/use/", include("portal.use.staff_urls")),
    path("staff/self-check/", include(self_check_patterns)),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("metrics", health.metrics, name="metrics"),
    path("robots.txt", machine.robots, name="robots"),
    path("sw.js", machine.service_worker, name="service_worker"),
    path("", include("hall.screen_urls")),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap_xml"),
    *i18n_patterns(
        path("", include(home_patterns)),
        path("", include(portal_patterns)),
        path("", include("approvals.urls")),
        path("", include("guides.urls")),
        path("", include("disclosure.urls")),
        path("", include("feedback.urls")),
        path("", include("feedback.consultation_urls")),
        path("", include("feedback.survey_urls")),
        path("", include("feedback.rating_urls")),
        path("", include("hall.urls")),
        path("", include("hall.kiosk_urls")),
        prefix_default_language=False,
    ),
]
if settings.DEBUG:
    urlpatterns.append(path("styleguide/", views.styleguide, name="styleguide"))

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
