"""Public addresses of the hall on the web."""

from django.urls import path

from hall.views import wall

app_name = "hall"
urlpatterns = [path("wall/", wall.wall, name="wall")]
