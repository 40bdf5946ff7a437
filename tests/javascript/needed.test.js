/* What is required follows what was chosen, from the data that the page carries. */
import assert from "node:assert/strict";
import test from "node:test";
import { open } from "./page.js";

const ROWS = [
  { fields: ["employer", "industry"], when: [{ field: "status", values: ["on_post", "off_post"], is_other: false }] },
  { fields: ["employer_state"], when: [{ field: "status", values: ["on_post"], is_other: false },
    { field: "employer_kind", values: ["", "state_organ"], is_other: true }] },
  { fields: ["contract_on"], when: [{ field: "worker_type", values: ["migrant"], is_other: false }] },
  { fields: ["vehicle_note"], when: [{ field: "vehicles", values: ["", "0", "无"], is_other: true }] },
];
const DATA = `<script type="application/json" id="requirements">${JSON.stringify(ROWS)}</script>`;
const field = (name, inner) => `<div class="entry-field" id="of-${name}">${inner || `<input name="${name}">`}</div>`;
const choice = (name, ...values) => `<select name="${name}"><option value=""></option>
  ${values.map((value) => `<option value="${value}">${value}</option>`).join("")}</select>`;
const FORM = `${DATA}<form data-household="7">
  ${field("status", choice("status", "on_post", "off_post", "retired"))}${field("employer")}${field("industry")}
  ${field("employer_kind", choice("employer_kind", "private", "state_organ"))}${field("employer_state")}
  ${field("worker_type", `<input type="radio" name="worker_type" value="urban"><input type="radio" name="worker_type"
    value="migrant">`)}${field("contract_on")}
  ${field("vehicles")}${field("vehicle_note")}</form>`;
const needed = (page) => page.$$(".entry-needed").map((place) => place.id.replace("of-", ""));
const scripts = ["app.js", "needed.js"];

function choose(page, name, value) {
  page.$(`[name=${name}]`).value = value;
  page.fire(page.$(`[name=${name}]`), "change");
}

test("a choice asks for its fields, another one lets them go", () => {
  const page = open(FORM, scripts);
  assert.deepEqual(needed(page), []);
  choose(page, "status", "on_post");
  assert.deepEqual(needed(page), ["employer", "industry"]);
  assert.equal(page.$("[name=employer]").getAttribute("aria-required"), "true");
  choose(page, "status", "retired");
  assert.deepEqual(needed(page), []);
  assert.equal(page.$("[name=employer]").hasAttribute("aria-required"), false);
});

test("two conditions have to hold together, one of them by being something else", () => {
  const page = open(FORM, scripts);
  choose(page, "employer_kind", "private");
  assert.deepEqual(needed(page), []);
  choose(page, "status", "on_post");
  assert.ok(needed(page).includes("employer_state"));
  choose(page, "employer_kind", "state_organ");
  assert.ok(!needed(page).includes("employer_state"));
});

test("a radio counts when it is chosen, a number when it is more than none", () => {
  const page = open(FORM, scripts);
  page.$("[value=migrant]").checked = true;
  page.fire(page.$("[value=migrant]"), "change");
  assert.deepEqual(needed(page), ["contract_on"]);
  page.type(page.$("[name=vehicles]"), "１");
  assert.deepEqual(needed(page), ["contract_on", "vehicle_note"]);
  page.type(page.$("[name=vehicles]"), " 无 ");
  assert.deepEqual(needed(page), ["contract_on"]);
});

test("what the browser put back is judged when the script arrives", () => {
  const page = open(FORM.replace('value="on_post"', 'value="on_post" selected'), scripts);
  assert.deepEqual(needed(page), ["employer", "industry"]);
});

test("in a table each line is judged by itself, a new one too", () => {
  const line = (n) => `<tr><td>${choice(`rows-${n}-status`, "on_post")}</td><td id="of-${n}">
    <input name="rows-${n}-employer"></td></tr>`;
  const page = open(`${DATA}<form data-household="7"><table class="entry-grid" data-grid="rows"><tbody>
    ${line(0)}${line(1)}</tbody></table></form>`, scripts);
  choose(page, "rows-1-status", "on_post");
  assert.deepEqual(needed(page), ["1"]);
  page.$("tbody").insertAdjacentHTML("beforeend", line(2));
  choose(page, "rows-2-status", "on_post");
  assert.deepEqual(needed(page), ["1", "2"]);
});

test("a page without the data is left alone", () => {
  const page = open('<form data-household="7"><select name="status"></select></form>', scripts);
  page.fire(page.$("select"), "change");
  assert.deepEqual(needed(page), []);
});
