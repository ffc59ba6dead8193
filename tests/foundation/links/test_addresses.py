"""Which addresses may be visited: hundreds of ways to write one's own network, and none of them gets in."""

import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.links.addresses import NotAWebAddress, Target, is_public, read_target

CLOSED = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
    "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4",
]  # fmt: skip

closed_v4 = st.one_of(*(st.ip_addresses(network=network) for network in CLOSED))
closed_v6 = st.one_of(
    *(st.ip_addresses(network=network) for network in ("::/8", "fc00::/7", "fe80::/10", "ff00::/8", "2002::/16"))
)


@given(closed_v4)
def test_no_closed_ipv4_address(address: ipaddress.IPv4Address) -> None:
    assert not is_public(str(address))


@given(closed_v4)
def test_nor_inside_an_ipv6_address(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    for text in (
        f"::ffff:{address}",
        f"::{address}",
        f"64:ff9b::{address}",
        str(ipaddress.IPv6Address((0x2002 << 112) | (number << 80))),  # 6to4
        str(ipaddress.IPv6Address((0x20010000 << 96) | (number ^ 0xFFFFFFFF))),  # Teredo
    ):
        assert not is_public(text)


@given(closed_v6)
def test_no_closed_ipv6_address(address: ipaddress.IPv6Address) -> None:
    assert not is_public(str(address))
    assert not is_public(f"{address}%eth0")


@given(st.ip_addresses(network="127.0.0.0/8"), st.sampled_from(["{0:d}", "0x{0:x}", "0{0:o}"]))
def test_numbers_in_other_forms_lead_nowhere_else(address: ipaddress.IPv4Address, form: str) -> None:
    host = form.format(int(address))
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(read_target(f"http://{host}/").host, 80)}
    except OSError:
        return  # this system does not take it for an address at all
    assert not any(map(is_public, found))


@pytest.mark.parametrize("text", ["127.1", "0x7f.1", "017700000001", "2130706433"])
def test_short_forms_of_loopback(text: str) -> None:
    found = {str(entry[4][0]) for entry in socket.getaddrinfo(text, 80)}
    assert found == {"127.0.0.1"}
    assert not any(map(is_public, found))


@pytest.mark.parametrize("text", ["1.1.1.1", "114.114.114.114", "202.96.134.133", "2400:3200::1", "2a00:1450::1"])
def test_the_public_internet_is_open(text: str) -> None:
    assert is_public(text)


@pytest.mark.parametrize("text", ["", "localhost", "1.2.3", "１２７.0.0.1", "1.1.1.1/8"])
def test_what_is_no_address_is_closed(text: str) -> None:
    assert not is_public(text)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "//example.org/", "example.org",
        "http://", "http:///path", "http://example.org:8080/", "https://example.org:80/", "http://example.org:x/",
        "http://me@example.org/", "http://me:secret@example.org/", "http://[::1/", "http://exa mple.org/",
        "http://example.org:99999/", "http://" + "a" * 300 + ".org/", "http://..org/",
    ],
)  # fmt: skip
def test_what_is_no_web_address(url: str) -> None:
    with pytest.raises(NotAWebAddress):
        read_target(url)


def test_chinese_names_and_paths_in_the_letters_of_the_net() -> None:
    target = read_target("https://政务.中国/办事?事项=身份证#材料")
    assert target == Target(
        "https",
        "xn--zfr164b.xn--fiqs8s",
        443,
        "/%E5%8A%9E%E4%BA%8B?%E4%BA%8B%E9%A1%B9=%E8%BA%AB%E4%BB%BD%E8%AF%81",
    )
    assert read_target("HTTP://Example.ORG").path == "/"
    assert read_target("http://[2400:3200::1]/").host_header == "[2400:3200::1]"
