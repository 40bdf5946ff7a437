/* A list whose order counts: what is sent follows the order on the page. Without this script: as it is shown. */
(function () {
  "use strict";
  var doc = document, lists = doc.querySelectorAll("[data-order]");
  Array.prototype.forEach.call(lists, function (list) {
    Array.prototype.forEach.call(list.querySelectorAll("[data-move]"), function (button) { button.hidden = false; });
    list.addEventListener("click", function (event) {
      var button = event.target.closest("[data-move]");
      if (!button) return;
      var row = button.closest("li"), up = button.dataset.move === "up";
      var other = up ? row.previousElementSibling : row.nextElementSibling;
      if (!other) return;
      list.insertBefore(up ? row : other, up ? other : row);
      button.focus();
    });
  });
})();
