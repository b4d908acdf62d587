import { authorize, requireRight } from "./access/authorize.ts";
import type { Env } from "./env.ts";
import { corsHeaders, preflight } from "./http/cors.ts";
import { refuseUnknown } from "./http/query.ts";
import { type Reply, replyFrom, response } from "./http/reply.ts";
import { type Target, targetOf } from "./http/target.ts";
import { Router } from "./routes/router.ts";
import { ROUTES } from "./routes/table.ts";

const router = new Router(ROUTES);

/** The entry point: serves the API, and passes everything else on to the Studio's files. */
export const front: ExportedHandler<Env> = {
  async fetch(request, env) {
    const url = targetOf(request.url);
    if (env.ASSETS !== undefined && !isOurs(url.pathname)) return env.ASSETS.fetch(request);
    const origin = request.headers.get("Origin");
    if (request.method === "OPTIONS" && router.methods(url.pathname).length > 0) {
      return preflight(origin, env.CORS_ORIGINS);
    }
    const reply = await replyFrom(() => route(request, url, env));
    const result = response(request.method === "HEAD" ? { ...reply, body: null } : reply);
    for (const [name, value] of Object.entries(corsHeaders(origin, env.CORS_ORIGINS))) {
      result.headers.append(name, value);
    }
    return result;
  },
};

async function route(request: Request, url: Target, env: Env): Promise<Reply> {
  const { route, parameters } = router.match(request.method, url.pathname);
  if (route.right === null) return route.handle({ request, url, env, parameters });
  const grant = await authorize(request, url, env);
  requireRight(grant, route.right);
  refuseUnknown(url.searchParams, route.operation.query);
  return route.handle({ request, url, env, parameters, grant });
}

function isOurs(path: string): boolean {
  return path.startsWith("/api/") || router.methods(path).length > 0;
}
