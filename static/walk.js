// Goes on with the sign-out walk after a moment, as the page does by itself without scripts. Whoever reaches for one of
// its controls decides themselves, and is given all the time they want (WCAG 2.2, 2.2.1); when they let go of it, the
// moment begins anew. The link says which of the two it is: `data-walk` is "goes" or "waits".
(() => {
  "use strict";
  const MOMENT = 1000;
  const next = document.querySelector("a[data-walk]");
  if (!next) return;
  const controls = [...document.querySelectorAll("main a")];
  let pointed = null;
  let going;
  // The focus stays on a control while another window is in front; that is no letting go.
  const look = () => {
    const waits = pointed !== null || controls.includes(document.activeElement);
    clearTimeout(going);
    if (!waits) going = setTimeout(() => location.assign(next.href), MOMENT);
    next.dataset.walk = waits ? "waits" : "goes";
  };
  for (const control of controls) {
    control.addEventListener("focus", look);
    control.addEventListener("blur", look);
    control.addEventListener("pointerenter", () => { pointed = control; look(); });
    control.addEventListener("pointerleave", () => { pointed = null; look(); });
  }
  look();
})();
