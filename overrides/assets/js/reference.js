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
})();
