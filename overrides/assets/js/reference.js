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
    if (button && navigator.clipboard) { copy(button.closest("section, details").querySelector("code").textContent, button); }
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
    // What a claim shows is what it is filtered by.
    var shows = {
      modality: function (claim, value) { return claim.querySelector(".badge--" + value); },
      addressee: function (claim, value) {
        return Array.from(claim.querySelectorAll("dt")).some(function (name) { return name.textContent === "Addressed to" && name.nextSibling.firstChild.textContent === value; });
      },
      kind: function (claim, value) { return (value === "inferred") === Boolean(claim.querySelector(":scope > div > .kind--inferred")); }
    };
    var apply = function () {
      var wanted = {};
      boxes.forEach(function (box) { if (box.checked) { (wanted[box.name] = wanted[box.name] || []).push(box.value); } });
      var shown = 0, all = 0;
      list.querySelectorAll("[data-filter-group]").forEach(function (group) {
        var here = 0;
        group.querySelectorAll(".claim").forEach(function (claim) {
          var fits = Object.keys(wanted).every(function (name) { return wanted[name].some(function (value) { return shows[name](claim, value); }); });
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

  // Search is fetched only when a reader turns to it.
  var box = document.querySelector("[data-search]");
  var here = document.currentScript ? document.currentScript.src : "";
  function search() { search.once = search.once || import(new URL("search.js", here).href); return search.once; }
  // From a disk no browser lets a page load a module or read an index; say so, and lead to the tables.
  var onDisk = location.protocol === "file:";
  function noServer(place) {
    var words = document.createElement("p");
    words.textContent = "Search needs a web server. From a disk, use the index tables:";
    var tables = document.createElement("ul");
    tables.className = "chips";
    ["Tasks", "Figures", "Statements", "Meetings", "People", "Enterprises", "Bodies", "Themes", "Terms", "Wordings"].forEach(function (title) {
      var link = document.createElement("a");
      link.href = new URL("../../" + title.toLowerCase() + "/index.html", here).href;
      link.textContent = title;
      var item = document.createElement("li");
      item.append(link);
      tables.append(item);
    });
    place.replaceChildren(words, tables);
    place.hidden = false;
  }
  if (box) {
    var input = box.querySelector("input");
    var attached = false;
    var panelBelow = box.querySelector("[data-search-panel]");
    var turn = function () {
      if (onDisk) { noServer(panelBelow); box.querySelector("[data-search-status]").textContent = panelBelow.firstChild.textContent; return; }
      if (!attached) { attached = true; search().then(function (module) { module.attach(box); }, function () { attached = false; search.once = null; }); }
    };
    input.addEventListener("focus", turn);
    if (onDisk) {
      box.addEventListener("submit", function (event) { event.preventDefault(); turn(); });
      box.addEventListener("keydown", function (event) { if (event.key === "Escape") { panelBelow.hidden = true; } });
      document.addEventListener("click", function (event) { if (!box.contains(event.target)) { panelBelow.hidden = true; } });
    }
    addEventListener("keydown", function (event) {
      var typing = /^(input|textarea|select)$/i.test(event.target.tagName) || event.target.isContentEditable;
      if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && (event.key === "/" || event.key === "s")) { event.preventDefault(); input.focus(); input.select(); }
    });
  }
  var searchPage = document.querySelector("[data-search-page]");
  if (searchPage && onDisk) {
    noServer(searchPage.querySelector("[data-search-note]"));
    searchPage.querySelector("[data-search-parts]").hidden = true;
  }
  else if (searchPage) { search().then(function (module) { module.page(searchPage); }); }

  // Tables that sort by a column and filter by a word; the state is kept in the address.
  document.querySelectorAll("table[data-sortable]").forEach(function (table) {
    var body = table.tBodies[0];
    var rows = Array.from(body.rows);
    var filter = document.querySelector("[data-table-filter]");
    var status = document.querySelector("[data-table-status]");
    var state = new URLSearchParams(location.search);
    function keep() {
      if (location.protocol === "file:") { return; }
      var text = state.toString();
      history.replaceState(history.state, "", location.pathname + (text ? "?" + text : "") + location.hash);
    }
    function order() {
      var name = state.get("sort");
      var down = state.get("order") === "desc";
      var sorted = rows.slice();
      Array.from(table.tHead.rows[0].cells).forEach(function (cell, index) {
        var mine = cell.dataset.sort === name;
        cell.setAttribute("aria-sort", mine ? (down ? "descending" : "ascending") : "none");
        if (mine) {
          sorted.sort(function (one, two) {
            var a = one.cells[index].dataset.value || one.cells[index].textContent.trim(), b = two.cells[index].dataset.value || two.cells[index].textContent.trim();
            return a.localeCompare(b, "en", { numeric: true }) * (down ? -1 : 1);
          });
        }
      });
      body.append.apply(body, sorted);
    }
    function narrow() {
      var words = (state.get("filter") || "").toLowerCase().split(/\s+/).filter(Boolean);
      var shown = 0;
      rows.forEach(function (row) {
        var text = row.textContent.toLowerCase();
        row.hidden = !words.every(function (word) { return text.includes(word); });
        shown += row.hidden ? 0 : 1;
      });
      if (status) { status.textContent = shown + " of " + rows.length; }
    }
    table.querySelectorAll("th[data-sort] button").forEach(function (button) {
      button.addEventListener("click", function () {
        var name = button.parentElement.dataset.sort;
        state.set("order", state.get("sort") === name && state.get("order") !== "desc" ? "desc" : "asc");
        state.set("sort", name);
        order();
        keep();
      });
    });
    if (filter) {
      filter.value = state.get("filter") || "";
      filter.addEventListener("input", function () { if (filter.value) { state.set("filter", filter.value); } else { state.delete("filter"); } narrow(); keep(); });
    }
    if (state.get("sort")) { order(); }
    narrow();
  });
})();
