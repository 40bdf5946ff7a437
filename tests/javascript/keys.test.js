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

test("j and k go from row to row of what waits, then to the next page", () => {
  const rows = ["1", "2"].map((key) => `<tr data-href><td><a href="#${key}">${key}</a></td></tr>`).join("");
  const page = open(
    `${SHEET}<input id="box"><div data-turns><table>${rows}</table></div><a rel="next" href="#page">下一页</a>`,
    ["keys.js"],
  );
  const at = () => page.document.activeElement.textContent;
  const turn = (key, values) => page.press(page.document.activeElement, key, values);
  assert.equal(turn("k").defaultPrevented, false, "nothing before the first");
  const been = ["j", "j", "k", "j"].map((key) => turn(key) && at());
  assert.deepEqual(been, ["1", "2", "1", "2"]);
  let turned = 0;
  page.$("[rel=next]").addEventListener("click", () => { turned += 1; });
  turn("j", { ctrlKey: true });
  assert.equal(turned, 0, "the browser's own keys stay its own");
  turn("j");
  assert.equal(turned, 1);
  page.$("#box").focus();
  turn("k");
  assert.equal(page.document.activeElement.id, "box", "not while typing");
  page.press(page.document.body, "?");
  assert.ok(shown(page).includes("J、K"));
});

test("a and r go to the buttons that say so, and press none", () => {
  const buttons = `<button aria-keyshortcuts="A">同意</button><button aria-keyshortcuts="R">退回</button>`;
  const page = open(`${SHEET}<form>${buttons}<textarea></textarea></form>`, ["keys.js"]);
  const pressed = [];
  page.$("form").addEventListener("submit", (event) => {
    event.preventDefault();
    pressed.push(event);
  });
  const go = (key, from = page.document.body) => page.press(from, key) && page.document.activeElement.textContent;
  assert.deepEqual([go("a"), go("r"), go("A")], ["同意", "退回", "同意"]);
  page.$("textarea").focus();
  assert.equal(go("r", page.$("textarea")), "", "not while typing");
  assert.equal(pressed.length, 0);
  page.$("button").disabled = true;
  assert.equal(page.press(page.document.body, "a").defaultPrevented, false);
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
