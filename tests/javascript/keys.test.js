/* The keys: one table for the handler and for the sheet that "?" opens; what a scanner types. */
import assert from "node:assert/strict";
import test from "node:test";
import { open } from "./page.js";

const SHEET = `<dialog id="keys"><dl data-keys></dl></dialog>`;
const BOX = `<form><input id="search"></form>`;
const shown = (page) => page.$$("[data-keys] dt").map((cell) => cell.textContent);

test("the sheet shows the keys of this page and no others", () => {
  const page = open(`${SHEET}${BOX}<textarea></textarea>`, ["grid.js", "keys.js", "app.js"]);
  page.press(page.$("textarea"), "?");
  assert.equal(page.$("dialog").open, false, "not while typing");
  page.press(page.document.body, "?");
  assert.ok(page.$("dialog").open);
  assert.deepEqual(shown(page), ["?", "/", "Esc"]);
  page.$("dialog").close();
  page.press(page.document.body, "？");
  assert.deepEqual(shown(page), ["?", "/", "Esc"], "filled anew, with the Chinese mark too");
});

test("scripts add their keys to the same table", () => {
  const page = open(`${SHEET}<div data-grid="a"></div><form data-save></form>`, ["keys.js", "grid.js"]);
  page.press(page.document.body, "?");
  assert.deepEqual(shown(page), ["?", "Ctrl+S 或 Ctrl+Enter", "↑ ↓ ← →、Enter", "Ctrl+V"]);
});

const scan = (page, text, target, gap = 5) => {
  const box = page.$("#search");
  const sent = [];
  box.form.addEventListener("submit", (event) => {
    event.preventDefault();
    sent.push(box.value);
  });
  let at = 1000;
  for (const key of [...text, "Enter"]) {
    const event = new page.window.Event("keydown", { bubbles: true, cancelable: true });
    Object.defineProperties(event, { key: { value: key }, timeStamp: { value: (at += gap) } });
    target.dispatchEvent(event);
  }
  return sent;
};

test("a scanned number goes to the search box and is sent", () => {
  const page = open(`${SHEET}${BOX}`, ["keys.js"]);
  assert.deepEqual(scan(page, "320602-2026-0007", page.document.body), ["320602-2026-0007"]);
});

test("typing by hand, something short and a field are no scanner", () => {
  const page = open(`${SHEET}${BOX}<textarea></textarea>`, ["keys.js"]);
  assert.deepEqual(scan(page, "320602-2026-0007", page.document.body, 200), []);
  assert.deepEqual(scan(page, "1234", page.document.body), []);
  assert.deepEqual(scan(page, "320602-2026-0007", page.$("textarea")), []);
});
