package io.failsight.engine.api;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** An operation whose author forgot to say who may call it; in tests only. */
@Path(UnguardedResource.PATH)
public class UnguardedResource {
    static final String PATH = "/api/v1/forgotten";

    @GET
    @Operation(hidden = true)
    public String forgotten() {
        return "everything";
    }
}
