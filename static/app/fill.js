/* One answer for everything that is still open: "全部属实", "全部成功". What somebody has chosen stays as it is, nothing is
   sent, and it can be taken back. data-fill-all: a selector of the fields; data-value: the answer; data-open: the value
   of a field that is still open; data-says with %n, data-nothing and data-undo: the words. */
(function () {
  "use strict";
  var doc = document;

  function list(nodes) { return Array.prototype.slice.call(nodes); }
  function namesOf(form, selector) {
    var names = list(form.querySelectorAll(selector)).map(function (field) { return field.name; });
    return names.filter(function (name, place) { return names.indexOf(name) === place; });
  }
  function put(form, name, value) {
    var field = form.elements.namedItem(name);
    field.value = value;
    var hit = field.length && !field.options ? list(field).find(function (one) { return one.checked; }) : field;
    if (hit) hit.dispatchEvent(new Event("change", { bubbles: true }));
  }
  /* Takes back what still is as it was filled in. */
  function undo(button, form, names) {
    names.forEach(function (name) {
      if (form.elements.namedItem(name).value === button.dataset.value) put(form, name, button.dataset.open);
    });
  }
  function say(button, form, names) {
    var line = button.parentNode.querySelector("[role=status]"), back = doc.createElement("button");
    line.textContent = names.length ? button.dataset.says.replace("%n", names.length) + " " : button.dataset.nothing;
    if (!names.length) return;
    back.type = "button";
    back.className = "link";
    back.textContent = button.dataset.undo;
    back.addEventListener("click", function () {
      undo(button, form, names);
      line.textContent = "";
      button.focus();
    });
    line.appendChild(back);
  }
  doc.addEventListener("click", function (event) {
    var button = event.target.closest("[data-fill-all]");
    if (!button) return;
    var form = button.form, names = namesOf(form, button.dataset.fillAll).filter(function (name) {
      return form.elements.namedItem(name).value === button.dataset.open;
    });
    names.forEach(function (name) { put(form, name, button.dataset.value); });
    say(button, form, names);
  });
})();
