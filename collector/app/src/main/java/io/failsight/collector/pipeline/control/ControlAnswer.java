package io.failsight.collector.pipeline.control;

/**
 * What the collector answers an engine. Immutable.
 *
 * @param status of HTTP
 * @param body anything Jackson writes: a map, a record, a tree; times as ISO 8601 texts
 */
public record ControlAnswer(int status, Object body) {
    /** What went wrong, in words. */
    public record Detail(String detail) {}

    /** Done; this is the answer. */
    public static ControlAnswer ok(Object body) {
        return new ControlAnswer(200, body);
    }

    /** The request is wrong; says what is wrong, where, and what to do. */
    public static ControlAnswer wrong(String detail) {
        return new ControlAnswer(400, new Detail(detail));
    }

    /** There is no such thing. */
    public static ControlAnswer notFound(String detail) {
        return new ControlAnswer(404, new Detail(detail));
    }

    /** Not now; says why. */
    public static ControlAnswer unavailable(String detail) {
        return new ControlAnswer(503, new Detail(detail));
    }
}
