/* What is required follows what was chosen: the rows of cases/archives/rules/requirements.py, which the page carries
   as data, put the asterisk to a field, in a table to the cell of that line, as soon as its conditions hold. */
(function () {
  "use strict";
  var doc = document, source = doc.getElementById("requirements");
  if (!source) return;
  var rows = JSON.parse(source.textContent), names = [], marked = ".entry-field, .entry-grid td";
  rows.forEach(function (row) {
    row.fields.forEach(function (name) { if (names.indexOf(name) < 0) names.push(name); });
  });

  function list(nodes) { return Array.prototype.slice.call(nodes); }
  /* The fields of one person or household: `employer`, in a table `rows-3-employer`. */
  function fieldsOf(scope, name) {
    return list(scope.querySelectorAll("[name$='" + name + "']")).filter(function (field) {
      return field.name.replace(/^\w+-\d+-/, "") === name;
    });
  }
  function valueOf(scope, name) {
    var found = fieldsOf(scope, name).filter(function (field) { return field.type !== "radio" || field.checked; });
    return found.length ? found[0].value.normalize("NFKC").trim() : "";
  }
  function holds(scope, row) {
    return row.when.every(function (condition) {
      return (condition.values.indexOf(valueOf(scope, condition.field)) >= 0) !== condition.is_other;
    });
  }
  function follow(scope) {
    names.forEach(function (name) {
      var needed = rows.some(function (row) { return row.fields.indexOf(name) >= 0 && holds(scope, row); });
      fieldsOf(scope, name).forEach(function (field) {
        var place = field.closest(marked);
        if (place) place.classList.toggle("entry-needed", needed);
        if (needed) field.setAttribute("aria-required", "true"); else field.removeAttribute("aria-required");
      });
    });
  }
  function scopeOf(field) { return field.closest("[data-grid] tbody tr") || field.closest("form[data-household]"); }
  function changed(event) {
    var scope = event.target.closest && scopeOf(event.target);
    if (scope) follow(scope);
  }
  doc.addEventListener("change", changed);
  doc.addEventListener("ime-input", changed);
  /* What the browser put back, and what was typed before this script arrived. */
  list(doc.querySelectorAll("form[data-household]")).forEach(function (form) {
    var lines = form.querySelectorAll("[data-grid] tbody tr");
    if (lines.length) list(lines).forEach(follow); else follow(form);
  });
})();
