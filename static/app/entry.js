/* Entering a household: the ID number tells the rest, tables grow, files go off one by one. */
(function () {
  "use strict";
  var doc = document;

  function token() { return JSON.parse(doc.body.getAttribute("data-hx-headers") || "{}")["X-CSRFToken"]; }
  function each(selector, handler, scope) {
    Array.prototype.forEach.call((scope || doc).querySelectorAll(selector), handler);
  }
  function plain(text) {
    return text.normalize("NFKC").replace(/[\s'’‘`]/g, "");
  }
  /* The HTML that the server answers to a question about one field; nothing when it refuses. */
  function ask(url, data) {
    return fetch(url, { method: "POST", body: data, headers: { "X-CSRFToken": token(), "HX-Request": "true" } })
      .then(function (answer) {
        if (answer.status !== 401) return answer.ok ? answer.text() : "";
        return new Promise(function (again) {
          var detail = function () { again(ask(url, data)); };
          doc.dispatchEvent(new CustomEvent("session-ended", { detail: detail }));
        });
      });
  }

  /* A choice that is longer than its column can be read when one points at it. */
  doc.addEventListener("change", function (event) {
    var chosen = event.target;
    if (chosen.matches("select[data-titled]")) chosen.title = chosen.selectedOptions[0].text;
  });

  /* Eighteen characters: ask who that is, fill birth date and sex, show who has a file already. */
  function tell(input) {
    var number = plain(input.value);
    if (number === input.dataset.asked) return;
    input.dataset.asked = number;
    if (number.length !== 18 || number.indexOf("*") >= 0) placeOf(input).textContent = "";
    else check(input, number);
  }
  function placeOf(input) {
    if (input.dataset.idNumber !== "own") return input.closest("td").querySelector("[data-told]");
    return input.closest("form").querySelector("[data-told=own]");
  }
  function check(input, number) {
    var form = input.closest("form"), told = placeOf(input), own = input.dataset.idNumber === "own";
    var data = new FormData();
    input.dataset.asked = number;
    data.append("id_number", number);
    data.append("household", form.dataset.household || "");
    ask(form.dataset.idCheck, data).then(function (html) {
      if (input.dataset.asked !== number) return;
      told.innerHTML = html;
      var hit = told.querySelector("[data-birth]");
      if (hit && own) fill(form, hit.dataset);
    });
  }
  function fill(form, told) {
    var birth = form.querySelector("[name=birth_on]"), sex = form.querySelector("[name=sex][value=" + told.sex + "]");
    if (birth) birth.value = told.birth;
    if (sex) sex.checked = true;
  }
  doc.addEventListener("ime-input", function (event) {
    if (event.target.matches && event.target.matches("[data-id-number]")) tell(event.target);
  });
  /* A number that cannot be one, 15 digits of the old kind above all, is told when the field is left. */
  doc.addEventListener("change", function (event) {
    var input = event.target, number = input.value && plain(input.value);
    if (!input.matches("[data-id-number]") || !number || number.length === 18 || number.indexOf("*") >= 0) return;
    check(input, number);
  });
  /* What was typed before this script arrived. */
  each("[data-id-number]", function (input) { if (input.value !== input.defaultValue) tell(input); });

  /* What a member may share with the head of the household is taken over by a button below a field that differs. */
  function offerSame(input) {
    var button = input.closest(".field").querySelector(".entry-same");
    if (!button) {
      button = doc.createElement("button");
      button.type = "button";
      button.className = "link entry-same";
      button.textContent = input.form.dataset.sameWord;
      button.setAttribute("aria-describedby", input.id);
      button.addEventListener("click", function () {
        input.value = input.dataset.same;
        input.dispatchEvent(new Event("change", { bubbles: true }));
        input.dispatchEvent(new Event("input", { bubbles: true }));
        input.focus();
      });
      input.closest(".field").appendChild(button);
    }
    button.hidden = input.value === input.dataset.same;
  }
  doc.addEventListener("change", function (event) {
    if (event.target.matches("[data-same]")) offerSame(event.target);
  });
  each("[data-same]", offerSame);

  /* What is chosen once is not offered again among the boxes of another question. */
  function offerOthers(select) {
    each("input[name=" + select.dataset.notAgain + "]", function (box) {
      var again = select.value !== "" && box.value === select.value;
      if (again) box.checked = false;
      box.disabled = again;
      (box.closest("label") || box).hidden = again;
    }, select.form);
  }
  doc.addEventListener("change", function (event) {
    if (event.target.matches("[data-not-again]")) offerOthers(event.target);
  });
  each("[data-not-again]", offerOthers);

  /* A phone or a card that another household has too: told below the field, never in the way. */
  doc.addEventListener("change", function (event) {
    var input = event.target, form = input.form, found = /(?:^|-)(phone|bank_card)$/.exec(input.name || "");
    if (!found || !form || !form.dataset.numberCheck) return;
    var told = input.parentNode.querySelector("[data-twins]");
    if (!told) {
      told = doc.createElement("div");
      told.setAttribute("data-twins", "");
      told.setAttribute("role", "status");
      input.parentNode.appendChild(told);
    }
    var data = new FormData();
    data.append("field", found[1]);
    data.append("number", input.value);
    data.append("household", form.dataset.household || "");
    ask(form.dataset.numberCheck, data).then(function (html) { told.innerHTML = html; });
  });

  /* A number on record, in full in its field until the page is left; the server keeps who looked. */
  doc.addEventListener("click", function (event) {
    var button = event.target.closest("[data-show-in]");
    if (!button) return;
    ask(button.dataset.url, new FormData()).then(function (number) {
      var input = doc.getElementById(button.dataset.showIn);
      if (!number) return;
      input.value = number;
      button.hidden = true;
      input.focus();
    });
  });

  /* One more line, made from the blank one that the page carries. */
  doc.addEventListener("click", function (event) {
    var button = event.target.closest("[data-add-row]");
    if (!button) return;
    event.preventDefault();
    var name = button.dataset.addRow, total = doc.getElementById("id_" + name + "-TOTAL_FORMS"), number = +total.value;
    if (number >= +button.dataset.max) {
      var full = button.nextElementSibling;
      if (!full || !full.classList.contains("errors")) {
        full = doc.createElement("p");
        full.className = "errors";
        full.setAttribute("role", "alert");
        button.after(full);
      }
      full.textContent = button.dataset.full;
      return;
    }
    var blank = doc.querySelector("template[data-blank=" + name + "]"), holder = doc.createElement("tbody");
    holder.innerHTML = blank.innerHTML.replace(/__prefix__/g, number);
    var row = holder.querySelector("tr"), body = doc.querySelector("[data-grid=" + name + "] tbody");
    body.appendChild(row);
    total.value = number + 1;
    row.querySelector("select, input:not([type=hidden])").focus();
  });
  function dim(box) { box.closest("tr").classList.toggle("grid-going", box.checked); }
  doc.addEventListener("change", function (event) {
    if (event.target.matches(".grid-remove input")) dim(event.target);
  });
  each(".grid-remove input", dim);

  /* Chosen files go off at once; without this script the button sends them. */
  function readyUploads() { each("[data-upload]", function (form) { form.classList.add("upload-ready"); }); }
  readyUploads();
  /* They come back as the page with the new documents, in its place. */
  doc.addEventListener("htmx:afterSettle", function () {
    readyUploads();
    each("main > .error-summary", function (summary) { summary.focus(); });
  });
  doc.addEventListener("change", function (event) {
    var form = event.target.closest("[data-upload]");
    if (!form || !form.querySelector("[type=file]").files.length) return;
    var kind = form.querySelector("select[name=kind]");
    if (kind && !kind.value) {
      form.querySelector("[data-upload-status]").textContent = form.dataset.chooseKind;
      kind.focus();
    } else if (!form.dataset.busy) {
      var whole = form.closest("form");
      form.classList.add("upload-busy");
      whole.requestSubmit(whole.querySelector("[data-save-button]"));
    }
  });

  /* Files dragged onto a kind of document are chosen there. */
  function dropPlace(event) {
    var files = event.dataTransfer && Array.prototype.indexOf.call(event.dataTransfer.types, "Files") >= 0;
    return files && event.target.closest ? event.target.closest("[data-drop]") : null;
  }
  ["dragover", "dragleave", "drop"].forEach(function (type) {
    doc.addEventListener(type, function (event) {
      var place = dropPlace(event);
      if (!place) return;
      event.preventDefault();
      place.classList.toggle("entry-drop", type === "dragover");
      if (type !== "drop" || !event.dataTransfer.files.length) return;
      var input = place.querySelector("[data-upload] [type=file]");
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });

  /* How many reasons stand beside the answers, and marks where they are. */
  var counter = doc.querySelector("[data-reason-count]");
  if (counter) {
    var plainText = counter.textContent;
    doc.addEventListener("ime-input", function () {
      var written = 0;
      each("[form=decision][name^=reason-]", function (input) {
        var filled = input.value.trim() !== "";
        written += filled ? 1 : 0;
        input.closest("details").classList.toggle("written", filled);
      });
      counter.textContent = written ? counter.dataset.reasonCount.replace("%n", written) : plainText;
    });
  }

  var conflict = doc.querySelector(".entry-conflict");
  if (conflict) conflict.focus();
})();
