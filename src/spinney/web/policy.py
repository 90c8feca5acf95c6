"""The Content-Security-Policy of a page. It is the same for nearly all of them, so it is put together once."""

from functools import cached_property

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest
from django.http.response import HttpResponseBase

OWN = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")


class OnePolicy(CSPMiddleware):
    def process_request(self, request: HttpRequest) -> None:
        """No page asks for a nonce: nothing of Spinney's stands inline."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if any(name in response.__dict__ for name in OWN):
            found: HttpResponseBase = super().process_response(request, response)
            return found
        response.headers.setdefault(HEADER, self._usual)
        return response

    @cached_property
    def _usual(self) -> str:
        return str(build_policy())
