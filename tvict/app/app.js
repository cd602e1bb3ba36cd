"use strict";

const byId = (id) => document.getElementById(id);

/* Files are dropped, looked at, and sent; what is too much is said before it is sent. */

const form = byId("upload");

function tooMuch(files) {
  const { files: most, bytes, all } = form.dataset;
  const sizes = [...files].map((file) => file.size);
  if (files.length > Number(most)) return form.dataset.tooMany;
  const sum = sizes.reduce((one, other) => one + other, 0);
  return Math.max(...sizes) > Number(bytes) || sum > Number(all) ? form.dataset.tooMuch : "";
}

if (form) {
  const [drop, input, sent, button] = [form.querySelector(".drop"), byId("file"), byId("sent"), byId("send")];
  const look = () => (sent.textContent = input.files.length ? tooMuch(input.files) : "");
  input.addEventListener("change", look);
  for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    input.files = event.dataTransfer.files;
    if (input.files.length) form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    if (look()) return event.preventDefault();
    sent.textContent = form.dataset.sending;
    button.disabled = true;
  });
  addEventListener("pageshow", () => (button.disabled = false));
}

/* How far the files are: asked every second; only what changed is shown anew, so that nothing typed is lost. */

const jobs = byId("jobs");

function renew(fresh) {
  const told = [];
  for (const part of fresh.querySelectorAll("#jobs > *")) {
    const old = byId(part.id);
    if (!old) jobs.prepend(part);
    else if (part.id === "j-make" ? part.dataset.state !== old.dataset.state : !part.isEqualNode(old.asCame)) {
      const held = old.contains(document.activeElement);
      old.replaceWith(part);
      if (held) (part.querySelector("a, button, input") ?? part).focus();
      if (part.dataset.state !== old.dataset.state) told.push(part);
    } else continue;
    part.asCame = part.cloneNode(true);
  }
  const words = told.filter((part) => part.querySelector("h2")).map(
    (part) => `${part.querySelector("h2").textContent}: ${part.querySelector(".state, a").textContent.trim()}`);
  if (words.length) byId("news").textContent = words.join(". ");
  jobs.dataset.busy = fresh.querySelector("#jobs").dataset.busy;
}

async function follow() {
  if (jobs.dataset.busy === "true") {
    try {
      const answer = await fetch(location.pathname, { cache: "no-store" });
      if (answer.status === 404) return location.reload();
      if (answer.ok) renew(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch { /* the server is away for a moment, or for good: the next look tells */ }
  }
  setTimeout(follow, 1000);
}

if (jobs) {
  for (const part of jobs.children) part.asCame = part.cloneNode(true);
  setTimeout(follow, 500);
}
