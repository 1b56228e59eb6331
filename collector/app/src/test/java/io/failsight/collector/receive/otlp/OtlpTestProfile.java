package io.failsight.collector.receive.otlp;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;

/** The OTLP door without the pipeline, with a scripted consumer in the place of the journal, on free ports. */
public final class OtlpTestProfile implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(ScriptedConsumerBean.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.arc.exclude-types", "io.failsight.collector.pipeline.**",
                "quarkus.http.test-port", "0",
                "quarkus.grpc.server.test-port", "0",
                "quarkus.management.test-port", "0",
                "failsight.data-dir", "target/test-data/otlp");
    }
}
