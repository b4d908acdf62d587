const METHODS = "GET, POST, PUT, DELETE";
const REQUEST_HEADERS = "Authorization, Content-Type, If-None-Match";
const RESPONSE_HEADERS = "ETag, Lookback-Set-Aside";

/**
 * The headers that let a page of `origin` read a response; none when the setting does not name it.
 */
export function corsHeaders(origin: string | null, setting: string | undefined): Record<string, string> {
  if (origin === null || setting === undefined) return {};
  const allowed = setting.split(",").map((item) => item.trim());
  const every = allowed.includes("*");
  // Caches must know that responses differ by origin even when this origin is not allowed.
  if (!every && !allowed.includes(origin)) return { Vary: "Origin" };
  return {
    "Access-Control-Allow-Origin": every ? "*" : origin,
    "Access-Control-Expose-Headers": RESPONSE_HEADERS,
    ...(every ? {} : { Vary: "Origin" }),
  };
}

/** The response to a browser's preflight request. */
export function preflight(origin: string | null, setting: string | undefined): Response {
  const headers = corsHeaders(origin, setting);
  if (headers["Access-Control-Allow-Origin"] === undefined)
    return new Response(null, { status: 204, headers });
  return new Response(null, {
    status: 204,
    headers: {
      ...headers,
      "Access-Control-Allow-Methods": METHODS,
      "Access-Control-Allow-Headers": REQUEST_HEADERS,
      "Access-Control-Max-Age": "86400",
    },
  });
}
