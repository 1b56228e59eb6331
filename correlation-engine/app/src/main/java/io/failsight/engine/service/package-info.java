/** Wiring and life cycle: reads the configuration, makes the rooms' objects, and ends them in order. Alone knows all rooms. */
@NullMarked
package io.failsight.engine.service;

import org.jspecify.annotations.NullMarked;
