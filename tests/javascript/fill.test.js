/* One answer for all that is open: what was chosen stays, and it can be taken back. */
import assert from "node:assert/strict";
import test from "node:test";
import { open } from "./page.js";

const words = `data-says="已填 %n 项。" data-nothing="没有空着的。" data-undo="撤销"`;
const radio = (name, value, checked = "") => `<input type="radio" name="${name}" value="${value}" ${checked}>`;
const item = (name, chosen) => ["true", "untrue", "unchecked"]
  .map((value) => radio(name, value, value === chosen ? "checked" : "")).join("");
const VISIT = `<form><p><button type="button" data-fill-all="[type=radio][name^=answer-]" data-value="true"
  data-open="unchecked" ${words}></button><span role="status"></span></p>${item("answer-1", "unchecked")}
  ${item("answer-2", "untrue")}${item("answer-3", "unchecked")}<input name="answer-2-note" value="x"></form>`;
const value = (page, name) => page.$("form").elements.namedItem(name).value;
const values = (page) => [1, 2, 3].map((n) => value(page, `answer-${n}`));

test("what is open is filled, what was chosen stays, and it is told", () => {
  const page = open(VISIT, ["fill.js"]);
  let changes = 0;
  page.document.addEventListener("change", () => { changes += 1; });
  page.$("[data-fill-all]").click();
  assert.deepEqual(values(page), ["true", "untrue", "true"]);
  assert.equal(changes, 2, "drafts hear of it");
  assert.match(page.$("[role=status]").textContent, /已填 2 项。/);
  page.$("[data-fill-all]").click();
  assert.equal(page.$("[role=status]").textContent, "没有空着的。");
});

test("taking it back leaves what was changed by hand since", () => {
  const page = open(VISIT, ["fill.js"]);
  page.$("[data-fill-all]").click();
  page.$("[name=answer-3][value=untrue]").checked = true;
  page.$("[role=status] button").click();
  assert.deepEqual(values(page), ["unchecked", "untrue", "untrue"]);
  assert.equal(page.$("[role=status]").textContent, "");
});

test("selects are filled too", () => {
  const select = (name) => `<select name="${name}"><option value=""></option><option value="paid"></option></select>`;
  const page = open(`<form><p><button type="button" data-fill-all="select[name$=-result]" data-value="paid" data-open=""
    ${words}></button><span role="status"></span></p>${select("line1-result")}${select("line2-result")}
    ${select("other")}</form>`, ["fill.js"]);
  page.$("[name=line2-result]").value = "";
  page.$("[data-fill-all]").click();
  assert.deepEqual(["line1-result", "line2-result", "other"].map((name) => value(page, name)), ["paid", "paid", ""]);
  page.$("[role=status] button").click();
  assert.equal(value(page, "line1-result"), "");
});
