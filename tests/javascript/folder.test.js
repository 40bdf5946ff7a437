/* The folders of files that are chosen as a folder. */
import assert from "node:assert/strict";
import test from "node:test";
import { open } from "./page.js";

const FORM = `<form><input type="file" name="scans" multiple><input type="file" name="folder" webkitdirectory>
  <input type="hidden" name="paths"></form>`;

test("where each file lies is said beside the files, in their order", () => {
  const page = open(FORM, ["folder.js"]);
  const choose = (name, files) => {
    Object.defineProperty(page.$(`[name=${name}]`), "files", { value: files, configurable: true });
    page.fire(page.$(`[name=${name}]`), "change");
    return page.$("[name=paths]").value;
  };
  assert.equal(choose("scans", [{ name: "a.jpg" }]), "");
  const files = [
    { name: "身份证.jpg", webkitRelativePath: "存量/季小梅/身份证.jpg" },
    { name: "b.jpg", webkitRelativePath: "" },
    { name: "c.jpg", webkitRelativePath: "x\ny/c.jpg" },
  ];
  assert.equal(choose("folder", files), "存量/季小梅/身份证.jpg\nb.jpg\nx y/c.jpg");
  assert.equal(choose("folder", []), "");
});

test("a page without such a form is left alone", () => {
  assert.doesNotThrow(() => open("<input type=file webkitdirectory>", ["folder.js"]));
});
