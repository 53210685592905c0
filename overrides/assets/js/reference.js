// Small comforts; every page reads and works without them.
(function () {
  "use strict";
  // Links spell out index.html so that they work from a disk; on a server the short address is the one to cite.
  if (location.protocol !== "file:" && location.pathname.endsWith("/index.html")) {
    history.replaceState(history.state, "", location.pathname.slice(0, -"index.html".length) + location.search + location.hash);
  }
})();
