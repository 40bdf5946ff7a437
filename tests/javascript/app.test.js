/* What every page does: keys, one click one request, questions, autosave. */
import assert from "node:assert/strict";
import test from "node:test";
import { open } from "./page.js";

const CONFIRM = `<dialog id="confirm"><p data-question></p><div class="dialog-sum"></div>
  <button type="button" data-yes></button><button type="button" data-close></button></dialog>`;
const submits = (page) => {
  const sent = [];
  page.document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) sent.push(event.submitter?.value ?? "");
    event.preventDefault();
  });
  return sent;
};

test("keys: slash searches, j follows to the next, not while typing", () => {
  const page = open(`<input id="search"><a rel="next" href="#next"></a><textarea></textarea>`, ["keys.js"]);
  const clicks = [];
  page.$("a").addEventListener("click", () => clicks.push("next"));
  page.press(page.$("textarea"), "/");
  assert.notEqual(page.document.activeElement, page.$("#search"));
  page.press(page.document.body, "/");
  assert.equal(page.document.activeElement, page.$("#search"));
  page.press(page.$("#search"), "j");
  page.press(page.document.body, "j", { ctrlKey: true });
  page.press(page.document.body, "ArrowDown");
  assert.deepEqual(clicks, []);
  page.press(page.document.body, "j");
  page.press(page.document.body, "ArrowDown", { altKey: true });
  assert.deepEqual(clicks, ["next", "next"]);
});

test("Ctrl+S saves the form of the page", () => {
  const form = `<form data-save method="post"><button value="save" data-save-button></button></form>`;
  const page = open(form, ["keys.js"]);
  const sent = submits(page);
  assert.ok(page.press(page.document.body, "s", { ctrlKey: true }).defaultPrevented);
  assert.deepEqual(sent, ["save"]);
});

test("Enter goes to the next field of a form, over hidden ones and other choices, and at last to its button", () => {
  const page = open(`<form data-enter-next><input name="a"><input type="hidden" name="h"><input name="off" disabled>
    <details><input name="folded"></details><input type="radio" name="r"><input type="radio" name="r">
    <select name="s"></select><textarea name="t"></textarea><div class="form-foot"><button>on</button></div></form>`,
  ["keys.js", "app.js"]);
  const seen = [];
  const enter = (selector) => {
    page.$(selector).focus();
    const event = page.press(page.$(selector), "Enter");
    seen.push([page.document.activeElement.name || page.document.activeElement.tagName, event.defaultPrevented]);
  };
  ["[name=a]", "[name=r]", "[name=s]", "textarea", "button"].forEach(enter);
  assert.deepEqual(seen, [["r", true], ["s", true], ["t", true], ["t", false], ["BUTTON", false]]);
  page.$("textarea").remove();
  enter("[name=s]");
  assert.deepEqual(seen.pop(), ["BUTTON", true]);
  const composing = page.press(page.$("[name=a]"), "Enter", { isComposing: true });
  assert.equal(composing.defaultPrevented, false);
});

test("Ctrl+Enter saves the form of the page, from a text of several lines too", () => {
  const page = open(`<form data-save data-enter-next><textarea></textarea><button value="on">next</button>
    <button data-save-button>save</button></form>`, ["keys.js", "app.js"]);
  const asked = [];
  page.$("form").requestSubmit = (button) => asked.push(button.textContent);
  page.press(page.$("textarea"), "Enter", { ctrlKey: true });
  page.press(page.$("textarea"), "Enter");
  assert.deepEqual(asked, ["save"]);
});

test("Escape closes menus and the drawer", () => {
  const page = open(`<details class="menu" open><summary></summary></details><button data-nav-toggle></button>
    <dialog open><p>?</p></dialog><nav class="sidenav"><a href="#"></a></nav>`, ["keys.js", "app.js"]);
  page.$("[data-nav-toggle]").click();
  assert.equal(page.$("details").open, false, "a click elsewhere closes menus");
  assert.equal(page.$("[data-nav-toggle]").getAttribute("aria-expanded"), "true");
  page.$("details").open = true;
  page.$("dialog p").click();
  assert.ok(page.$("details").open, "a dialog may stand over a menu");
  page.press(page.document.body, "Escape");
  assert.equal(page.$("details").open, false);
  assert.equal(page.$("[data-nav-toggle]").getAttribute("aria-expanded"), "false");
});

test("one click, one request; the form is free again after ten seconds", async () => {
  const page = open(`<form method="post"><button value="pay"></button></form>`, ["app.js"]);
  const sent = submits(page);
  page.$("button").click();
  page.$("button").click();
  assert.deepEqual(sent, ["pay"]);
  assert.ok(page.$("button").classList.contains("busy"));
  await page.wait(10000);
  page.$("button").click();
  assert.deepEqual(sent, ["pay", "pay"]);
});

test("a form with a question is sent after the answer, by the same button", () => {
  const page = open(`<form method="post" data-confirm="sure?" data-confirm-sum="¥5.00"><button value="pay"></button>
    </form>${CONFIRM}`, ["app.js"]);
  const sent = submits(page);
  page.$("form button").click();
  assert.deepEqual(sent, []);
  assert.equal(page.$("[data-question]").textContent, "sure?");
  assert.equal(page.$(".dialog-sum").textContent, "¥5.00");
  page.$("[data-yes]").click();
  assert.deepEqual(sent, ["pay"]);
  assert.equal(page.$("dialog").open, false);
});

const DRAFT = `<form data-autosave="/draft/" method="post"><input name="name"><input type="file" name="photo">
  <input type="hidden" name="version" value="1"><span class="autosave" data-failed="not kept"></span></form>`;

test("a draft is kept two seconds after the last change, without files, and takes the new version", async () => {
  const page = open(DRAFT, ["app.js"], { answers: [[200, "kept 10:05", { "X-Version": "2" }]] });
  page.type(page.$("input"), "王");
  await page.wait(1500);
  page.type(page.$("input"), "王芳");
  await page.wait(1999);
  assert.equal(page.requests.length, 0);
  await page.wait(1);
  assert.equal(page.requests.length, 1);
  const [{ url, method, body, headers }] = page.requests;
  assert.deepEqual([url, method, headers["X-Autosave"]], ["/draft/", "POST", "1"]);
  assert.deepEqual([...body.entries()], [["name", "王芳"], ["version", "1"]]);
  await page.wait(0);
  assert.equal(page.$(".autosave").textContent, "kept 10:05");
  assert.equal(page.$("[name=version]").value, "2");
});

test("a draft that was not kept says so: refused, without network, signed out", async () => {
  const long = "<html>".repeat(50);
  for (const answer of [[409, ""], [0, ""], [200, long]]) {
    const page = open(DRAFT, ["app.js"], { answers: [answer] });
    page.type(page.$("input"), "王芳");
    await page.wait(2000);
    await page.wait(0);
    assert.equal(page.$(".autosave").textContent, "not kept", String(answer[0]));
    assert.equal(page.$("[name=version]").value, "1");
  }
});

test("nothing is kept while an input method composes or the form is on its way", async () => {
  const page = open(DRAFT, ["app.js"]);
  page.fire(page.$("input"), "input", { isComposing: true });
  await page.wait(3000);
  assert.equal(page.requests.length, 0);
  page.fire(page.$("input"), "compositionend");
  page.$("form").dataset.busy = "1";
  await page.wait(3000);
  assert.equal(page.requests.length, 0);
});

test("a revealed value hides itself after half a minute", async () => {
  const page = open(`<p><span class="reveal-value">1101**</span><button type="button"></button></p>`, ["app.js"]);
  const value = page.$(".reveal-value");
  page.fire(value, "htmx:beforeSwap", { detail: { isError: false } });
  value.textContent = "110101";
  assert.equal(page.$("button").hidden, true);
  await page.wait(30000);
  assert.equal(value.textContent, "1101**");
  assert.equal(page.$("button").hidden, false);
});

test("the column chooser gets buttons that move a column, named after it", () => {
  const row = (name) => `<li><label><input type="checkbox">${name}</label></li>`;
  const button = (way, label) => `<button type="button" data-move="${way}" aria-label="${label}"></button>`;
  const moves = `<template data-moves>${button("up", "上移")}${button("down", "下移")}</template>`;
  const page = open(`<form><ul class="chooser">${row("姓名")}${row("状态")}</ul>${moves}</form>`, ["app.js"]);
  const labels = () => [...page.document.querySelectorAll("li")].map((line) => line.textContent);
  assert.equal(page.$("li:last-child button").getAttribute("aria-label"), "上移 状态");
  page.$("li:last-child [data-move=up]").click();
  assert.deepEqual(labels(), ["状态", "姓名"]);
  page.$("li:first-child [data-move=down]").click();
  assert.deepEqual(labels(), ["姓名", "状态"]);
});

test("lines that have an order are dragged within their list, and nowhere else", () => {
  const row = (name) => `<li>${name}</li>`;
  const list = (names) => `<ol><template data-moves></template>${names.map(row).join("")}</ol>`;
  const page = open(`${list(["一", "二", "三"])}${list(["甲", "乙"])}<ul><li>别的</li></ul>`, ["app.js"]);
  const lines = page.$$("li"), order = () => page.$$("ol:first-of-type li").map((line) => line.textContent);
  for (const line of lines) line.getBoundingClientRect = () => ({ top: 100, height: 20 });
  assert.equal(lines[0].draggable, true);
  assert.notEqual(lines[5].draggable, true);
  assert.equal(page.fire(lines[1], "dragover", { clientY: 101 }).defaultPrevented, false, "nothing is dragged");
  page.fire(lines[2], "dragstart");
  assert.equal(lines[2].className, "dragged");
  assert.equal(page.fire(lines[0], "dragover", { clientY: 101 }).defaultPrevented, true);
  assert.deepEqual(order(), ["三", "一", "二"]);
  page.fire(lines[0], "dragover", { clientY: 119 });
  assert.deepEqual(order(), ["一", "三", "二"]);
  assert.equal(page.fire(lines[3], "dragover", { clientY: 101 }).defaultPrevented, false, "another list");
  assert.deepEqual(order(), ["一", "三", "二"]);
  assert.equal(page.fire(lines[2], "drop").defaultPrevented, true);
  page.fire(lines[2], "dragend");
  assert.equal(lines[2].className, "");
  assert.equal(page.fire(lines[0], "dragover", { clientY: 101 }).defaultPrevented, false);
});

test("what a menu or dialog holds is asked for when it is opened, until it has come", () => {
  const page = open(`<details><summary></summary><div data-later></div></details><dialog id="box"></dialog>
    <button data-dialog="box"></button>`, ["app.js"]);
  const asked = [];
  for (const box of page.$$("details, dialog")) box.addEventListener("opened", () => asked.push(box.localName));
  page.fire(page.$("details"), "toggle");
  assert.deepEqual(asked, [], "it is closed");
  page.$("details").open = true;
  page.fire(page.$("details"), "toggle");
  page.fire(page.$("details"), "toggle");
  assert.deepEqual(asked, ["details", "details"], "the first answer did not come");
  page.$("[data-later]").remove();
  page.fire(page.$("details"), "toggle");
  page.$("button").click();
  assert.deepEqual(asked, ["details", "details"]);
  page.$("dialog").innerHTML = "<div data-later></div>";
  page.$("button").click();
  assert.deepEqual(asked, ["details", "details", "dialog"]);
});

test("what could not be fetched is told where it would stand, else above the page", () => {
  const page = open(`<div id="lost" hidden data-failed="failed">
    <div class="notice-body"></div></div>
    <details><div data-later><p class="hint">…</p></div></details><form><input value="typed"></form>`, ["app.js"]);
  page.$("#lost").scrollIntoView = () => {};
  const fail = (selector, type, status) => page.fire(page.$(selector), type, { detail: { xhr: { status } } });
  fail("details", "htmx:sendError", 0);
  assert.equal(page.$("[data-later] .hint").textContent, "failed");
  assert.ok(page.$("#lost").hidden);
  fail("form", "htmx:responseError", 401);
  assert.ok(page.$("#lost").hidden, "session.js asks to log in");
  fail("form", "htmx:sendError", 0);
  assert.equal(page.$("#lost").hidden, false);
  assert.equal(page.$("#lost .notice-body").textContent, "failed");
  assert.equal(page.$("input").value, "typed");
});

test("a row is a link: to its own address, or to where its name leads", () => {
  const page = open(`<table><tr id="own" data-href="#own"><td>1</td></tr>
    <tr id="named" data-href><th><a href="#named">2</a></th><td>3</td></tr></table>`, ["app.js"]);
  page.$("#own td").click();
  assert.equal(page.window.location.hash, "#own");
  page.$("#named td").click();
  assert.equal(page.window.location.hash, "#named");
});

test("usual words of an opinion go into its field, after what is written there, and once", () => {
  const page = open(`<form><textarea name="comment">票据已核。</textarea>
    <button type="button" data-fill="同意帮扶。"></button></form>`, ["app.js"]);
  page.$("button").click();
  page.$("button").click();
  assert.equal(page.$("textarea").value, "票据已核。 同意帮扶。");
  assert.equal(page.document.activeElement, page.$("textarea"));
});

test("low rows are turned on and off for all lists, and kept", () => {
  const button = `<button data-density aria-pressed="false"></button>`;
  const page = open(button + button, ["app.js"]);
  const pressed = () => page.$$("[data-density]").map((one) => one.getAttribute("aria-pressed"));
  page.$("[data-density]").click();
  assert.ok(page.document.documentElement.classList.contains("compact"));
  assert.deepEqual(pressed(), ["true", "true"]);
  assert.equal(page.document.cookie, "density=compact");
  page.$("[data-density]").click();
  assert.deepEqual(pressed(), ["false", "false"]);
  assert.equal(page.document.cookie, "density=");
});

test("a table that fits its sheet says so, a wider one scrolls", () => {
  const page = open(`<div class="table-sheet" id="narrow"></div><div class="table-sheet" id="wide"></div>`, []);
  Object.defineProperty(page.$("#wide"), "scrollWidth", { value: 900 });
  page.run("app.js");
  assert.ok(page.$("#narrow").classList.contains("fits"));
  assert.ok(!page.$("#wide").classList.contains("fits"));
});
