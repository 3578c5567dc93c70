"""The page's shell and Streamlit's bundles as the browser gets them from the whole application."""

import gzip
import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from adcrm import books
from adcrm.web.shell import _packed


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """The application of app.py, as ``streamlit run`` serves it, but without its start and end."""
    import app

    yield TestClient(app.app)
    books._open.cache_clear()


@pytest.fixture(scope="module")
def shell(client: TestClient) -> str:
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.text


def test_the_shell_carries_the_script_for_language_and_theme(shell: str) -> None:
    head = shell.split("</head>", maxsplit=1)[0]
    assert "document.documentElement.lang = locale" in head
    assert "拖到此处" in head, "the words of Streamlit's own widgets travel with it"
    assert "__WORDS__" not in head


def test_the_shell_says_how_long_it_is(client: TestClient) -> None:
    answer = client.get("/clients")
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert answer.headers["content-type"].startswith("text/html")


def test_bundles_travel_compressed_to_whoever_takes_gzip(client: TestClient, shell: str) -> None:
    path = re.search(r'src="\.?(/static/js/[^"]+\.js)"', shell)
    assert path, "the shell names its script"
    with client.stream("GET", path[1], headers={"accept-encoding": "gzip"}) as answer:
        packed = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    plain = client.get(path[1], headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(packed) == plain.content
    assert len(packed) < len(plain.content) / 2


def test_a_bundle_path_cannot_leave_its_folder(client: TestClient) -> None:
    answer = client.get("/static/..%2f..%2f__init__.py", headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in answer.headers
    assert "Streamlit" not in answer.text or answer.headers["content-type"].startswith("text/html")


def test_paths_of_no_bundle_leave_nothing_behind(client: TestClient) -> None:
    held = _packed.cache_info().currsize
    for path in ("/static/js/no-such.js", "/static/js/neither.css", "/static/js/%00.js"):
        answer = client.get(path, headers={"accept-encoding": "gzip"})
        assert answer.status_code < 500
        assert "content-encoding" not in answer.headers
    assert _packed.cache_info().currsize == held


def test_health_is_answered_beside_the_pages(client: TestClient) -> None:
    assert client.get("/healthz").headers["content-type"] == "application/json"
