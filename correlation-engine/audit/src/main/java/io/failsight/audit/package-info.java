/**
 * The chain of the audit: how each record holds the one before it, and how that is checked from outside. The engine writes with it, the engine and {@code
 * ./failsight doctor} check with it. Knows SQLite and files, nothing of the engine.
 */
@NullMarked
package io.failsight.audit;

import org.jspecify.annotations.NullMarked;
