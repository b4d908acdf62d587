// For Cloudflare's runtime: answers a POST of what to compute.

import * as lookback from "lookback";
import { session } from "../session.js";

export default {
  async fetch(request) {
    return Response.json(await session(lookback, await request.json()));
  },
};
