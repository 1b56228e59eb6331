package io.failsight.collector.watch;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What is asked how it is. Immutable. */
public sealed interface Target {
    /** Name of the node that is asked. */
    String node();

    /** From one question to the next. */
    Duration every();

    /** What is asked for, in one word; topic and resource of what is said about it. */
    String name();

    /** An address as people may see it: without what may be a secret in it. */
    private static String shown(URI url) {
        return url.toString().replaceFirst("[?#].*", "").replaceFirst("//[^/@]*@", "//");
    }

    /** Whether a port accepts connections. */
    record Tcp(String node, String host, int port, Duration every) implements Target {
        @Override
        public String name() {
            return "tcp:" + host + ":" + port;
        }
    }

    /** Whether a page answers with 2xx. */
    record Http(String node, URI url, Duration every) implements Target {
        @Override
        public String name() {
            return shown(url);
        }
    }

    /**
     * Whether a SafeKit module serves on the node: {@code /var/modules/<module>/ready.txt} is OK only in PRIM, ALONE or UP Ready (SafeKit 8.2).
     *
     * @param url base address of the node's web service
     * @param authority certificate authority of an https address
     */
    record SafeKitReady(String node, URI url, String module, Optional<Path> authority, Duration every)
            implements Target {
        @Override
        public String name() {
            return "safekit:" + module;
        }
    }

    /**
     * Whether SafeKit's REST service lets us in and answers {@code /api/v1.0/level}. The body's form is not known to us, so that only a literal
     * {@value #DEMO} is looked for.
     *
     * @param url base address of the node's web service
     */
    record SafeKitLevel(String node, URI url, Credentials credentials, Optional<Path> authority, Duration every)
            implements Target {
        /** What {@code safekit level} says without a licence (SafeKit 8.2). */
        static final String DEMO = "Demo (No license)";

        @Override
        public String name() {
            return "safekit-rest";
        }
    }

    /** An account whose password is read anew for each sign-in and never shown. */
    interface Credentials {
        String user();

        /** The password; an {@link java.io.UncheckedIOException} says what is wrong with its file. */
        String password();
    }
}
