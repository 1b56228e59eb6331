/** Reads failsight.yaml strictly: an unknown key or a bad value is a problem with its line, never ignored. */
@NullMarked
package io.failsight.runtime.config;

import org.jspecify.annotations.NullMarked;
