package io.failsight.engine.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;

/** The service with {@link EngineResource} and nothing else: no OpenSearch. */
public final class EngineProfile implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(EngineResource.class));
    }

    @Override
    public boolean disableGlobalTestResources() {
        return true;
    }
}
