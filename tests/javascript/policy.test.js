/* The editor of a policy's text. */
import assert from "node:assert/strict";
import test from "node:test";
import { open } from "./page.js";

test("lines are numbered, wrong ones marked, and a click on an error selects its line", () => {
  const editor = `<ul><li data-line="2">wrong</li></ul><div><textarea data-code>a\nbcd\ne</textarea></div>`;
  const page = open(editor, ["policy.js"]);
  const text = page.$("textarea");
  assert.deepEqual(page.$$(".policy-numbers span").map((line) => line.textContent.trim()), ["1", "2", "3"]);
  assert.equal(page.$(".policy-wrong").textContent.trim(), "2");
  page.$("li").click();
  assert.equal(text.value.slice(text.selectionStart, text.selectionEnd), "bcd");
  page.type(text, "a\nb\nc\nd");
  assert.equal(page.$$(".policy-numbers span").length, 4);
});
