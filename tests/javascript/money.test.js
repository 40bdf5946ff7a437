/* Amounts: the scripts and the server read and write them alike; the Python tests take the same vectors. */
import assert from "node:assert/strict";
import test from "node:test";
import { open, vectors } from "./page.js";

const BULK = `<form data-bulk><table><thead><tr><td><input type="checkbox"></td></tr></thead><tbody>
  <tr><td><input type="checkbox" data-amount="100.10"></td></tr>
  <tr><td><input type="checkbox" data-amount="200.20"></td></tr>
  <tr><td><input type="checkbox" data-amount="5" disabled></td></tr></tbody></table>
  <div class="bulk" hidden><b data-picked></b><b data-sum></b><b data-words></b>
  <button type="button" data-unpick></button></div></form>`;
const SUM = `<table data-grid="incomes" data-undo="undo" data-removed="removed"><tbody>
  <tr><td class="col-amount"><input></td><td><label class="grid-remove"><input type="checkbox"></label></td></tr>
  <tr><td class="col-amount"><input></td><td><label class="grid-remove"><input type="checkbox"></label></td></tr>
  </tbody><tfoot><tr><td><output data-grid-total="amount"></output></td></tr></tfoot></table>
  <span data-grid-says="incomes"></span>`;

function pick(page, box, checked = true) {
  box.checked = checked;
  page.fire(box, "change");
}

test("a sum is written in words as the server writes it", () => {
  const page = open(BULK, ["app.js"]);
  const [, box] = page.$$("input");
  for (const [amount, words] of Object.entries(vectors("yuan_in_words.json"))) {
    box.dataset.amount = amount;
    pick(page, box);
    assert.equal(page.$("[data-words]").textContent, words, amount);
  }
});

test("selected rows are counted and added up without losing a fen", () => {
  const page = open(BULK, ["app.js"]);
  const [all, first, second, closed] = page.$$("input");
  assert.equal(page.$(".bulk").hidden, true);
  pick(page, first);
  assert.equal(all.indeterminate, true);
  pick(page, second);
  assert.equal(page.$("[data-sum]").textContent, "¥300.30");
  assert.equal(page.$("[data-picked]").textContent, "2");
  assert.equal(all.checked, true);
  pick(page, all, false);
  assert.equal(page.$(".bulk").hidden, true);
  pick(page, all);
  assert.deepEqual([first.checked, second.checked, closed.checked], [true, true, false]);
  page.$("[data-unpick]").click();
  assert.deepEqual([all.checked, first.checked, page.$(".bulk").hidden], [false, false, true]);
});

test("an amount in a table is read as the server reads it; what it refuses counts nothing", () => {
  const page = open(SUM, ["grid.js"]);
  const [cell] = page.$$(".col-amount input");
  for (const [text, amount] of Object.entries(vectors("year_amounts.json"))) {
    page.type(cell, text);
    assert.equal(page.$("output").textContent.replace(/,/g, ""), amount ?? "0.00", text);
  }
});

test("a removed row leaves the sum and can be brought back", () => {
  const page = open(SUM, ["grid.js"]);
  const [first, second] = page.$$(".col-amount input");
  page.type(first, "1.2万");
  page.type(second, "500");
  assert.equal(page.$("output").textContent, "12,500.00");
  pick(page, page.$$(".grid-remove input")[1]);
  assert.equal(page.$("output").textContent, "12,000.00");
  page.$("[data-grid-says] button").click();
  assert.equal(page.$("output").textContent, "12,500.00");
  assert.equal(page.document.activeElement, second);
});
