// One point, line or area that belongs to a hidden field with its GeoJSON; drawn and bent with Leaflet-Geoman.

import { pin } from "./point.js";

const STYLE = { color: "#7a0019", weight: 3, fillOpacity: 0.2 };

// `crossing`: whether a line may cross itself, as a way that was walked does.
export function editShape(map, form, { editable, words, crossing = false }) {
  const field = form.elements.shape;
  const hint = document.getElementById("edit-hint");
  const buttons = [...document.querySelectorAll("[data-draw]")];
  let layer = null;

  const tell = (sentence) => {
    if (hint) {
      hint.textContent = sentence;
    }
  };
  const write = () => {
    const drawn = layer.toGeoJSON();
    field.value = JSON.stringify(drawn.geometry ?? drawn.features[0].geometry);
    field.dispatchEvent(new Event("change"));
  };
  const hold = (next) => {
    layer?.remove();
    layer = next;
    if (!editable) {
      return;
    }
    layer.pm.enable({ allowSelfIntersection: crossing });
    layer.on("pm:edit pm:dragend pm:vertexremoved pm:markerdragend", write);
    tell(words.moving);
  };

  if (editable) {
    map.pm.setGlobalOptions({ markerStyle: { icon: pin() }, pathOptions: STYLE, allowSelfIntersection: crossing, tooltips: false });
    for (const button of buttons) {
      button.addEventListener("click", () => {
        map.pm.enableDraw(button.dataset.draw, { continueDrawing: false });
        tell(words.drawing);
      });
    }
    map.on("pm:create", ({ layer: drawn }) => {
      hold(drawn);
      write();
    });
    map.on("pm:globaldrawmodetoggled", ({ enabled, shape }) => {
      for (const button of buttons) {
        button.setAttribute("aria-pressed", String(enabled && button.dataset.draw === shape));
      }
    });
  }
  if (!field.value) {
    return null;
  }
  const stored = L.geoJSON(JSON.parse(field.value), {
    style: STYLE,
    pointToLayer: (_feature, at) => L.marker(at, { icon: pin(), draggable: false }),
  });
  hold(stored.getLayers()[0].addTo(map));
  return stored.getBounds();
}
