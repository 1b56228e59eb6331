/** Receivers of notifications over HTTP: how it goes with each, and test messages. */
@NullMarked
package io.failsight.engine.api.notify;

import org.jspecify.annotations.NullMarked;
