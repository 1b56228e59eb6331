/**
 * One OpenSearch node in a JVM of its own, on loopback, behind a token.
 *
 * <p>Contract: {@link io.failsight.opensearch.EmbeddedNode} prints {@code ready http=<port>} once requests are served,
 * serves nothing to whoever does not present the token, and stops in order on SIGTERM or when its stdin closes.
 * {@link io.failsight.opensearch.NodeProcess} and what it uses need the JDK only, so other modules can start a node
 * without having OpenSearch on their own class path.
 */
@NullMarked
package io.failsight.opensearch;

import org.jspecify.annotations.NullMarked;
