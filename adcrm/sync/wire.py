"""The way to a platform: dlt's REST client with patience for limits and faults, fresh keys, and errors in words.

Loaded only when something is fetched. Keys travel in headers and bodies, never in an address; redirects are not followed, so
nothing is sent to a host that is not the platform's. Of dlt only the client is used: no pipeline runs, and without one it sends no telemetry.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
from dlt.common.configuration.specs.runtime_configuration import RuntimeConfiguration
from dlt.common.pendulum import pendulum
from dlt.sources.helpers.requests import Client
from dlt.sources.helpers.rest_client import RESTClient
from dlt.sources.helpers.rest_client.auth import OAuth2ClientCredentials
from dlt.sources.helpers.rest_client.paginators import BasePaginator, SinglePagePaginator

from adcrm.channels.platforms import platform_name
from adcrm.messages import Message, message
from adcrm.settings import settings
from adcrm.sync.sources import Source, SyncError

ATTEMPTS = 6
LONGEST_WAIT = 300  # seconds
TIMEOUT = (20, 180)  # seconds to connect, and between two bytes
logging.getLogger("dlt").setLevel(logging.WARNING)  # its debug lines hold headers, and so keys


@dataclass(frozen=True)
class Fault:
    """What a platform says is wrong. ``is_passing``: the same question may be answered later, in ``wait_seconds`` where it says so."""

    words: str
    is_passing: bool = False
    wait_seconds: int = 0


FaultOf = Callable[[Any, requests.Response], Fault | None]  # what a decoded answer complains of


class RefusedError(requests.HTTPError):  # type: ignore[misc]  # dlt retries on this kind of error
    """An answer that is none."""

    def __init__(self, fault: Fault, response: requests.Response):
        super().__init__(fault.words, response=response)
        self.fault = fault


class RefreshToken(OAuth2ClientCredentials):  # type: ignore[misc]
    """An access token made from a refresh token; made anew once when the platform no longer takes it."""

    def build_access_token_request(self) -> dict[str, Any]:
        """The body of the question for a token."""
        data = {"grant_type": "refresh_token", "client_id": self.client_id, **self.access_token_request_data}
        return {"data": data | ({"client_secret": self.client_secret} if self.client_secret else {}), "allow_redirects": False}

    def obtain_token(self) -> None:
        """Ask for a token.

        Raises
        ------
        RefusedError : the refresh token is not taken.
        """
        answer = self.session.post(self.access_token_url, **self.build_access_token_request())
        said = answer.json() if answer.status_code < 500 else {}
        if answer.status_code != 200 or "access_token" not in said:
            raise RefusedError(Fault(str(said.get("error_description") or said.get("error") or answer.status_code)), answer)
        self.access_token = said["access_token"]
        self.token_expiry = pendulum.now().add(seconds=self.parse_expiration_in_seconds(said) - 60)

    def __call__(self, request: Any) -> Any:
        """Sign a request."""
        signed = super().__call__(request)
        signed.register_hook("response", self._sign_again)
        return signed

    def _sign_again(self, response: requests.Response, **how: Any) -> requests.Response:
        if response.status_code != 401:
            return response
        _ = response.content  # the connection is free only when the answer was read
        response.close()
        self.obtain_token()
        again = response.request.copy()
        again.headers["Authorization"] = f"Bearer {self.access_token}"
        answer = response.connection.send(again, **how)
        answer.request = again
        return answer


class Wire:
    """One source's way to its platform."""

    def __init__(self, source: Source, fault_of: FaultOf, headers: dict[str, str], sign: Any = None, scope: str = ""):
        """``sign`` adds a key that does not expire; without it a refresh token is used, with ``scope`` where one must be named."""
        self.source, self._fault_of = source, fault_of
        self.session = Client(
            request_timeout=TIMEOUT,
            raise_for_status=False,
            request_max_attempts=ATTEMPTS,
            retry_condition=_is_passing,
            request_backoff_factor=settings().sync_wait_seconds,
            request_max_retry_delay=LONGEST_WAIT,
        ).session
        self.session.trust_env = True  # an agency's proxy; a key of ours always stands before one of a netrc file
        if sign is None:
            sign = RefreshToken(
                access_token_url=source.token_url,
                client_id=source.given["client_id"],
                client_secret=source.given.get("client_secret", ""),
                access_token_request_data={"refresh_token": source.given["refresh_token"]} | ({"scope": scope} if scope else {}),
                session=self.session,
            )
        config = RuntimeConfiguration()
        config.dlthub_telemetry = False
        self._client = RESTClient(source.base_url, headers=headers, auth=sign, session=self.session, config=config)

    def pages(self, path: str, params: dict[str, Any] | None = None, paginator: BasePaginator | None = None) -> Iterator[Any]:
        """Each page of an answer, decoded."""
        with self._told():
            for page in self._client.paginate(
                path, params=params, paginator=paginator or SinglePagePaginator(), data_selector="$", hooks=self._hooks(), allow_redirects=False
            ):
                yield from page

    def ask(self, path: str, body: dict[str, Any], headers: dict[str, str] | None = None) -> Any:
        """The decoded answer to a POST of ``body``."""
        with self._told():
            return self._client.post(path, json=body, headers=headers, hooks=self._hooks(), allow_redirects=False).json()

    def download(self, address: str) -> bytes:
        """A file that the platform made ready. The address carries its own permission, so no key is sent there."""
        if not address.startswith("https://") and self.source.base_url.startswith("https://"):
            raise SyncError(message("{platform} names a file at an address that is not safe.", platform=self._platform), AGAIN)
        with self._told():
            answer = self.session.get(address, allow_redirects=False)
            if answer.status_code != 200:
                raise RefusedError(Fault(f"HTTP {answer.status_code}"), answer)
            return bytes(answer.content)

    @property
    def _platform(self) -> Message:
        return platform_name(self.source.platform)

    def _hooks(self) -> dict[str, Any]:
        return {"response": [self._judge]}

    def _judge(self, response: requests.Response, **_: Any) -> None:
        try:
            said = response.json()
        except requests.JSONDecodeError:
            said = None
        fault = self._fault_of(said, response) if said is not None else None
        if fault is None and response.status_code < 300:
            return
        fault = fault or Fault(f"HTTP {response.status_code}")
        if fault.wait_seconds:
            response.headers.setdefault("Retry-After", str(fault.wait_seconds))
        raise RefusedError(fault, response)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turns what goes wrong on the way into words. The cause is left out of the error: a request holds keys."""
        try:
            yield
        except RefusedError as error:
            words, status = self.source.blacked(error.fault.words), error.response.status_code
            remedy = LIMITS if error.fault.is_passing or status == 429 else AGAIN if status >= 500 else ALLOWED
            raise SyncError(message("{platform} answers: {words}", platform=self._platform, words=words), remedy) from None
        except requests.JSONDecodeError:
            raise SyncError(message("An answer of {platform} broke off or cannot be read.", platform=self._platform), AGAIN) from None
        except requests.RequestException as error:
            raise SyncError(message("{platform} cannot be reached ({kind}).", platform=self._platform, kind=type(error).__name__), AGAIN) from None


def _is_passing(_: requests.Response | None, error: BaseException | None) -> bool:
    return isinstance(error, RefusedError) and error.fault.is_passing


AGAIN = message("Run it again later: it goes on where it stopped.")
LIMITS = message("The platform limits how often it may be asked. Run it again in an hour: it goes on where it stopped.")
ALLOWED = message("Check the account’s number, its permissions and the credentials in the secrets file; docs/sync.md says where to get them.")
