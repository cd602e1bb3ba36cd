"""`tvict serve`: who may come in, what becomes of files, and how it looks and works in Chromium."""

import asyncio
import contextlib
import io
import json
import multiprocessing
import os
import re
import signal
import socket
import subprocess
import sys
import time
import tomllib
import unicodedata
import zipfile
from pathlib import Path

import httpx2 as httpx
import openpyxl
import pytest
from documents.files import p, word
from programs import interruptible, needs
from starlette.testclient import TestClient

import tvict
from tvict.app import guard, line, pages, visits
from tvict.app import server as app_server
from tvict.app.guard import Guard, names_of
from tvict.app.pages import application
from tvict.app.server import _clear_leftovers, serve
from tvict.app.visits import Job, Visit, Visits, clean_name
from tvict.app.worker import FIGURES
from tvict.cli import main
from tvict.errors import SaveError

ROOT = Path(__file__).parents[1]
FILES = Path(__file__).parent / "documents"
WIDE, NARROW = {"width": 1280, "height": 850}, {"width": 360, "height": 740}
HERE = "http://127.0.0.1:8800"
WORDS = (
    "SỞ CÔNG THƯƠNG TỈNH BÌNH AN\n\nBÁO CÁO\nKết quả năm {year}\n\n"
    "Năm {year}, tỉnh có {all} chợ (loại I: 4, loại II: 12), doanh thu 30,5 tỷ đồng, tăng 5% so với năm trước.\n"
)


def report(year=2021, all_of=16):
    return WORDS.format(year=year, all=all_of).encode()


def bomb():
    """A Word file of some kilobytes that unpacks to hundreds of millions."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 150_000_000)
    return held.getvalue()


def upload(client, *files, visit="", **options):
    sent = [("file", (name, content)) for name, content in files]
    return client.post("/", files=sent, data={"visit": visit}, headers={"origin": HERE}, **options)


@pytest.fixture
def held(tmp_path):
    """Visits whose line nobody works on: what waits stays."""
    (tmp_path / "private").mkdir()
    return Visits(tmp_path / "private", 2, None)


def answering(held, token=None, background=contextlib.nullcontext):
    @contextlib.asynccontextmanager
    async def open_it():
        with background():
            yield

    return Guard(application(held, "vi", open_it), names_of("127.0.0.1", 8800, "bao-cao.example"), 8800, token)


@pytest.fixture
def client(held):
    return TestClient(answering(held), base_url=HERE, raise_server_exceptions=False)


class TestGuard:
    @pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:9", "127.0.0.1", "", "localhost:8800.evil.example"])
    def test_other_names_are_not_answered(self, client, host):
        answer = client.get("/", headers={"host": host})
        assert answer.status_code == 421
        assert "--name" in answer.text

    @pytest.mark.parametrize("host", ["127.0.0.1:8800", "LOCALHOST:8800", "[::1]:8800", "bao-cao.example"])
    def test_its_own_names_are(self, client, host):
        assert client.get("/", headers={"host": host}).status_code == 200

    @pytest.mark.parametrize(
        "origin", [None, "null", "http://evil.example", "http://127.0.0.1:9", "http://127.0.0.1:8800.evil.example"]
    )
    def test_what_comes_from_elsewhere_changes_nothing(self, client, held, origin):
        headers = {} if origin is None else {"origin": origin}
        answer = client.post("/", files=[("file", ("x.txt", report()))], headers=headers)
        assert answer.status_code == 403
        assert list(held.folder.iterdir()) == []

    def test_what_a_proxy_passes_on_is_let_in(self, client):
        headers = {"host": "bao-cao.example", "origin": "https://bao-cao.example"}
        answer = client.post("/", files=[("file", ("x.txt", report()))], headers=headers, follow_redirects=False)
        assert answer.status_code == 303

    def test_with_a_token_only_who_has_it_comes_in(self, held):
        client = TestClient(answering(held, "secret"), base_url=HERE)
        assert client.get("/").status_code == 403
        assert client.get("/?token=sécret").status_code == 403
        first = client.get("/?token=secret", follow_redirects=False)
        assert (first.status_code, first.headers["location"]) == (303, "/")
        assert "httponly" in first.headers["set-cookie"].lower()
        assert client.get("/").status_code == 200
        assert client.get("/", headers={"host": "10.1.2.3:8800"}).status_code == 200, "an address is no other site's"
        assert client.get("/", headers={"host": "evil.example:8800"}).status_code == 421
        other = TestClient(answering(held, "secret"), base_url=HERE, cookies={"tvict_token_8800": "guess"})
        assert other.get("/").status_code == 403

    @pytest.mark.parametrize("path", ["/", "/v/nothing", "/nothing"])
    def test_every_answer_tells_a_browser_what_it_may(self, client, path):
        headers = client.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert "server" not in headers

    def test_too_much_is_refused_in_words(self, client, held, monkeypatch):
        monkeypatch.setattr(guard, "MOST_BYTES", 3000)
        answer = upload(client, ("x.txt", b"a" * 4000))
        assert (answer.status_code, "Quá nhiều dữ liệu" in answer.text) == (413, True)
        answer = client.post("/", content=(b"b" * 500 for _ in range(20)), headers={"origin": HERE})
        assert answer.status_code in (400, 413)
        assert list(held.folder.iterdir()) == []

    def test_too_many_files_are_refused_in_words(self, client):
        answer = upload(client, *((f"{n}.txt", b"a") for n in range(guard.MOST_FILES + 1)))
        assert (answer.status_code, "Tối đa 20 tệp" in answer.text) == (400, True)

    def test_a_file_too_large_is_told_and_keeps_nobody_from_the_others(self, client, monkeypatch):
        monkeypatch.setattr(pages, "LARGEST", 2**20)
        page = upload(client, ("big.txt", b"a" * (2**20 + 1)), ("small.txt", report())).text
        assert "big.txt lớn hơn 1 MB" in page
        assert "Đang chờ, thứ 1" in page

    def test_a_full_line_takes_no_more(self, client, monkeypatch):
        monkeypatch.setattr(pages, "MOST_WAITING", guard.MOST_FILES)
        assert upload(client, ("a.txt", report())).status_code == 200
        assert upload(client, ("b.txt", report())).status_code == 503

    def test_no_file_and_odd_forms_are_told(self, client):
        assert "Chưa có tệp nào" in upload(client).text
        odd = {"origin": HERE, "content-type": "multipart/form-data; boundary=x"}
        assert client.post("/", content=b"--x\r\nodd", headers=odd).status_code == 400


class TestVisits:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("../x.docx", ("x", ".docx")),
            ("..\\..\\Báo cáo 2022.DOCX", ("Báo cáo 2022", ".docx")),
            ("/etc/passwd.txt", ("passwd", ".txt")),
            ("...txt", ("bao-cao", ".txt")),
            (".txt", ("bao-cao", ".txt")),
            ("CON.txt", ("_CON", ".txt")),
            ("a\n\x00b\u202e:c.txt", ("a b c", ".txt")),
            ("Báo cáo.txt", ("Báo cáo", ".txt")),
            ("ộ" * 90 + ".pdf", ("ộ" * 50, ".pdf")),
            ("x.exe", ("x.exe", "")),
            ("..", ("bao-cao", "")),
            ("a.txt.", ("a.txt", "")),
        ],
    )
    def test_names_are_never_trusted(self, given, kept):
        assert clean_name(given, set()) == kept

    def test_no_two_have_one_name(self):
        assert clean_name("A.txt", {"a", "a-2"}) == ("A-3", ".txt")

    def test_a_file_lies_in_the_folder_of_its_visit_whatever_its_name(self, client, held):
        upload(client, ("../../x.docx", b"PK"), ("/y.txt", report()))
        files = sorted(path.relative_to(held.folder).parts[1:] for path in held.folder.rglob("*") if path.is_file())
        assert files == [("1", "x.docx"), ("2", "y.txt")]

    def test_places_in_line_are_shown_and_move_up(self, client, held):
        first = upload(client, ("a.txt", report()), ("b.txt", report()))
        second = upload(client, ("c.txt", report()))
        assert re.findall(r"Đang chờ, thứ (\d)", first.text) == ["1", "2"]
        assert re.findall(r"Đang chờ, thứ (\d)", second.text) == ["3"]
        answer = client.post(f"{first.url.path}/1/cancel", headers={"origin": HERE})
        assert "Đã hủy" in answer.text
        assert re.findall(r"Đang chờ, thứ (\d)", client.get(second.url.path).text) == ["2"]
        assert len(held.line.waiting) == 2

    def test_all_is_gone_an_hour_after_the_last_act(self, client, held):
        page = upload(client, ("a.exe", b"x"))
        assert "tvict không đọc được loại tệp của a.exe" in page.text
        held.clear(time.time() + visits.KEPT - 60)
        assert client.get(page.url.path).status_code == 200
        held.clear(time.time() + visits.KEPT + 60)
        gone = client.get(page.url.path)
        assert (gone.status_code, "đã được xóa sau một giờ" in gone.text) == (404, True)
        assert list(held.folder.iterdir()) == []

    def test_only_results_can_be_had(self, client, held):
        page = upload(client, ("a.txt", report()))
        (job,) = next(iter(held._by_key.values())).jobs
        job.made, job.state = {"figures": 1, "differences": 0}, "done"
        (job.visit.out / "a").mkdir()
        (job.visit.out / "a" / "a.html").write_text("<main></main>")
        (job.visit.out / "a" / "other.html").write_text("other")
        assert client.get(f"{page.url.path}/result/a/a.html").status_code == 200
        for path in ("a/other.html", "../1/a.txt", "%2e%2e/1/a.txt", "a/../../1/a.txt", "//etc/passwd", "", "a"):
            assert client.get(f"{page.url.path}/result/{path}").status_code == 404, path

    def test_kept_results_take_nobodys_place(self, tmp_path):
        (tmp_path / "kept" / "a").mkdir(parents=True)
        held = Visits(tmp_path / "private", 2, tmp_path / "kept")
        jobs = [held.bring(held.begin(), name) for name in ("a.txt", "a.docx", "b.txt")]
        for job in (*jobs, *jobs):  # made twice, each stays where it is
            held.hand_in(job, "make")
        assert [job.keep.name for job in jobs] == ["a-2", "a-3", "b"]

    def test_the_language_is_chosen_and_kept(self, client):
        assert '<html lang="vi">' in client.get("/").text
        assert '<html lang="en">' in client.get("/?lang=en").text
        assert '<html lang="en">' in client.get("/").text
        assert "was deleted" not in client.get("/v/x").text
        assert "Send them again" in client.get("/v/x").text
        assert '<html lang="vi">' in client.get("/?lang=vi").text

    def test_what_cannot_be_is_asked_again_and_nothing_typed_is_lost(self, client, held):
        page = upload(client, ("a.txt", report()))
        (job,) = next(iter(held._by_key.values())).jobs
        held.line.stop(job)
        job.hear(
            {"done": {"title": None, "issuer": "SỞ", "area_name": None, "year": 2021, "figures": 5, "notices": []}}
        )
        asked = {"area_name-1": 'Bình "An"', "year-1": "2" * 5000, "issuer-1": "SỞ"}
        assert client.post(f"{page.url.path}/make", data=asked, headers={"origin": HERE}).status_code == 400
        assert client.get(f"{page.url.path}/make").status_code == 200, "where the browser is after that answer"
        asked["year-1"] = "21"
        answer = client.post(f"{page.url.path}/make", data=asked, headers={"origin": HERE})
        assert answer.status_code == 400
        assert "bốn chữ số" in answer.text
        assert 'value="Bình &#34;An&#34;"' in answer.text
        asked |= {"year-1": "2020", "area_name-1": 'Bình\n\x00\u202e "An"'}
        client.post(f"{page.url.path}/make", data=asked, headers={"origin": HERE})
        assert job.state == "waiting"
        written = tomllib.loads(job.file.with_suffix(".toml").read_text("utf-8"))
        assert written == {"area_name": 'Bình "An"', "year": 2020}

    def test_what_is_written_of_a_figure_can_be_read_again(self, client, held):
        page = upload(client, ("a.txt", report()))
        (job,) = next(iter(held._by_key.values())).jobs
        figure = {
            "text": "16 chợ",
            "start": 7,
            "subject": "chợ",
            "unit": "chợ",
            "role": "level",
            "passage": ["", "", ""],
        }
        job.made, job.state = {"figures": 1, "differences": 0}, "done"
        (job.folder / FIGURES).write_text(json.dumps({"0": figure}))
        there = f"{page.url.path}/1/fix"
        odd = {"figure": "0", "right_unit": 'sạp"\\\x00\n', "remark": "\u2028'''\t#"}
        assert client.post(there, data=odd, headers={"origin": HERE}).status_code == 200
        (correction,) = tomllib.loads(job.corrections.read_text("utf-8"))["correction"]
        assert (correction["value"], correction["reason"]) == ('sạp"\\', "''' #")
        for figure in ("1", "-1", "x", ""):
            assert client.post(there, data={**odd, "figure": figure}, headers={"origin": HERE}).status_code == 404
        assert client.post(there, data={**odd, "remark": "a" * 301}, headers={"origin": HERE}).status_code == 400
        client.post(there, data={"figure": "0", "remove": "1"}, headers={"origin": HERE})
        assert job.corrections.read_text("utf-8") == ""
        assert client.get(f"{page.url.path}/result/a/a.corrections.toml").status_code == 404


def until(holds, seconds=120):
    """Wait until a condition holds, and fail where it does not for long."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def settled(held):
    """Wait until nothing of any visit waits or is worked on."""
    until(lambda: not any(visit.busy for visit in held._by_key.values()))


def test_a_visit_is_busy_until_its_results_stand_side_by_side(tmp_path):
    visit = Visit("key", tmp_path, 0.0, stale=True)
    visit.jobs = [Job(visit, n, "a", ".txt", state="done", made={"at": 0.0}) for n in (1, 2)]
    assert visit.busy, "the page would stop to ask before there is anything side by side"
    visit.jobs[1].state = "asking"
    assert not visit.busy
    visit.jobs[1].state, visit.stale = "done", False
    visit.together = Job(visit, 0, "", "")
    assert visit.busy
    visit.together.state = "done"
    assert not visit.busy


@contextlib.contextmanager
def working(held):
    """A client of a server with processes that work."""

    @contextlib.asynccontextmanager
    async def background():
        async with held.line.open():
            yield

    app = Guard(application(held, "vi", background), names_of("127.0.0.1", 8800, None), 8800, None)
    with TestClient(app, base_url=HERE) as client:
        yield client
    assert multiprocessing.active_children() == []


class TestProcesses:
    def test_ten_at_once_on_two_processes_take_their_turns(self, held, monkeypatch):
        begun, ended, at_once = [], [], []
        task, hear = visits.Job.task, visits.Job.hear

        def begin(job):
            begun.append(job.stem)
            at_once.append(len(begun) - len(ended))
            return task(job)

        def end(job, words):
            ended.append(job.stem)
            hear(job, words)

        monkeypatch.setattr(visits.Job, "task", begin)
        monkeypatch.setattr(visits.Job, "hear", end)
        names = [f"r{n}" for n in range(10)]
        with working(held) as client:
            brought = [upload(client, (f"{name}.txt", report())) for name in names]
            assert re.search(r"Đang chờ, thứ [4-8] trong hàng", brought[-1].text)
            settled(held)
            assert len({page.url.path for page in brought}) == 10
            assert all("Đã đọc" in client.get(page.url.path).text for page in brought)
        assert begun == names
        assert sorted(ended) == names
        assert max(at_once) == 2

    def test_a_killed_process_is_told_to_its_owner_alone(self, tmp_path):
        held = Visits(tmp_path, 1, None)
        with working(held) as client:
            first = upload(client, ("a.docx", (FILES / "d-python.docx").read_bytes()))
            second = upload(client, ("b.txt", report()))
            until(multiprocessing.active_children)
            os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)
            settled(held)
            assert "làm tiến trình đọc nó dừng" in client.get(first.url.path).text
            assert "Đã đọc" in client.get(second.url.path).text

    def test_memory_and_time_have_limits(self, held, monkeypatch):
        with working(held) as client:
            monkeypatch.setattr(visits, "MEMORY", 300 * 2**20)
            small = upload(client, ("a.docx", (FILES / "d-python.docx").read_bytes()))
            settled(held)
            shown = client.get(small.url.path).text
            assert re.search("a.docx cần nhiều bộ nhớ hơn mức cho phép|a.docx .* thiếu bộ nhớ", shown)
            monkeypatch.undo()
            monkeypatch.setattr(line, "SECONDS", 0.1)
            slow = upload(client, ("b.docx", (FILES / "d-python.docx").read_bytes()))
            settled(held)
            assert "nên đã dừng" in client.get(slow.url.path).text

    def test_a_result_that_cannot_be_made_again_stays(self, held, monkeypatch):
        with working(held) as client:
            page = upload(client, ("a.txt", report()))
            settled(held)
            there = page.url.path
            client.post(f"{there}/make", data={"year-1": "2021"}, headers={"origin": HERE})
            settled(held)
            before = client.get(f"{there}/result/a/a.xlsx").content
            monkeypatch.setattr(line, "SECONDS", 0.05)
            client.post(f"{there}/1/again", headers={"origin": HERE})
            settled(held)
            assert "nên đã dừng" in client.get(there).text
            assert client.get(f"{there}/result/a/a.xlsx").content == before

    def test_a_cancelled_file_frees_its_process_and_what_that_started(self, held):
        needs("soffice")
        with working(held) as client:
            page = upload(client, ("d.doc", (FILES / "d.doc").read_bytes()))
            until(lambda: started("soffice", held.folder))
            client.post(f"{page.url.path}/1/cancel", headers={"origin": HERE})
            until(lambda: not multiprocessing.active_children() and not started("soffice", held.folder), 10)
            assert "Đã hủy" in client.get(page.url.path).text

    def test_a_bomb_ends_in_one_line(self, held):
        with working(held) as client:
            page = upload(client, ("bomb.docx", bomb()), ("odd.docx", b"PK\x03\x04odd"), ("empty.txt", b""))
            settled(held)
            shown = client.get(page.url.path).text
        assert "quá lớn khi giải nén" in shown
        assert "odd.docx bị hỏng" in shown
        assert "empty.txt không có gì" in shown
        assert str(held.folder) not in shown


def started(program, folder):
    """The processes of a program that work for a folder."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            words = place.read_bytes().decode(errors="replace")
            found += [place.parent.name] if program in words and str(folder) in words else []
    return found


# The command


@contextlib.contextmanager
def server(folder, *options, **more):
    """The command, in a process of its own: its address, the process, and where its temporary folder lies."""
    (folder / "tmp").mkdir()
    (folder / "command").mkdir()
    command = folder / "command" / "start"  # as pip installs it
    command.write_text("from tvict.__main__ import script\nif __name__ == '__main__':\n    script()\n")
    process = subprocess.Popen(
        [sys.executable, command, "serve", "--port", "0", "--lang", "vi", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(folder / "tmp"), "PYTHONPATH": str(ROOT)},
        preexec_fn=interruptible,
        **more,
    )
    try:
        said = process.stdout.readline()
        yield re.search(r"http://\S+", said)[0].rstrip("/"), process, folder / "tmp"
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)


class TestCommand:
    def test_what_is_over_is_taken_away_while_it_runs(self, held, monkeypatch):
        monkeypatch.setattr(app_server, "EVERY", 0.01)
        monkeypatch.setattr(visits, "KEPT", 0.1)
        folder = held.begin().folder

        async def run():
            clearing = asyncio.create_task(app_server._clear(held))
            assert folder.exists()
            await asyncio.sleep(0.5)
            clearing.cancel()

        asyncio.run(run())
        assert not folder.exists()

    @pytest.mark.timed
    @pytest.mark.parametrize("place", ["c", "c" * 100], ids=["short", "long"])  # no socket fits into a long path
    def test_ctrl_c_ends_all_in_two_seconds_and_leaves_no_folder(self, tmp_path_factory, place):
        tmp_path = tmp_path_factory.mktemp(place)
        for name in ("pickle", "re", "socket"):  # files of the folder that it runs in are no modules of its processes
            (tmp_path / f"{name}.py").write_text("raise SystemExit('taken for a module')")
        with server(tmp_path, "--host", "0.0.0.0", cwd=tmp_path) as (address, process, temporary):
            (private,) = temporary.glob("tvict-serve-*")
            assert private.stat().st_mode & 0o777 == 0o700
            name, port, token = re.search(r"//(.+):(\d+)/\?token=(\S+)", address).groups()
            there = f"http://127.0.0.1:{port}"
            for host in (name, "127.0.0.1"):
                assert httpx.get(there, headers={"host": f"{host}:{port}"}).status_code == 403
            with httpx.Client(base_url=there, headers={"origin": there}, follow_redirects=True) as client:
                client.get("/", params={"token": token})
                content = (FILES / "d.doc").read_bytes()
                page = client.post("/", files=[("file", (f"{n}.doc", content)) for n in range(6)])
                assert "6.doc" not in page.text
                assert "5.doc" in page.text
                until(lambda: started("soffice", private))
                begun = time.monotonic()
                process.send_signal(signal.SIGINT)
                _, said = process.communicate(timeout=10)
                assert time.monotonic() - begun < 2 * slowness()
        assert process.returncode == 130
        assert "cảnh báo" in said
        assert "Traceback" not in said
        assert list(temporary.iterdir()) == []
        until(lambda: not started("soffice", private), 2 * slowness())  # one that was killed takes a moment to be gone

    def test_what_a_killed_server_left_the_next_takes_away(self, tmp_path):
        with server(tmp_path) as (_, process, temporary):
            process.kill()
            process.wait()
        (left,) = temporary.glob("tvict-serve-*")
        alive = temporary / f"tvict-serve-{os.getpid()}-alive"
        alive.mkdir()
        _clear_leftovers(temporary)
        assert (left.exists(), alive.exists()) == (False, True)

    @pytest.mark.timed
    def test_an_upload_that_a_stop_cuts_off_is_no_error(self, tmp_path):
        with server(tmp_path) as (address, process, _):
            host = address.removeprefix("http://")
            lines = [f"POST / HTTP/1.1\r\nHost: {host}\r\nOrigin: {address}\r\nContent-Length: 9999"]
            lines += ["Content-Type: multipart/form-data; boundary=x\r\n\r\n--x"]
            with socket.create_connection(("127.0.0.1", int(host.split(":")[1]))) as sending:
                sending.sendall("\r\n".join(lines).encode())
                time.sleep(0.5)
                begun = time.monotonic()
                process.send_signal(signal.SIGINT)
                _, said = process.communicate(timeout=20)
                assert time.monotonic() - begun < 2 * slowness()
        assert said == "tvict: đã dừng\n"

    def test_a_taken_port_is_one_line(self, capsys):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            assert main(["serve", "--port", str(port)]) == 2
        assert re.fullmatch(
            r"tvict: 127\.0\.0\.1:\d+ cannot be served \(.*\): choose another .*\n", capsys.readouterr().err
        )

    def test_what_is_not_installed_is_said(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "uvicorn", None)
        with pytest.raises(SaveError, match=r"needs uvicorn: install it with `pip install 'tvict\[app,pdf\]'`"):
            serve("127.0.0.1", 0, None, "vi", None)

    @pytest.mark.parametrize("port", ["-1", "65536", "x"])
    def test_odd_ports_are_refused(self, port, capsys):
        with pytest.raises(SystemExit):
            main(["serve", "--port", port])
        assert "is no port" in capsys.readouterr().err


def slowness():
    """How many times slower than when idle this machine is now."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


# In a browser


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """A server for all that follows, which keeps results too."""
    folder = tmp_path_factory.mktemp("running")
    with server(folder, "--keep", str(folder / "kept")) as (address, _, _):
        yield address, folder / "kept"


@pytest.fixture
def visit(chromium, running):
    """Return a function that opens the window in a browser of its own; nothing may be said or asked of others."""
    heard, profiles = [], []

    def open_window(viewport=WIDE, **options):
        profile = chromium.new_context(viewport=viewport, accept_downloads=True, **options)
        profile.set_default_timeout(180_000)  # eight results take half a minute where nothing else runs
        profiles.append(profile)
        tab = profile.new_page()
        tab.on("console", lambda message: heard.append(message.text))
        tab.on("pageerror", lambda error: heard.append(str(error)))
        own = (running[0], "data:", "blob:")
        tab.on("request", lambda request: request.url.startswith(own) or heard.append(request.url))
        tab.goto(running[0])
        return tab

    open_window.heard = heard
    yield open_window
    for profile in profiles:
        profile.close()
    assert heard == []


def drop(tab, *files):
    """Choose files, by path or as (name, content), and send them."""
    named = [(file.name, file.read_bytes()) if isinstance(file, Path) else file for file in files]
    given = [{"name": name, "mimeType": "text/plain", "buffer": content} for name, content in named]
    tab.set_input_files("#file", given)
    tab.click("#send")
    tab.wait_for_selector("#jobs")


def asked(tab):
    """Wait until all files are read."""
    tab.wait_for_selector("#jobs[data-busy=false]")
    return tab


def made(tab):
    """Make all results, and wait for them."""
    asked(tab).click("#j-make button")
    tab.wait_for_selector("#jobs[data-busy=true]")
    tab.wait_for_selector("#jobs[data-busy=false]")
    return tab


def taken(tab, link):
    """What a link of a file downloads."""
    with tab.expect_download() as download:
        tab.click(link)
    return Path(download.value.path()), download.value.suggested_filename


@pytest.fixture(scope="module")
def scan(tmp_path_factory):
    """A scan of a page of few lines."""
    needs("tesseract")
    import pypdfium2

    path = tmp_path_factory.mktemp("scan") / "quet.png"
    page = pypdfium2.PdfDocument(FILES / "d.pdf")[1].render(scale=200 / 72).to_pil()
    page.crop((0, 0, page.width, page.height // 4)).save(path, dpi=(200, 200))
    return path


class TestInBrowser:
    def test_files_of_every_kind_come_out(self, visit, running, scan, tmp_path):
        needs("soffice")
        tab = visit()
        names = ("d.html", "d.pdf", "d.doc", "d-annex.xlsx", "d-python.docx", "d-vni.txt")
        drop(tab, *(FILES / name for name in names), scan, ("../x.txt", report()), ("bomb.docx", bomb()))
        asked(tab)
        assert tab.locator(".job.asking").count() == 8
        shown = ["d.html", "d-2.pdf", "d-3.doc", "d-annex.xlsx", "d-python.docx", "d-vni.txt", "quet.png", "x.txt"]
        assert tab.locator(".job h2").all_inner_texts() == [*shown, "bomb.docx"]
        assert "quá lớn khi giải nén" in tab.inner_text(".job.failed")
        assert tab.input_value("#area_name-5") == "Tân Lộc"
        assert tab.input_value("#year-8") == "2021"
        assert tab.input_value("#issuer-8") == "SỞ CÔNG THƯƠNG TỈNH BÌNH AN"
        made(tab)
        assert tab.locator(".job.done").count() == 9, "eight reports, and all together"
        for number in range(1, 9):
            assert tab.locator(f"#j{number} .files a").count() >= 4
        tab.click("#j0 a.go")
        assert "Nhiều báo cáo đặt cạnh nhau" in tab.inner_text("h1")
        tab.click(".served a >> nth=1")
        assert tab.locator("tbody tr").count() == 8
        with zipfile.ZipFile(taken(tab, "a[href*='d-annex.xlsx']")[0]) as book:
            assert "xl/workbook.xml" in book.namelist()

    def test_it_is_what_build_writes(self, visit, running, tmp_path):
        tab = visit()
        content = word(p("BÁO CÁO") + p("Có 20 chợ (loại I: 4, loại II: 12)."))
        drop(tab, ("bao-cao.docx", content))
        made(tab)
        (tmp_path / "bao-cao.docx").write_bytes(content)
        (tmp_path / "bao-cao.toml").write_text("")
        tvict.read(tmp_path / "bao-cao.docx").save(tmp_path / "out")
        for end in (".html", ".xlsx", ".phieu-kiem-tra.docx", ".nhan-xet.docx"):
            path, name = taken(tab, f".files a[href*='bao-cao{end}']")
            assert name == f"bao-cao{end}"
            assert path.read_bytes() == (tmp_path / "out" / name).read_bytes(), name
        with zipfile.ZipFile(taken(tab, ".files a[href*='.zip']")[0]) as whole:
            assert {"bao-cao/DOC-TRUOC.html", "bao-cao/bao-cao.html"} <= set(whole.namelist())
        kept = running[1] / "bao-cao"
        assert (kept / "bao-cao.html").read_bytes() == (tmp_path / "out" / "bao-cao.html").read_bytes()
        assert "1 chỗ không khớp" in tab.inner_text(".state")

    def test_a_figure_is_corrected_in_the_page_and_the_result_built_again(self, visit):
        tab = visit()
        drop(tab, ("cho.txt", report(all_of=17)))
        asked(tab)
        tab.fill("#area_name-1", "Bình Yên")
        tab.fill("#year-1", "2020")
        made(tab)
        assert "1 chỗ không khớp" in tab.inner_text("#j1 .state")
        tab.click(".acts .go")
        assert "2020" in tab.inner_text(".whose")
        row = tab.locator(".figures tbody tr", has_text="17 chợ")
        row.locator(".correct").click()
        assert tab.inner_text(".passage mark") == "17 chợ"
        tab.click(".fix .go")
        assert "Chưa sửa gì" in tab.inner_text("#odd-right_value")
        tab.fill("#right_value", "mười sáu")
        tab.click(".fix .go")
        assert "không rõ là bao nhiêu" in tab.inner_text("#odd-right_value")
        assert tab.evaluate("document.activeElement.id") == "right_value"
        visit.heard.clear()  # the browser tells of each answer that refuses
        tab.fill("#right_value", "16")
        tab.fill("#right_unit", "chợ loại I, II")
        tab.fill("#remark", 'Theo "sổ" của phòng')
        tab.click(".fix .go")
        corrections = tomllib.loads(taken(tab, "a[href$='.corrections.toml']")[0].read_text("utf-8"))["correction"]
        assert [(one["column"], one["value"]) for one in corrections] == [("value", 16), ("unit", "chợ loại I, II")]
        assert {one["reason"] for one in corrections} == {'Theo "sổ" của phòng'}
        tab.click("form.acts .go")
        tab.wait_for_selector("#jobs[data-busy=false]")
        assert "Không thấy chỗ nào không khớp" in tab.inner_text("#j1 .state")
        book = openpyxl.load_workbook(io.BytesIO(taken(tab, ".files a[href*='cho.xlsx']")[0].read_bytes()))
        cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
        assert 'Theo "sổ" của phòng' in cells
        tab.click(".acts .go")
        assert "đã sửa" in tab.locator(".figures tbody tr", has_text="17 chợ").inner_text()
        tab.click(".served a >> text=Các chỗ đã sửa")
        tab.click("button[name=remove]")
        assert "Chưa sửa chỗ nào" in tab.inner_text("main")
        tab.click("form.acts .go")
        tab.wait_for_selector("#jobs[data-busy=false]")
        assert "1 chỗ không khớp" in tab.inner_text("#j1 .state")

    def test_two_browsers_at_once_see_their_own(self, visit):
        first, second = visit(), visit(NARROW)
        first.evaluate(
            """([name, words]) => {
                const dataTransfer = new DataTransfer();
                dataTransfer.items.add(new File([words], name));
                const event = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
                document.querySelector(".drop").dispatchEvent(event);
            }""",
            ["mot.txt", report(2019).decode()],
        )
        first.wait_for_selector("#jobs")
        drop(second, ("hai.txt", report(2018)), ("ba.txt", report(2017)))
        assert first.url != second.url
        asked(first).fill("#issuer-1", "Phòng Một")
        made(second)
        assert first.input_value("#issuer-1") == "Phòng Một", "what is typed stays"
        made(first)
        assert first.locator(".job h2").all_inner_texts() == ["mot.txt"]
        assert second.locator(".job h2").all_inner_texts() == ["Các báo cáo cạnh nhau", "hai.txt", "ba.txt"]
        assert second.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
        second.click("#j0 a.go")
        second.wait_for_selector("ol li b")
        assert second.locator("ol li b").all_inner_texts() == ["Bình An, 2017", "Bình An, 2018"]

    def test_it_works_without_scripts(self, visit):
        tab = visit(java_script_enabled=False)
        drop(tab, ("khong-js.txt", report()))
        tab.wait_for_selector("#j-make button")  # the page asks again by itself
        tab.click("#j-make button")
        tab.wait_for_selector(".job.done .go")
        tab.click(".acts .go")
        tab.click(".figures .correct >> nth=1")
        tab.fill("#right_unit", "chợ")
        tab.click(".fix .go")
        tab.click("form.acts .go")
        tab.wait_for_selector(".job.done .go")
        assert "Các chỗ đã sửa: 1" in tab.inner_text(".acts")

    def test_the_keyboard_and_a_reader_aloud_are_enough(self, visit):
        tab = visit()
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.className") == "skip"
        tab.set_input_files("#file", [{"name": "phim.txt", "mimeType": "text/plain", "buffer": report()}])
        tab.focus("#file")
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.id") == "send"
        tab.keyboard.press("Enter")
        tab.wait_for_selector("#area_name-1")
        tab.wait_for_function("document.querySelector('#news').textContent.startsWith('phim.txt: Đã đọc')")
        assert tab.get_attribute("#news", "aria-live") == "polite"
        tab.focus("#issuer-1")
        tab.keyboard.press("Enter")
        tab.wait_for_selector(".job.done")
        tab.wait_for_function("document.querySelector('#news').textContent.startsWith('phim.txt: Xong')")

    def test_too_much_is_said_before_it_is_sent(self, visit):
        tab = visit()
        files = [{"name": f"{n}.txt", "mimeType": "text/plain", "buffer": b"a"} for n in range(21)]
        tab.set_input_files("#file", files)
        assert "Tối đa 20 tệp" in tab.inner_text("#sent")
        tab.click("#send")
        assert tab.locator("#jobs").count() == 0

    def test_nothing_keeps_anybody_out(self, visit):
        """Nothing that axe finds, nor anything wider than a phone, in light and dark."""
        from axe_playwright_python.sync_playwright import Axe

        tab = visit()

        def look():
            tab.wait_for_load_state()  # axe finds no document where a page is about to come
            tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            for scheme in ("light", "dark"):
                tab.emulate_media(color_scheme=scheme)
                for viewport in (WIDE, NARROW):
                    tab.set_viewport_size(viewport)
                    assert Axe().run(tab).response["violations"] == []
                    assert tab.evaluate("document.documentElement.scrollWidth") <= viewport["width"]

        look()
        drop(tab, ("mot.txt", report()), ("hong.docx", b"PK\x03\x04"))
        asked(tab)
        tab.fill("#year-1", "x")
        tab.click("#j-make button")
        tab.wait_for_selector("[aria-invalid]")
        visit.heard.clear()
        look()
        tab.fill("#year-1", "2021")
        made(tab)
        look()
        tab.click(".acts .go")
        look()
        tab.click("nav a[data-part=figures]")
        tab.click(".figures .correct >> nth=0")
        look()

    def test_all_of_it_is_in_english_too(self, visit):
        tab = visit()
        tab.click("text=English")
        drop(tab, ("x.txt", b"Only 5 words."), ("y.exe", b"x"))
        asked(tab)
        tab.eval_on_selector_all("input:not([type])", "all => all.forEach(one => one.value = '')")
        decomposed = unicodedata.normalize("NFD", tab.inner_text("main"))
        assert "Make the result" in decomposed
        assert not re.findall(r"\w*[đĐ]\w*|\w+[\u0300-\u036f]\w*", decomposed)
        made(tab)
        assert "Done: 1 figures" in tab.inner_text("main")
