/* The YAML editor: line numbers beside the text, a click on an error goes to its line, Tab indents. */
(function () {
  "use strict";
  var text = document.querySelector("textarea[data-code]");
  if (!text) return;
  var numbers = document.createElement("pre");
  numbers.className = "policy-numbers";
  numbers.setAttribute("aria-hidden", "true");
  var frame = document.createElement("div");
  frame.className = "policy-frame";
  text.parentNode.insertBefore(frame, text);
  frame.appendChild(numbers);
  frame.appendChild(text);
  var marked = {}, count = 0;
  Array.prototype.forEach.call(document.querySelectorAll("[data-line]"), function (item) {
    marked[item.dataset.line] = true;
    item.tabIndex = 0;
    item.addEventListener("click", function () { go(Number(item.dataset.line)); });
    item.addEventListener("keydown", function (event) { if (event.key === "Enter") go(Number(item.dataset.line)); });
  });

  function draw() {
    var lines = text.value.split("\n").length;
    if (lines !== count) {
      numbers.textContent = "";
      for (var line = 1; line <= lines; line += 1) {
        var row = document.createElement("span");
        row.textContent = line + "\n";
        if (marked[line]) row.className = "policy-wrong";
        numbers.appendChild(row);
      }
      count = lines;
    }
    numbers.scrollTop = text.scrollTop;
  }
  function go(line) {
    var before = text.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    var end = text.value.indexOf("\n", before);
    text.focus();
    text.setSelectionRange(before, end < 0 ? text.value.length : end);
    text.scrollTop = Math.max(0, (line - 8) * parseFloat(getComputedStyle(text).lineHeight));
  }
  text.addEventListener("input", draw);
  text.addEventListener("scroll", function () { numbers.scrollTop = text.scrollTop; });
  draw();
}());
