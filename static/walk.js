// Goes on with the sign-out walk after a moment, as the page does by itself without scripts. Whoever reaches for one of
// its controls decides themselves, and is given all the time they want (WCAG 2.2, 2.2.1).
(() => {
  "use strict";
  const next = document.querySelector("a[data-walk]");
  if (!next) return;
  const going = setTimeout(() => location.assign(next.href), 1000);
  for (const control of document.querySelectorAll("main a")) {
    for (const reached of ["focus", "pointerenter"]) {
      control.addEventListener(reached, () => clearTimeout(going));
    }
  }
})();
