package io.failsight.engine.incident;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.failsight.core.incident.EvidenceItem;
import io.failsight.core.incident.Incident;
import io.failsight.model.Bytes;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Incidents as the ledger keeps them: of evidence only what the revision says of it; the lines themselves are kept once an incident. Stateless.
 */
final class IncidentJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private IncidentJson() {}

    /** A revision: the incident without its evidence, and what it says of each piece. */
    private record Body(Incident incident, List<Piece> evidence) {}

    private record Piece(String signal, long timeNanos, long uncertaintyNanos, String step) {}

    static String write(Incident incident) {
        List<Piece> pieces = new ArrayList<>(incident.evidence().size());
        for (EvidenceItem item : incident.evidence()) {
            pieces.add(new Piece(item.signal().id(), item.timeNanos(), item.uncertaintyNanos(), item.step()));
        }
        return text(new Body(with(incident, List.of()), pieces));
    }

    /** The incident without evidence: enough for lists. */
    static Incident readBare(String body) {
        return body(body).incident();
    }

    /** The incident with the lines given by id; a line that is not there is left out. */
    static Incident read(String body, Map<String, Signal> signals) {
        Body read = body(body);
        List<EvidenceItem> evidence = new ArrayList<>(read.evidence().size());
        for (Piece piece : read.evidence()) {
            Signal signal = signals.get(piece.signal());
            if (signal != null) {
                evidence.add(new EvidenceItem(signal, piece.timeNanos(), piece.uncertaintyNanos(), piece.step()));
            }
        }
        return with(read.incident(), evidence);
    }

    private static Body body(String text) {
        try {
            return JSON.readValue(text, Body.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a revision in the ledger cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    private static Incident with(Incident incident, List<EvidenceItem> evidence) {
        return new Incident(
                incident.key(),
                incident.kind(),
                incident.state(),
                incident.provisional(),
                incident.planned(),
                incident.site(),
                incident.cluster(),
                incident.failedNodes(),
                incident.servingNode(),
                incident.product(),
                incident.summary(),
                incident.nextStep(),
                incident.instants(),
                incident.causes(),
                incident.gaps(),
                evidence,
                incident.evidenceDropped());
    }

    static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON", e);
        }
    }

    static List<String> texts(String json) {
        try {
            return JSON.readValue(json, new TypeReference<List<String>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list in the ledger cannot be read", e);
        }
    }

    static String write(Signal signal) {
        Bytes bytes = new Bytes(512);
        SignalJson.write(signal, bytes);
        return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
    }
}
