"""A scanned page before it is read: turned upright, stamps bleached, rules taken out, ink that nobody read told."""

import numpy as np
import pytest
from matplotlib import get_data_path
from PIL import Image, ImageDraw, ImageFont

from tvict.documents import scan
from tvict.documents.ink import prepared, raised_tail, share, unread

FONT = f"{get_data_path()}/fonts/ttf/DejaVuSans.ttf"


def typed(lines=12, size=(1200, 900)):
    """A page of lines of type, at 150 dots an inch."""
    page = Image.new("RGB", size, (236, 234, 230))
    for number in range(lines):
        ImageDraw.Draw(page).text(
            (100, 80 + 60 * number), "Toàn tỉnh có 3.215 doanh nghiệp", (30, 30, 30), ImageFont.truetype(FONT, 30)
        )
    return page


def ink(grey):
    return int((grey < 130).sum())


@pytest.mark.parametrize("angle", [-1.7, -0.4, 0.0, 0.9, 2.1])
def test_a_page_is_turned_upright(angle):
    page = typed().rotate(angle, fillcolor=(236, 234, 230), resample=Image.Resampling.BICUBIC)
    assert prepared(page, 200).turned == pytest.approx(-angle, abs=0.15)


def test_uneven_light_becomes_paper():
    page = np.asarray(typed()).astype(float) * np.linspace(1, 0.6, 1200)[None, :, None]
    grey = prepared(Image.fromarray(page.astype(np.uint8)), 200).grey
    assert np.median(grey[:, :300]) == np.median(grey[:, 900:]) == 245
    assert ink(grey) == pytest.approx(ink(prepared(typed(), 200).grey), rel=0.15)


def test_a_coloured_stamp_is_bleached_and_the_black_under_it_stays():
    page = typed()
    stamped = page.copy()
    ImageDraw.Draw(stamped).ellipse((300, 100, 700, 500), outline=(215, 40, 50), width=14)
    ImageDraw.Draw(stamped).text((380, 270), "SỞ TT&TT", (215, 40, 50), ImageFont.truetype(FONT, 50))
    clean, with_stamp = prepared(page, 200), prepared(stamped, 200)
    assert ink(with_stamp.grey) == pytest.approx(ink(clean.grey), rel=0.1)
    assert ink(np.asarray(stamped.convert("L"))) > 1.3 * ink(np.asarray(page.convert("L")))


def test_rules_are_found_and_taken_out():
    page = typed(lines=3)
    draw = ImageDraw.Draw(page)
    for y in (70, 130, 190, 250):
        draw.line((60, y, 1100, y), (20, 20, 20), 3)
    for x in (60, 580, 1100):
        draw.line((x, 70, x, 250), (20, 20, 20), 3)
    sheet = prepared(page, 200)
    across = sorted(round(rule.y * 200 / 72) for rule in sheet.rules if rule.flat)
    assert across == pytest.approx([70, 130, 190, 250], abs=3)
    down = sorted({round(rule.x * 200 / 72, -1) for rule in sheet.rules if not rule.flat})
    assert down == pytest.approx([60, 580, 1100], abs=10)
    assert (sheet.grey[100:120, 50:70] < 130).sum() == 0
    assert ink(sheet.grey) < 1.1 * ink(prepared(typed(lines=3), 200).grey)


def test_specks_go_and_dots_of_numbers_stay():
    page = typed(lines=1)
    for x, y in np.random.default_rng(3).integers(150, 850, (400, 2)):
        page.putpixel((int(x), int(y)), (40, 40, 40))
    assert ink(prepared(page, 200).grey) == pytest.approx(ink(prepared(typed(lines=1), 200).grey), rel=0.03)


def test_ink_in_no_word_is_counted():
    sheet = prepared(typed(lines=2), 200)
    first, second = (90, 75, 760, 125), (90, 135, 760, 185)
    assert share(sheet, unread(sheet, [first, second])) == 0
    assert share(sheet, unread(sheet, [first])) == pytest.approx(0.5, abs=0.05)
    assert share(sheet, unread(sheet, [])) == 1


def test_a_page_with_ink_that_was_not_read_is_told(monkeypatch):
    monkeypatch.setattr(scan, "_read", lambda sheet: [])
    _, told = scan._page(typed(), 200, 4)
    assert told == ["page 4: 100% of the ink lies in no word that was read"]
    monkeypatch.setattr(scan, "_read", lambda sheet: [scan._Word("x", 95, 0, 0, 1200, 900, ("1",))])
    assert scan._page(typed(), 200, 4)[1] == []


def test_a_small_raised_digit_is_told_from_those_of_its_number():
    number = Image.new("L", (200, 60), 245)
    ImageDraw.Draw(number).text((5, 10), "6.412", 20, ImageFont.truetype(FONT, 36))
    assert raised_tail(np.asarray(number)) == 0
    ImageDraw.Draw(number).text((120, 4), "3", 20, ImageFont.truetype(FONT, 20))
    assert raised_tail(np.asarray(number)) == 1


@pytest.mark.parametrize(
    "text", ["3.215", "12,5%", "2022", "05/12/2022", "5.12.2022", "2/9", "412/BC-UBND", "7421/BKHĐT-TH"]
)
def test_numbers_as_reports_write_them_look_regular(text):
    assert scan._looks_regular(text)


@pytest.mark.parametrize("text", ["4021", "99.2", "5.61", "1O5", "3.2155"])
def test_others_do_not(text):
    assert not scan._looks_regular(text)


@pytest.mark.parametrize(
    ("first", "sure", "second", "doubtful", "kept", "sights"),
    [
        ("3.215", 96.0, "3.215", False, "3.215", 0),
        ("3.215", 92.9, "3.215", True, "3.215", 0),
        ("4021", 96.0, "4021", True, "4021", 0),
        ("99.2", 96.0, "99,2", True, "99,2", 2),
        ("3.215", 96.0, "3.216", True, "3.215", 2),
        ("3.215", 80.0, "3.216", True, "3.216", 2),
        ("3.215", 96.0, "", True, "3.215", 1),
    ],
)
def test_what_makes_a_number_doubtful(monkeypatch, first, sure, second, doubtful, kept, sights):
    monkeypatch.setattr(scan, "version", lambda: "tesseract 5")
    word = scan._Word(first, sure, 0, 0, 60, 20, ("1",))
    scan._judge(np.full((20, 60), 245, np.uint8), word, (second, 90.0))
    assert (word.doubtful, word.text) == (doubtful, kept)
    assert len([sight for sight in word.sights if sight.text]) == sights


def test_two_numbers_that_may_be_one_are_doubtful():
    def at(left, right, top=0):
        return scan._Word("12", 96.0, left, top, right, top + 20, ("1",))

    assert scan._close(at(0, 30), at(40, 70))
    assert not scan._close(at(0, 30), at(90, 120)), "far"
    assert not scan._close(at(0, 30), at(40, 70, top=30)), "on another line"
