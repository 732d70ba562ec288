// The export page: a format that is always WGS 84 closes the choice of the coordinate system and says why.

const form = document.getElementById("export-form");
const systems = form.elements.epsg;
const reason = document.getElementById("export-fixed-reason");
const fixed = JSON.parse(document.getElementById("export-fixed").textContent);

function follow() {
  const sentence = fixed[form.elements.format.value] ?? "";
  // A closed field is not sent; the server then takes WGS 84.
  systems.disabled = sentence !== "";
  reason.textContent = sentence;
  reason.hidden = sentence === "";
}

form.addEventListener("change", follow);
follow();
