"""The ASGI application: routes, and every refusal as a problem document."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from kiosk.core.errors import KioskError
from portal.api import (
    access,
    blobs,
    clock,
    daily,
    dossiers,
    enrolment,
    events,
    fees,
    keys,
    lookup,
    parked,
    state,
)
from portal.api.calls import problem_answer
from portal.parts import Portal
from portal.problems import Problem, Refused

_LOG = structlog.get_logger()


def create_app(portal: Portal, *, wake_intake: Callable[[], None]) -> FastAPI:
    """Return the application over these parts; `wake_intake` is told when a dossier was committed."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.portal = portal
    app.state.wake_intake = wake_intake
    app.state.tries = lookup.Tries()
    app.state.access_tries = lookup.Tries()
    for module in (
        enrolment,
        access,
        clock,
        keys,
        blobs,
        dossiers,
        events,
        fees,
        parked,
        daily,
        state,
        lookup,
    ):
        app.include_router(module.router)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(HTTPException, _not_routed)
    app.add_exception_handler(KioskError, _failed)
    app.add_exception_handler(Exception, _broken)
    return app


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)  # noqa: S101 -- the framework registers by type, and types the handler by the base
    return problem_answer(error)


async def _not_routed(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 -- as above
    known = {404: Problem.PATH_UNKNOWN, 405: Problem.METHOD_UNKNOWN}
    return problem_answer(Refused(known.get(error.status_code, Problem.INTERNAL)))


async def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, KioskError)  # noqa: S101 -- as above
    _LOG.error("call_failed", method=request.method, code=error.code.value, detail=error.detail)
    return problem_answer(Refused(Problem.INTERNAL, error.code.value))


async def _broken(request: Request, error: Exception) -> Response:
    # the traceback's place is enough to find it; messages may quote what was sent
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = "" if place is None else f"{place.tb_frame.f_code.co_qualname}:{place.tb_lineno}"
    _LOG.error("call_broken", method=request.method, error=type(error).__name__, where=where)
    return problem_answer(Refused(Problem.INTERNAL))
