"""One visitor without a browser: speaks Streamlit's own protocol over a WebSocket and times the answers.

The message types are Streamlit's (``streamlit.proto``), the same that its page in the browser sends.
"""

import asyncio
import time
import urllib.request
from dataclasses import dataclass, field
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

ANSWER_WITHIN = 30.0  # seconds; longer counts as an error
LONGEST = 600.0  # seconds that reading or loading a large file may take
BOUNDARY = "adcrm-benchmark-boundary"
FORM = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
LARGEST = 64 * 2**20


@dataclass
class Run:
    """One answer of the server: ``ms`` from sending to "script finished", bytes of all its messages, what was on the page."""

    ms: float
    size: int
    charts: int = 0
    faults: list[str] = field(default_factory=list)


class Visitor:
    """An open page. ``await`` :meth:`open` first; each method returns when the script has run to its end."""

    def __init__(self, address: str, language: str = "en"):
        self.address, self.language = address, language
        self.pages: dict[str, str] = {}  # url path: hash of the page
        self.choices: dict[str, tuple[str, list[str]]] = {}  # key of a select box: its id and its options
        self.buttons: dict[str, str] = {}  # key of a button: its id
        self.parts: dict[str, str] = {}  # key of a part that opens: its id
        self.drop_zone = self.session = self.query = ""
        self.progress: list[str] = []  # what the progress bars said
        self._dropped: list[WidgetState] = []
        self._page_hash = ""
        self._states: dict[str, str] = {}
        self._opened: set[str] = set()
        self._kept: dict[str, ForwardMsg] = {}  # large messages, which the server then only refers to

    async def open(self, path: str = "", query: str = "") -> Run:
        """Connect and load a page, as a new tab does."""
        stream = self.address.replace("http://", "ws://") + "/_stcore/stream"
        self._socket = await websockets.connect(
            stream,
            subprotocols=[websockets.Subprotocol("streamlit")],
            origin=websockets.Origin(self.address),
            additional_headers={"Cookie": f"lang={self.language}"},
            max_size=LARGEST,
        )
        self.query = query
        return await self._rerun(name=path)

    async def go(self, path: str) -> Run:
        """Follow a link of the menu to the page at ``path`` ("" is home); the filters stay in the address."""
        self._page_hash, self._states, self._opened, self.choices = self.pages[path], {}, set(), {}
        return await self._rerun()

    async def choose(self, key: str, option: int) -> Run:
        """Choose the option at a place (from 0) of the select box with this key."""
        identifier, options = self.choices[key]
        self._states[identifier] = options[option % len(options)]
        return await self._rerun()

    async def unfold(self, key: str) -> Run:
        """Open the part of the page with this key; it stays open."""
        self._opened.add(self.parts[key])
        return await self._rerun()

    async def again(self) -> Run:
        """Run the page once more, as a click on anything does."""
        return await self._rerun()

    async def upload(self, name: str, data: bytes) -> Run:
        """Drop a file into the page's drop zone, and wait until the page has read it."""
        asked = BackMsg()
        asked.file_urls_request.request_id, asked.file_urls_request.session_id = "one", self.session
        asked.file_urls_request.file_names.append(name)
        await self._socket.send(asked.SerializeToString())
        urls = (await self._answer("file_urls_response")).file_urls_response.file_urls[0]
        await asyncio.to_thread(_put, self.address, urls.upload_url, _form(name, data))
        dropped = WidgetState(id=self.drop_zone)
        info = dropped.file_uploader_state_value.uploaded_file_info.add()
        info.name, info.size, info.file_id = name, len(data), urls.file_id
        info.file_urls.CopyFrom(urls)
        self._dropped = [dropped]
        return await self._rerun(within=LONGEST)

    async def press(self, key: str) -> Run:
        """Press the button with this key, and wait until the page has done what it asks."""
        return await self._rerun(pressed=self.buttons[key], within=LONGEST)

    async def close(self) -> None:
        """Leave."""
        await self._socket.close()

    async def _answer(self, kind: str) -> ForwardMsg:
        while True:
            raw = await self._socket.recv()
            answer = ForwardMsg()
            answer.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
            if answer.WhichOneof("type") == kind:
                return answer

    async def _rerun(self, name: str = "", pressed: str = "", within: float = ANSWER_WITHIN) -> Run:
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_script_hash = self._page_hash
        message.rerun_script.page_name = name
        message.rerun_script.cached_message_hashes.extend(self._kept)
        message.rerun_script.widget_states.widgets.extend(WidgetState(id=key, string_value=value) for key, value in self._states.items())
        message.rerun_script.widget_states.widgets.extend(WidgetState(id=key, bool_value=True) for key in self._opened)
        message.rerun_script.widget_states.widgets.extend(self._dropped)
        if pressed:
            message.rerun_script.widget_states.widgets.append(WidgetState(id=pressed, trigger_value=True))
        run = Run(0.0, 0)
        start = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        async with asyncio.timeout(within):
            while True:
                raw = await self._socket.recv()
                run.size += len(raw)
                answer = ForwardMsg()
                answer.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
                if self._take(answer, run):
                    break
        run.ms = (time.perf_counter() - start) * 1000
        return run

    def _take(self, answer: ForwardMsg, run: Run) -> bool:
        """Note what a message says; true when the run is over."""
        kind = answer.WhichOneof("type")
        if answer.metadata.cacheable and kind != "ref_hash":
            self._kept[answer.hash] = answer
        if kind == "new_session":
            self._page_hash = answer.new_session.page_script_hash or self._page_hash
            self.session = answer.new_session.initialize.session_id or self.session
        elif kind == "navigation":
            self.pages = {"" if page.is_default else page.url_pathname: page.page_script_hash for page in answer.navigation.app_pages}
            self._page_hash = answer.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = answer.page_info_changed.query_string
        elif kind == "page_not_found":
            run.faults.append("page not found")
        elif kind == "delta" and answer.delta.add_block.expandable.id:
            self.parts[answer.delta.add_block.expandable.id.rsplit("-", 1)[-1]] = answer.delta.add_block.expandable.id
        elif kind == "delta":
            self._element(answer.delta.new_element, run)
        elif kind == "ref_hash":
            return self._take(self._kept[answer.ref_hash], run)
        return bool(kind == "script_finished" and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN)

    def _element(self, element: Any, run: Run) -> None:
        kind = element.WhichOneof("type")
        if kind == "selectbox":
            key = element.selectbox.id.rsplit("-", 1)[-1]
            self.choices[key] = (element.selectbox.id, list(element.selectbox.options))
        elif kind == "button":
            self.buttons[element.button.id.rsplit("-", 1)[-1]] = element.button.id
        elif kind == "file_uploader":
            self.drop_zone = element.file_uploader.id
        elif kind == "progress":
            self.progress.append(element.progress.text)
        elif kind in ("vega_lite_chart", "arrow_vega_lite_chart"):
            run.charts += 1
        elif kind == "exception":
            run.faults.append(element.exception.message)
        elif kind == "alert" and element.alert.format == element.alert.ERROR:
            run.faults.append(element.alert.body)


def _form(name: str, data: bytes) -> bytes:
    """A file as a browser sends it."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n'
    return head.encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()


def _put(address: str, path: str, body: bytes) -> None:
    """Send a body with the token that the server hands out for this."""
    with urllib.request.urlopen(f"{address}/_stcore/health") as answer:
        cookie = str(answer.headers.get("Set-Cookie", "")).split(";")[0]
    headers = FORM | {"Cookie": cookie, "X-Xsrftoken": cookie.partition("=")[2]}
    urllib.request.urlopen(urllib.request.Request(f"{address}{path}", body, headers, method="PUT"), timeout=LONGEST).close()
