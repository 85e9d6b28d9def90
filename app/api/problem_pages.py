"""A page for every type of problem: where the `type` of an error leads."""

import tomllib
from collections.abc import Mapping
from functools import cache
from html import escape
from typing import Any

import orjson
from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from app.api.deps import no_parameters
from app.api.lists import list_response
from app.api.pages import HTML, WEB, page, part
from app.api.transport.links import link
from app.api.transport.negotiation import JSON, accepted, negotiate
from app.api.transport.problems import PROBLEMS, problem
from app.api.transport.responses import base_url, json_response
from app.errors import NotFoundError

router = APIRouter(include_in_schema=False, dependencies=[Depends(no_parameters)])


@router.get("/problems")
async def list_problems(request: Request) -> Response:
    """All types of problems, for people or as JSON."""
    if negotiate(accepted(request), (HTML, JSON)) == HTML:
        return page("Problems", _list())
    base = base_url(request)
    meta = {"total": len(PROBLEMS), "limit": len(PROBLEMS)}
    return list_response([_summary(name, base) for name in PROBLEMS], meta, {"self": f"{base}/problems", "next": None})


@router.get("/problems/{name}")
async def get_problem(request: Request, name: str) -> Response:
    """One type: what it means, what to do, and an example."""
    if name not in PROBLEMS:
        raise NotFoundError(f"There is no problem {name[:200]!r}; see /problems.")
    if negotiate(accepted(request), (HTML, JSON)) == HTML:
        return page(escape(PROBLEMS[name][1]), _explained(name), root="../")
    text = problem_texts()[name]
    shape = {"meaning": text["meaning"], "remedy": text["remedy"], "example": _example(name)}
    return json_response(_summary(name, base_url(request)) | shape)


@cache
def problem_texts() -> Mapping[str, Mapping[str, Any]]:
    """What is said of each type: `meaning`, `remedy`, and the members of an `example`."""
    return tomllib.loads((WEB / "problems.toml").read_text("utf-8"))


def _example(name: str) -> dict[str, Any]:
    return problem(name, **{"instance": None, **problem_texts()[name]["example"]})


def _summary(name: str, base: str) -> dict[str, Any]:
    status, title = PROBLEMS[name]
    links = {"self": link(base, f"/problems/{name}")}
    return {"type": f"/problems/{name}", "title": title, "status": status, "links": links}


def _explained(name: str) -> str:
    text = problem_texts()[name]
    example = orjson.dumps(_example(name), option=orjson.OPT_INDENT_2).decode()
    parts = {"type": f"/problems/{name}", "meaning": text["meaning"], "remedy": text["remedy"], "example": example}
    return part("problem.html", status=str(PROBLEMS[name][0]), **{key: escape(each) for key, each in parts.items()})


def _list() -> str:
    rows = (
        f'      <li><a href="problems/{name}">{escape(title)}</a>, {status}</li>'
        for name, (status, title) in PROBLEMS.items()
    )
    return part("problems.html", problems="\n".join(rows))
