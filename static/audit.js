// While the chain is verified, the page shows how far it is.
(() => {
  "use strict";
  if (!document.querySelector("[data-under-way]")) return;
  // Not while somebody types or has chosen something.
  const isWorking = () => document.activeElement && document.activeElement.closest("form");
  const look = () => { if (isWorking()) setTimeout(look, 3000); else location.reload(); };
  setTimeout(look, 3000);
})();
