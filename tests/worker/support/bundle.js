// Bundles the Worker once before all of these tests.

import { bundle } from "../../../js/worker/local/bundle.mjs";

export default function setup() {
  bundle();
}
