// Calls the API as a tenant does.

/**
 * @param {string} url where the Worker is
 * @param {string | null} key
 */
export function client(url, key = "lookback-dev") {
  /** @returns {Promise<{ status: number, headers: Headers, body: any }>} */
  const call = async (method, path, body, headers = {}) => {
    const response = await fetchOnFreshConnection(url + path, {
      method,
      headers: {
        ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isRaw(body) ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = text !== "" && response.headers.get("Content-Type")?.startsWith("application/json");
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
  };
  return {
    get: (path, headers) => call("GET", `/api/v1${path}`, undefined, headers),
    post: (path, body, headers) => call("POST", `/api/v1${path}`, body, headers),
    put: (path, body, headers) => call("PUT", `/api/v1${path}`, body, headers),
    delete: (path, headers) => call("DELETE", `/api/v1${path}`, undefined, headers),
    call,
  };
}

function isRaw(body) {
  return typeof body === "string" || body instanceof Uint8Array;
}

/**
 * A connection that was idle may be closed just as it is used again: then the request goes out on
 * another.
 */
async function fetchOnFreshConnection(url, request) {
  try {
    return await fetch(url, request);
  } catch (error) {
    if (!["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"].includes(error.cause?.code)) throw error;
    return fetch(url, request);
  }
}
