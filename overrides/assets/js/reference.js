// Small comforts; every page reads and works without them.
(function () {
  "use strict";
  // Links spell out index.html so that they work from a disk; on a server the short address is the one to cite.
  if (location.protocol !== "file:" && location.pathname.endsWith("/index.html")) {
    history.replaceState(history.state, "", location.pathname.slice(0, -"index.html".length) + location.search + location.hash);
  }
  var root = document.documentElement;
  var toggle = document.querySelector("[data-scheme-toggle]");
  if (toggle) {
    toggle.addEventListener("click", function () {
      var dark = root.dataset.scheme ? root.dataset.scheme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.scheme = dark ? "light" : "dark";
      try { localStorage.setItem("sasac-scheme", root.dataset.scheme); } catch (error) { /* a browser that keeps nothing still switches */ }
    });
  }

  document.querySelectorAll(".js-only[hidden]").forEach(function (element) { element.hidden = false; });

  // Copying: the address of a claim, and citations.
  var said = document.createElement("div");
  said.className = "sr";
  said.setAttribute("role", "status");
  document.body.append(said);
  function copy(text, element) {
    navigator.clipboard.writeText(text).then(function () {
      said.textContent = "Copied";
      element.dataset.copied = "yes";
      setTimeout(function () { delete element.dataset.copied; said.textContent = ""; }, 1500);
    }, function () { said.textContent = "The browser did not allow copying"; });
  }
  document.addEventListener("click", function (event) {
    var mark = event.target.closest(".permalink");
    if (mark && navigator.clipboard) { copy(mark.href, mark); }
    var button = event.target.closest("[data-copy-previous]");
    if (button && navigator.clipboard) { copy(button.parentElement.querySelector("code").textContent, button); }
  });

  // A citation names the single claim that the address names.
  function cited() {
    document.querySelectorAll(".cite code[data-address]").forEach(function (code) {
      var whole = code.dataset.whole || (code.dataset.whole = code.textContent);
      var anchor = /^#(task|figure|statement|restructuring)-[a-z0-9-]+$/.test(location.hash) ? location.hash : "";
      code.textContent = whole.split(code.dataset.address).join(code.dataset.address + anchor);
    });
  }
  addEventListener("hashchange", cited);
  cited();

  // Filters of a task list: within a group any box, between groups all; the choice is kept in the address.
  var panel = document.querySelector("[data-filters]");
  if (panel) {
    var list = panel.parentElement;
    var boxes = Array.from(panel.querySelectorAll("input"));
    var apply = function () {
      var wanted = {};
      boxes.forEach(function (box) { if (box.checked) { (wanted[box.name] = wanted[box.name] || []).push(box.value); } });
      var shown = 0, all = 0;
      list.querySelectorAll("[data-filter-group]").forEach(function (group) {
        var here = 0;
        group.querySelectorAll(".claim").forEach(function (claim) {
          var fits = Object.keys(wanted).every(function (name) { return wanted[name].includes(claim.dataset[name]); });
          claim.hidden = !fits;
          all += 1;
          if (fits) { here += 1; shown += 1; }
        });
        group.hidden = here === 0;
      });
      panel.querySelector("[data-filter-status]").textContent = shown === all ? "" : shown + " of " + all + " shown";
      var query = new URLSearchParams(location.search);
      ["modality", "addressee", "kind"].forEach(function (name) { query.delete(name); (wanted[name] || []).forEach(function (value) { query.append(name, value); }); });
      var text = query.toString();
      if (location.protocol !== "file:") { history.replaceState(history.state, "", location.pathname + (text ? "?" + text : "") + location.hash); }
    };
    var asked = new URLSearchParams(location.search);
    boxes.forEach(function (box) { box.checked = asked.getAll(box.name).includes(box.value); box.addEventListener("change", apply); });
    if (boxes.some(function (box) { return box.checked; })) { apply(); }
  }
})();
