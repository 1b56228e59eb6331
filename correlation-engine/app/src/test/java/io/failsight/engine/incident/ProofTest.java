package io.failsight.engine.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.failsight.core.incident.EvidenceItem;
import io.failsight.engine.testing.Signals;
import io.failsight.model.signal.Signal;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ProofTest {
    private static final long SECOND = 1_000_000_000L;

    private final Signal signal = new Signals("a", "mirror", Instant.parse("2026-11-20T09:15:00Z"))
            .calm()
            .getFirst();

    private static OptionalLong offset(Signal signal, long correctedBy) {
        return Proof.clockOffset(new EvidenceItem(signal, signal.timeNanos() - correctedBy, SECOND, "fault"));
    }

    @Test
    void clockIsWhatTheLineWasCorrectedByWhateverWasKnownWhenItCame() {
        Signal unknown = withUnknownClock();
        assertEquals(OptionalLong.of(2 * SECOND), offset(unknown, 2 * SECOND));
        assertEquals(OptionalLong.of(-SECOND), offset(signal, -SECOND));
    }

    @Test
    void clockOfALineThatStandsAsItCameIsRightOrNotKnown() {
        assertEquals(OptionalLong.of(0), offset(signal, 0));
        assertEquals(OptionalLong.empty(), offset(withUnknownClock(), 0));
    }

    private Signal withUnknownClock() {
        return new Signal(
                signal.id(),
                signal.kind(),
                signal.subject(),
                signal.reporter(),
                signal.remote(),
                signal.timeNanos(),
                signal.timeSource(),
                signal.resolutionNanos(),
                signal.observedNanos(),
                signal.source(),
                signal.sequence(),
                0,
                Signal.UNKNOWN_OFFSET,
                signal.details(),
                signal.text());
    }
}
