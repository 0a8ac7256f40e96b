"""The way to the network: patient within limits, and never fooled. All servers here are our own."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
from contextlib import closing, contextmanager
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from monitor.errors import MonitorError, RefuseHostile, RetryLater, SkipSource
from monitor.sources import http_guard
from monitor.sources.http import Http, HttpOptions, Turns
from monitor.sources.http_address import origin, shown, without_login
from monitor.sources.http_guard import is_private
from monitor.sources.http_memory import FileMemory, Known, NoMemory

QUICK = HttpOptions(
    contact="https://made-up.example",
    read_seconds=2,
    connect_seconds=2,
    backoff=0.001,
    retries=2,
    pause=0,
    most_bytes=5000,
)
NOW = datetime(2013, 5, 1, tzinfo=UTC)


@pytest.fixture
def http():
    with Http(QUICK) as session:
        yield session


def fetch(http: Http, server: HTTPServer, path: str, **more):
    url = server.url_for(path)
    return http.get(url, private_origin=origin(url), **more)


@contextmanager
def raw_server(reply: bytes, *, endless: bytes = b""):
    """A server that sends these very bytes, and then `endless` for ever if given."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:

        def serve():
            try:
                while True:
                    connection, _ = listener.accept()
                    with closing(connection):
                        connection.recv(65536)
                        connection.sendall(reply)
                        while endless:
                            connection.sendall(endless)
            except OSError:
                return

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"


def test_plain_answer(http, httpserver):
    headers = {"ETag": 'W/"x y"', "Last-Modified": "odd, but exact", "Link": '</feed>; rel="alternate"'}
    httpserver.expect_request("/a").respond_with_data(b"body", headers=headers, content_type="Text/XML; charset=utf-8")
    answer = fetch(http, httpserver, "/a")
    assert (answer.content, answer.content_type, answer.unchanged) == (b"body", "text/xml", False)
    assert (answer.etag, answer.last_modified) == ('W/"x y"', "odd, but exact")
    assert answer.links == {"alternate": httpserver.url_for("/feed")}
    agent = httpserver.log[0][0].headers["User-Agent"]
    assert agent.startswith("HorrorScenarioMonitor/")
    assert "made-up.example" in agent


def test_conditional(http, httpserver):
    def serve(request: Request) -> Response:
        same = request.headers.get("If-None-Match") == 'W/"1"'
        same = same and request.headers.get("If-Modified-Since") == "yesterday"
        return Response(status=304) if same else Response(b"new")

    httpserver.expect_request("/a").respond_with_handler(serve)
    assert fetch(http, httpserver, "/a", known=Known('W/"1"', "yesterday", NOW)).unchanged
    assert fetch(http, httpserver, "/a", known=Known('W/"2"', "yesterday", NOW)).content == b"new"
    assert fetch(http, httpserver, "/a", known=Known(None, None, NOW)).content == b"new"


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (401, SkipSource, "not open to us"),
        (403, SkipSource, "not open to us"),
        (404, SkipSource, "not there"),
        (410, SkipSource, "gone for good"),
        (418, SkipSource, "refuses the request"),
        (429, RetryLater, "429"),
        (500, RetryLater, "500"),
        (503, RetryLater, "503"),
    ],
)
def test_refusals(http, httpserver, status, error, words):
    httpserver.expect_request("/a").respond_with_data(b"", status=status)
    with pytest.raises(error, match=words) as caught:
        fetch(http, httpserver, "/a")
    assert caught.value.todo
    assert caught.value.where == httpserver.url_for("/a")


@pytest.mark.parametrize(("status", "tries"), [(502, 3), (503, 3), (504, 3), (500, 1), (429, 1), (404, 1)])
def test_only_passing_troubles_are_tried_again(http, httpserver, status, tries):
    httpserver.expect_request("/a").respond_with_data(b"", status=status)
    with pytest.raises(MonitorError):
        fetch(http, httpserver, "/a")
    assert len(httpserver.log) == tries


def test_429_with_a_short_pause_is_honoured(http, httpserver):
    httpserver.expect_ordered_request("/a").respond_with_data(b"", status=429, headers={"Retry-After": "1"})
    httpserver.expect_ordered_request("/a").respond_with_data(b"fine")
    assert fetch(http, httpserver, "/a").content == b"fine"


def test_429_with_a_long_pause_is_left_for_the_next_run(http, httpserver):
    httpserver.expect_request("/a").respond_with_data(b"", status=429, headers={"Retry-After": "3600"})
    with pytest.raises(RetryLater, match="pause of 3600 seconds"):
        fetch(http, httpserver, "/a")
    assert len(httpserver.log) == 1


def test_body_broken_off(http):
    with (
        raw_server(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort") as url,
        pytest.raises(RetryLater, match="broke"),
    ):
        http.get(url, private_origin=origin(url))


def test_endless_body(http):
    with raw_server(b"HTTP/1.1 200 OK\r\n\r\n", endless=b"x" * 1000) as url, pytest.raises(RefuseHostile, match="5000"):
        http.get(url, private_origin=origin(url))


def test_slow_drip():
    options = HttpOptions(total_seconds=0, pause=0, retries=0)
    reply = raw_server(b"HTTP/1.1 200 OK\r\n\r\n", endless=b"x" * 1000)
    with reply as url, Http(options) as http, pytest.raises(RetryLater, match="not read to its end"):
        http.get(url, private_origin=origin(url))


def test_a_byte_at_a_time():
    """Each byte comes in time; all together they would take days, were whole blocks waited for."""
    options = HttpOptions(total_seconds=0, read_seconds=0.5, pause=0, retries=0)
    reply = raw_server(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nx")
    with reply as url, Http(options) as http, pytest.raises(RetryLater, match="not read to its end"):
        http.get(url, private_origin=origin(url))


def test_silent_server():
    options = HttpOptions(read_seconds=0.2, pause=0, retries=0)
    with closing(socket.create_server(("127.0.0.1", 0))) as listener, Http(options) as http:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with pytest.raises(RetryLater, match="in time"):
            http.get(url, private_origin=origin(url))


def test_nothing_listens(http):
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    with pytest.raises(RetryLater, match="cannot be reached"):
        http.get(url, private_origin=origin(url))


def test_small_body_that_unpacks_to_a_large_one(http, httpserver):
    bomb = gzip.compress(b"0" * 1_000_000)
    httpserver.expect_request("/a").respond_with_data(bomb, headers={"Content-Encoding": "gzip"})
    with pytest.raises(RefuseHostile, match="more than 5000 bytes"):
        fetch(http, httpserver, "/a")


def test_certificate_is_checked(http, tmp_path):
    openssl = shutil.which("openssl") or pytest.skip("needs the program openssl for a certificate of our own")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=made-up"]
    subprocess.run([*make, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with HTTPServer(ssl_context=context) as server:
        url = server.url_for("/a")
        with pytest.raises(SkipSource, match="certificate"):
            http.get(url, private_origin=origin(url))


def move(server: HTTPServer, source: str, target: str, status: int) -> None:
    server.expect_request(source).respond_with_data(b"", status=status, headers={"Location": target})


@pytest.mark.parametrize(("status", "permanent"), [(301, True), (308, True), (302, False), (303, False), (307, False)])
def test_redirect(http, httpserver, status, permanent):
    move(httpserver, "/old", "/new", status)
    httpserver.expect_request("/new").respond_with_data(b"here")
    answer = fetch(http, httpserver, "/old")
    assert (answer.content, answer.url) == (b"here", httpserver.url_for("/new"))
    assert answer.moved_to == (httpserver.url_for("/new") if permanent else None)


def test_permanent_then_temporary_reports_the_permanent_part(http, httpserver):
    move(httpserver, "/1", "/2", 301)
    move(httpserver, "/2", "/3", 302)
    httpserver.expect_request("/3").respond_with_data(b"here")
    assert fetch(http, httpserver, "/1").moved_to == httpserver.url_for("/2")


def test_redirect_loop(http, httpserver):
    move(httpserver, "/a", "/b", 301)
    move(httpserver, "/b", "/a", 301)
    with pytest.raises(SkipSource, match="more than 5 times"):
        fetch(http, httpserver, "/a")
    assert len(httpserver.log) == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://a.example/", "javascript:alert(1)", ""])
def test_redirect_to_no_web_address(http, httpserver, target):
    move(httpserver, "/a", target, 302)
    with pytest.raises(SkipSource):
        fetch(http, httpserver, "/a")


def test_redirect_to_nonsense(http):
    reply = b"HTTP/1.1 302 Found\r\nLocation: http://[\r\nContent-Length: 0\r\n\r\n"
    with raw_server(reply) as url, pytest.raises(SkipSource, match="no web address"):
        http.get(url, private_origin=origin(url))


def test_redirect_to_another_private_host_is_refused(http, httpserver):
    with HTTPServer(port=0) as other:
        other.expect_request("/b").respond_with_data(b"inside")
        move(httpserver, "/a", other.url_for("/b"), 302)
        with pytest.raises(RefuseHostile, match="not public"):
            fetch(http, httpserver, "/a")
        assert not other.log


def test_credentials_stay_with_their_host(http, httpserver, monkeypatch):
    monkeypatch.setattr(http_guard, "is_private", lambda address: False)
    with HTTPServer(port=0) as other:
        other.expect_request("/b").respond_with_data(b"there")
        move(httpserver, "/a", other.url_for("/b"), 302)
        url = httpserver.url_for("/a").replace("http://", "http://me:hunter2@")
        assert http.get(url, headers={"X-Api-Key": "abc"}).content == b"there"
        first, second = httpserver.log[0][0].headers, other.log[0][0].headers
        assert first["Authorization"].startswith("Basic ")
        assert first["X-Api-Key"] == "abc"
        assert "Authorization" not in second
        assert "X-Api-Key" not in second


def test_cookies_are_not_kept(http, httpserver):
    httpserver.expect_request("/a").respond_with_data(b"", headers={"Set-Cookie": "track=1"})
    fetch(http, httpserver, "/a")
    fetch(http, httpserver, "/a")
    assert "Cookie" not in httpserver.log[1][0].headers


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254", "0.0.0.0", "2130706433"]
)
def test_private_addresses_are_refused(http, host):
    with pytest.raises(RefuseHostile, match="not public"):
        http.get(f"http://{host}:9/")


def test_name_that_changes_its_mind(http, httpserver, monkeypatch):
    monkeypatch.setattr(http_guard, "refuse_private", lambda host, port: None)
    httpserver.expect_request("/a").respond_with_data(b"inside")
    with pytest.raises(RefuseHostile, match="not public"):
        http.get(httpserver.url_for("/a"))
    assert not httpserver.log


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_public(address):
    assert not is_private(address)


@pytest.mark.parametrize("address", ["::ffff:127.0.0.1", "64:ff9b::7f00:1", "fe80::1%eth0", "100.64.0.1", "224.0.0.1"])
def test_private_in_disguise(address):
    assert is_private(address)


def test_secret_in_an_address_is_never_repeated(http, httpserver):
    httpserver.expect_request("/a").respond_with_data(b"", status=404)
    url = httpserver.url_for("/a").replace("http://", "http://me:hunter2@") + "?token=hunter2"
    with pytest.raises(SkipSource) as caught:
        http.get(url, private_origin=origin(url))
    assert "hunter2" not in str(caught.value)
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        dead = f"http://me:hunter2@127.0.0.1:{listener.getsockname()[1]}/?token=hunter2"
    with pytest.raises(RetryLater) as caught_dead:
        http.get(dead, private_origin=origin(dead))
    assert "hunter2" not in f"{caught_dead.value} {caught_dead.value.__cause__}"


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_refused(text):
    for url in (text, f"https://{text}"):
        refused = None
        try:
            scheme, host, _ = origin(url)
            assert without_login(url)[0]
            assert scheme in {"http", "https"}
            assert host
        except SkipSource as error:
            refused = error.todo
        assert refused is None or "https" in refused
        assert len(shown(url)) <= 200


def test_memory_lasts_only_once_saved(tmp_path):
    path = tmp_path / "data" / "fetched.json"
    memory, known = FileMemory(path), Known('W/"é"', "x", NOW, NOW)
    memory.put("https://a.example/", known)
    assert memory.get("https://a.example/") == known
    assert FileMemory(path).get("https://a.example/") is None
    memory.save()
    assert FileMemory(path).get("https://a.example/") == known
    memory.put("https://b.example/", Known(None, None, NOW))
    memory.discard()
    memory.save()
    assert FileMemory(path).get("https://b.example/") is None
    assert [file.name for file in path.parent.iterdir()] == ["fetched.json"]


@pytest.mark.parametrize("content", ["", "[]", "{", '{"a": 1}', '{"a": {"etag": 1}}', "\x00", "[" * 100_000])
def test_damaged_memory_only_costs_a_full_read(tmp_path, content):
    path = tmp_path / "fetched.json"
    path.write_text(content, encoding="utf-8")
    assert FileMemory(path).get("a") is None


def test_no_memory():
    memory = NoMemory()
    memory.put("a", Known(None, None, NOW))
    assert memory.get("a") is None


def test_a_host_is_asked_once_at_a_time_and_another_meanwhile():
    turns, inside = Turns(), threading.Event()
    here, there = origin("https://a.example"), origin("https://b.example")

    def second() -> None:
        with turns.at(here, 0):
            inside.set()

    waiting = threading.Thread(target=second)
    with turns.at(here, 0):
        waiting.start()
        with turns.at(there, 0):
            assert not inside.wait(0.1)
    waiting.join()
    assert inside.is_set()
