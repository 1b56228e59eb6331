/**
 * Templates: literals with typed captures, compiled to matchers that walk the bytes once from left to right. No back-tracking: each
 * capture ends where its type or the literal after it says, an optional part is tried once, and a step limit bounds all scanning. Pure:
 * no input or output, no clock.
 */
@NullMarked
package io.failsight.collector.pack.template;

import org.jspecify.annotations.NullMarked;
