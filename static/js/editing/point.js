// One point that belongs to two fields of degrees: placed by a click, moved by dragging or by typing.

export function pin() {
  return L.divIcon({ className: "edit-pin", iconSize: [22, 22], iconAnchor: [11, 11] });
}

export function editPoint(map, form, { editable, words }) {
  const { lat, lon } = form.elements;
  const hint = document.getElementById("edit-hint");
  if (hint) {
    hint.textContent = words.clickPoint;
  }
  let marker = null;

  const typed = () => {
    const at = [lat, lon].map((field) => field.value.trim().replace(",", "."));
    const [north, east] = at.map(Number);
    const sound = at.every((text) => text !== "") && Math.abs(north) <= 90 && Math.abs(east) <= 180;
    return sound ? L.latLng(north, east) : null;
  };
  const show = (at) => {
    if (marker) {
      marker.setLatLng(at);
      return;
    }
    marker = L.marker(at, { icon: pin(), draggable: editable, keyboard: false }).addTo(map);
    marker.on("dragend", () => write(marker.getLatLng()));
  };
  const write = (at) => {
    const comma = document.documentElement.lang === "vi";
    const text = (degrees) => (comma ? degrees.toFixed(6).replace(".", ",") : degrees.toFixed(6));
    [lat.value, lon.value] = [text(at.lat), text(at.lng)];
  };

  if (editable) {
    map.on("click", ({ latlng }) => {
      show(latlng);
      write(latlng);
    });
    for (const field of [lat, lon]) {
      field.addEventListener("change", () => {
        const at = typed();
        if (at) {
          show(at);
          map.panTo(at, { animate: false });
        }
      });
    }
  }
  const at = typed();
  if (!at) {
    return null;
  }
  show(at);
  return L.latLngBounds([at]);
}
