/**
 * What all doors for connections share: who may come in, how many at a time and how long they may take, and TLS. A {@link
 * io.failsight.collector.receive.link.Gate} takes an accepted socket and gives a {@link io.failsight.collector.receive.link.Link}, or
 * refuses it, counts that, and tells it once a peer in the log.
 */
@NullMarked
package io.failsight.collector.receive.link;

import org.jspecify.annotations.NullMarked;
