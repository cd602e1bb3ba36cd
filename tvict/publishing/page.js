"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const root = document.documentElement;
const byId = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/* Words in two languages: what stands in the page is Vietnamese, data-en holds the English. */

const spoken = all("[data-en]").map((element) => [element, element.textContent, element.dataset.en]);
const attributes = ["label", "placeholder"].flatMap((name) => {
  const attribute = name === "label" ? "aria-label" : name;
  return all(`[data-en-${name}]`).map((element) => [
    element, attribute, element.getAttribute(attribute), element.getAttribute(`data-en-${name}`),
  ]);
});

function speak(language) {
  const english = language === "en";
  root.lang = language;
  for (const [element, vi, en] of spoken) element.textContent = english ? en : vi;
  for (const [element, name, vi, en] of attributes) element.setAttribute(name, english ? en : vi);
  const button = byId("language");
  button.textContent = english ? "Tiếng Việt" : "English";
  button.lang = english ? "vi" : "en";
  explainNumerals();
  filter();
}

/* Search and filters. A word typed without accents finds all accents, one typed with accents only its own; each may be
   any part of a word, and a number may be typed with or without its separators. */

const spaced = (words) => ` ${words.replace(/[^\p{L}\p{M}\p{N}.,%]+/gu, " ")} ${(words.match(/\d[\d.,]*\d/g) ?? []).join(" ").replace(/[.,]/g, "")}`;
const fold = (words) => words.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d");
const plain = (words) => words.toLowerCase().normalize("NFC");
const rows = Object.entries(data.figures).map(([id, figure]) => {
  const row = byId(`f${id}`);
  const shown = all("th, td > :not(details)", row).map((element) => element.textContent);
  const words = [...shown, ...figure.shared.map((place) => data.shared[place])].join(" ");
  return { ...figure, row, mark: byId(`t${id}`), folded: spaced(fold(words)), written: spaced(plain(words)) };
});
const form = document.querySelector(".filters");

function filter() {
  if (!form) return;
  const terms = plain(byId("search").value).split(/\s+/).filter(Boolean);
  const chosen = all("select", form).filter((select) => select.value !== "*");
  const matches = (figure) =>
    terms.every((term) => (fold(term) === term ? figure.folded : figure.written).includes(term)) &&
    chosen.every((select) => figure[select.dataset.column] === select.value);
  let some = 0;
  for (const figure of rows) {
    const shown = matches(figure);
    figure.row.hidden = !shown;
    figure.mark.classList.toggle("off", !shown);
    some += shown;
  }
  const text = data.strings[root.lang].script[some === rows.length ? "count_all" : "count_some"];
  byId("count").textContent = text.replace("{some}", some).replace("{all}", rows.length);
  byId("none").hidden = some > 0;
  byId("clear").hidden = !terms.length && !chosen.length;
}

/* Going from one place to another: the address names the place, so Back works. */

const panels = all(".panel");

function open(part) {
  document.body.dataset.view = part === "report" ? "report" : "panel";
  if (part !== "report") for (const panel of panels) panel.hidden = panel.id !== part;
  for (const link of all("nav a")) {
    const here = link.dataset.part === "report" ? part === "report" : !byId(link.dataset.part).hidden;
    link.toggleAttribute("data-open", here);
    if (link.dataset.part === part) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    if (link.dataset.part === part) link.closest("nav").scrollLeft = link.offsetLeft - link.offsetWidth;
  }
}

const TWINS = { t: "f", f: "t", n: "m", m: "n" };

function twin(id) {
  const [, kind, number] = /^([tfnm])(\d+)$/.exec(id) ?? [];
  return kind ? byId(TWINS[kind] + number) : null;
}

function show(id) {
  const target = byId(id);
  const panel = target?.closest(".panel");
  if (!panel && !target?.closest(".report")) return;
  open(panel ? panel.id : "report");
  if (target.hidden) {
    form.reset();
    filter();
  }
  target.closest("details")?.setAttribute("open", "");
  for (const marked of all(".here")) marked.classList.remove("here");
  const other = twin(id);
  const whole = target === panel || target.id === "report";
  if (!whole) for (const element of [target, other]) element?.classList.add("here");
  if (/^[nm]\d/.test(id)) markNumerals(true);
  bring(target, whole || /^H\d$/.test(target.tagName));
  const focus = target.matches("a, [tabindex]") ? target : target.querySelector("a");
  focus?.focus({ preventScroll: true });
}

/* Beside the report the panels scroll by themselves, and the report stays where it is. */

function bring(target, toTop) {
  const pane = document.querySelector(".panels");
  if (!pane.contains(target) || getComputedStyle(pane).overflowY !== "auto") {
    target.scrollIntoView({ block: toTop ? "start" : "center" });
    return;
  }
  const head = pane.getBoundingClientRect().top - document.querySelector("nav").offsetHeight;
  if (head > innerHeight / 3) scrollBy(0, head); // the panels are still below what opens the page
  const [inner, outer] = [target, pane].map((element) => element.getBoundingClientRect());
  pane.scrollTop += inner.top - outer.top - (toTop ? 0 : (outer.height - inner.height) / 2);
}

function go(id) {
  if (location.hash !== `#${id}`) history.pushState(null, "", `#${id}`);
  show(id);
}

/* Numerals that are no figures: marked when asked for, each with its reason. */

function markNumerals(on) {
  byId("mark-others").checked = on;
  byId("text").classList.toggle("numerals-on", on);
}

function explainNumerals() {
  for (const kind of all(".kind")) {
    const name = kind.querySelector("summary span").textContent;
    for (const list of all(".numerals", kind)) {
      const rule = list.previousElementSibling.firstElementChild.textContent;
      for (const link of all("a", list)) {
        const numeral = byId(link.id.replace("m", "n")); // none for the 100 of a unit "/100 dân", inside its figure
        if (numeral) numeral.title = `${name}: ${rule}`;
      }
    }
  }
}

/* Why a figure was read so: told when asked for, in the words of the moment. */

function explain(details) {
  const { why, scopes, script } = data.strings[root.lang];
  const list = document.createElement("ul");
  for (const [column, words, scope] of data.figures[details.closest("tr").id.slice(1)].why) {
    const item = document.createElement("li");
    const quoted = document.createElement("bdi");
    quoted.lang = "vi";
    quoted.textContent = `“${words}”`;
    item.append(`${why[column]}: `, quoted, ` (${scopes[scope]})`);
    list.append(item);
  }
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "tool copy", textContent: script.copy_figure });
  details.replaceChildren(details.querySelector("summary"), list, button);
}

document.addEventListener("toggle", (event) => {
  if (event.target.matches(".why") && event.target.open) explain(event.target);
}, true);

/* Taking things along: a citation of a figure, a table for Word or Excel, a chart as a picture, the check sheet. */

function copy(element, words) {
  const before = words.textContent;
  const selection = getSelection();
  const range = document.createRange();
  range.selectNodeContents(element);
  selection.removeAllRanges();
  selection.addRange(range);
  document.execCommand("copy");
  selection.removeAllRanges();
  words.textContent = data.strings[root.lang].script.copied;
  setTimeout(() => (words.textContent = before), 1500);
}

function copyFigure(button) {
  const row = button.closest("tr");
  const quoted = document.createElement("p");
  const words = (selector) => all(selector, row).map((element) => element.textContent.trim()).filter(Boolean);
  const where = [document.querySelector("h1").textContent, ...words(".where:not(.said) > *")].join(", ");
  quoted.textContent = `${words("th a").join(" ")}: ${words(".subject").join(" ")} (${where})`;
  document.body.append(quoted);
  copy(quoted, button);
  quoted.remove();
}

function saveChart(button) {
  const svg = button.closest("figure").querySelector("svg");
  const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
  style.textContent = document.querySelector("style").textContent;
  const drawn = svg.cloneNode(true);
  const { width, height } = svg.viewBox.baseVal;
  drawn.setAttribute("width", width * 2);
  drawn.setAttribute("height", height * 2);
  drawn.prepend(style);
  const picture = new Image();
  picture.onload = () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width * 2, height * 2];
    const brush = canvas.getContext("2d");
    brush.fillStyle = "#fff";
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.drawImage(picture, 0, 0);
    const link = document.createElement("a");
    link.download = `${button.closest("figure").querySelector("figcaption").textContent.slice(0, 60)}.png`;
    link.href = canvas.toDataURL("image/png");
    link.click();
  };
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(drawn))}`;
}

function printSheet() {
  document.body.dataset.print = "sheet";
  addEventListener("afterprint", () => delete document.body.dataset.print, { once: true });
  print();
}

/* Start. */

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.tool");
  if (!button) return;
  if (button.matches(".copy")) copyFigure(button);
  else if (button.matches(".copy-table")) copy(button.parentElement.querySelector("table"), button);
  else if (button.matches(".save-chart")) saveChart(button);
  else printSheet();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const row = event.target.closest("details, button") ? null : event.target.closest(".figures tbody tr");
  const numeral = event.target.closest(".numerals-on .num");
  const id = link ? link.hash.slice(1) : row ? row.id.replace("f", "t") : numeral?.id.replace("n", "m");
  if (!id || event.ctrlKey || event.metaKey || event.shiftKey || String(getSelection())) return;
  event.preventDefault();
  go(id);
});
window.addEventListener("hashchange", () => show(decodeURIComponent(location.hash.slice(1))));
byId("language").addEventListener("click", () => speak(root.lang === "vi" ? "en" : "vi"));
byId("mark-others").addEventListener("change", (event) => markNumerals(event.target.checked));
form?.addEventListener("input", filter);
form?.addEventListener("reset", () => setTimeout(filter));
form?.addEventListener("submit", (event) => event.preventDefault());

root.classList.add("scripted");
for (const element of [byId("language"), form, document.querySelector(".tick"), ...all(".tool, .why")]) if (element) element.hidden = false;
open("figures");
open("report");
speak(location.hash === "#en" ? "en" : "vi");
if (location.hash) show(location.hash.slice(1));
