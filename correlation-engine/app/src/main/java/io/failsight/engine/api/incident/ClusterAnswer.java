package io.failsight.engine.api.incident;

import io.failsight.core.cluster.ClusterState;
import io.failsight.core.cluster.ClusterState.NodeState;
import io.failsight.core.cluster.ClusterState.ResourceState;
import io.failsight.engine.incident.Nanos;
import io.failsight.model.signal.Signal;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A cluster at an instant. */
@Schema(name = "Cluster", description = "A cluster: who serves, who could, and whether a failover would work")
public record ClusterAnswer(
        @Schema(description = "its name", examples = "mirror")
        String name,

        @Schema(description = "product that fails it over, or empty", examples = "safekit")
        String product,

        @Schema(description = "in-sync, syncing, out-of-sync, lost, unknown", examples = "in-sync")
        String redundancy,

        @Schema(description = "would a failover work now") Readiness readiness,

        @Schema(
                description = "time of the last signal that went into it; null without any",
                examples = "2026-11-20T09:15:47.310Z")
        @Nullable
        Instant asOf,

        @Schema(
                description = "incidents there with service or redundancy missing, newest first",
                examples = "[\"2026-11-20-mirror-1\"]")
        List<String> openIncidents,

        @Schema(description = "its nodes, by name") List<Node> nodes) {
    static ClusterAnswer of(ClusterState state, List<String> openIncidents) {
        return new ClusterAnswer(
                state.name(),
                state.product(),
                state.redundancy(),
                new Readiness(state.readiness().verdict(), state.readiness().reasons()),
                time(state.asOfNanos()),
                openIncidents,
                state.nodes().stream().map(Node::of).toList());
    }

    /** 0 and what lies before stand for never. */
    private static @Nullable Instant time(long nanos) {
        return nanos <= 0 ? null : Nanos.instant(nanos);
    }

    /** Would a failover work. */
    @Schema(name = "Readiness", description = "Would a failover work now")
    public record Readiness(
            @Schema(description = "yes, no, unknown", examples = "yes")
            String verdict,

            @Schema(
                    description = "why, most important first",
                    examples = "[\"vms-b follows, its copy is up to date.\"]")
            List<String> reasons) {}

    /** A node. */
    @Schema(name = "Node", description = "A node of a cluster")
    public record Node(
            @Schema(description = "its name", examples = "vms-a")
            String name,

            @Schema(description = "its site, or empty", examples = "north")
            String site,

            @Schema(description = "primary, secondary, alone, waiting, stopped, unknown", examples = "primary")
            String role,

            @Schema(description = "role in the product's own word, or empty", examples = "PRIM")
            String productRole,

            @Schema(description = "not-ready, transient, ready, or empty", examples = "ready")
            String state,

            @Schema(description = "since when in that role; null when not known", examples = "2026-11-20T06:00:00Z")
            @Nullable
            Instant since,

            @Schema(description = "when it last said anything; null when never", examples = "2026-11-20T09:41:00Z")
            @Nullable
            Instant seen,

            @Schema(description = "whether it is expected to speak and does not", examples = "false")
            boolean silent,

            @Schema(description = "how far its clock is ahead; null when not known", examples = "1600") @Nullable
            Long clockOffsetMillis,

            @Schema(description = "half-width of that; null when not known", examples = "25") @Nullable
            Long clockUncertaintyMillis,

            @Schema(description = "checkers, processes, heartbeats, addresses, replication")
            List<Resource> resources) {
        static Node of(NodeState node) {
            boolean known = node.clockUncertaintyNanos() != Signal.UNKNOWN_OFFSET;
            return new Node(
                    node.name(),
                    node.site(),
                    node.role().id(),
                    node.productRole(),
                    node.state(),
                    time(node.sinceNanos()),
                    time(node.seenNanos()),
                    node.silent(),
                    EvidenceAnswer.millis(node.clockOffsetNanos(), node.clockUncertaintyNanos()),
                    known ? MomentAnswer.millisUp(node.clockUncertaintyNanos()) : null,
                    node.resources().stream().map(Resource::of).toList());
        }
    }

    /** A resource of a node. */
    @Schema(name = "Resource", description = "A checker, process, heartbeat, address or replication of a node")
    public record Resource(
            @Schema(description = "in the product's own word", examples = "tcp.management")
            String name,

            @Schema(
                    description = "heartbeat, checker, component, address, replication, licence, setting",
                    examples = "checker")
            String type,

            @Schema(description = "whether it is as it should be", examples = "true")
            boolean up,

            @Schema(description = "since when; null when not known", examples = "2026-11-20T09:15:46.100Z") @Nullable
            Instant since) {
        static Resource of(ResourceState resource) {
            return new Resource(resource.name(), resource.type(), resource.up(), time(resource.sinceNanos()));
        }
    }

    /** All clusters. */
    @Schema(name = "Clusters", description = "All clusters and sites")
    public record All(
            @Schema(description = "the clusters, by name") List<ClusterAnswer> clusters,

            @Schema(description = "names of all sites", examples = "[\"north\", \"south\"]")
            List<String> sites) {}
}
