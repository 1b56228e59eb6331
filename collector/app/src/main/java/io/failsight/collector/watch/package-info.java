/**
 * What the collector finds out itself: sources that fell silent, and nodes that are asked how they are. It says so in normal entries
 * through the intake ({@link Announcer}), so that they are journaled, searched, and become signals like any other line.
 */
@NullMarked
package io.failsight.collector.watch;

import org.jspecify.annotations.NullMarked;
