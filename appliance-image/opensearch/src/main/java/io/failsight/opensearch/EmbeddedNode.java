package io.failsight.opensearch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.opensearch.Version;
import org.opensearch.analysis.common.CommonAnalysisModulePlugin;
import org.opensearch.env.Environment;
import org.opensearch.index.mapper.MapperExtrasModulePlugin;
import org.opensearch.index.reindex.ReindexModulePlugin;
import org.opensearch.ingest.common.IngestCommonModulePlugin;
import org.opensearch.join.ParentJoinModulePlugin;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.painless.PainlessModulePlugin;
import org.opensearch.percolator.PercolatorModulePlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.plugins.PluginInfo;
import org.opensearch.search.aggregations.matrix.MatrixAggregationModulePlugin;
import org.opensearch.transport.Netty4ModulePlugin;

/**
 * An OpenSearch node made of the jars on the class path, with the modules of the usual distribution as class-path plugins.
 *
 * <p>As a program: {@code java <JvmFlags> -cp 'lib/*' io.failsight.opensearch.EmbeddedNode --data DIR --logs DIR
 * --token-file FILE [--http-port 9200] [--node-name NAME] [--cluster-name NAME] [--repository DIR]}. Prints
 * {@code ready http=<port>} on stdout when it serves; a failed start is one line on stderr and exit code 1 (2 for a wrong
 * command line). SIGTERM stops it in order; so does the end of stdin with
 * {@code -Dfailsight.exit-when-stdin-closes=true}.
 */
public final class EmbeddedNode extends Node {
    private static final String PAINLESS = PainlessModulePlugin.class.getName();
    private static final List<PluginInfo> MODULES = List.of(
            module(PainlessModulePlugin.class),
            module(CommonAnalysisModulePlugin.class, PAINLESS),
            module(IngestCommonModulePlugin.class, PAINLESS),
            module(Netty4ModulePlugin.class),
            module(ReindexModulePlugin.class),
            module(MapperExtrasModulePlugin.class),
            module(ParentJoinModulePlugin.class),
            module(PercolatorModulePlugin.class),
            module(MatrixAggregationModulePlugin.class),
            module(RestTokenPlugin.class));

    private EmbeddedNode(Environment environment) {
        super(environment, MODULES, true);
    }

    /** Makes the folders and builds the node; it serves nothing before {@link #start()}. */
    static EmbeddedNode build(NodeOptions options) throws IOException {
        if (!Files.isDirectory(options.data())) {
            // Closed to other accounts: the token would mean little if they could read the files.
            Files.createDirectories(options.data());
            Files.setPosixFilePermissions(options.data(), PosixFilePermissions.fromString("rwx------"));
        }
        Files.createDirectories(options.logs());
        return new EmbeddedNode(InternalSettingsPreparer.prepareEnvironment(
                NodeSettings.of(options), Map.of(), options.data().resolve("config"), options::nodeName));
    }

    /** The program; see the class comment. */
    public static void main(String... arguments) {
        NodeOptions options;
        try {
            options = NodeOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("opensearch: wrong command line: " + e.getMessage());
            System.exit(2);
            return;
        }
        NodeLog.configure(options);
        new NodeLifecycle(options).run();
    }

    private static PluginInfo module(Class<? extends Plugin> type, String... extended) {
        String name = type.getName();
        return new PluginInfo(
                name, "class-path plugin", "NA", Version.CURRENT, "25", name, name, List.of(extended), false);
    }
}
