"""The name that is said in EHLO, on hosts with and without a good name."""

import pytest

from smtptui.session.ehlo_name import ehlo_name
from smtptui.session.options import check_options
from smtptui.session.session import OptionError, Options, Session
from smtptui.session.target import Target, TlsMode


@pytest.mark.parametrize(
    ("hostname", "local", "said"),
    [
        ("box.example.org", "192.0.2.7", "box.example.org"),
        ("box", "192.0.2.7", "[192.0.2.7]"),
        ("box", "2001:db8::7", "[IPv6:2001:db8::7]"),
        ("box", "fe80::7%eth0", "[IPv6:fe80::7]"),
        ("bürö", "192.0.2.7", "[192.0.2.7]"),
        ("bürö.example", "192.0.2.7", "xn--br-gkaw.example"),
        ("box with blanks.example", "192.0.2.7", "[192.0.2.7]"),
        ("box.", "192.0.2.7", "[192.0.2.7]"),
        ("box", "", "[127.0.0.1]"),
    ],
)
def test_without_a_chosen_name_it_is_the_hosts_or_its_address(hostname: str, local: str, said: str) -> None:
    assert ehlo_name(hostname, local) == said


@pytest.mark.parametrize("name", ["a b", "a\r\nMAIL FROM:<>", "a\x00b", "a\x7fb", "[1 2]", "-", "ü" * 100])
def test_a_name_that_cannot_be_said_is_refused_before_anything_is_connected(name: str) -> None:
    with pytest.raises(OptionError, match="EHLO"):
        Session(Target("127.0.0.1", 1, TlsMode.NONE), Options(ehlo_name=name))


@pytest.mark.parametrize(
    ("name", "said"),
    [("büro.example", "xn--bro-hoa.example"), ("[192.0.2.1]", "[192.0.2.1]"), ("bare", "bare")],
)
def test_a_name_of_the_users_is_said_as_it_is_or_in_ascii(name: str, said: str) -> None:
    assert check_options(Options(ehlo_name=name)).ehlo_name == said
