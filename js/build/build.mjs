/**
 * `node js/build/build.mjs wasm` compiles the engine to `js/generated`;
 * `node js/build/build.mjs package` bundles it with the JavaScript to `js/dist`.
 */

import { bundle } from "./bundle.mjs";
import { writeSchemas } from "./schemas.mjs";
import { reportSizes } from "./sizes.mjs";
import { buildWasm } from "./wasm.mjs";

const steps = {
  async wasm() {
    buildWasm();
  },
  async package() {
    await bundle();
    writeSchemas();
    console.log(reportSizes().table);
  },
};

const step = steps[process.argv[2]];
if (step === undefined) {
  console.error(`usage: node js/build/build.mjs ${Object.keys(steps).join("|")}`);
  process.exit(2);
}
try {
  await step();
} catch (error) {
  console.error(`\nbuild: ${error.message}`);
  process.exit(1);
}
