package io.failsight.engine.api;

import io.failsight.engine.access.AccessGate;
import io.failsight.engine.access.Caller;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Second lock behind the gate: no resource runs without a caller, should a route ever bypass the gate. Stateless. */
public final class CallerFilter {
    @ServerRequestFilter
    void requireCaller(RoutingContext context) {
        boolean signsIn = context.request().method() == HttpMethod.POST
                && context.normalizedPath().equals(AccessGate.SESSION_PATH);
        if (!signsIn && context.get(Caller.KEY) == null) {
            throw new ProblemException(401, "Not signed in", "sign in first: POST " + AccessGate.SESSION_PATH);
        }
    }
}
