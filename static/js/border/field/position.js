// The position of a new report: by the receiver, which gets better while one waits, or by tapping the map.
//
// What was tapped stays: a better fix never moves it.

const GOOD_M = 15;
const LONGEST_WATCH = 90_000;
const FRESH_MS = 60_000; // after which somebody may have walked on

export class Position {
  #watch = null;
  #timer = 0;
  #changed;
  #fixed = false;
  point = null; // {lon, lat, accuracy, at}; accuracy null where it was tapped, `at` by the device's clock
  state = "none"; // none, searching, found, tapped, denied, unavailable

  constructor(changed) {
    this.#changed = changed;
  }

  search() {
    this.stop();
    if (!navigator.geolocation || !window.isSecureContext) {
      this.#become("unavailable");
      return;
    }
    this.#fixed = false;
    this.point = null;
    this.#become("searching");
    this.#begin();
  }

  // Looks again where the fix is old; until a new one comes the old one stays.
  refresh() {
    if (this.state === "found" && !this.#fixed && !this.watching && this.#isOld()) {
      this.#begin();
    }
  }

  #begin() {
    const options = { enableHighAccuracy: true, maximumAge: 0, timeout: 60_000 };
    this.#watch = navigator.geolocation.watchPosition((fix) => this.#take(fix), (error) => this.#fail(error), options);
    this.#timer = setTimeout(() => this.#giveUp(), LONGEST_WATCH);
  }

  tap(lon, lat) {
    this.stop();
    this.point = { lon: rounded(lon), lat: rounded(lat), accuracy: null, at: Date.now() };
    this.#become("tapped");
  }

  // What a draft had kept: the place where it was written, so nothing moves it by itself.
  restore(point) {
    this.stop();
    this.#fixed = true;
    this.point = point;
    this.#become(point.accuracy === null ? "tapped" : "found");
  }

  stop() {
    clearTimeout(this.#timer);
    if (this.#watch !== null) {
      navigator.geolocation.clearWatch(this.#watch);
      this.#watch = null;
    }
  }

  get watching() {
    return this.#watch !== null;
  }

  #take({ coords }) {
    const { longitude, latitude, accuracy } = coords;
    if (!this.point || accuracy <= this.point.accuracy || this.#isOld()) {
      this.point = { lon: rounded(longitude), lat: rounded(latitude), accuracy: Math.round(accuracy), at: Date.now() };
    }
    if (accuracy <= GOOD_M) {
      this.stop();
    }
    this.#become("found");
  }

  #isOld() {
    return Date.now() - this.point.at > FRESH_MS;
  }

  #fail({ code, PERMISSION_DENIED }) {
    if (code === PERMISSION_DENIED) {
      this.stop();
      this.#become("denied");
    } else if (!this.point) {
      this.#become("unavailable");
    }
  }

  #giveUp() {
    this.stop();
    this.#become(this.point ? "found" : "unavailable");
  }

  #become(state) {
    this.state = state;
    this.#changed(this);
  }
}

// Six decimals, about a tenth of a metre: what the server knows a repetition by.
function rounded(degrees) {
  return Math.round(degrees * 1e6) / 1e6;
}
