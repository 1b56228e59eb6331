package io.failsight.collector.receive.otlp;

import java.time.Duration;

/** What the sender of an export request is told, before it takes the form of HTTP or gRPC. */
sealed interface OtlpAnswer {
    /**
     * The request was taken, apart from {@code rejected} records.
     *
     * @param reason why records were rejected, empty when none was
     */
    record Taken(long rejected, String reason) implements OtlpAnswer {}

    /** Nothing was taken; the same request may be taken later. */
    record ComeAgain(String reason, Duration after) implements OtlpAnswer {}

    /** Nothing was taken, and the same request never will be. */
    record Never(String reason) implements OtlpAnswer {}
}
