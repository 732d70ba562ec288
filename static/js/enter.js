// Figures of a target: with "không phát sinh" ticked there are none to type. The server checks again.

function follow(target) {
  const none = target.querySelector('input[type="checkbox"][name$="-nothing_arose"]');
  if (!none) return;
  for (const name of ["numerator", "denominator"]) {
    const input = target.querySelector(`input[name$="-${name}"]`);
    if (input) input.disabled = none.checked;
  }
}

for (const target of document.querySelectorAll("[data-target]")) {
  follow(target);
  target.addEventListener("change", () => follow(target));
}
