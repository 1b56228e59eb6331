/**
 * What Failsight may ask of others on its own: which addresses (ADR 10), and a small HTTP that connects to just the address that was checked.
 * Thread-safe.
 */
@NullMarked
package io.failsight.settings.reach;

import org.jspecify.annotations.NullMarked;
