/* A home visit on a phone: the copy in the tab, what is shown, signatures, answers of the server. */
import assert from "node:assert/strict";
import test from "node:test";
import { open } from "./page.js";

const VISIT = ({ fresh = "" } = {}) => `<div id="visit-errors"></div>
  <form data-visit data-copy="visit-7" ${fresh} data-offline="offline" data-large="too large" data-failed="failed">
  <input type="hidden" name="csrfmiddlewaretoken" value="secret">
  <input name="visitor-1"><input name="visitor-3">
  <select name="respondent"><option value="self">本人</option><option value="other">其他人</option></select>
  <input name="respondent_name">
  <input type="checkbox" name="demands" value="job"><input type="checkbox" name="demands" value="housing">
  <div id="at-respondent_name" data-when="respondent" data-is="other"></div>
  <div data-sign data-sign-for="visitor-1" data-fallback="第 1 位"><b data-sign-name></b>
  <canvas width="10" height="10"></canvas><input type="hidden" name="signature_1">
  <button type="button" data-sign-clear></button></div>
  <div data-sign-for="visitor-3" data-fallback="第 3 位" data-optional="1"><b data-sign-name></b></div>
  <b data-sign-respondent></b>
  <div data-files data-away="take out"><input type="file" name="photos"><ul data-chosen></ul></div></form>
  <form id="away"><button type="button" data-discard></button></form>`;
const visit = (options = {}) => open(VISIT(options), ["app.js", "visit.js"], options);
const kept = (page) => JSON.parse(page.window.sessionStorage.getItem("visit-7"));

test("what is typed is kept in the tab, without secrets and signatures, and comes back", () => {
  const page = visit();
  page.type(page.$("[name=visitor-1]"), "王芳");
  const typed = { "visitor-1": "王芳", "visitor-3": "", respondent: "self", respondent_name: "", demands: [] };
  assert.deepEqual(kept(page), typed);
  const again = visit({ stored: { "visit-7": JSON.stringify(kept(page)) } });
  assert.equal(again.$("[name=visitor-1]").value, "王芳");
  assert.equal(again.$("[data-sign-name]").textContent, "王芳");
});

test("several ticks of one question come back, and none that was taken away", () => {
  const page = visit();
  page.$("[value=housing]").click();
  assert.deepEqual(kept(page).demands, ["housing"]);
  const again = visit({ stored: { "visit-7": JSON.stringify(kept(page)) } });
  assert.deepEqual(again.$$("[name=demands]").map((box) => box.checked), [false, true]);
  again.$("[value=housing]").click();
  assert.deepEqual(kept(again).demands, []);
});

test("a fresh form, a registered visit and a discarded draft leave no copy", () => {
  const stored = { "visit-7": JSON.stringify({ "visitor-1": "王芳" }) };
  const fresh = visit({ fresh: "data-fresh='1'", stored });
  assert.deepEqual([fresh.$("[name=visitor-1]").value, kept(fresh)], ["", null]);
  const done = visit({ stored });
  done.fire(done.document.body, "htmx:beforeOnLoad", { detail: { elt: done.$("form"), xhr: { status: 422 } } });
  assert.ok(kept(done), "refused: the copy stays");
  done.fire(done.document.body, "htmx:beforeOnLoad", { detail: { elt: done.$("form"), xhr: { status: 204 } } });
  assert.equal(kept(done), null);
  const discarded = visit({ stored });
  discarded.fire(discarded.$("#away"), "submit");
  assert.equal(kept(discarded), null);
});

test("parts follow the answers: another respondent, a third visitor", () => {
  const page = visit();
  assert.equal(page.$("#at-respondent_name").hidden, true);
  assert.equal(page.$("[data-sign-respondent]").textContent, "本人");
  page.$("select").value = "other";
  page.fire(page.$("select"), "change");
  page.type(page.$("[name=respondent_name]"), "李强");
  assert.equal(page.$("#at-respondent_name").hidden, false);
  assert.equal(page.$("[data-sign-respondent]").textContent, "李强");
  assert.equal(page.$("[data-optional]").hidden, true);
  page.type(page.$("[name=visitor-3]"), "赵敏");
  assert.equal(page.$("[data-optional]").hidden, false);
});

test("a signature is a picture, an empty pad sends nothing, and an unsent one asks before leaving", () => {
  const page = visit();
  const canvas = page.$("canvas");
  assert.equal(page.fire(page.window, "beforeunload").defaultPrevented, false);
  page.fire(canvas, "pointerup");
  assert.equal(page.$("[name=signature_1]").value, "");
  page.fire(canvas, "pointerdown", { clientX: 1, clientY: 1, pointerId: 1 });
  page.fire(canvas, "pointermove", { clientX: 5, clientY: 5 });
  page.fire(canvas, "pointerup");
  assert.match(page.$("[name=signature_1]").value, /^data:image\/png/);
  assert.equal(page.fire(page.window, "beforeunload").defaultPrevented, true);
  page.$("[data-sign-clear]").click();
  assert.equal(page.$("[name=signature_1]").value, "");
  assert.equal(page.fire(page.window, "beforeunload").defaultPrevented, false);
});

test("each choice of photos is a line that can be taken out; the button is free for the next", () => {
  const page = visit();
  const input = page.$("[type=file]");
  Object.defineProperty(input, "files", { value: [{ name: "a.jpg", size: 10, type: "image/jpeg" }] });
  page.fire(input, "change");
  assert.equal(page.$("[data-chosen] .file-name").textContent, "a.jpg");
  assert.equal(page.$$("[type=file]").length, 2);
  page.$("[data-chosen] button").click();
  assert.equal(page.$$("[type=file]").length, 1);
});

test("errors of the server stand at their fields", () => {
  const page = visit();
  const errors = page.$("#visit-errors");
  errors.innerHTML = `<div class="error-summary" tabindex="-1">
    <a href="#at-respondent_name" data-says="填姓名"></a></div>`;
  page.fire(errors, "htmx:afterSwap");
  page.fire(errors, "htmx:afterSwap");
  assert.deepEqual(page.$$(".visit-said").map((line) => line.textContent), ["填姓名"]);
  assert.equal(page.$("#at-respondent_name").hidden, false);
  assert.equal(page.document.activeElement, page.$(".error-summary"));
});

test("no network, too large, broken: the page says which", () => {
  const page = visit();
  const elt = page.$("form");
  page.fire(page.document.body, "htmx:sendError", { detail: { elt } });
  assert.equal(page.$(".error-summary").textContent, "offline");
  page.fire(page.document.body, "htmx:responseError", { detail: { elt, xhr: { status: 413 } } });
  assert.equal(page.$(".error-summary").textContent, "too large");
  page.fire(page.document.body, "htmx:responseError", { detail: { elt, xhr: { status: 500 } } });
  assert.equal(page.$(".error-summary").textContent, "failed");
});
