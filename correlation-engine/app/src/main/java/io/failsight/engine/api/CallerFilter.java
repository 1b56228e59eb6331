package io.failsight.engine.api;

import io.failsight.engine.access.AccessGate;
import io.failsight.engine.access.Caller;
import io.failsight.engine.access.Cost;
import io.failsight.engine.access.Needs;
import io.failsight.engine.access.OpenToAll;
import io.failsight.engine.access.RequestLimiter;
import io.failsight.engine.access.StreamSlots;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.Method;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

/**
 * Lets a caller that the gate knows through to operations that their role is enough for: what {@link Needs} says on the method, and nothing where
 * it says nothing; and not more often than is good for the others. Thread-safe.
 */
public final class CallerFilter {
    private static final Logger LOG = Logger.getLogger(CallerFilter.class);

    private final RequestLimiter requests;
    private final StreamSlots streams;

    CallerFilter(RequestLimiter requests, StreamSlots streams) {
        this.requests = requests;
        this.streams = streams;
    }

    @ServerRequestFilter
    void requireRole(RoutingContext context, SimpleResourceInfo operation) throws NoSuchMethodException {
        Method method = operation.getResourceClass().getMethod(operation.getMethodName(), operation.parameterTypes());
        if (method.isAnnotationPresent(OpenToAll.class)) {
            return;
        }
        Caller caller = context.get(Caller.KEY);
        if (caller == null) {
            throw new ProblemException(401, "Not signed in", "sign in first: POST " + AccessGate.SESSION_PATH);
        }
        Needs needs = method.getAnnotation(Needs.class);
        if (needs == null) {
            LOG.errorf("%s has no @Needs, so nobody may call it", method);
            throw new ProblemException(403, "Not allowed", "this operation says of no role that it may call it");
        }
        if (!caller.account().may(needs.value())) {
            throw new ProblemException(
                    403,
                    "Not allowed",
                    "'" + caller.account().name() + "' may not do this; it needs the role "
                            + needs.value().id());
        }
        count(context, caller.account().name(), needs.cost());
    }

    private void count(RoutingContext context, String name, Cost cost) {
        requests.take(name, cost).ifPresent(wait -> {
            throw tooMany(
                    wait.toMillis() / 1_000 + 1,
                    "'" + name + "' asks faster than one caller may; wait as Retry-After says");
        });
        if (cost == Cost.STREAM || cost == Cost.EXPORT) {
            StreamSlots.Slot slot = streams.take(name)
                    .orElseThrow(() -> tooMany(
                            5,
                            "'" + name + "' has " + StreamSlots.MAX_OF_CALLER
                                    + " live views and exports open; close one"));
            context.addEndHandler(_ -> slot.close());
        }
    }

    private static ProblemException tooMany(long seconds, String detail) {
        return new ProblemException(
                Problem.of(429, "Too many requests", detail), Map.of("Retry-After", Long.toString(seconds)));
    }
}
