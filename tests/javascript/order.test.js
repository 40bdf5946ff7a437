/* A list whose order counts. */
import assert from "node:assert/strict";
import test from "node:test";
import { open } from "./page.js";

const ROW = (name) => `<li><input name="uids" value="${name}">
  <button type="button" data-move="up" hidden></button><button type="button" data-move="down" hidden></button></li>`;
const LIST = `<ul data-order>${["a", "b", "c"].map(ROW).join("")}</ul>`;
const order = (page) => Array.from(page.document.querySelectorAll("input"), (input) => input.value).join("");

test("a row goes up and down, and stays at the ends", () => {
  const page = open(LIST, ["order.js"]);
  const press = (row, way) => page.$(`li:nth-child(${row}) [data-move=${way}]`).click();
  assert.equal(page.$("[data-move]").hidden, false);
  press(3, "up");
  assert.equal(order(page), "acb");
  press(1, "up");
  assert.equal(order(page), "acb");
  press(1, "down");
  assert.equal(order(page), "cab");
  press(3, "down");
  assert.equal(order(page), "cab");
});
