"""`tvict serve`: who may come in, what becomes of files, and how it looks and works in Chromium."""

import contextlib
import io
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
import tomllib
import zipfile
from pathlib import Path

import httpx2 as httpx
import pytest
from programs import interruptible, needs
from starlette.testclient import TestClient

from tvict.app import guard, line, pages, visits
from tvict.app.guard import Guard, names_of
from tvict.app.pages import application
from tvict.app.server import _clear_leftovers, serve
from tvict.app.visits import Visits, clean_name
from tvict.cli import main
from tvict.errors import SaveError

ROOT = Path(__file__).parents[1]
FILES = Path(__file__).parent / "documents"
CHROMIUM = Path("/usr/bin/chromium")
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
        asked = {"area_name-1": 'Bình "An"', "year-1": "21", "issuer-1": "SỞ"}
        answer = client.post(f"{page.url.path}/make", data=asked, headers={"origin": HERE})
        assert answer.status_code == 400
        assert "bốn chữ số" in answer.text
        assert 'value="Bình &#34;An&#34;"' in answer.text
        client.post(f"{page.url.path}/make", data={**asked, "year-1": "2020"}, headers={"origin": HERE})
        assert job.state == "waiting"
        assert tomllib.loads(job.file.with_suffix(".toml").read_text("utf-8")) == {
            "area_name": 'Bình "An"',
            "year": 2020,
        }


def settled(held, seconds=60):
    """Wait until nothing of any visit waits or is worked on."""
    end = time.monotonic() + seconds
    while any(visit.busy for visit in held._by_key.values()):
        assert time.monotonic() < end, "still busy"
        time.sleep(0.02)


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
    def test_ten_at_once_on_two_processes_end_in_order(self, held, monkeypatch):
        told, most = [], []
        monkeypatch.setattr(visits.Job, "hear", recorded(visits.Job.hear, told, most))
        with working(held) as client:
            brought = [upload(client, (f"r{n}.txt", report(2010 + n))) for n in range(10)]
            settled(held)
            assert len({page.url.path for page in brought}) == 10
            assert all("Đã đọc" in client.get(page.url.path).text for page in brought)
        places = [told.index(f"r{n}") for n in range(10)]
        assert all(abs(place - n) <= 1 for n, place in enumerate(places)), "two at once may change places"
        assert max(most) <= 2

    def test_a_killed_process_is_told_to_its_owner_alone(self, held, monkeypatch):
        with working(held) as client:
            monkeypatch.setattr(line, "LOOKED_AT", 0.2)
            first = upload(client, ("a.docx", (FILES / "d-python.docx").read_bytes()))
            second = upload(client, ("b.txt", report()))
            while not (children := multiprocessing.active_children()):
                time.sleep(0.005)
            os.kill(children[0].pid, signal.SIGKILL)
            settled(held)
            assert "làm tiến trình đọc nó dừng" in client.get(first.url.path).text
            assert "Đã đọc" in client.get(second.url.path).text

    def test_memory_and_time_have_limits(self, held, monkeypatch):
        with working(held) as client:
            monkeypatch.setattr(visits, "MEMORY", 300 * 2**20)
            small = upload(client, ("a.docx", (FILES / "d-python.docx").read_bytes()))
            settled(held)
            assert "a.docx cần nhiều bộ nhớ hơn mức cho phép" in client.get(small.url.path).text
            monkeypatch.undo()
            monkeypatch.setattr(line, "SECONDS", 0.1)
            slow = upload(client, ("b.docx", (FILES / "d-python.docx").read_bytes()))
            settled(held)
            assert "nên đã dừng" in client.get(slow.url.path).text

    def test_a_cancelled_file_frees_its_process_and_what_that_started(self, held):
        needs("soffice")
        with working(held) as client:
            page = upload(client, ("d.doc", (FILES / "d.doc").read_bytes()))
            while not started("soffice", held.folder):
                time.sleep(0.02)
            client.post(f"{page.url.path}/1/cancel", headers={"origin": HERE})
            end = time.monotonic() + 5
            while multiprocessing.active_children() or started("soffice", held.folder):
                assert time.monotonic() < end
                time.sleep(0.02)
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


def recorded(hear, told, most):
    """What Job.hear does, with the order of the ends and the number of processes noted."""

    def recording(job, words):
        if "done" in words:
            told.append(job.stem)
            most.append(len(multiprocessing.active_children()))
        hear(job, words)

    return recording


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
    process = subprocess.Popen(
        [sys.executable, "-m", "tvict", "serve", "--port", "0", "--lang", "vi", *options],
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
    def test_ctrl_c_ends_all_in_two_seconds_and_leaves_no_folder(self, tmp_path):
        with server(tmp_path, "--host", "0.0.0.0") as (address, process, temporary):
            (private,) = temporary.glob("tvict-serve-*")
            assert private.stat().st_mode & 0o777 == 0o700
            port, token = re.search(r":(\d+)/\?token=(\S+)", address).groups()
            there = f"http://127.0.0.1:{port}"
            assert httpx.get(there).status_code == 403
            with httpx.Client(base_url=there, headers={"origin": there}, follow_redirects=True) as client:
                client.get("/", params={"token": token})
                content = (FILES / "d.doc").read_bytes()
                page = client.post("/", files=[("file", (f"{n}.doc", content)) for n in range(6)])
                assert "6.doc" not in page.text
                assert "5.doc" in page.text
                while not started("soffice", private):
                    time.sleep(0.02)
                begun = time.monotonic()
                process.send_signal(signal.SIGINT)
                _, said = process.communicate(timeout=10)
                assert time.monotonic() - begun < 2 * slowness()
        assert process.returncode == 130
        assert "cảnh báo" in said
        assert "Traceback" not in said
        assert list(temporary.iterdir()) == []
        assert started("soffice", private) == []

    def test_what_a_killed_server_left_the_next_takes_away(self, tmp_path):
        with server(tmp_path) as (_, process, temporary):
            process.kill()
            process.wait()
        (left,) = temporary.glob("tvict-serve-*")
        alive = temporary / f"tvict-serve-{os.getpid()}-alive"
        alive.mkdir()
        _clear_leftovers(temporary)
        assert (left.exists(), alive.exists()) == (False, True)

    def test_a_taken_port_is_one_line(self, capsys):
        import socket

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
