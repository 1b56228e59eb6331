package io.failsight.engine.testing;

import io.failsight.engine.access.RequestLimiter;
import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** The service as it is, but an hour passes between any two calls of a caller: for tests that call it thousands of times. */
public final class UnhurriedProfile implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(Limits.class);
    }

    /** Takes the place of the limiter. */
    @Alternative
    @Singleton
    public static class Limits {
        private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

        @Produces
        @Singleton
        @Alternative
        RequestLimiter limiter() {
            return new RequestLimiter(() -> now.updateAndGet(time -> time.plus(Duration.ofHours(1))));
        }
    }
}
