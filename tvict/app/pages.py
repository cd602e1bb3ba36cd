"""What a browser is answered: the page to drop files on, how far they are, their results, and forms to correct them."""

from __future__ import annotations

import contextlib
import re
import shutil
import time
from collections.abc import AsyncIterator
from functools import cache
from typing import Any

from markupsafe import Markup
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from tvict.app.guard import MOST_BYTES, MOST_FILES
from tvict.app.visits import ASKED, KEPT, Job, Visit, Visits, odd_words
from tvict.documents.files import LARGEST, SUFFIXES
from tvict.labels import LANGUAGES, labels
from tvict.messages import said
from tvict.publishing.page import hashed
from tvict.publishing.staging import FACES, INDEX
from tvict.publishing.templates import source, template
from tvict.reviewed import COLUMNS
from tvict.tables import ROLES

MOST_WAITING = 100
"""Files that may stand in line."""

FREE = 2**30
"""Bytes that must be left on the disk."""

LANGUAGE, PACKAGE = "tvict_lang", "tvict.app"

WRITTEN = 300
"""Characters that a visitor may write of a figure, in one field."""


def application(visits: Visits, language: str, background: Any) -> Starlette:
    """Return what answers browsers; ``background`` is a context that is open for as long as it does."""

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with background():
            yield

    routes = [
        Route("/", _start, methods=["GET"]),
        Route("/", _bring, methods=["POST"]),
        Route("/v/{key}", _visit, methods=["GET"]),
        Route("/v/{key}/make", _visit, methods=["GET"]),
        Route("/v/{key}/make", _make, methods=["POST"]),
        Route("/v/{key}/{number:int}/cancel", _cancel, methods=["POST"]),
        Route("/v/{key}/{number:int}/fix", _fix, methods=["GET"]),
        Route("/v/{key}/{number:int}/fix", _fixed, methods=["POST"]),
        Route("/v/{key}/{number:int}/again", _again, methods=["POST"]),
        Route("/v/{key}/result/{path:path}", _result, methods=["GET"]),
    ]
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers={HTTPException: _refuse, Exception: _refuse})
    app.state.visits, app.state.language = visits, language
    return app


# Answers


def _start(request: Request) -> Response:
    return _shown(request, "start")


async def _bring(request: Request) -> Response:
    """Take files, each of which becomes a job; the visit they belong to may be an earlier one."""
    visits = _visits(request)
    waiting = len(visits.line.waiting) + MOST_FILES > MOST_WAITING
    if waiting or shutil.disk_usage(visits.folder).free < FREE + MOST_BYTES:
        raise HTTPException(503)
    try:
        async with request.form(max_files=MOST_FILES, max_fields=4) as form:
            files = [file for file in form.getlist("file") if isinstance(file, UploadFile) and file.filename]
            if not files:
                raise HTTPException(400)
            visit = visits.get(str(form.get("visit", ""))) or visits.begin()
            for file in files:
                await _take(visits, visit, file)
    except ClientDisconnect:  # nobody is there to be answered
        return Response(status_code=400)
    return RedirectResponse(f"/v/{visit.key}", 303)


async def _take(visits: Visits, visit: Visit, file: UploadFile) -> None:
    job = visits.bring(visit, file.filename or "")
    if not job.suffix:
        kinds = ", ".join(SUFFIXES)
        job.fail(f"{job.name} is not a kind of file that tvict reads ({kinds}): save it as one of these")
    elif (file.size or 0) > LARGEST:
        most = LARGEST // 2**20
        job.fail(f"{job.name} has more than {most} MB: give the report alone, without what is embedded in it")
    else:
        with job.file.open("wb") as place:
            await run_in_threadpool(shutil.copyfileobj, file.file, place)
        visits.hand_in(job, "look")


def _visit(request: Request) -> Response:
    return _shown(request, "visit", visit=_visit_of(request))


async def _make(request: Request) -> Response:
    """Make the results of all that was asked about, unless something written cannot be."""
    visit, form = _visit_of(request), await request.form(max_files=0, max_fields=4 * MOST_FILES * MOST_FILES)
    asked = {
        job: {name: _line(form.get(f"{name}-{job.number}")) for name in ASKED}
        for job in visit.asking
        if f"year-{job.number}" in form
    }
    odd = {job.number: odd_words(words) for job, words in asked.items()}
    if any(odd.values()):
        wrote = {job.number: words for job, words in asked.items()}
        return _shown(request, "visit", 400, visit=visit, odd=odd, wrote=wrote)
    for job, words in asked.items():
        _visits(request).make(job, words)
    return _back(visit)


async def _cancel(request: Request) -> Response:
    job = _job_of(request)
    if job.state in ("waiting", "working", "asking"):
        _visits(request).cancel(job)
    return _back(job.visit)


def _fix(request: Request) -> Response:
    """Show the form for one figure, or all that was corrected."""
    job = _made_of(request)
    return _shown(request, "fix", job=job, figure=_figure_of(request.query_params.get("figure"), job))


async def _fixed(request: Request) -> Response:
    """Take a correction, or take one away."""
    job, form = _made_of(request), await request.form(max_files=0, max_fields=8)
    figure = _figure_of(str(form.get("figure", "")), job)
    if figure is None:
        raise HTTPException(404)
    language = _language(request)
    if form.get("remove"):
        job.correct(figure, None, language)
        return RedirectResponse(_address(job, "fix"), 303)
    fix = {name: _line(form.get(name)) for name in (*COLUMNS, "remark")}
    long = {name: labels()["serve"]["too_long"][language] for name, words in fix.items() if len(words) > WRITTEN}
    nothing = {} if any(fix[name] for name in COLUMNS) else {"right_value": labels()["serve"]["fix_nothing"][language]}
    if odd := long or nothing or job.correct(figure, fix, language):
        return _shown(request, "fix", 400, job=job, figure=figure, fix=fix, odd=odd)
    return RedirectResponse(_address(job, "fix"), 303)


async def _again(request: Request) -> Response:
    """Make a result again, with what was corrected."""
    job = _made_of(request)
    if job.state in ("done", "failed"):
        _visits(request).hand_in(job, "make")
    return _back(job.visit)


def _result(request: Request) -> Response:
    """Give a file of a result: pages to be read here, with what leads on; others, and with ?download pages too, to be
    kept.
    """
    visit, path = _visit_of(request), request.path_params["path"]
    file = visit.file(path)
    if file is None:
        raise HTTPException(404)
    if file.suffix != ".html" or "download" in request.query_params:
        return FileResponse(file, filename=file.name)
    job = next((job for job in visit.jobs if job.stem == path.partition("/")[0]), None) if "/" in path else None
    policy = {"Content-Security-Policy": "frame-ancestors 'none'"}  # the page's own stands in it
    return HTMLResponse(_with_bar(file.read_text("utf-8"), visit, job), headers=policy)


def _refuse(request: Request, error: Exception) -> Response:
    """Say what is wrong in words, whatever it is."""
    code = error.status_code if isinstance(error, HTTPException) else 500
    known = {400: "no_file", 404: "gone", 405: "gone", 413: "too_much", 503: "too_many"}
    name = known.get(code, "went_wrong")
    if code == 400 and "Too many files" in str(getattr(error, "detail", "")):
        name = "too_many_files"
    return _shown(request, "refused", code, why=name)


# What they are made of


def _visits(request: Request) -> Visits:
    visits: Visits = request.app.state.visits
    return visits


def _visit_of(request: Request) -> Visit:
    visit = _visits(request).get(request.path_params["key"])
    if visit is None:
        raise HTTPException(404)
    return visit


def _job_of(request: Request) -> Job:
    number = int(request.path_params["number"])
    jobs = _visit_of(request).jobs
    if not 0 < number <= len(jobs):
        raise HTTPException(404)
    return jobs[number - 1]


def _made_of(request: Request) -> Job:
    job = _job_of(request)
    if not job.made:
        raise HTTPException(404)
    return job


def _line(written: object) -> str:
    """Return what was written in a field as one line without odd signs."""
    shown = "".join(sign if sign.isprintable() else " " for sign in str(written or ""))
    return " ".join(shown.split())


def _figure_of(given: str | None, job: Job) -> int | None:
    return int(given) if given and given in job.figures else None


def _address(job: Job, action: str) -> str:
    return f"/v/{job.visit.key}/{job.number}/{action}"


def _back(visit: Visit) -> Response:
    return RedirectResponse(f"/v/{visit.key}", 303)


def _language(request: Request) -> str:
    """Return the language of a request: as chosen now, as chosen before, or that of the server."""
    said = request.query_params.get("lang", request.cookies.get(LANGUAGE, ""))
    language: str = said if said in LANGUAGES else request.app.state.language
    return language


def _shown(request: Request, view: str, code: int = 200, **values: Any) -> Response:
    """Return a page of the app."""
    language = _language(request)

    def say(name: str, section: str = "serve", **parts: object) -> str:
        words = labels()[section][name][language]
        return words.format(**parts) if parts else words

    content = {"job": None, "visit": None, "figure": None, "fix": None, "odd": {}, "wrote": {}, "why": "", **values}
    content |= {"view": view, "language": language, "say": say, "said": said, "address": _address}
    content |= {"place": _visits(request).line.place, "suffixes": ",".join(SUFFIXES), "roles": ROLES, "asked": ASKED}
    content |= {"limits": {"files": MOST_FILES, "bytes": LARGEST, "all": MOST_BYTES}, "index": INDEX, "faces": FACES}
    content |= {"until": _clock(content["visit"]), "style": Markup(_style())}
    content |= {"script": Markup(source("app.js", PACKAGE))}
    shown = template("app.html.j2", PACKAGE).render(content)
    answer = HTMLResponse(shown, code, {"Content-Security-Policy": _policy()})
    if request.query_params.get("lang") in LANGUAGES:
        answer.set_cookie(LANGUAGE, language, samesite="lax")
    return answer


def _clock(visit: Visit | None) -> str:
    return time.strftime("%H:%M", time.localtime(visit.touched + KEPT)) if visit else ""


def _style() -> str:
    return source("page.css").partition("/* Desk")[0] + source("app.css", PACKAGE)


@cache
def _policy() -> str:
    """Return a content security policy that allows the app's own script and style, and forms to this server."""
    rules = ["default-src 'none'", f"script-src {hashed(source('app.js', PACKAGE))}", f"style-src {hashed(_style())}"]
    own = ["img-src data:", "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"]
    return "; ".join([*rules, *own])


# A result as it is read here: what leads on stands above it, and each figure can be corrected


def _with_bar(page: str, visit: Visit, job: Job | None) -> str:
    """Put the way back, downloads and, for one report, a button at each figure into a page that stays as it is."""
    style = source("bar.css", PACKAGE)
    page = page.replace('content="no-referrer"', 'content="same-origin"', 1)  # forms must say where they come from
    page = re.sub(r"(form-action )(&#39;|')none\2", r"\1\2self\2", page, count=1)
    page = re.sub(r"(style-src )(?=(&#39;|')sha256)", lambda found: f"{found[1]}{hashed(style)} ", page, count=1)
    shown = {"visit": visit, "job": job, "address": _address, "index": INDEX, "faces": FACES, "words": labels()}
    bar = template("bar.html.j2", PACKAGE).render(shown)
    before = "<header>" if "<header>" in page else "<main>"
    page = page.replace(before, f"<style>{style}</style>{bar}{before}", 1)
    if job is None:
        return page
    words = labels()["serve"]["fix_one"]
    told = f'title="{words["vi"]}" aria-label="{words["vi"]}" data-en-label="{words["en"]}"'
    button = f'<button class="correct" form="correct" name="figure" value="{{}}" {told}></button>'
    return re.sub(
        r'(<tr id="f(\d+)">.*?)(<details class="why")',
        lambda found: found[1] + button.format(found[2]) + found[3],
        page,
        flags=re.DOTALL,
    )
