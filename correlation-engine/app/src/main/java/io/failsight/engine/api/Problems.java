package io.failsight.engine.api;

import io.failsight.engine.query.QueryException;
import io.failsight.engine.store.StoreException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns every exception into a {@link Problem}. Stateless. */
public final class Problems {
    static final String TYPE = "application/problem+json";

    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final String RETRY_SECONDS = "5";
    private static final String BAD_QUESTION = "The question cannot be answered";

    @ServerExceptionMapper
    Response query(QueryException e) {
        boolean inQuery = e.position() >= 0;
        return response(new Problem(
                "about:blank",
                inQuery ? "The query cannot be run" : BAD_QUESTION,
                400,
                e.getMessage(),
                inQuery ? e.position() : null));
    }

    @ServerExceptionMapper
    Response store(StoreException e) {
        return switch (e.kind()) {
            case DOWN -> unavailable("Search is not available", e);
            case BUSY -> unavailable("Search is busy", e);
            case REFUSED -> {
                LOG.warn(e.getMessage());
                yield response(Problem.of(400, BAD_QUESTION, e.getMessage()));
            }
        };
    }

    @ServerExceptionMapper
    Response problem(ProblemException e) {
        Response.ResponseBuilder builder = builder(e.problem());
        e.headers().forEach(builder::header);
        return builder.build();
    }

    @ServerExceptionMapper
    Response web(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        return switch (status) {
            case 404 ->
                response(Problem.of(
                        404, "Not found", "there is nothing at this address; /q/openapi lists what there is"));
            case 405 ->
                response(Problem.of(
                        405, "Method not allowed", "this address does not take this method; see /q/openapi"));
            case 415 -> response(Problem.of(415, "Media type not taken", "send the body as application/json"));
            default ->
                response(Problem.of(
                        status,
                        e.getResponse().getStatusInfo().getReasonPhrase(),
                        status < 500
                                ? "the request cannot be read; see /q/openapi for its form"
                                : "an error of this service; see its log"));
        };
    }

    @ServerExceptionMapper
    Response bug(RuntimeException e) {
        LOG.error("a request failed by a bug", e);
        return response(Problem.of(
                500, "Error in Failsight", "this is a bug; its details are in the log of the correlation engine"));
    }

    private static Response unavailable(String title, StoreException e) {
        return builder(Problem.of(503, title, e.getMessage()))
                .header("Retry-After", RETRY_SECONDS)
                .build();
    }

    private static Response response(Problem problem) {
        return builder(problem).build();
    }

    private static Response.ResponseBuilder builder(Problem problem) {
        return Response.status(problem.status()).type(TYPE).entity(problem);
    }
}
