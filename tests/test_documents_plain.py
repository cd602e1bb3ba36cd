"""From a file to its text: encodings told, kept as they are, or refused with one line that says what to do."""

import re
import unicodedata
from pathlib import Path

import pytest

from tvict.documents.files import read_file
from tvict.documents.plain import decode_text
from tvict.errors import ReadError

RAW = Path(__file__).parents[1] / "data" / "raw"
TEXT = "Doanh thu bưu chính ước đạt 76 tỷ đồng, giảm 13,24% so với năm 2021.\r\n\r\nTổng số thuê bao là 24m².\n"


def windows_1258(text: str) -> bytes:
    """Encode as Vietnamese Windows does: vowels whole, tones as marks behind them."""
    out = []
    for letter in unicodedata.normalize("NFD", text):
        merged = unicodedata.normalize("NFC", out[-1] + letter) if out and letter in "\u0302\u0306\u031b" else ""
        if len(merged) == 1:
            out[-1] = merged
        elif letter in "\u0302\u0306\u031b":  # the tone came first: ệ is e, dot below, circumflex
            out[-2:] = [unicodedata.normalize("NFC", out[-2] + letter), out[-1]]
        else:
            out.append(letter)
    return "".join(out).encode("cp1258")


@pytest.mark.parametrize(
    ("encoded", "encoding", "noticed"),
    [
        (TEXT.encode("utf-8"), "utf-8", False),
        (TEXT.encode("utf-8-sig"), "utf-8", False),
        (TEXT.encode("utf-16"), "utf-16-le", False),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be", False),
        (TEXT.encode("utf-16-le"), "utf-16-le", True),
        (TEXT.encode("utf-16-be"), "utf-16-be", True),
        (b"7.500.000 and no letter beyond ASCII", "utf-8", False),
    ],
)
def test_text_comes_out_as_it_was_written(encoded, encoding, noticed):
    text, name, notices = decode_text(encoded)
    assert name == encoding
    assert bool(notices) == noticed
    assert text == (TEXT if "Doanh" in text else encoded.decode())


@pytest.mark.parametrize("name", ["travinh-2022", "anbinh-2019"])
def test_windows_1258_is_told_and_said(name):
    original = (RAW / f"{name}.txt").read_text("utf-8")
    encoded = windows_1258(original)
    with pytest.raises(UnicodeDecodeError):
        encoded.decode("utf-8")
    text, encoding, notices = decode_text(encoded)
    assert encoding == "windows-1258"
    assert "windows-1258" in notices[0]
    assert text == encoded.decode("cp1258")
    assert unicodedata.normalize("NFC", text) == unicodedata.normalize("NFC", original)


def test_decomposed_text_stays_decomposed():
    decomposed = unicodedata.normalize("NFD", TEXT)
    assert decode_text(decomposed.encode("utf-8"))[0] == decomposed


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Les élèves français étaient très gênés dès l'entrée de la forêt à Noël. ", "cp1252"),
        ("Não é possível: informação de São Paulo até você, três avós. ", "latin-1"),
        ("Příliš žluťoučký kůň úpěl ďábelské ódy. ", "cp1250"),
        ("Съешь ещё этих мягких французских булок. ", "cp1251"),
        ("日本語のテキストです。", "shift-jis"),
        ("中文文本数据。", "gbk"),
    ],
)
def test_what_is_not_certain_is_refused(text, encoding):
    with pytest.raises(ReadError, match="encoding that cannot be told"):
        decode_text((text * 20).encode(encoding))


def test_a_few_accented_words_are_not_certain():
    with pytest.raises(ReadError, match="encoding that cannot be told"):
        decode_text(windows_1258("Tỷ lệ 5%"))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\t\n", "holds no text"),
        ("mark.txt", b"\xef\xbb\xbf", "holds no text"),
        ("binary.txt", bytes(range(256)), "binary"),
        ("nul.txt", b"a\0b\0\0c", "binary"),
        ("report.docx", b"PK\x03\x04...", "is damaged"),
        ("report.csv", b"a,b", "not a kind of file"),
        ("cut.txt", b"\xff\xfeab\xff\xdb", "not valid utf-16-le"),
    ],
)
def test_bad_files_are_refused_in_one_line(tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ReadError, match=re.escape(said)) as refused:
        read_file(path)
    message = str(refused.value)
    assert str(path) in message
    assert "\n" not in message
    assert ":" in message.removeprefix(str(path)), "says what to do"


def test_missing_file_and_folder_are_refused(tmp_path):
    with pytest.raises(ReadError, match="does not exist"):
        read_file(tmp_path / "none.txt")
    with pytest.raises(ReadError, match="is a folder"):
        read_file(tmp_path)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".TXT", ""])
def test_kinds_of_file(tmp_path, suffix):
    path = tmp_path / f"report{suffix}"
    path.write_text(TEXT, "utf-8", newline="")
    assert read_file(path).text == TEXT
