/** One supervisor per data folder: the lock that proves it, and the socket through which others ask it. */
@NullMarked
package io.failsight.runtime.control;

import org.jspecify.annotations.NullMarked;
