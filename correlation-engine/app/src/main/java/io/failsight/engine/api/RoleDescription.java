package io.failsight.engine.api;

import io.failsight.engine.access.Needs;
import io.failsight.engine.access.OpenToAll;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;

/** Says of each operation which role it needs, as {@link Needs} does: {@code x-failsight-role}, and a sentence. Runs at build time. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class RoleDescription implements OASFilter {
    /** The member of an operation that names the role; {@code none} where no account is needed. */
    public static final String MEMBER = "x-failsight-role";

    private static final DotName OPERATION =
            DotName.createSimple(org.eclipse.microprofile.openapi.annotations.Operation.class);

    private final Map<String, String> roles = new HashMap<>();

    public RoleDescription(IndexView index) {
        index.getAnnotations(DotName.createSimple(Needs.class))
                .forEach(needs -> learn(needs, needs.value().asEnum().toLowerCase(Locale.ROOT)));
        index.getAnnotations(DotName.createSimple(OpenToAll.class)).forEach(open -> learn(open, "none"));
    }

    private void learn(AnnotationInstance annotation, String role) {
        if (annotation.target().kind() == AnnotationTarget.Kind.METHOD) {
            AnnotationInstance operation = annotation.target().asMethod().annotation(OPERATION);
            if (operation != null) {
                roles.put(operation.value("operationId").asString(), role);
            }
        }
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        api.getPaths()
                .getPathItems()
                .values()
                .forEach(path -> path.getOperations().values().forEach(this::describe));
    }

    private void describe(Operation operation) {
        String role = roles.get(operation.getOperationId());
        if (role == null) {
            return;
        }
        operation.addExtension(MEMBER, role);
        if (!role.equals("none")) {
            operation.setDescription(operation.getDescription() + " Needs the role " + role + ".");
        }
    }
}
