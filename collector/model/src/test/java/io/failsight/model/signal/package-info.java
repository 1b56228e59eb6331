@NullMarked
package io.failsight.model.signal;

import org.jspecify.annotations.NullMarked;
