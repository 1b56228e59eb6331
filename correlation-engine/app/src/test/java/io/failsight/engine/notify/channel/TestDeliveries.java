package io.failsight.engine.notify.channel;

import io.failsight.core.incident.IncidentState;
import io.failsight.engine.notify.Incidents;
import java.time.Instant;
import java.time.ZoneOffset;

/** Deliveries for tests. */
final class TestDeliveries {
    static final Instant AT = Instant.parse("2026-11-20T12:00:00Z");

    private TestDeliveries() {}

    static Delivery opened() {
        Message message = Message.of(Incidents.node("i1", 1, IncidentState.DOWN, AT), "http://console.example/");
        return new Delivery("i1.opened.r", Reason.OPENED, message, "r", ZoneOffset.UTC, AT);
    }

    static Delivery proof() {
        return new Delivery(
                "2026.proof.r",
                Reason.PROOF,
                Message.words("proof: the way works", "http://c/"),
                "r",
                ZoneOffset.UTC,
                AT);
    }
}
