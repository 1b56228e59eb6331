/**
 * The HTTP API under {@code /api/v1}: reads parameters, asks the store, writes JSON. Errors are {@code application/problem+json}
 * (RFC 9457) whose {@code detail} is a sentence for people.
 */
@NullMarked
package io.failsight.engine.api;

import org.jspecify.annotations.NullMarked;
