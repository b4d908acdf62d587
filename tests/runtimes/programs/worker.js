// For Cloudflare's runtime: answers a POST of vectors, and GET with what one request computes without waiting.

import * as lookback from "lookback";
import { session } from "../session.js";

export default {
  async fetch(request) {
    return Response.json(await session(lookback, await request.json()));
  },
};
