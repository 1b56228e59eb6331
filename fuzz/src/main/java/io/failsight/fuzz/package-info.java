/**
 * Hostile input for tests: real samples, changed at random in ways that break parsers, and a runner that repeats every case from its
 * number, bounds what a case may cost, and keeps inputs that failed. Tests only; no part of the product depends on it.
 */
@NullMarked
package io.failsight.fuzz;

import org.jspecify.annotations.NullMarked;
