"""What tvict says in a shell: each error, notice and help text has its Vietnamese; a command speaks one language."""

import ast
import re
import string
from pathlib import Path

import pytest

import tvict
from tvict.arguments import COMMANDS, parser
from tvict.cli import main
from tvict.messages import SETTING, language_of, messages, said

PACKAGE = Path(tvict.__file__).parent
RAISED = {"ReadError", "SaveError", "LoadError", "UnknownFigure", "ArgumentTypeError"}
TOLD = {"_tell", "said", "append"}
"""Functions whose text is told to whoever typed a command."""


def texts(node):
    """The English texts that an expression may give, each expression in it as a mark of its own."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=values):
            marks = iter(f"‹{letter}›" for letter in string.ascii_letters)
            seen: dict[str, str] = {}
            parts = [
                value.value
                if isinstance(value, ast.Constant)
                else seen.setdefault(ast.unparse(value.value), next(marks))
                for value in values
            ]
            return ["".join(parts)]
        case ast.IfExp(body=body, orelse=orelse):
            return [*texts(body), *texts(orelse)]
        case _:
            return []


def raised():
    """Every error that the package raises: where, and the text of it."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        named = {
            target.id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            first = named.get(first.id, first) if isinstance(first, ast.Name) else first
            notice = name == "append" and ast.unparse(node.func).endswith("notices.append")
            if name in RAISED or notice:
                for text in texts(first):
                    yield f"{path.relative_to(PACKAGE)}:{node.lineno}", text, notice


ERRORS = [entry for entry in raised() if re.search(r"[a-z]{3}", re.sub("‹.›", "", entry[1]))]


def test_there_are_errors_to_look_at():
    assert len(ERRORS) > 100


@pytest.mark.parametrize(("place", "text", "notice"), ERRORS, ids=[place for place, _, _ in ERRORS])
def test_every_error_and_notice_has_its_vietnamese(place, text, notice):
    inside = place.startswith("documents") and not notice and not text.startswith("‹")  # the path is put before it
    for told in [f"x.txt {text}"] if inside else [text]:
        vietnamese = said(told, "vi")
        if vietnamese != told:
            assert set(re.findall("‹.›", told)) == set(re.findall("‹.›", vietnamese)), vietnamese
            return
    pytest.fail(f"no Vietnamese for {text!r}")


def test_places_of_a_message_are_those_of_its_vietnamese():
    for english, vietnamese in messages().items():
        assert set(re.findall(r"\{\w+\}", english)) == set(re.findall(r"\{\w+\}", vietnamese)), english


def test_a_message_in_a_message_is_told_too():
    told = "out cannot be written: the disk is full, free some space and run again; what was there is unchanged"
    assert said(told, "vi") == "không ghi được out: đĩa đã đầy, dọn chỗ trống rồi chạy lại; những gì đã có vẫn nguyên"
    assert said(told, "en") == told
    assert said("what nobody wrote down", "vi") == "what nobody wrote down"


@pytest.mark.parametrize("odd", ["a{b}.txt", "100%", "stopped", "r\\1.txt"])
def test_a_path_is_told_as_it_is(odd):
    assert said(f"{odd} does not exist: check the path", "vi") == f"không có {odd}: xem lại đường dẫn"


@pytest.mark.parametrize(
    ("typed", "setting", "language"),
    [
        ([], "", "vi"),
        ([], "en", "en"),
        ([], "fr", "vi"),
        (["--lang", "vi", "check", "x"], "en", "vi"),
        (["check", "x", "--lang=en"], "", "en"),
        (["check", "--lang", "fr"], "", "vi"),
    ],
)
def test_the_language_is_that_of_the_option_else_of_the_setting_else_vietnamese(monkeypatch, typed, setting, language):
    monkeypatch.setenv(SETTING, setting)
    assert language_of(typed) == language


ENGLISH = r"\b(the|of|and|is|are|what|which|where|report|default|usage|file|folder)\b"


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_vietnamese_throughout(command, capsys):
    with pytest.raises(SystemExit):
        parser("vi").parse_args([command, "--help"])
    text = capsys.readouterr().out
    assert text.startswith("cách dùng: tvict")
    assert not re.findall(ENGLISH, re.sub(r"`[^`]*`|\[.*?\]", "", text).partition("\n\n")[2])
    assert "--lang vi|en" in text


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["quote", "x", "y"], "tham số ID: 'y' không phải số nguyên"),
        (["quote", "x"], "thiếu tham số: ID"),
        (["build", "--jobs", "0"], "tham số --jobs: '0' không phải số tiến trình"),
        (["read", "x", "--table", "y"], "không có lựa chọn 'y' (chọn trong"),
        (["read", "x", "--so"], "không có tham số --so"),
        (["build", "--jobs"], "tham số --jobs: cần một giá trị"),
    ],
)
def test_wrong_arguments_are_told_in_vietnamese(arguments, told, capsys):
    with pytest.raises(SystemExit):
        main([*arguments, "--lang", "vi"] if arguments[-1] != "--jobs" else ["--lang", "vi", *arguments])
    assert told in capsys.readouterr().err


def test_check_speaks_one_language(tmp_path, capsys):
    path = tmp_path / "r.txt"
    path.write_text("Có 120 cơ quan (15 sở, 9 UBND huyện, 90 UBND xã).", "utf-8")
    assert main(["check", str(path), "--lang", "vi"]) == 1
    told = capsys.readouterr().out
    assert told.startswith("không khớp  tổng ")
    assert told.endswith("1 phép kiểm tra: 1 không khớp\n")
    assert main(["explain", str(path), "0", "--lang", "vi"]) == 0
    told = capsys.readouterr().out
    assert "Chữ quyết định" in told
    assert "số lượng" in told
    assert told.endswith("giải thích các quy tắc: docs/rules.md\n")
    assert main(["explain", str(path), "1", "--lang", "vi"]) == 0
    assert re.search(r"Là phần của +0 \(120 cơ quan, cơ quan\) ", capsys.readouterr().out)


def test_build_speaks_one_language(tmp_path, capsys):
    (tmp_path / "raw").mkdir()
    for name in ("a", "b"):
        (tmp_path / "raw" / f"{name}.txt").write_text("Có 5 xã.", "utf-16-le")
    arguments = ["build", "--raw", str(tmp_path / "raw"), "--out", str(tmp_path / "out"), "--tables", "--lang", "vi"]
    assert main(arguments) == 0
    told = capsys.readouterr().err
    assert "a.txt: không có dấu thứ tự byte: đọc theo utf-16-le" in told
    assert told.endswith("tvict: 2 báo cáo (0 không đổi), 2 số liệu, 0 chỗ không khớp\n")
