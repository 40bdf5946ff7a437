/* Entering a household: what the ID number says, numbers that others have, new rows. */
import assert from "node:assert/strict";
import test from "node:test";
import { open } from "./page.js";

const FORM = `<form data-id-check="/id/" data-number-check="/number/" data-household="7">
  <input name="id_number" data-id-number="own"><div data-told="own"></div>
  <input name="birth_on"><input type="radio" name="sex" value="male"><input type="radio" name="sex" value="female">
  <p><input name="phone"></p></form>`;
const HIT = `<p data-birth="1990-05-07" data-sex="female">女</p>`;

test("a whole ID number is asked about once and fills birth date and sex", async () => {
  const page = open(FORM, ["app.js", "entry.js"], { answers: [[200, HIT]] });
  const number = page.$("[name=id_number]");
  page.type(number, "11010519900507");
  page.type(number, "１１０１０５１９９００５０７４４２Ｘ");
  page.type(number, "11010519900507442X ");
  await page.wait(0);
  assert.equal(page.requests.length, 1);
  assert.deepEqual([...page.requests[0].body.entries()], [["id_number", "11010519900507442X"], ["household", "7"]]);
  assert.equal(page.requests[0].headers["X-CSRFToken"], "token");
  assert.equal(page.$("[name=birth_on]").value, "1990-05-07");
  assert.equal(page.$("[value=female]").checked, true);
});

test("an answer that comes after the number has changed is dropped", async () => {
  const page = open(FORM, ["app.js", "entry.js"], { answers: [[200, HIT]] });
  page.type(page.$("[name=id_number]"), "11010519900507442X");
  page.type(page.$("[name=id_number]"), "110105");
  await page.wait(0);
  assert.equal(page.$("[data-told]").innerHTML, "");
  assert.equal(page.$("[name=birth_on]").value, "");
});

test("an ID number of the old kind is told when the field is left, a mask is not", async () => {
  const page = open(FORM, ["app.js", "entry.js"], { answers: [[200, "<p>15 digits</p>"]] });
  const number = page.$("[name=id_number]");
  page.type(number, "110105900507442");
  assert.equal(page.requests.length, 0);
  page.fire(number, "change");
  await page.wait(0);
  assert.equal(page.$("[data-told]").textContent, "15 digits");
  page.type(number, "1101059005074421");
  assert.equal(page.$("[data-told]").textContent, "");
  number.value = "110105********442X";
  page.fire(number, "change");
  number.value = "";
  page.fire(number, "change");
  assert.equal(page.requests.length, 1);
});

test("a choice that is longer than its column is told by its title", () => {
  const page = open(`<form><select data-titled title="bill"><option>bill</option><option>letter</option>
    </select></form>`,
    ["app.js", "entry.js"]);
  page.$("select").selectedIndex = 1;
  page.fire(page.$("select"), "change");
  assert.equal(page.$("select").title, "letter");
});

test("the main cause is not offered again among the secondary ones", () => {
  const box = (value, checked = "") => `<label><input type="checkbox" name="secondary_causes" value="${value}"
    ${checked}>${value}</label>`;
  const page = open(`<form><select name="main_cause" data-not-again="secondary_causes"><option value=""></option>
    <option value="illness" selected></option><option value="schooling"></option></select>
    ${box("illness")}${box("schooling", "checked")}${box("")}</form>`, ["app.js", "entry.js"]);
  const offered = () => page.$$("input").filter((input) => !input.disabled && !input.closest("label").hidden)
    .map((input) => input.value);
  assert.deepEqual(offered(), ["schooling", ""]);
  page.$("select").value = "schooling";
  page.fire(page.$("select"), "change");
  assert.deepEqual(offered(), ["illness", ""]);
  assert.equal(page.$("[value=schooling]:not(option)").checked, false);
  page.$("select").value = "";
  page.fire(page.$("select"), "change");
  assert.deepEqual(offered(), ["illness", "schooling", ""]);
});

test("what a member shares with the head is taken over by a button", () => {
  const page = open(`<form data-same-word="as the head"><div class="field"><label for="id_e">people</label>
    <input id="id_e" data-same="汉族" value="汉族"></div></form>`, ["app.js", "entry.js"]);
  const button = page.$("button");
  assert.deepEqual([button.textContent, button.hidden], ["as the head", true]);
  page.$("input").value = "回族";
  page.fire(page.$("input"), "change");
  assert.equal(button.hidden, false);
  button.click();
  assert.deepEqual([page.$("input").value, button.hidden, page.document.activeElement.id], ["汉族", true, "id_e"]);
  assert.equal(page.$$("button").length, 1);
});

test("a phone that another household has is told below the field", async () => {
  const page = open(FORM, ["app.js", "entry.js"], { answers: [[200, "<p>also 李强</p>"]] });
  page.$("[name=phone]").value = "13800000000";
  page.fire(page.$("[name=phone]"), "change");
  await page.wait(0);
  assert.equal(page.$("[data-twins]").textContent, "also 李强");
  assert.deepEqual([...page.requests[0].body.entries()],
    [["field", "phone"], ["number", "13800000000"], ["household", "7"]]);
});

test("files that are dragged onto a kind are chosen there and go off", () => {
  const page = open(`<ul><li id="a" data-drop><form data-upload><input type="file" multiple><button data-save-button>
    </button></form><p id="in"></p></li></ul><p id="out"></p>`, ["app.js", "entry.js"]);
  const input = page.$("input"), chosen = [];
  Object.defineProperty(input, "files", { get: () => chosen, set: (files) => { chosen.push(...files); } });
  let sent = 0;
  page.$("form").requestSubmit = () => { sent += 1; };
  const drag = (type, id, kind = "Files", files = ["a.jpg", "b.jpg"]) =>
    page.fire(page.$(`#${id}`), type, { dataTransfer: { types: [kind], files } }).defaultPrevented;
  assert.equal(drag("dragover", "in", "text/plain"), false);
  assert.equal(drag("drop", "out"), false);
  assert.equal(drag("dragover", "in"), true);
  assert.ok(page.$("#a").classList.contains("entry-drop"));
  assert.equal(drag("drop", "in"), true);
  assert.deepEqual([chosen, sent, page.$("#a").className], [["a.jpg", "b.jpg"], 1, ""]);
});

test("reasons that stand beside answers are counted", () => {
  const page = open(`<span data-reason-count="%n written">none</span><details><input form="decision" name="reason-a">
    </details><details><input form="decision" name="reason-b"></details>`, ["app.js", "entry.js"]);
  page.type(page.$("[name=reason-b]"), "缺材料");
  assert.equal(page.$("span").textContent, "1 written");
  assert.ok(page.$$("details")[1].classList.contains("written"));
  page.type(page.$("[name=reason-b]"), " ");
  assert.equal(page.$("span").textContent, "none");
});

test("a number on record is shown in its field, until the page is left", async () => {
  const form = `<form><input id="id_phone" value="139****1234"></form>
    <button type="button" data-show-in="id_phone" data-url="/archives/1/people/2/phone/"></button>`;
  const page = open(form, ["app.js", "entry.js"], { answers: [[200, "13912341234"]] });
  page.$("[data-show-in]").click();
  await page.wait(0);
  assert.deepEqual([page.requests[0].url, page.requests[0].method], ["/archives/1/people/2/phone/", "POST"]);
  assert.equal(page.$("#id_phone").value, "13912341234");
  assert.ok(page.$("[data-show-in]").hidden);
});

test("a number that is refused leaves the mask", async () => {
  const form = `<input id="id_phone" value="139****1234"><button data-show-in="id_phone" data-url="/x/"></button>`;
  const page = open(form, ["app.js", "entry.js"], { answers: [[403, "no"]] });
  page.$("[data-show-in]").click();
  await page.wait(0);
  assert.equal(page.$("#id_phone").value, "139****1234");
});
