"""What machines read: no address in it follows the Host header, and nobody changes the version of the worker."""

from django.conf import settings
from django.test import Client


def test_robots_and_site_map_name_the_site_and_not_the_host_that_was_asked(db: None) -> None:
    client = Client(headers={"host": "elsewhere.example"})
    for address in ("/robots.txt", "/sitemap.xml"):
        text = client.get(address).content.decode()
        assert f"https://{settings.SITE.domain}/" in text
        assert "elsewhere" not in text


def test_the_version_of_the_worker_is_the_same_for_every_visitor(db: None) -> None:
    client = Client()
    plain = client.get("/sw.js").content
    etag = client.get("/offline/").headers["ETag"]
    assert client.get("/sw.js?x=1").content == plain
    assert client.get("/sw.js", headers={"if-none-match": etag}).content == plain
