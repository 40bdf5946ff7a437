/* One document, large. */
import assert from "node:assert/strict";
import test from "node:test";
import { open } from "./page.js";

const VIEWER = `<section data-viewer><a data-viewer-before href="#"></a><a data-viewer-after href="#"></a>
  <form data-viewer-turn><button name="right" type="button"></button></form>
  <span class="viewer-zoom" hidden><button type="button" data-viewer-zoom="1"></button></span>
  <img class="viewer-picture"></section><textarea></textarea>`;

test("zoom stays between its ends, by button and by key", () => {
  const page = open(VIEWER, ["viewer.js"]);
  assert.equal(page.$(".viewer-zoom").hidden, false);
  for (let step = 0; step < 6; step += 1) page.$("[data-viewer-zoom]").click();
  assert.equal(page.$("img").className, "viewer-picture zoomed-4");
  page.press(page.document.body, "-");
  assert.equal(page.$("img").className, "viewer-picture zoomed-3");
  for (let step = 0; step < 6; step += 1) page.press(page.document.body, "-");
  assert.equal(page.$("img").className, "viewer-picture");
});

test("arrows go to the neighbours of an unzoomed document, R turns, typing does neither", () => {
  const page = open(VIEWER, ["viewer.js"]);
  const clicks = [];
  for (const name of ["before", "after", "turn"]) {
    page.$(`[data-viewer-${name}]`).addEventListener("click", () => clicks.push(name));
  }
  page.press(page.$("textarea"), "ArrowLeft");
  page.press(page.document.body, "ArrowLeft", { altKey: true });
  page.press(page.document.body, "ArrowLeft");
  page.press(page.document.body, "ArrowRight");
  page.press(page.document.body, "r");
  page.press(page.document.body, "+");
  page.press(page.document.body, "ArrowRight");
  assert.deepEqual(clicks, ["before", "after", "turn"]);
});

test("where one document stands alone the arrows turn its pages, which stop at both ends", () => {
  const sheets = '<figure class="viewer-sheet"></figure>'.repeat(3);
  const buttons = [-1, 1].map((by) => `<button type="button" data-viewer-page="${by}"></button>`).join("");
  const held = `<div class="viewer-stage">${sheets}</div>`;
  const stand = `<section data-viewer>${buttons}${held}</section><textarea></textarea>`;
  const page = open(stand, ["viewer.js"]);
  const stage = page.$(".viewer-stage"), tall = 500, seen = [];
  stage.getBoundingClientRect = () => ({ top: 100 });
  page.document.querySelectorAll(".viewer-sheet").forEach((sheet, at) => {
    sheet.getBoundingClientRect = () => ({ top: 100 + at * tall - stage.scrollTop });
  });
  const go = (target, key) => { page.press(target, key); seen.push(stage.scrollTop); };
  go(page.document.body, "ArrowLeft");
  go(page.document.body, "ArrowRight");
  go(page.$("textarea"), "ArrowRight");
  go(page.document.body, "ArrowRight");
  go(page.document.body, "ArrowRight");
  page.$('[data-viewer-page="-1"]').click();
  seen.push(stage.scrollTop);
  assert.deepEqual(seen, [0, 500, 500, 1000, 1000, 500]);
});
