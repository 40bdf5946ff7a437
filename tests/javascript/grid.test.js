/* Tables that are filled in like a sheet of Excel. */
import assert from "node:assert/strict";
import test from "node:test";
import { open } from "./page.js";

const row = (number) => `<tr><td><input type="hidden" name="rows-${number}-uid">
  <input type="text" name="rows-${number}-name"></td><td><select name="rows-${number}-status"><option value=""></option>
  <option value="jobless">失（无）业</option><option value="school">高中（中职）</option><option value="retired">退休人员</option>
  </select></td><td><input type="text" name="rows-${number}-amount"></td></tr>`;
const GRID = `<form><input type="hidden" id="id_rows-TOTAL_FORMS" value="2">
  <table data-grid="rows" data-pasted="%n rows" data-pasted-wrong="%n rows, %w wrong" data-unread="no %s"><thead><tr>
  <th data-column="姓名">姓名</th><th data-column="就业状况">就业状况</th><th data-column="年收入（元）">年收入（元）</th></tr></thead>
  <tbody>${row(0)}${row(1)}</tbody></table><template data-blank="rows">${row("__prefix__")}</template>
  <button type="button" data-add-row="rows" data-max="4" data-full="full"></button>
  <span data-grid-says="rows"></span></form>`;

const start = () => open(GRID, ["app.js", "entry.js", "grid.js"]);
const values = (page) => page.$$("tbody tr").map((line) =>
  [...line.querySelectorAll("input[type=text], select")].map((cell) => cell.value));
const paste = (page, cell, text) => page.fire(cell, "paste", { clipboardData: { getData: () => text } });
const cell = (page, name) => page.$(`[name=${name}]`);

test("a block fills cells from the one with the cursor and adds rows", () => {
  const page = start();
  paste(page, cell(page, "rows-0-name"), "王芳\t退休人员\t1200\r\n李强\t失业\t0\r\n赵敏\t高中\t5\r\n");
  assert.deepEqual(values(page), [["王芳", "retired", "1200"], ["李强", "jobless", "0"], ["赵敏", "school", "5"]]);
  assert.equal(page.$("#id_rows-TOTAL_FORMS").value, "3");
  assert.equal(page.$("[data-grid-says]").textContent, "3 rows");
});

test("a first line of headings says which column goes where", () => {
  const page = start();
  paste(page, cell(page, "rows-0-name"), "年收入\t备注\t姓名\n1200\tx\t王芳\n");
  assert.deepEqual(values(page)[0], ["王芳", "", "1200"]);
});

test("a cell with a line break comes in quotes; quotes elsewhere stay", () => {
  const page = start();
  paste(page, cell(page, "rows-0-name"), '"王\n""芳"""\t退休\n5"寸\t无业');
  assert.deepEqual(values(page).map((line) => line[0]), ['王 "芳"', '5"寸']);
});

test("what is no option stays empty, is marked and counted", () => {
  const page = start();
  paste(page, cell(page, "rows-0-name"), "王芳\t宇航员");
  const select = cell(page, "rows-0-status");
  assert.deepEqual([select.value, select.title], ["", "no 宇航员"]);
  assert.ok(select.classList.contains("grid-unread"));
  assert.equal(page.$("[data-grid-says]").textContent, "1 rows, 1 wrong");
});

test("no more rows than the form takes", () => {
  const page = start();
  paste(page, cell(page, "rows-0-name"), "a\t\nb\t\nc\t\nd\t\ne\t\nf\t");
  assert.deepEqual(values(page).map((line) => line[0]), ["a", "b", "c", "d"]);
  assert.equal(page.$(".errors").textContent, "full");
  assert.equal(page.$("[data-grid-says]").textContent, "4 rows");
});

test("one word is pasted by the browser itself", () => {
  const page = start();
  assert.equal(paste(page, cell(page, "rows-0-name"), "王芳\n").defaultPrevented, false);
});

test("Enter goes down and adds a row below a filled last one", () => {
  const page = start();
  const first = cell(page, "rows-0-name");
  first.focus();
  page.press(first, "Enter");
  const second = cell(page, "rows-1-name");
  assert.equal(page.document.activeElement, second);
  page.press(second, "Enter");
  assert.equal(page.$$("tbody tr").length, 2, "an empty last row grows nothing");
  second.value = "王芳";
  page.press(second, "Enter");
  assert.equal(page.document.activeElement, cell(page, "rows-2-name"));
  page.press(page.document.activeElement, "Enter", { shiftKey: true });
  assert.equal(page.document.activeElement, second);
});

test("arrows leave a cell at the end of its text only, and never while composing", () => {
  const page = start();
  const name = cell(page, "rows-0-name");
  name.value = "王芳";
  name.focus();
  name.setSelectionRange(1, 1);
  page.press(name, "ArrowRight");
  assert.equal(page.document.activeElement, name);
  name.setSelectionRange(2, 2);
  page.press(name, "ArrowRight", { isComposing: true });
  assert.equal(page.document.activeElement, name);
  page.press(name, "ArrowRight");
  assert.equal(page.document.activeElement, cell(page, "rows-0-status"));
  page.press(page.document.activeElement, "ArrowDown");
  assert.equal(page.document.activeElement, cell(page, "rows-0-status"), "a select keeps its own arrows");
  page.press(page.document.activeElement, "ArrowLeft");
  page.press(name, "ArrowDown");
  assert.equal(page.document.activeElement, cell(page, "rows-1-name"));
  page.press(page.document.activeElement, "ArrowUp");
  assert.equal(page.document.activeElement, name);
});

const typed = (column, value) => `<td class="col-${column}"><input type="text" value="${value}"></td>`;
const line = ([heads, yuan], number) => `<tr>${typed("heads_1", heads)}${typed("yuan_1", yuan)}${typed("yuan_2", 100)}
  <td><output data-row-total="yuan_1 yuan_2"></output></td>
  <td><label class="grid-remove"><input type="checkbox"${number === 2 ? " checked" : ""}></label></td></tr>`;
const SUMS = `<table data-grid="plan"><tbody>${[["2", "1.2万"], ["１", "300.50"], ["9", "7"]].map(line).join("")}</tbody>
  <tfoot><tr><td><output data-grid-count="heads_1"></output></td><td><output data-grid-total="yuan_1"></output></td>
  <td><output data-grid-total="yuan_1 yuan_2"></output></td></tr></tfoot></table>`;

test("columns, heads and rows are added up; a row that goes counts no more", () => {
  const page = open(SUMS, ["app.js", "entry.js", "grid.js"]);
  const shown = (selector) => page.$$(selector).map((output) => output.textContent);
  assert.deepEqual(shown("[data-grid-count]"), ["3"]);
  assert.deepEqual(shown("[data-grid-total]"), ["12,300.50", "12,500.50"]);
  assert.deepEqual(shown("[data-row-total]"), ["12,100.00", "400.50", "0.00"]);
  const first = page.$(".col-yuan_1 input");
  first.value = "5";
  page.fire(first, "input");
  assert.deepEqual(shown("[data-grid-total]"), ["305.50", "505.50"]);
});
