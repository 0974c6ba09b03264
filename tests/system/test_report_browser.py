"""The report in a real chromium: no request leaves, nothing in an article runs, filters, values and print work."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from corpus.article import Article
from corpus.read import read_sources
from outputs.json_lines import dumps, record_to_object
from outputs.report import make_page, write_report
from outputs.report_page.articles import article_of
from pipeline.extract import extract_records
from pipeline.segment import load

pytestmark = pytest.mark.system
# A busy machine is slow, not wrong.
expect.set_options(timeout=45_000)

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
HOSTILE = "</script><script>alert(1)</script><img src=https://example.org/x.png onerror=alert(2)><svg onload=alert(3)>\"'`\x00\u202e"
DESKTOP, PHONE, PAPER = {"width": 1280, "height": 900}, {"width": 390, "height": 844}, {"width": 680, "height": 960}
# What does not fit into its box, or stands beyond the page's edge; single pixels are rounding.
CLIPPED = """() => {
  const wide = document.documentElement.clientWidth;
  return Array.from(document.querySelectorAll("body *")).filter((one) => {
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    if (!box.width || style.visibility === "hidden" || one.closest("svg")) return false;
    const cut = style.overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1;
    const low = style.overflowY !== "visible" && one.scrollHeight > one.clientHeight + 1;
    return box.right > wide + 1 || box.left < -1 || cut || low;
  }).map((one) => `${one.tagName}.${one.className} ${one.textContent.slice(0, 40)}`);
}"""

SENDING = """() => fetch("https://example.org/").then(() => "sent", () => "stopped").finally(() => {
  const one = new Image();
  one.src = "https://example.org/x";
  document.body.append(one);
})"""
# Of the first of each kind of text the contrast with its ground, where it is below 4.5 to 1 (WCAG 2.2, AA).
FAINT = """(selectors) => {
  const parts = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const linear = (one) => (one / 255 <= 0.03928 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const ground = (one) => {
    for (let up = one; up; up = up.parentElement) {
      const colour = parts(getComputedStyle(up).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  return selectors.map((selector) => {
    const one = document.querySelector(`main ${selector}`) || document.querySelector(selector);
    if (!one) return [selector, 0];
    const [more, less] = [light(parts(getComputedStyle(one).color)), light(ground(one))].sort((a, b) => b - a);
    return [selector, (more + 0.05) / (less + 0.05)];
  }).filter(([, ratio]) => ratio < 4.5);
}"""
TEXTS = ["mark.p", "mark.o", "mark.n", "mark.d", "mark.f", "mark.t", ".badge.kind", ".badge.doubt", ".badge.planned", ".about", ".meta", ".x"]
TEXTS += [".evidence", ".line .r", "a", ".warn a", ".tbar span", ".chip"]


@pytest.fixture(scope="module")
def objects() -> list[dict[str, Any]]:
    """Four of the bundled articles as a batch would have them."""
    paths = [SAMPLES / name for name in ("a01_alliance_joins.txt", "a03_investment.html", "a05_fair_traditional.txt", "a07_signing.txt")]
    articles = [item for item in read_sources(paths) if isinstance(item, Article)]
    found = [json.loads(dumps(record_to_object(record))) for record in extract_records(articles, load())]
    for one in found:
        for fact in (fact for name in ("memberships", "positions", "indicators", "events") for fact in one[name]):
            fact["sources"] = [one["article_id"]]
    return found


@pytest.fixture(scope="module")
def report(objects: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    (folder / "articles.jsonl").write_text("".join(dumps(one) + "\n" for one in objects), encoding="utf-8")
    write_report(folder, folder / "report.html", language="zh")
    return folder / "report.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "make test-system installs chromium"
    with sync_playwright() as playwright:
        # Its sandbox needs a user that is not root; the pages are our own.
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()


class Watched:
    """A page that notes every request, dialog, error and refusal of its policy."""

    def __init__(self, browser: Browser, file: Path, **options: Any) -> None:
        self.noted: list[str] = []
        context = browser.new_context(**{"viewport": DESKTOP, "locale": "zh-CN"} | options)
        context.set_default_timeout(60_000)
        self.page: Page = context.new_page()
        self.page.on("dialog", lambda dialog: (self.noted.append(f"dialog {dialog.message}"), dialog.dismiss()))
        self.page.on("pageerror", lambda error: self.noted.append(f"error {error}"))
        self.page.on("console", lambda message: self.noted.append(f"console {message.text}"))
        address = file.as_uri()

        def passes(route: Any) -> None:
            if route.request.url.partition("#")[0] == address:
                route.continue_()
            else:
                self.noted.append(f"request {route.request.url}")
                route.abort()

        context.route("**/*", passes)
        self.page.goto(address)


@pytest.fixture
def watched(browser: Browser, report: Path) -> Iterator[Watched]:
    found = Watched(browser, report)
    yield found
    assert found.noted == []
    found.page.context.close()


def test_no_request_leaves_and_nothing_fails_while_everything_is_used(watched: Watched) -> None:
    page = watched.page
    page.locator("#language").click()
    page.locator("#q").fill("德国")
    expect(page.locator("#active")).to_contain_text("德国")
    page.locator(".body mark").first.hover()
    page.locator(".body mark.o").first.click()
    page.locator("#tip button").first.click()
    page.locator(".chip").first.click()
    page.locator("#clear").click()
    page.locator(".tbar:enabled").first.click()
    page.locator("#clear").click()
    page.locator("#sort").select_option("date")
    page.locator("#values").check()
    page.locator(".legend button").first.click()
    page.locator("a.to-article").first.click()
    page.emulate_media(media="print", color_scheme="dark")
    page.wait_for_timeout(500)
    assert watched.noted == []


def test_the_policy_stops_what_a_script_would_send(browser: Browser, report: Path) -> None:
    found = Watched(browser, report)
    answer = found.page.evaluate(SENDING)
    found.page.wait_for_timeout(200)
    assert answer == "stopped"
    assert [note for note in found.noted if note.startswith("request")] == []
    found.page.context.close()


def test_what_stands_in_articles_never_runs(browser: Browser, objects: list[dict[str, Any]], tmp_path: Path) -> None:
    one = json.loads(json.dumps(objects[0]))
    for name in ("title", "source", "input"):
        one[name] = HOSTILE
    one["url"] = "javascript:alert(4)"
    one["reporters"] = one["captions"] = [HOSTILE]
    for entity in (*one["places"], *one["organisations"], *one["people"]):
        entity["name"] = HOSTILE
    for fact in (*one["indicators"], *one["positions"], *one["events"]):
        fact |= {name: HOSTILE for name in ("metric", "subject_text", "title", "name", "extractor") if fact.get(name)}
    file = tmp_path / "hostile.html"
    file.write_text(make_page([article_of(one)], failures=[{"input": HOSTILE}]), encoding="utf-8")
    found = Watched(browser, file)
    page = found.page
    for label in ("zh", "en"):
        page.locator("#language").click()
        expect(page.locator("html")).to_have_attribute("lang", "zh-Hans" if label == "en" else "en")
        for mark in page.locator(".body mark").all()[:12]:
            mark.click()
            expect(page.locator("#tip")).to_be_visible()
    expect(page.locator("#tip .big")).to_contain_text("")
    assert page.locator("img, #tip img, #tip script").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0
    assert "alert(1)" in (page.locator("article h3").text_content() or "")
    assert found.noted == []
    page.context.close()


def test_search_finds_in_either_script_and_narrows_facts_and_articles(watched: Watched) -> None:
    page = watched.page
    articles, facts = page.locator("article"), page.locator(".fact")
    expect(articles).to_have_count(4)
    all_facts = facts.count()
    # 青島 as the Traditional article writes it, typed in Simplified.
    page.locator("#q").fill("青岛市黄岛区")
    expect(articles).to_have_count(1)
    expect(articles.first.locator(".body")).to_have_attribute("lang", "zh-Hant")
    expect(page.locator("#status")).to_contain_text(f"/ {all_facts}")
    assert 0 < facts.count() < all_facts
    assert all("青" in (text or "") for text in facts.all_text_contents())
    page.locator("#q").fill("没有这样的词")
    expect(articles).to_have_count(0)
    expect(page.locator("#no-facts")).to_be_visible()
    page.locator("#clear").click()
    expect(articles).to_have_count(4)
    expect(facts).to_have_count(all_facts)


def test_filters_by_kind_doubt_and_pair_show_what_they_say(watched: Watched, objects: list[dict[str, Any]]) -> None:
    page = watched.page
    page.locator("#kind").select_option("membership")
    expect(page.locator(".fact")).to_have_count(sum(len(one["memberships"]) for one in objects))
    page.locator("#kind").select_option("")
    page.locator("#doubts").check()
    expect(page.locator(".fact:not([data-d])")).to_have_count(0)
    page.locator("#clear").click()
    row = page.locator("table.pairs tbody tr").first
    numbers = [int(text or 0) for text in row.locator("td.num").all_text_contents()[:2]]
    row.locator("button").click()
    expect(page.locator(".fact")).to_have_count(sum(numbers))


def test_doubts_come_first_and_sorting_by_date_turns_to_the_latest(watched: Watched) -> None:
    page = watched.page
    doubtful = page.evaluate("() => Array.from(document.querySelectorAll('.fact')).map((one) => 'd' in one.dataset)")
    assert doubtful == sorted(doubtful, reverse=True)
    assert any(doubtful)
    page.locator("#sort").select_option("date")
    days = page.evaluate("() => Array.from(document.querySelectorAll('.fact')).map((one) => one.dataset.t || '')")
    assert days == sorted(days, reverse=True)


def test_pointing_at_a_mention_shows_its_value_and_leaving_hides_it(watched: Watched) -> None:
    page = watched.page
    money = page.locator(".body mark[data-l=MONEY]").first
    money.scroll_into_view_if_needed()
    money.hover()
    tip = page.locator("#tip")
    expect(tip).to_be_visible()
    expect(tip.locator(".big")).to_have_text(money.get_attribute("data-v") or "")
    page.mouse.move(2, 2)
    expect(tip).to_be_hidden()


def test_the_card_of_a_place_names_its_parents_and_filters_by_it(watched: Watched) -> None:
    page = watched.page
    page.locator(".body mark[data-e='CN-370700']").first.click()
    expect(page.locator("#tip")).to_contain_text("山东省")
    expect(page.locator("#tip")).to_contain_text("CN-370700")
    page.locator("#tip button").first.click()
    expect(page.locator("#active")).to_contain_text("潍坊市")
    expect(page.locator("article")).to_have_count(1)


def test_the_keyboard_reaches_every_value(watched: Watched) -> None:
    page = watched.page
    marks = page.locator("#a1 .body mark")
    marks.first.focus()
    expect(page.locator("#tip")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(marks.nth(1)).to_be_focused()
    expect(page.locator("#tip")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#tip button").last).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#tip")).to_be_hidden()


def test_a_tap_on_a_phone_opens_a_card_at_the_foot_and_nothing_overflows(browser: Browser, report: Path) -> None:
    found = Watched(browser, report, viewport=PHONE, is_mobile=True, has_touch=True)
    page = found.page
    page.locator("#a1 .body mark").first.tap()
    box = page.locator("#tip").bounding_box()
    assert box is not None
    assert (round(box["x"]), round(box["width"]), round(box["y"] + box["height"])) == (0, PHONE["width"], PHONE["height"])
    page.locator("#tip button").last.tap()
    expect(page.locator("#tip")).to_be_hidden()
    assert page.evaluate("() => document.documentElement.scrollWidth") == PHONE["width"]
    expect(page.locator("#kind")).to_be_hidden()
    page.locator("#options").tap()
    expect(page.locator("#kind")).to_be_visible()
    assert found.noted == []
    page.context.close()


def test_a_link_to_a_fact_leads_there_even_when_it_is_filtered_away(watched: Watched) -> None:
    page = watched.page
    page.locator("#kind").select_option("membership")
    page.locator(".its a.indicator").first.click()
    expect(page.locator(".fact.indicator.reached")).to_be_in_viewport()


def test_both_languages_are_whole(browser: Browser, report: Path) -> None:
    found = Watched(browser, report, locale="en-GB")
    page = found.page
    expect(page.locator("h1")).to_have_text("新闻抽取报告")
    page.locator("#language").click()
    expect(page.locator("h1")).to_have_text("Press records report")
    # Of the page's own words none stays Chinese; names and texts do.
    own = " ".join(page.locator("[data-w]").all_text_contents())
    assert not [letter for letter in own if "一" <= letter <= "鿿"]
    expect(page.locator("#language")).to_have_text("中文")
    page.context.close()


def test_on_paper_nothing_is_clipped_and_every_text_stands_whole(watched: Watched, objects: list[dict[str, Any]]) -> None:
    page = watched.page
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    assert page.evaluate(CLIPPED) == []
    expect(page.locator("#q")).to_be_hidden()
    pages = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
    text = "".join("".join(one.get_textpage().get_text_range() for one in pages).split())
    for one in objects:
        for paragraph in one["text"].split("\n"):
            # The last words of each paragraph that no value stands beside.
            assert paragraph[-3:] in text
        assert one["title"] in text


def test_on_paper_values_stand_beside_the_words_and_all_matching_facts_are_there(watched: Watched) -> None:
    page = watched.page
    page.emulate_media(media="print")
    after = page.evaluate("() => getComputedStyle(document.querySelector('.body mark[data-l=MONEY]'), '::after').content")
    assert "USD" in after or "CNY" in after or "EUR" in after


def test_without_scripts_all_of_it_still_reads(browser: Browser, report: Path, objects: list[dict[str, Any]]) -> None:
    found = Watched(browser, report, java_script_enabled=False)
    page = found.page
    expect(page.locator("article")).to_have_count(len(objects))
    expect(page.locator("#a1 .body")).to_be_visible()
    expect(page.locator("noscript .note")).to_be_visible()
    expect(page.locator("#tools")).to_be_hidden()
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(browser: Browser, report: Path, scheme: str) -> None:
    found = Watched(browser, report, color_scheme=scheme)
    page = found.page
    assert page.evaluate(FAINT, TEXTS) == []
    page.context.close()


def test_a_batch_of_many_articles_keeps_the_page_small(browser: Browser, objects: list[dict[str, Any]], tmp_path: Path) -> None:
    """Of 600 articles only what is shown stands in the page, and a search over all of them answers."""
    many = [one | {"article_id": f"a{number:016}"} for number in range(150) for one in objects]
    file = tmp_path / "many.html"
    file.write_text(make_page([article_of(one) for one in many]), encoding="utf-8")
    found = Watched(browser, file)
    page = found.page
    assert page.evaluate("() => document.querySelectorAll('article').length") == 100
    assert page.evaluate("() => document.getElementsByTagName('*').length") < 30_000
    page.locator("#q").fill("潍坊 徐州")
    expect(page.locator("#status")).to_contain_text("/ 600")
    page.locator("#clear").click()
    page.locator("#more-articles button").first.click()
    expect(page.locator("article")).to_have_count(200)
    assert found.noted == []
    page.context.close()
