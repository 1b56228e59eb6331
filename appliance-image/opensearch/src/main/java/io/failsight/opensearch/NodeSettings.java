package io.failsight.opensearch;

import org.opensearch.common.settings.Settings;

/** OpenSearch's settings for one log store on a small machine; each that differs from the default has its reason. */
final class NodeSettings {
    private NodeSettings() {}

    static Settings of(NodeOptions options) {
        Settings.Builder settings = Settings.builder()
                .put("cluster.name", options.clusterName())
                .put("node.name", options.nodeName())
                .put("path.home", options.data().toAbsolutePath().toString())
                .put("path.data", options.data().toAbsolutePath().toString())
                .put("path.logs", options.logs().toAbsolutePath().toString())
                .put(
                        RestTokenPlugin.TOKEN_FILE.getKey(),
                        options.tokenFile().toAbsolutePath().toString())
                .put("discovery.type", "single-node")
                .put("network.host", "127.0.0.1")
                .put("http.type", RestTokenPlugin.HTTP_TYPE)
                .put("http.port", Integer.toString(options.httpPort()))
                .put("transport.type", RestTokenPlugin.TRANSPORT_TYPE)
                // Nobody may connect to it (SilentTransport), so any free port does.
                .put("transport.port", "0")
                // A missing index means "evicted": it must not come back by itself with guessed fields.
                .put("action.auto_create_index", false)
                // No DELETE of a pattern: a slip must not erase the store.
                .put("action.destructive_requires_name", true);
        watermarks(settings);
        options.repository()
                .ifPresent(folder ->
                        settings.put("path.repo", folder.toAbsolutePath().toString()));
        return settings.build();
    }

    /**
     * Failsight evicts, degrades and refuses at 85, 92 and 97 % of the disk (at most 98 % may be set) and writes nothing more to the indices from 99 % on;
     * OpenSearch only acts after that. Past the high mark it refuses new indices, past the flood stage all writes, and both end by themselves when
     * there is room again.
     */
    private static void watermarks(Settings.Builder settings) {
        settings.put("cluster.routing.allocation.disk.threshold_enabled", true)
                .put("cluster.routing.allocation.disk.watermark.low", "99.2%")
                .put("cluster.routing.allocation.disk.watermark.high", "99.4%")
                .put("cluster.routing.allocation.disk.watermark.flood_stage", "99.6%")
                // as seldom as by default it would go on refusing for half a minute after there is room
                .put("cluster.info.update.interval", "10s");
    }
}
